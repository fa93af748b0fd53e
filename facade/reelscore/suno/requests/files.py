"""Files made from finished songs: WAV, stems, MIDI, pictures, videos, and links that live again."""

from __future__ import annotations

from typing import ClassVar

from reelscore._attrs import frozen
from reelscore.suno import file_results as filed
from reelscore.suno.requests.base import SunoTask
from reelscore_wire.suno import models as wire


@frozen(kw_only=True)
class Wav(wire.WavRequest, SunoTask[filed.WavFile]):
    """Convert a track to WAV; once per track."""

    starts_from: ClassVar[str] = "song"


@frozen(kw_only=True)
class Stems(wire.StemsRequest, SunoTask[filed.StemFiles]):
    """Take a song apart: voice and music, up to twelve stems, or one named stem. Each call is charged."""

    starts_from: ClassVar[str] = "song"


@frozen(kw_only=True)
class Midi(wire.MidiRequest, SunoTask[filed.MidiNotes]):
    """Read notes from the stems of a finished stems task."""

    starts_from: ClassVar[str] = "stems"


@frozen(kw_only=True)
class MusicVideo(wire.MusicVideoRequest, SunoTask[filed.VideoFile]):
    """Make a video that shows a track, with an author and a domain on it."""

    starts_from: ClassVar[str] = "song"


@frozen(kw_only=True)
class CoverImage(wire.CoverImageRequest, SunoTask[filed.CoverImages]):
    """Paint cover pictures for a song, usually two; once per task."""

    starts_from: ClassVar[str] = "song"


@frozen(kw_only=True)
class RecoverAudio(wire.RecoverAudioRequest, SunoTask[filed.RecoveredAudio]):
    """Ask for new links to the audio of a song whose links have expired."""

    starts_from: ClassVar[str] = "song"
