from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class BoostedStyle(Answer):
    """Boosted style."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    param: Any = None
    result: Any = None
    credits_consumed: Any = attrs.field(default=None, metadata=inner("creditsConsumed"))
    credits_remaining: Any = attrs.field(default=None, metadata=inner("creditsRemaining"))
    success_flag: Any = attrs.field(default=None, metadata=inner("successFlag"))
    """0 pending, 1 done, 2 failed."""
    error_code: Any = attrs.field(default=None, metadata=inner("errorCode"))
    error_message: Any = attrs.field(default=None, metadata=inner("errorMessage"))
    create_time: Any = attrs.field(default=None, metadata=inner("createTime"))
    """Text, ISO text or epoch milliseconds."""
