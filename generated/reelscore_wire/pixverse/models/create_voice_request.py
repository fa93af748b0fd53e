from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class CreateVoiceRequest(JsonObject):
    """Create voice request."""

    operation: ClassVar[str] = "create_voice"
    role: ClassVar[CallKind] = CallKind.WRITE
    source: ClassVar[str] = "kit 2026-09-18"
    sample: ClassVar[Mapping[str, Any]] = {"name": "Sample voice", "audio_media_id": 3}

    name: str = attrs.field(metadata=field_info("what to call it", minLength=1))
    audio_media_id: Media = attrs.field(
        metadata=field_info("an audio: its media id, or a path, bytes, file or URL to upload", media="audio")
    )
