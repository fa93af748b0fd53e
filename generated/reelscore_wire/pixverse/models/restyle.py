from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class Restyle(Answer):
    """Restyle."""

    restyle_id: Any = None
    restyle_name: Any = None
    restyle_prompt: Any = None
    cover_url: Any = None
