"""Words around songs: lyrics, their timing, styles, personas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from reelscore._attrs import frozen
from reelscore.suno import results
from reelscore.suno.requests import base
from reelscore.suno.requests.base import SunoDirect, SunoTask
from reelscore_wire.suno import models as wire


@frozen(kw_only=True)
class Lyrics(wire.LyricsRequest, SunoTask[results.SongLyrics]):
    """Write lyrics from an idea."""

    result: ClassVar[Any] = results.SongLyrics
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "A song about a peaceful night in the city",
        "call_back_url": "https://example.com/callback",
    }


@frozen(kw_only=True)
class TimestampedLyrics(wire.TimestampedLyricsRequest, SunoDirect[results.TimedLyrics]):
    """Read when each word of a track is sung."""

    result: ClassVar[Any] = results.TimedLyrics
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "audio_id": "e231-8cadc7dc"}


@frozen(kw_only=True)
class BoostStyle(wire.BoostStyleRequest, SunoDirect[results.BoostedStyle]):
    """Turn a few words into a full style."""

    result: ClassVar[Any] = results.BoostedStyle
    sample: ClassVar[Mapping[str, Any]] = {"content": "Pop, Mysterious"}


@frozen(kw_only=True)
class Persona(wire.PersonaRequest, SunoDirect[results.SingerPersona]):
    """Keep the voice and manner of a track under an id, for later songs; once per track."""

    result: ClassVar[Any] = results.SingerPersona
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "audio_id": "e231-8cadc7dc",
        "name": "Electronic Pop Singer",
        "description": "A modern electronic pop singer",
    }

    source_model: str | None = attrs.field(default=None, metadata=base.SOURCE_MODEL)
