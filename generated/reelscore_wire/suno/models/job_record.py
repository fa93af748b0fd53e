from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class JobRecord(Answer):
    """Job record."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    model: Any = None
    state: Any = None
    param: Any = None
    """JSON text."""
    result_json: Any = attrs.field(default=None, metadata=inner("resultJson"))
    """JSON text of JobMusicResult, JobLyricsResult or JobFilesResult."""
    fail_code: Any = attrs.field(default=None, metadata=inner("failCode"))
    fail_msg: Any = attrs.field(default=None, metadata=inner("failMsg"))
    cost_time: Any = attrs.field(default=None, metadata=inner("costTime"))
    """Milliseconds."""
    complete_time: Any = attrs.field(default=None, metadata=inner("completeTime"))
    """Text, ISO text or epoch milliseconds."""
    create_time: Any = attrs.field(default=None, metadata=inner("createTime"))
    """Text, ISO text or epoch milliseconds."""
    update_time: Any = attrs.field(default=None, metadata=inner("updateTime"))
    """Text, ISO text or epoch milliseconds."""
    credits_consumed: Any = attrs.field(default=None, metadata=inner("creditsConsumed"))
    progress: Any = None
