"""Files made from finished songs: WAV, stems, MIDI, pictures, videos, and links that live again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.suno import file_results as filed
from reelscore.suno.requests.base import SunoTask
from reelscore_wire.suno import models as wire


@frozen(kw_only=True)
class Wav(wire.WavRequest, SunoTask[filed.WavFile]):
    """Convert a track to WAV; once per track."""

    result: ClassVar[Any] = filed.WavFile
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "audio_id": "e231-8cadc7dc",
        "call_back_url": "https://example.com/callback",
    }


@frozen(kw_only=True)
class Stems(wire.StemsRequest, SunoTask[filed.StemFiles]):
    """Take a song apart: voice and music, up to twelve stems, or one named stem. Each call is charged."""

    result: ClassVar[Any] = filed.StemFiles
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "audio_id": "e231-8cadc7dc",
        "call_back_url": "https://example.com/callback",
    }


@frozen(kw_only=True)
class Midi(wire.MidiRequest, SunoTask[filed.MidiNotes]):
    """Read notes from the stems of a finished stems task."""

    result: ClassVar[Any] = filed.MidiNotes
    starts_from: ClassVar[str] = "stems"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "call_back_url": "https://example.com/callback"}


@frozen(kw_only=True)
class MusicVideo(wire.MusicVideoRequest, SunoTask[filed.VideoFile]):
    """Make a video that shows a track, with an author and a domain on it."""

    result: ClassVar[Any] = filed.VideoFile
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "taskId_774b9aa0422f",
        "audio_id": "e231-8cadc7dc",
        "author": "DJ Electronic",
        "domain_name": "music.example.com",
        "call_back_url": "https://example.com/callback",
    }


@frozen(kw_only=True)
class CoverImage(wire.CoverImageRequest, SunoTask[filed.CoverImages]):
    """Paint cover pictures for a song, usually two; once per task."""

    result: ClassVar[Any] = filed.CoverImages
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "73d6128b", "call_back_url": "https://example.com/callback"}


@frozen(kw_only=True)
class RecoverAudio(wire.RecoverAudioRequest, SunoTask[filed.RecoveredAudio]):
    """Ask for new links to the audio of a song whose links have expired."""

    result: ClassVar[Any] = filed.RecoveredAudio
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "call_back_url": "https://example.com/callback"}
