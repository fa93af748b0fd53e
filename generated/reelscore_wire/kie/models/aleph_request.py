from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class AlephRequest(JsonObject):
    """Aleph request."""

    operation: ClassVar[str] = "aleph"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai OpenAPI export, Generate Aleph Video 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "Make it a watercolour",
        "video_url": "https://example.com/input-video.mp4",
        "aspect_ratio": "16:9",
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("what to change"))
    video_url: Upload = attrs.field(metadata=field_info("video to transform", wire="videoUrl", media="video"))
    aspect_ratio: Literal["21:9", "16:9", "4:3", "1:1", "3:4", "9:16"] | str | None = attrs.field(
        default=None, metadata=field_info("that of the result", wire="aspectRatio", enum=True)
    )
    seed: int | None = attrs.field(default=None, metadata=field_info("the same seed gives similar results"))
    reference_image: Upload | None = attrs.field(
        default=None, metadata=field_info("picture for style and content", wire="referenceImage", media="image")
    )
    watermark: str | None = attrs.field(
        default=None, metadata=field_info("text on the video; empty for none", wire="waterMark")
    )
    upload_cn: bool | None = attrs.field(default=None, metadata=field_info("upload through China", wire="uploadCn"))
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
