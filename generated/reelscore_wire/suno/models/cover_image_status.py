from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .cover_images import CoverImages


@attrs.frozen(kw_only=True, eq=False)
class CoverImageStatus(Answer):
    """Cover image status."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    parent_task_id: Any = attrs.field(default=None, metadata=inner("parentTaskId"))
    callback_url: Any = attrs.field(default=None, metadata=inner("callbackUrl"))
    complete_time: Any = attrs.field(default=None, metadata=inner("completeTime"))
    """Text, ISO text or epoch milliseconds."""
    response: CoverImages | None = attrs.field(default=None, metadata=inner("response", model=CoverImages))
    success_flag: Any = attrs.field(default=None, metadata=inner("successFlag"))
    """0 pending, 1 done, 2 running, 3 failed."""
    create_time: Any = attrs.field(default=None, metadata=inner("createTime"))
    """Text, ISO text or epoch milliseconds."""
    error_code: Any = attrs.field(default=None, metadata=inner("errorCode"))
    error_message: Any = attrs.field(default=None, metadata=inner("errorMessage"))
