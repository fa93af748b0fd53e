from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class VoiceStatus(Answer):
    """Voice status."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    voice_id: Any = attrs.field(default=None, metadata=inner("voiceId"))
    """Goes into personaId with voice_persona."""
    status: Any = None
    error_code: Any = attrs.field(default=None, metadata=inner("errorCode"))
    error_message: Any = attrs.field(default=None, metadata=inner("errorMessage"))
