from __future__ import annotations

from typing import Literal

import attrs
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False)
class ImageReference(JsonObject):
    """Image reference."""

    img_id: Media = attrs.field(
        metadata=field_info("an image: its id, or a path, bytes, file or URL to upload", media="image")
    )
    type: Literal["subject", "background"] | str | None = attrs.field(
        default=None, metadata=field_info("needed on pixverse.ai", enum=True)
    )
    ref_name: str | None = attrs.field(
        default=None,
        metadata=field_info("the prompt names it as @ref_name and a space; about 30 bytes; needed on pixverse.ai"),
    )
