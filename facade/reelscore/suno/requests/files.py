"""Files made from finished songs: WAV, stems, MIDI, pictures, videos, and links that live again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from reelscore.effects import CallKind
from reelscore.rules.schema import Upload, field_info
from reelscore.suno import file_results as filed
from reelscore.suno.literals import JOBS, SUNOAPI, StemKind
from reelscore.suno.requests import base
from reelscore.suno.requests.base import SunoTask, on_both

_TASK = field_info("finished task of the song")
_TRACK = field_info("the track")


@attrs.frozen(kw_only=True)
class Wav(SunoTask[filed.WavFile]):
    """Convert a track to WAV; once per track."""

    operation: ClassVar[str] = "wav"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/wav/generate")
    family: ClassVar[str] = "wav"
    result: ClassVar[Any] = filed.WavFile
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "audio_id": "e231-8cadc7dc",
        "call_back_url": "https://example.com/callback",
    }

    task_id: str = attrs.field(metadata=_TASK)
    audio_id: str = attrs.field(metadata=_TRACK)
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class Stems(SunoTask[filed.StemFiles]):
    """Take a song apart: voice and music, up to twelve stems, or one named stem. Each call is charged."""

    operation: ClassVar[str] = "stems"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/vocal-removal/generate")
    family: ClassVar[str] = "stems"
    result: ClassVar[Any] = filed.StemFiles
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "audio_id": "e231-8cadc7dc",
        "call_back_url": "https://example.com/callback",
    }

    task_id: str | None = attrs.field(default=None, metadata=_TASK)
    audio_id: str | None = attrs.field(default=None, metadata=_TRACK)
    audio_url: Upload | None = attrs.field(
        default=None, metadata=field_info("audio of yours, up to 20 MB, instead of a track")
    )
    type: StemKind | None = attrs.field(default=None, metadata=field_info("separate_vocal when left out"))
    stem_name: str | None = attrs.field(default=None, metadata=field_info("for split_stem_advanced: which stem"))
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class Midi(SunoTask[filed.MidiNotes]):
    """Read notes from the stems of a finished stems task."""

    operation: ClassVar[str] = "midi"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/midi/generate")
    role: ClassVar[CallKind] = CallKind.WRITE
    family: ClassVar[str] = "midi"
    result: ClassVar[Any] = filed.MidiNotes
    starts_from: ClassVar[str] = "stems"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "call_back_url": "https://example.com/callback"}

    task_id: str = attrs.field(metadata=field_info("finished stems task"))
    audio_id: str | None = attrs.field(default=None, metadata=field_info("one stem; all of them when left out"))
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class MusicVideo(SunoTask[filed.VideoFile]):
    """Make a video that shows a track, with an author and a domain on it."""

    operation: ClassVar[str] = "music_video"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/mp4/generate")
    family: ClassVar[str] = "music_video"
    result: ClassVar[Any] = filed.VideoFile
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "taskId_774b9aa0422f",
        "audio_id": "e231-8cadc7dc",
        "author": "DJ Electronic",
        "domain_name": "music.example.com",
        "call_back_url": "https://example.com/callback",
    }

    task_id: str = attrs.field(metadata=field_info("finished generate or extend task"))
    audio_id: str = attrs.field(metadata=field_info("which of its tracks"))
    author: str | None = attrs.field(default=None, metadata=field_info("shown on the cover, up to 50 characters"))
    domain_name: str | None = attrs.field(
        default=None, metadata=field_info("watermark at the bottom, up to 50 characters")
    )
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class CoverImage(SunoTask[filed.CoverImages]):
    """Paint cover pictures for a song, usually two; once per task."""

    operation: ClassVar[str] = "cover_image"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/suno/cover/generate")
    role: ClassVar[CallKind] = CallKind.WRITE
    family: ClassVar[str] = "cover_image"
    result: ClassVar[Any] = filed.CoverImages
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "73d6128b", "call_back_url": "https://example.com/callback"}

    task_id: str = attrs.field(metadata=_TASK)
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class RecoverAudio(SunoTask[filed.RecoveredAudio]):
    """Ask for new links to the audio of a song whose links have expired."""

    operation: ClassVar[str] = "recover_audio"
    route: ClassVar[Mapping[str, str]] = {
        SUNOAPI: "POST /api/v1/suno/recovery",
        JOBS: base.JOBS_ROUTE,
    }
    family: ClassVar[str] = "recover_audio"
    result: ClassVar[Any] = filed.RecoveredAudio
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "call_back_url": "https://example.com/callback"}

    task_id: str = attrs.field(metadata={**_TASK, "wire": "sunoTaskId"})
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)
