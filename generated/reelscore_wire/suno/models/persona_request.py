from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class PersonaRequest(JsonObject):
    """Persona request."""

    operation: ClassVar[str] = "persona"
    role: ClassVar[CallKind] = CallKind.WRITE
    source: ClassVar[str] = "Kie.ai docs, Generate Persona 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "audio_id": "e231-8cadc7dc",
        "name": "Electronic Pop Singer",
        "description": "A modern electronic pop singer",
    }

    task_id: str = attrs.field(metadata=field_info("finished task of the track", wire="taskId"))
    audio_id: str = attrs.field(metadata=field_info("the track", wire="audioId"))
    name: str = attrs.field(metadata=field_info("name of the persona"))
    description: str = attrs.field(metadata=field_info("what it is like"))
    vocal_start: float | None = attrs.field(
        default=None,
        metadata=field_info("second where the voice starts; 0 when left out", wire="vocalStart", minimum=0),
    )
    vocal_end: float | None = attrs.field(
        default=None,
        metadata=field_info("10 to 30 s later; 30 when left out", wire="vocalEnd", minimum=0, multipleOf=0.01),
    )
    style: str | None = attrs.field(default=None, metadata=field_info("style of the music, in words"))
