from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class RunwayRequest(JsonObject):
    """Runway request."""

    operation: ClassVar[str] = "runway"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai OpenAPI export, Generate AI Video 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "A peaceful garden with cherry blossoms",
        "duration": 5,
        "quality": "720p",
        "aspect_ratio": "16:9",
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("what to show, up to 1,800 characters", maxLength=1800))
    duration: Literal[5, 10] | int = attrs.field(metadata=field_info("seconds: 5 or 10", enum=True))
    quality: Literal["720p", "1080p"] | str = attrs.field(
        metadata=field_info("720p or 1080p; 1080p for 5 s only", enum=True)
    )
    aspect_ratio: Literal["16:9", "4:3", "1:1", "3:4", "9:16"] | str | None = attrs.field(
        default=None,
        metadata=field_info("needed without a picture; has no effect with one", wire="aspectRatio", enum=True),
    )
    image_url: Upload | None = attrs.field(
        default=None, metadata=field_info("picture to start from", wire="imageUrl", media="image")
    )
    watermark: str | None = attrs.field(
        default=None, metadata=field_info("text on the video; empty for none", wire="waterMark")
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
