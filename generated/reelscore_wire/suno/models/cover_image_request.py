from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class CoverImageRequest(JsonObject):
    """Cover image request."""

    operation: ClassVar[str] = "cover_image"
    role: ClassVar[CallKind] = CallKind.WRITE
    source: ClassVar[str] = "Kie.ai docs, Generate Music Cover 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "73d6128b", "call_back_url": "https://example.com/callback"}

    task_id: str = attrs.field(metadata=field_info("finished task of the song", wire="taskId"))
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
