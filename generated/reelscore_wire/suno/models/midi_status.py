from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .midi_data import MidiData


@attrs.frozen(kw_only=True, eq=False)
class MidiStatus(Answer):
    """Midi status."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId"))
    record_task_id: Any = attrs.field(default=None, metadata=inner("recordTaskId"))
    audio_id: Any = attrs.field(default=None, metadata=inner("audioId"))
    callback_url: Any = attrs.field(default=None, metadata=inner("callbackUrl"))
    complete_time: Any = attrs.field(default=None, metadata=inner("completeTime"))
    """Text, ISO text or epoch milliseconds."""
    midi_data: MidiData | None = attrs.field(default=None, metadata=inner("midiData", model=MidiData))
    success_flag: Any = attrs.field(default=None, metadata=inner("successFlag"))
    """0 pending, 1 done, 2 not created, 3 failed."""
    create_time: Any = attrs.field(default=None, metadata=inner("createTime"))
    """Text, ISO text or epoch milliseconds."""
    error_code: Any = attrs.field(default=None, metadata=inner("errorCode"))
    error_message: Any = attrs.field(default=None, metadata=inner("errorMessage"))
