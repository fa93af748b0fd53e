from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .stem_files import StemFiles


@attrs.frozen(kw_only=True, eq=False)
class StemsStatus(Answer):
    """Stems status."""

    response: StemFiles | None = attrs.field(default=None, metadata=inner("response", model=StemFiles))
    success_flag: Any = attrs.field(default=None, metadata=inner("successFlag"))
    """A word or a digit; the meaning differs by operation."""
    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    music_id: Any = attrs.field(default=None, metadata=inner("musicId"))
    callback_url: Any = attrs.field(default=None, metadata=inner("callbackUrl"))
    music_index: Any = attrs.field(default=None, metadata=inner("musicIndex"))
    complete_time: Any = attrs.field(default=None, metadata=inner("completeTime"))
    """Text, ISO text or epoch milliseconds."""
    create_time: Any = attrs.field(default=None, metadata=inner("createTime"))
    """Text, ISO text or epoch milliseconds."""
    error_code: Any = attrs.field(default=None, metadata=inner("errorCode"))
    error_message: Any = attrs.field(default=None, metadata=inner("errorMessage"))
