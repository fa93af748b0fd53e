from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class AudioVerificationRequest(JsonObject):
    """Audio verification request."""

    operation: ClassVar[str] = "verify_audio"
    role: ClassVar[CallKind] = CallKind.READ
    source: ClassVar[str] = "kit 2026-09-20"
    sample: ClassVar[Mapping[str, Any]] = {"audio_media_id": 405833376854443}

    audio_media_id: Media = attrs.field(
        metadata=field_info("an audio: its media id, or a path, bytes, file or URL to upload", media="audio")
    )
