from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class RestyleRequest(JsonObject):
    """Restyle request."""

    operation: ClassVar[str] = "restyle"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "ai-reference 2025-11"
    sample: ClassVar[Mapping[str, Any]] = {"source_video_id": 1, "restyle_id": 1}

    restyle_id: int | None = attrs.field(default=None, metadata=field_info("id from the list of presets", minimum=0))
    restyle_prompt: str | None = attrs.field(
        default=None, metadata=field_info("the style in words", maxLength=5000, minLength=1)
    )
    seed: int | None = attrs.field(
        default=None, metadata=field_info("0 to 2147483647; random when left out", minimum=0, maximum=2147483647)
    )
    source_video_id: int | None = attrs.field(
        default=None, metadata=field_info("id of a video made by this API", minimum=0)
    )
    video_media_id: Media | None = attrs.field(
        default=None,
        metadata=field_info("an uploaded video: its media id, or a path, bytes, file or URL to upload", media="video"),
    )
