from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info

from .keyframe import Keyframe


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class MultiTransitionRequest(JsonObject):
    """Multi transition request."""

    operation: ClassVar[str] = "multi_transition"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "ai-reference 2026-05"
    sample: ClassVar[Mapping[str, Any]] = {
        "multi_transition": [{"img_id": 1, "duration": 5}, {"img_id": 2}],
        "model": "v5",
        "quality": "540p",
    }

    multi_transition: Sequence[Keyframe] = attrs.field(
        metadata=field_info("2 frames 1 to 8 s apart, or 3 to 7 frames 1 to 5 s apart", minItems=2, maxItems=7)
    )
    model: Literal["v3.5", "v4", "v4.5", "v5"] | str = attrs.field(metadata=field_info("v3.5 to v5"))
    quality: Literal["360p", "540p", "720p", "1080p"] | str = attrs.field(
        metadata=field_info("360p is the Turbo tier", enum=True)
    )
    motion_mode: Literal["normal", "fast"] | str | None = attrs.field(
        default=None, metadata=field_info("fast costs double", enum=True)
    )
    seed: int | None = attrs.field(
        default=None, metadata=field_info("0 to 2147483647; random when left out", minimum=0, maximum=2147483647)
    )
