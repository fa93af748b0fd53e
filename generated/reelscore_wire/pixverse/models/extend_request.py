from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class ExtendRequest(JsonObject):
    """Extend request."""

    operation: ClassVar[str] = "extend"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "ai-reference 2026-05"
    sample: ClassVar[Mapping[str, Any]] = {
        "source_video_id": 1,
        "prompt": "it runs",
        "model": "v5",
        "duration": 5,
        "quality": "540p",
    }

    prompt: str = attrs.field(metadata=field_info("what happens next, at most 2,048 characters", maxLength=2048))
    model: Literal["v3.5", "v4", "v4.5", "v5", "v5.5", "v6"] | str = attrs.field(
        metadata=field_info("v3.5 to v5.5, v6; neither v5.6 nor c1")
    )
    duration: int = attrs.field(
        metadata=field_info("seconds to add: 5 or 8; 10 on v5.5; 1 to 15 on v6", minimum=1, maximum=15)
    )
    quality: Literal["360p", "540p", "720p", "1080p"] | str = attrs.field(
        metadata=field_info("360p is the Turbo tier", enum=True)
    )
    seed: int | None = attrs.field(
        default=None, metadata=field_info("0 to 2147483647; random when left out", minimum=0, maximum=2147483647)
    )
    motion_mode: Literal["normal", "fast"] | str | None = attrs.field(
        default=None, metadata=field_info("fast: up to v4.5, at twice the price", enum=True)
    )
    style: Literal["anime", "3d_animation", "day", "clay", "cyberpunk", "comic"] | str | None = attrs.field(
        default=None, metadata=field_info("documented to work with v3.5", enum=True)
    )
    generate_audio_switch: bool | None = attrs.field(default=None, metadata=field_info("with sound: v6"))
    template_id: int | None = attrs.field(
        default=None, metadata=field_info("in an older guide only; 0 means none", minimum=0)
    )
    img_id: Media | None = attrs.field(default=None, metadata=field_info("in an older guide only", media="image"))
    negative_prompt: str | None = attrs.field(
        default=None, metadata=field_info("in an older guide only", maxLength=2048, hosts=["pixverse.ai"])
    )
    water_mark: bool | None = attrs.field(
        default=None, metadata=field_info("a field of pixverseai.cn", hosts=["pixverseai.cn"])
    )
    source_video_id: int | None = attrs.field(
        default=None, metadata=field_info("id of a video made by this API", minimum=0)
    )
    video_media_id: Media | None = attrs.field(
        default=None,
        metadata=field_info("an uploaded video: its media id, or a path, bytes, file or URL to upload", media="video"),
    )
