from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class MusicVideoRequest(JsonObject):
    """Music video request."""

    operation: ClassVar[str] = "music_video"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai docs, Create Music Video (zh) 2025"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "taskId_774b9aa0422f",
        "audio_id": "e231-8cadc7dc",
        "author": "DJ Electronic",
        "domain_name": "music.example.com",
        "call_back_url": "https://example.com/callback",
    }

    task_id: str = attrs.field(metadata=field_info("finished generate or extend task", wire="taskId"))
    audio_id: str = attrs.field(metadata=field_info("which of its tracks", wire="audioId"))
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
    author: str | None = attrs.field(
        default=None, metadata=field_info("shown on the cover, up to 50 characters", maxLength=50)
    )
    domain_name: str | None = attrs.field(
        default=None,
        metadata=field_info("watermark at the bottom, up to 50 characters", wire="domainName", maxLength=50),
    )
