from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class UsagePage(Answer):
    """Usage page."""

    items: Any = ()
    next_cursor: Any = None
    has_more: Any = None
