from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class VoicePhraseRequest(JsonObject):
    """Voice phrase request."""

    operation: ClassVar[str] = "voice_phrase"
    role: ClassVar[CallKind] = CallKind.WRITE
    source: ClassVar[str] = "Kie.ai OpenAPI export 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {
        "voice_url": "https://example.com/voice.mp3",
        "vocal_start_s": 0,
        "vocal_end_s": 20,
        "call_back_url": "https://example.com/callback",
    }

    voice_url: Upload = attrs.field(
        metadata=field_info(
            "public URL of the audio, or a path, bytes or file that is uploaded first", wire="voiceUrl", media="audio"
        )
    )
    vocal_start_s: int = attrs.field(
        metadata=field_info("second where the voice starts", wire="vocalStartS", minimum=0)
    )
    vocal_end_s: int = attrs.field(metadata=field_info("second where it ends, after its start", wire="vocalEndS"))
    language: Literal["en", "zh", "es", "fr", "pt", "de", "ja", "ko", "hi", "ru"] | str | None = attrs.field(
        default=None, metadata=field_info("language of the phrase", enum=True)
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
