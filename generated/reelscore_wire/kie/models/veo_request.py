from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class VeoRequest(JsonObject):
    """Veo request."""

    operation: ClassVar[str] = "veo"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai OpenAPI export, Generate Veo3.1 Video 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "A dog playing in a park",
        "image_urls": ["https://example.com/image1.jpg"],
        "model": "veo3_fast",
        "aspect_ratio": "16:9",
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("what to show"))
    image_urls: Sequence[Upload] | None = attrs.field(
        default=None,
        metadata=field_info("first and last frame, or 1 to 3 references", wire="imageUrls", media="image", maxItems=3),
    )
    model: Literal["veo3", "veo3_fast", "veo3_lite"] | str | None = attrs.field(
        default=None, metadata=field_info("veo3 is Quality; veo3_fast when left out")
    )
    generation_type: Literal["TEXT_2_VIDEO", "FIRST_AND_LAST_FRAMES_2_VIDEO", "REFERENCE_2_VIDEO"] | str | None = (
        attrs.field(
            default=None,
            metadata=field_info(
                "what the pictures are; follows from their presence when left out", wire="generationType", enum=True
            ),
        )
    )
    aspect_ratio: Literal["16:9", "9:16", "Auto"] | str | None = attrs.field(
        default=None, metadata=field_info("16:9 when left out", enum=True)
    )
    resolution: Literal["720p", "1080p", "4k"] | str | None = attrs.field(
        default=None, metadata=field_info("720p when left out", enum=True)
    )
    duration: Literal[4, 6, 8] | int | None = attrs.field(
        default=None,
        metadata=field_info("seconds: 4, 6 or 8, which is the default (on pages since 2026-08)", enum=True),
    )
    watermark: str | None = attrs.field(default=None, metadata=field_info("text on the video"))
    enable_translation: bool | None = attrs.field(
        default=None,
        metadata=field_info("translate the prompt to English; sent as true when left out", wire="enableTranslation"),
    )
    seeds: int | None = attrs.field(
        default=None, metadata=field_info("10000 to 99999 (on pages until 2026-04)", minimum=10000, maximum=99999)
    )
    enable_fallback: bool | None = attrs.field(
        default=None, metadata=field_info("deprecated by the vendor", wire="enableFallback")
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
