from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class ModelSchemaRequest(JsonObject):
    """Model schema request."""

    operation: ClassVar[str] = "model_schema"
    role: ClassVar[CallKind] = CallKind.READ
    source: ClassVar[str] = "Kie.ai models reference, third-party transcript 2026-09"
    sample: ClassVar[Mapping[str, Any]] = {"model": "z-image"}

    model: str = attrs.field(metadata=field_info("the model's id, such as kling-2.6/image-to-video"))
