from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class LyricsRequest(JsonObject):
    """Lyrics request."""

    operation: ClassVar[str] = "lyrics"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai docs, Generate Lyrics 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "A song about a peaceful night in the city",
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("the idea, up to 200 characters", maxLength=200))
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
