from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class AvatarRequest(JsonObject):
    """Avatar request."""

    operation: ClassVar[str] = "avatar"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "kit 2026-09-18"
    sample: ClassVar[Mapping[str, Any]] = {
        "img_id": 1,
        "quality": "720p",
        "lip_sync_tts_speaker_id": "auto",
        "lip_sync_tts_content": "Here is the latest update.",
    }

    img_id: Media = attrs.field(
        metadata=field_info("a portrait: its id, or a path, bytes, file or URL to upload", media="image")
    )
    quality: Literal["360p", "540p", "720p", "1080p"] | str = attrs.field(
        metadata=field_info("an integrator offers 720p and 1080p", enum=True)
    )
    audio_media_id: Media | None = attrs.field(
        default=None, metadata=field_info("an audio: its media id, or what to upload", media="audio")
    )
    lip_sync_tts_speaker_id: str | None = attrs.field(
        default=None, metadata=field_info("id from the list of speakers, or auto")
    )
    lip_sync_tts_content: str | None = attrs.field(
        default=None, metadata=field_info("what is said, 30 to 200 characters")
    )
    prompt: str | None = attrs.field(default=None, metadata=field_info("how it moves", maxLength=5000))
    model: str | None = attrs.field(default=None, metadata=field_info("no list is published"))
