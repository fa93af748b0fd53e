from __future__ import annotations

import attrs
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False)
class PictureReference(JsonObject):
    """Picture reference."""

    img_id: Media | None = attrs.field(
        default=None, metadata=field_info("an image: its id, or a path, bytes, file or URL to upload", media="image")
    )
    img_url: str | None = attrs.field(default=None, metadata=field_info("address of an image that the vendor fetches"))
    ref_name: str | None = attrs.field(default=None, metadata=field_info("name for the prompt"))
