from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class LipSyncRequest(JsonObject):
    """Lip sync request."""

    operation: ClassVar[str] = "lip_sync"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "ai-reference 2026-05"
    sample: ClassVar[Mapping[str, Any]] = {
        "source_video_id": 1,
        "lip_sync_tts_speaker_id": "auto",
        "lip_sync_tts_content": "Hello, this is Harry.",
    }

    source_video_id: int | None = attrs.field(
        default=None, metadata=field_info("id of a video made by this API", aliases=["source_media_id"], minimum=0)
    )
    video_media_id: Media | None = attrs.field(
        default=None,
        metadata=field_info("an uploaded video: its media id, or a path, bytes, file or URL to upload", media="video"),
    )
    audio_media_id: Media | None = attrs.field(
        default=None,
        metadata=field_info("an audio: its media id, or a path, bytes, file or URL to upload", media="audio"),
    )
    lip_sync_tts_speaker_id: str | None = attrs.field(
        default=None, metadata=field_info("id from the list of speakers, or auto")
    )
    lip_sync_tts_content: str | None = attrs.field(
        default=None, metadata=field_info("what is said, at most 200 characters", maxLength=200)
    )
