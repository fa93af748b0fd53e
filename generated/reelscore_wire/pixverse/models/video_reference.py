from __future__ import annotations

import attrs
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False)
class VideoReference(JsonObject):
    """Video reference."""

    video_id: int | None = attrs.field(default=None, metadata=field_info("id of a video; or video_url", minimum=0))
    video_url: str | None = attrs.field(default=None, metadata=field_info("address of a video; or video_id"))
    ref_name: str | None = attrs.field(default=None, metadata=field_info("name for the prompt"))
