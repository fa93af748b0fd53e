from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class UpscaleRequest(JsonObject):
    """At most 30 s."""

    operation: ClassVar[str] = "upscale"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "kit 2026-09-18"
    sample: ClassVar[Mapping[str, Any]] = {"source_video_id": 1}

    source_video_id: int | None = attrs.field(
        default=None, metadata=field_info("id of a video made by this API", minimum=0)
    )
    video_media_id: Media | None = attrs.field(
        default=None,
        metadata=field_info("an uploaded video: its media id, or a path, bytes, file or URL to upload", media="video"),
    )
