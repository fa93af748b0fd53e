from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class SoundsRequest(JsonObject):
    """Sounds request."""

    operation: ClassVar[str] = "sounds"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai docs, Generate sounds 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "rain on a tin roof",
        "model": "V5",
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("what to hear", maxLength=500))
    model: Literal["V5", "V5_5", "V6", "V6_WILD", "V6_MINI"] | str = attrs.field(
        metadata=field_info("model that makes the music")
    )
    sound_loop: bool | None = attrs.field(
        default=None, metadata=field_info("whether it can be looped", wire="soundLoop")
    )
    sound_tempo: int | None = attrs.field(
        default=None,
        metadata=field_info(
            "1 to 300 beats per minute; automatic when left out", wire="soundTempo", minimum=1, maximum=300
        ),
    )
    sound_key: (
        Literal[
            "Any",
            "Cm",
            "C#m",
            "Dm",
            "D#m",
            "Em",
            "Fm",
            "F#m",
            "Gm",
            "G#m",
            "Am",
            "A#m",
            "Bm",
            "C",
            "C#",
            "D",
            "D#",
            "E",
            "F",
            "F#",
            "G",
            "G#",
            "A",
            "A#",
            "B",
        ]
        | str
        | None
    ) = attrs.field(default=None, metadata=field_info("key, such as Am; Any when left out", wire="soundKey", enum=True))
    grab_lyrics: bool | None = attrs.field(
        default=None, metadata=field_info("whether words that are heard come along", wire="grabLyrics")
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
