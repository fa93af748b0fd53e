from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class MarketRequest(JsonObject):
    """Market request."""

    operation: ClassVar[str] = "market"
    route: ClassVar[str | Mapping[str, str]] = "POST /api/v1/jobs/createTask"
    role: ClassVar[CallKind] = CallKind.PAID
    kind: ClassVar[Literal["task", "direct", "read", "upload"]] = "task"
    answer_type: ClassVar[str] = "market"
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
