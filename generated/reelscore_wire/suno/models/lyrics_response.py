from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .lyrics_text import LyricsText


@attrs.frozen(kw_only=True, eq=False)
class LyricsResponse(Answer):
    """Lyrics response."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    data: tuple[LyricsText, ...] = attrs.field(default=(), metadata=inner("data", model=LyricsText))
