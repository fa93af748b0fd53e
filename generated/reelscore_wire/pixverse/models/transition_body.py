from __future__ import annotations

import attrs
from reelscore.requests.request import JsonObject


@attrs.frozen(kw_only=True)
class TransitionBody(JsonObject):
    """"""
