from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class MaskSelectionRequest(JsonObject):
    """Mask selection request."""

    operation: ClassVar[str] = "mask_selection"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "ai-reference 2026-05"
    sample: ClassVar[Mapping[str, Any]] = {"source_video_id": 1}

    keyframe_id: int | None = attrs.field(
        default=None, metadata=field_info("number of the frame, from 1; 1 when left out", minimum=0)
    )
    source_video_id: int | None = attrs.field(
        default=None, metadata=field_info("id of a video made by this API", minimum=0)
    )
    video_media_id: Media | None = attrs.field(
        default=None,
        metadata=field_info("an uploaded video: its media id, or a path, bytes, file or URL to upload", media="video"),
    )
