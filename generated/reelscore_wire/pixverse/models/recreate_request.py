from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info

from .picture_reference import PictureReference
from .video_reference import VideoReference


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class RecreateRequest(JsonObject):
    """Recreate request."""

    operation: ClassVar[str] = "recreate"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "kit 2026-09-18"
    sample: ClassVar[Mapping[str, Any]] = {
        "agent_id": "414562414124109",
        "prompt": "Recreate the pacing.",
        "quality": "720p",
        "aspect_ratio": "9:16",
        "img_references": [{"img_id": 1}],
        "video_references": [{"video_id": 2}],
    }

    agent_id: Literal["414562414124109"] | str = attrs.field(
        default="414562414124109", metadata=field_info("the agent; it is always the same")
    )
    prompt: str = attrs.field(
        metadata=field_info("what to keep and what to change, at most 5,000 characters", maxLength=5000)
    )
    img_references: Sequence[PictureReference] = attrs.field(
        metadata=field_info("1 to 5 pictures", minItems=1, maxItems=5)
    )
    video_references: Sequence[VideoReference] = attrs.field(
        metadata=field_info(
            "exactly one video: mp4, mov, webm; 100 MB; 2 to 30 s; 640 to 1920 px a side", minItems=1, maxItems=1
        )
    )
    quality: Literal["720p", "1080p"] | str | None = attrs.field(
        default=None, metadata=field_info("720p or 1080p", enum=True)
    )
    aspect_ratio: Literal["9:16", "16:9", "1:1", "4:3", "3:4", "21:9"] | str | None = attrs.field(
        default=None, metadata=field_info("shape of the video", enum=True)
    )
