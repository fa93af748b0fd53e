from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class Veo4KRequest(JsonObject):
    """Veo4k request."""

    operation: ClassVar[str] = "veo_4k"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai OpenAPI export, Get 4K Video 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "ee603959debb48d198c4a6d1c717eba6",
        "index": 0,
        "call_back_url": "https://example.com/callback",
    }

    task_id: str = attrs.field(metadata=field_info("a finished video's task", wire="taskId"))
    index: int | None = attrs.field(default=None, metadata=field_info("which of its videos", minimum=0))
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
