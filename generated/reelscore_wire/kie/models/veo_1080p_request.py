from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class Veo1080PRequest(JsonObject):
    """Veo1080p request."""

    operation: ClassVar[str] = "veo_1080p"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai OpenAPI export, Get 1080P Video 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "veo_task_abcdef123456", "index": 0}

    task_id: str = attrs.field(metadata=field_info("a finished video's task", wire="taskId"))
    index: int | None = attrs.field(default=None, metadata=field_info("which of its videos", minimum=0))
