from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class MidiRequest(JsonObject):
    """Midi request."""

    operation: ClassVar[str] = "midi"
    role: ClassVar[CallKind] = CallKind.WRITE
    source: ClassVar[str] = "Kie.ai docs, Generate MIDI from Audio 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "call_back_url": "https://example.com/callback"}

    task_id: str = attrs.field(metadata=field_info("finished stems task", wire="taskId"))
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
    audio_id: str | None = attrs.field(
        default=None, metadata=field_info("one stem; all of them when left out", wire="audioId")
    )
