from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info

from .image_reference import ImageReference
from .video_reference import VideoReference


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class FusionRequest(JsonObject):
    """Fusion request."""

    operation: ClassVar[str] = "fusion"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "ai-reference 2026-05"
    sample: ClassVar[Mapping[str, Any]] = {
        "image_references": [{"img_id": 1, "type": "subject", "ref_name": "fox"}],
        "prompt": "@fox runs",
        "model": "v5.5",
        "duration": 5,
        "quality": "540p",
        "aspect_ratio": "16:9",
    }

    image_references: Sequence[ImageReference] = attrs.field(
        metadata=field_info("3 on v4.5 and v5, 7 on newer models, 10 with reference_mode omni", minItems=1, maxItems=10)
    )
    prompt: str = attrs.field(metadata=field_info("names the references: @fox runs", maxLength=5000, minLength=1))
    model: Literal["v4.5", "v5", "v5.5", "v5.6", "v6", "c1"] | str = attrs.field(metadata=field_info("v4.5 and newer"))
    duration: int = attrs.field(
        metadata=field_info("seconds, as the model allows; 0 with video_references", minimum=0, maximum=15)
    )
    quality: Literal["360p", "540p", "720p", "1080p"] | str = attrs.field(
        metadata=field_info("360p is the Turbo tier", enum=True)
    )
    aspect_ratio: Literal["16:9", "4:3", "1:1", "3:4", "9:16", "2:3", "3:2", "21:9"] | str = attrs.field(
        metadata=field_info("2:3, 3:2 and 21:9 came with v6 and c1", enum=True)
    )
    generate_audio_switch: bool | None = attrs.field(default=None, metadata=field_info("with sound: v5.6, v6, c1"))
    seed: int | None = attrs.field(
        default=None, metadata=field_info("0 to 2147483647; random when left out", minimum=0, maximum=2147483647)
    )
    reference_mode: Literal["omni"] | str | None = attrs.field(
        default=None, metadata=field_info("omni: images and videos together, v6 only", hosts=["pixverse.ai"])
    )
    video_references: Sequence[VideoReference] | None = attrs.field(
        default=None,
        metadata=field_info("videos to follow, with reference_mode omni; they cost double", hosts=["pixverse.ai"]),
    )
