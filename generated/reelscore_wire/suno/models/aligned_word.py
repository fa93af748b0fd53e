from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class AlignedWord(Answer):
    """Aligned word."""

    word: Any = None
    success: Any = None
    start_s: Any = attrs.field(default=None, metadata=inner("startS"))
    end_s: Any = attrs.field(default=None, metadata=inner("endS"))
    palign: Any = None
