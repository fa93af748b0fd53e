from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .track import Track


@attrs.frozen(kw_only=True, eq=False)
class MusicResponse(Answer):
    """Music response."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    suno_data: tuple[Track, ...] = attrs.field(default=(), metadata=inner("sunoData", model=Track))
    error_message: Any = attrs.field(default=None, metadata=inner("errorMessage"))
