"""Music made from other music: accompaniment, vocals, a new section, a mashup; and single sounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from reelscore._attrs import frozen
from reelscore.suno.requests import base
from reelscore.suno.requests.base import SunoTask
from reelscore.suno.results import Song
from reelscore_wire.suno import models as wire


@frozen(kw_only=True)
class AddInstrumental(wire.AddInstrumentalRequest, SunoTask[Song]):
    """Play an accompaniment to an uploaded voice or melody."""

    result: ClassVar[Any] = Song
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url": "https://example.com/music.mp3",
        "title": "Relaxing Piano",
        "tags": "relaxing, piano, soothing",
        "negative_tags": "heavy metal, fast drums",
        "call_back_url": "https://example.com/callback",
    }


@frozen(kw_only=True)
class AddVocals(wire.AddVocalsRequest, SunoTask[Song]):
    """Sing over an uploaded instrumental."""

    result: ClassVar[Any] = Song
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url": "https://example.com/music.mp3",
        "prompt": "A calm and relaxing piano track.",
        "title": "Relaxing Piano",
        "style": "Jazz",
        "negative_tags": "heavy metal, strong drum beats",
        "call_back_url": "https://example.com/callback",
    }


@frozen(kw_only=True)
class ReplaceSection(wire.ReplaceSectionRequest, SunoTask[Song]):
    """Sing a section of a song anew: of a track that Suno made, or of an uploaded song with a model."""

    result: ClassVar[Any] = Song
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "2fac9f72",
        "audio_id": "e231-8cadc7dc",
        "prompt": "A calm and relaxing piano track.",
        "tags": "Jazz",
        "title": "Relaxing Piano",
        "infill_start_s": 10.5,
        "infill_end_s": 20.75,
        "full_lyrics": "[Verse 1]\nOriginal lyrics here",
        "call_back_url": "https://example.com/callback",
    }

    source_seconds: float | None = attrs.field(default=None, metadata=base.SECONDS)


@frozen(kw_only=True)
class Mashup(wire.MashupRequest, SunoTask[Song]):
    """Make one song of two."""

    result: ClassVar[Any] = Song
    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"custom_mode": ("style", "title")}
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url_list": ["https://example.com/audio1.mp3", "https://example.com/audio2.mp3"],
        "prompt": "[Verse] A calm piano",
        "style": "Jazz",
        "title": "Relaxing Piano",
        "model": "V5",
        "custom_mode": True,
        "instrumental": False,
        "call_back_url": "https://example.com/callback",
    }


@frozen(kw_only=True)
class Sounds(wire.SoundsRequest, SunoTask[Song]):
    """Make a sound effect or a loop."""

    result: ClassVar[Any] = Song
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "rain on a tin roof",
        "model": "V5",
        "call_back_url": "https://example.com/callback",
    }
