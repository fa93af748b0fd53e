"""Results that are files: WAV, stems, notes, pictures, videos, recovered audio, uploads, links."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.downloads.partfile import save_bytes
from reelscore.downloads.targets import expand
from reelscore.kie import results as kie
from reelscore.results import Asset, AssetKind
from reelscore.suno import midi
from reelscore.suno.results import SunoResult

__all__ = [
    "CoverImages",
    "DirectLink",
    "JobFiles",
    "MidiNotes",
    "RecoveredAudio",
    "RecoveredTrack",
    "Stem",
    "StemFiles",
    "UploadedFile",
    "VideoFile",
    "WavFile",
]


@frozen(kw_only=True)
class WavFile(SunoResult):
    """A track as WAV."""

    url: str = ""
    track_id: str = ""
    task_id: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The file."""
        return (
            (Asset(url=self.url, kind="audio", name=_named("song", self.task_id), extension="wav"),) if self.url else ()
        )


@frozen(kw_only=True)
class Stem(SunoResult):
    """One part of a song."""

    gives: ClassVar[str] = "stems"

    name: str = ""
    """The vendor's key without "_url", such as "vocal", or the name of its group."""
    url: str = ""
    id: str = ""
    """Names the stem in a midi request; empty where the answer has none."""
    task_id: str = ""
    seconds: float | None = None

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The file."""
        return (Asset(url=self.url, kind="audio", name=self.name, extension="mp3"),) if self.url else ()

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that this stem knows."""
        return {"task_id": self.task_id, "audio_id": self.id}


@frozen(kw_only=True)
class StemFiles(SunoResult):
    """The parts of a song."""

    gives: ClassVar[str] = "stems"

    stems: tuple[Stem, ...] = ()
    """By name, one per URL."""
    originals: tuple[Stem, ...] = ()
    """The vendor's own list with ids and lengths; the ids name stems in a midi request."""
    origin_url: str = ""
    task_id: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The files, each URL once; those of the vendor's own list where no stem is named."""
        found = {stem.url: stem for stem in self.stems or self.originals if stem.url}
        return tuple(asset for stem in found.values() for asset in stem.assets)

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that these stems know."""
        return {"task_id": self.task_id}


@frozen(kw_only=True)
class MidiNotes(SunoResult):
    """Notes, instrument by instrument; the vendor gives no file, so one is written here."""

    instruments: tuple[midi.Instrument, ...] = ()
    task_id: str = ""

    @property
    def has_content(self) -> bool:
        """Whether there is a note."""
        return any(each.notes for each in self.instruments)

    def to_bytes(self) -> bytes:
        """Write a standard MIDI file, one track per instrument, 480 ticks per beat at 120 beats per minute."""
        return midi.write(self.instruments)

    def save(self, to: str | Path, *, overwrite: bool = False) -> Path:
        """Write the notes as a MIDI file, whole or not at all.

        Args:
            to: the file, or an existing folder for a name made from the task's id.
            overwrite: whether a file of this name may be replaced.

        Raises:
            DownloadError: the file exists, or could not be written.
        """
        place, data = expand(to), self.to_bytes()
        path = place / f"{_named('notes', self.task_id)}.mid" if place.is_dir() else place
        return save_bytes(data, path, kind="midi", overwrite=overwrite).path


@frozen(kw_only=True)
class CoverImages(SunoResult):
    """Cover pictures of a song."""

    urls: tuple[str, ...] = ()
    task_id: str = ""
    song_task_id: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The pictures."""
        return tuple(Asset(url=url, kind="image", name="cover", extension="png") for url in self.urls)


@frozen(kw_only=True)
class VideoFile(SunoResult):
    """A music video."""

    url: str = ""
    track_id: str = ""
    task_id: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The file."""
        return (
            (Asset(url=self.url, kind="video", name=_named("video", self.task_id), extension="mp4"),)
            if self.url
            else ()
        )


@frozen(kw_only=True)
class RecoveredTrack(SunoResult):
    """A track with a new link, or why there is none."""

    id: str = ""
    title: str = ""
    url: str = ""
    ok: bool = False
    problem: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The file; MP3 or M4A."""
        return (Asset(url=self.url, kind="audio", name=self.title),) if self.url else ()


@frozen(kw_only=True)
class RecoveredAudio(SunoResult):
    """Tracks of a song with new links."""

    tracks: tuple[RecoveredTrack, ...] = ()
    task_id: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The files that are back."""
        return tuple(asset for track in self.tracks for asset in track.assets)


@frozen(kw_only=True)
class JobFiles(SunoResult):
    """Files of a job that is none of the operations here."""

    urls: tuple[str, ...] = ()
    task_id: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The files; the kind is guessed from the name."""
        return tuple(Asset(url=url, kind=kie.kind_of(url, "audio"), name="result") for url in self.urls)


def _named(what: str, task_id: str) -> str:
    """A title for a file of a task that gives none: results of two tasks fit into one folder."""
    return f"{what}-{task_id}" if task_id else what


@frozen(kw_only=True)
class DirectLink(kie.DirectLink):
    """A link that can be opened without a key, for 20 minutes."""

    usual: ClassVar[AssetKind] = "audio"


@frozen(kw_only=True)
class UploadedFile(kie.UploadedFile, SunoResult):
    """A file on the vendor's upload host; pages say 3 days, the newest 24 hours: plan for 24 hours."""

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that this upload can fill."""
        return dict.fromkeys(("upload_url", "voice_url", "verify_url", "audio_url"), self.url)
