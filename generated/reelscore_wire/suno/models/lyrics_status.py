from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .lyrics_response import LyricsResponse


@attrs.frozen(kw_only=True, eq=False)
class LyricsStatus(Answer):
    """Lyrics status."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    param: Any = None
    response: LyricsResponse | None = attrs.field(default=None, metadata=inner("response", model=LyricsResponse))
    status: Any = None
    type: Any = None
    error_code: Any = attrs.field(default=None, metadata=inner("errorCode"))
    error_message: Any = attrs.field(default=None, metadata=inner("errorMessage"))
