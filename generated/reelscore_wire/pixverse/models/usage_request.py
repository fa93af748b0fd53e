from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class UsageRequest(JsonObject):
    """Usage request."""

    operation: ClassVar[str] = "usage"
    role: ClassVar[CallKind] = CallKind.READ
    source: ClassVar[str] = "kit 2026-09-18"
    sample: ClassVar[Mapping[str, Any]] = {"start_time": "2026-09-01 00:00:00", "end_time": "2026-09-18 00:00:00"}

    start_time: str | None = attrs.field(default=None, metadata=field_info("YYYY-MM-DD HH:mm:ss, UTC"))
    end_time: str | None = attrs.field(default=None, metadata=field_info("YYYY-MM-DD HH:mm:ss, UTC"))
    cursor: str | None = attrs.field(default=None, metadata=field_info("next_cursor of the page before"))
    limit: int | None = attrs.field(default=None, metadata=field_info("1 to 100", minimum=1, maximum=100))
    credits_status: Literal["consume", "refund"] | str | None = attrs.field(
        default=None, metadata=field_info("one kind only", enum=True)
    )
    creation_type: (
        Sequence[
            Literal[
                "text_to_video",
                "image_to_video",
                "transition",
                "lip_sync",
                "extend",
                "sound_effect",
                "fusion",
                "restyle",
                "multi_transition",
                "swap",
                "agent",
                "swap_mask",
                "avatar",
                "image_to_image",
                "mimic",
                "modify",
                "upscale",
            ]
            | str
        ]
        | None
    ) = attrs.field(default=None, metadata=field_info("such as text_to_video, swap_mask"))
