from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class MimicRequest(JsonObject):
    """Mimic request."""

    operation: ClassVar[str] = "mimic"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "ai-reference 2026-05"
    sample: ClassVar[Mapping[str, Any]] = {"source_video_id": 1, "img_id": 1, "quality": "540p"}

    img_id: Media = attrs.field(
        metadata=field_info("an image with a clear subject: its id, or what to upload", media="image")
    )
    quality: Literal["360p", "540p", "720p"] | str = attrs.field(metadata=field_info("at most 720p", enum=True))
    source_video_id: int | None = attrs.field(
        default=None, metadata=field_info("id of a video made by this API", minimum=0)
    )
    video_media_id: Media | None = attrs.field(
        default=None,
        metadata=field_info("an uploaded video: its media id, or a path, bytes, file or URL to upload", media="video"),
    )
