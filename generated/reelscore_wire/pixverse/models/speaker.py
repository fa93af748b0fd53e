from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class Speaker(Answer):
    """Speaker."""

    speaker_id: Any = None
    name: Any = None
