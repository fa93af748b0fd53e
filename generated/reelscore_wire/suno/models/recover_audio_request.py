from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class RecoverAudioRequest(JsonObject):
    """Recover audio request."""

    operation: ClassVar[str] = "recover_audio"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "sunoapi.org docs, page on recovery 2026-10"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "call_back_url": "https://example.com/callback"}

    task_id: str = attrs.field(metadata=field_info("finished task of the song", wire="sunoTaskId"))
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
