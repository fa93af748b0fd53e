from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class VeoExtendRequest(JsonObject):
    """Veo extend request."""

    operation: ClassVar[str] = "veo_extend"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai OpenAPI export, Extend Veo3.1 Video 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "ee603959debb48d198c4a6d1c717eba6",
        "prompt": "The dog runs on through the park",
        "call_back_url": "https://example.com/callback",
    }

    task_id: str = attrs.field(metadata=field_info("task of the video to continue", wire="taskId"))
    prompt: str = attrs.field(metadata=field_info("what happens next"))
    model: Literal["fast", "quality", "lite"] | str | None = attrs.field(
        default=None, metadata=field_info("fast when left out")
    )
    seeds: int | None = attrs.field(default=None, metadata=field_info("10000 to 99999", minimum=10000, maximum=99999))
    watermark: str | None = attrs.field(default=None, metadata=field_info("text on the video"))
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
