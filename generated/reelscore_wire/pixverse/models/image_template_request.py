from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class ImageTemplateRequest(JsonObject):
    """Image template request."""

    operation: ClassVar[str] = "image_template"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "ai-reference 2026-05"
    sample: ClassVar[Mapping[str, Any]] = {"img_ids": [1], "template_id": 384268229671680}

    img_ids: Sequence[Media] = attrs.field(
        metadata=field_info("images: ids, or what to upload", media="image", minItems=1)
    )
    template_id: int = attrs.field(metadata=field_info("an image template, activated in the console", minimum=1))
