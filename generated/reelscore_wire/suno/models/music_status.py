from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .music_response import MusicResponse


@attrs.frozen(kw_only=True, eq=False)
class MusicStatus(Answer):
    """Music status."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    parent_music_id: Any = attrs.field(default=None, metadata=inner("parentMusicId"))
    param: Any = None
    response: MusicResponse | None = attrs.field(default=None, metadata=inner("response", model=MusicResponse))
    status: Any = None
    type: Any = None
    operation_type: Any = attrs.field(default=None, metadata=inner("operationType"))
    error_code: Any = attrs.field(default=None, metadata=inner("errorCode"))
    error_message: Any = attrs.field(default=None, metadata=inner("errorMessage"))
