"""Words around songs: lyrics, their timing, styles, personas."""

from __future__ import annotations

from typing import ClassVar

from reelscore._attrs import frozen
from reelscore.suno import results
from reelscore.suno.requests import base
from reelscore.suno.requests.base import SunoDirect, SunoTask
from reelscore_wire.suno import models as wire


@frozen(kw_only=True)
class Lyrics(wire.LyricsRequest, SunoTask[results.SongLyrics]):
    """Write lyrics from an idea."""


@frozen(kw_only=True)
class TimestampedLyrics(wire.TimestampedLyricsRequest, SunoDirect[results.TimedLyrics]):
    """Read when each word of a track is sung."""

    starts_from: ClassVar[str] = "song"


@frozen(kw_only=True)
class BoostStyle(wire.BoostStyleRequest, SunoDirect[results.BoostedStyle]):
    """Turn a few words into a full style."""


@frozen(kw_only=True)
class Persona(wire.PersonaRequest, SunoDirect[results.SingerPersona]):
    """Keep the voice and manner of a track under an id, for later songs; once per track."""

    starts_from: ClassVar[str] = "song"

    source_model: str | None = base.SOURCE_MODEL
