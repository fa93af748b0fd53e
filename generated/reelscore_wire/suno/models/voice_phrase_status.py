from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class VoicePhraseStatus(Answer):
    """Voice phrase status."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    validate_info: Any = attrs.field(default=None, metadata=inner("validateInfo"))
    """The phrase to sing."""
    status: Any = None
    error_code: Any = attrs.field(default=None, metadata=inner("errorCode"))
    error_message: Any = attrs.field(default=None, metadata=inner("errorMessage"))
