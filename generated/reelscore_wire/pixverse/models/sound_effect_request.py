from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class SoundEffectRequest(JsonObject):
    """Sound effect request."""

    operation: ClassVar[str] = "sound_effect"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "cn-sound-effect 2025-08-06"
    sample: ClassVar[Mapping[str, Any]] = {"source_video_id": 1}

    original_sound_switch: bool | None = attrs.field(
        default=None, metadata=field_info("keep the original sound; false when left out")
    )
    sound_effect_content: str | None = attrs.field(
        default=None, metadata=field_info("what to hear; made from the picture when left out", aliases=["prompt"])
    )
    model: str | None = attrs.field(default=None, metadata=field_info("reserved by the vendor; leave it out"))
    source_video_id: int | None = attrs.field(
        default=None, metadata=field_info("id of a video made by this API", minimum=0)
    )
    video_media_id: Media | None = attrs.field(
        default=None,
        metadata=field_info("an uploaded video: its media id, or a path, bytes, file or URL to upload", media="video"),
    )
