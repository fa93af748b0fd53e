from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class ModelsRequest(JsonObject):
    """Models request."""

    operation: ClassVar[str] = "models"
    role: ClassVar[CallKind] = CallKind.READ
    source: ClassVar[str] = "Kie.ai models reference, third-party transcript 2026-09"
    sample: ClassVar[Mapping[str, Any]] = {"task_type": "Text to Video", "provider": "Kling", "q": "kling"}

    task_type: str | None = attrs.field(
        default=None, metadata=field_info("kinds of task with commas between them", wire="taskType")
    )
    provider: str | None = attrs.field(default=None, metadata=field_info("who made the models"))
    q: str | None = attrs.field(default=None, metadata=field_info("a part of the name"))
