from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class MarketRequest(JsonObject):
    """Market request."""

    operation: ClassVar[str] = "market"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai OpenAPI export, Market 2026-08-19"
    sample: ClassVar[Mapping[str, Any]] = {
        "model": "z-image",
        "input": {"prompt": "a lighthouse in the rain", "aspect_ratio": "16:9"},
    }

    model: str = attrs.field(metadata=field_info("the model's id, such as kling-2.6/image-to-video"))
    input: Any = attrs.field(metadata=field_info("the model's own fields"))
    call_back_url: str | None = attrs.field(
        default=None, metadata=field_info("where the vendor reports the result", wire="callBackUrl")
    )
