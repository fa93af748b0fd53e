from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class TimestampedLyricsRequest(JsonObject):
    """Timestamped lyrics request."""

    operation: ClassVar[str] = "timestamped_lyrics"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai docs, Get Timestamped Lyrics 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "audio_id": "e231-8cadc7dc"}

    task_id: str = attrs.field(metadata=field_info("task of the track", wire="taskId"))
    audio_id: str | None = attrs.field(
        default=None, metadata=field_info("the track", wire="audioId", by_host={"kie.ai": {"required": True}})
    )
    music_index: Literal[0, 1] | int | None = attrs.field(
        default=None,
        metadata=field_info("0 or 1; older way to name the track", wire="musicIndex", enum=True, hosts=["sunoapi.org"]),
    )
