from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class LyricsText(Answer):
    """Lyrics text."""

    text: Any = None
    title: Any = None
    status: Any = None
    error_message: Any = attrs.field(default=None, metadata=inner("errorMessage"))
