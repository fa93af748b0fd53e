"""Words around songs: lyrics, their timing, styles, personas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from reelscore.effects import CallKind
from reelscore.rules.schema import field_info
from reelscore.suno import results
from reelscore.suno.requests import base
from reelscore.suno.requests.base import SunoDirect, SunoTask, on_both


@attrs.frozen(kw_only=True)
class Lyrics(SunoTask[results.SongLyrics]):
    """Write lyrics from an idea."""

    operation: ClassVar[str] = "lyrics"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/lyrics")
    family: ClassVar[str] = "lyrics"
    result: ClassVar[Any] = results.SongLyrics
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "A song about a peaceful night in the city",
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("the idea, up to 200 characters"))
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class TimestampedLyrics(SunoDirect[results.TimedLyrics]):
    """Say when each word of a track is sung."""

    operation: ClassVar[str] = "timestamped_lyrics"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate/get-timestamped-lyrics")
    family: ClassVar[str] = "timestamped_lyrics"
    result: ClassVar[Any] = results.TimedLyrics
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "audio_id": "e231-8cadc7dc"}

    task_id: str = attrs.field(metadata=field_info("task of the track"))
    audio_id: str | None = attrs.field(default=None, metadata=field_info("the track"))
    music_index: int | None = attrs.field(default=None, metadata=field_info("0 or 1; older way to name the track"))


@attrs.frozen(kw_only=True)
class BoostStyle(SunoDirect[results.BoostedStyle]):
    """Turn a few words into a full style."""

    operation: ClassVar[str] = "boost_style"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/style/generate")
    family: ClassVar[str] = "boost_style"
    result: ClassVar[Any] = results.BoostedStyle
    sample: ClassVar[Mapping[str, Any]] = {"content": "Pop, Mysterious"}

    content: str = attrs.field(metadata=field_info("style in a few words"))


@attrs.frozen(kw_only=True)
class Persona(SunoDirect[results.SingerPersona]):
    """Keep the voice and manner of a track under an id, for later songs; once per track."""

    operation: ClassVar[str] = "persona"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate/generate-persona")
    role: ClassVar[CallKind] = CallKind.WRITE
    family: ClassVar[str] = "persona"
    result: ClassVar[Any] = results.SingerPersona
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "audio_id": "e231-8cadc7dc",
        "name": "Electronic Pop Singer",
        "description": "A modern electronic pop singer",
    }

    task_id: str = attrs.field(metadata=field_info("finished task of the track"))
    audio_id: str = attrs.field(metadata=field_info("the track"))
    name: str = attrs.field(metadata=field_info("name of the persona"))
    description: str = attrs.field(metadata=field_info("what it is like"))
    vocal_start: float | None = attrs.field(
        default=None, metadata=field_info("second where the voice starts; 0 when left out")
    )
    vocal_end: float | None = attrs.field(default=None, metadata=field_info("10 to 30 s later; 30 when left out"))
    style: str | None = attrs.field(default=None, metadata=base.STYLE)
    source_model: str | None = attrs.field(default=None, metadata=base.SOURCE_MODEL)
