from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class ModifyRequest(JsonObject):
    """Modify request."""

    operation: ClassVar[str] = "modify"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "cn-digest 2026-04"
    sample: ClassVar[Mapping[str, Any]] = {
        "source_video_id": 1,
        "prompt": "Change the sky to a sunset.",
        "quality": "540p",
    }

    prompt: str = attrs.field(metadata=field_info("at most 5,000 characters", maxLength=5000, minLength=1))
    quality: Literal["360p", "540p", "720p"] | str = attrs.field(metadata=field_info("at most 720p", enum=True))
    img_ids: Sequence[Media] | None = attrs.field(
        default=None, metadata=field_info("up to 3 images: ids, or what to upload", media="image", maxItems=3)
    )
    mask_ids: Sequence[str] | None = attrs.field(
        default=None, metadata=field_info("up to 3 masks from mask selections", maxItems=3)
    )
    mask_urls: Sequence[str] | None = attrs.field(
        default=None, metadata=field_info("up to 3 addresses of masks", maxItems=3, hosts=["pixverse.ai"])
    )
    keyframe_ids: int | Sequence[int] | None = attrs.field(
        default=None, metadata=field_info("the frame of the masks; one client sends a list")
    )
    source_video_id: int | None = attrs.field(
        default=None, metadata=field_info("id of a video made by this API", minimum=0)
    )
    video_media_id: Media | None = attrs.field(
        default=None,
        metadata=field_info("an uploaded video: its media id, or a path, bytes, file or URL to upload", media="video"),
    )
