from __future__ import annotations

import attrs
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False)
class Keyframe(JsonObject):
    """Keyframe."""

    img_id: Media = attrs.field(
        metadata=field_info("an image: its id, or a path, bytes, file or URL to upload", media="image")
    )
    duration: int | None = attrs.field(
        default=None, metadata=field_info("seconds to the next frame; none after the last", minimum=0, maximum=8)
    )
    prompt: str | None = attrs.field(default=None, metadata=field_info("what happens until the next frame"))
