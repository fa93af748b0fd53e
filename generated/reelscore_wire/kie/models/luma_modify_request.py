from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class LumaModifyRequest(JsonObject):
    """Luma modify request."""

    operation: ClassVar[str] = "luma_modify"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai docs, Generate Luma Modify Video (older copy) 2025"
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "A futuristic city at night",
        "video_url": "https://example.com/input-video.mp4",
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("what to change, in English"))
    video_url: Upload = attrs.field(
        metadata=field_info("MP4, MOV or AVI, up to 500 MB and 10 s", wire="videoUrl", media="video")
    )
    watermark: str | None = attrs.field(default=None, metadata=field_info("the vendor's id of a watermark"))
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
