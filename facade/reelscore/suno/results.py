"""Results of Suno: songs, words, files, voices; how answers are read is in ``reading.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

import attrs

from reelscore._attrs import frozen
from reelscore.errors import ConfigurationError
from reelscore.kie.results import CreditsLeft
from reelscore.results import Asset, Result
from reelscore.rules.schema import fields_of

__all__ = [
    "BoostedStyle",
    "CreditsLeft",
    "LyricsText",
    "Phrase",
    "SingerPersona",
    "SingerVoice",
    "Song",
    "SongLyrics",
    "TimedLyrics",
    "Track",
    "VoiceAvailability",
    "Word",
]
Q = TypeVar("Q")


@frozen(kw_only=True)
class SunoResult(Result):
    """A result whose ids feed the next request."""

    gives: ClassVar[str] = ""
    """What a request of the next step may start from: "song", "stems", "phrase", "voice"."""

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that this result knows, by facade name."""
        return {}

    def next(self, request: Callable[..., Q], **fields: Any) -> Q:
        """Make the next request, with the ids of this result filled in.

        Args:
            request: the request's class, such as ``Extend``.
            fields: its other fields; they win over what this result knows.

        Raises:
            ConfigurationError: the request starts from another kind of result, or has no place for what this one knows.
        """
        known = _handed_on(self, request)
        return request(**{**known, **fields})


def _handed_on(result: SunoResult, request: Any) -> dict[str, Any]:
    wanted = getattr(request, "starts_from", "")
    names = {field.name for field in fields_of(request)} if isinstance(request, type) else set[str]()
    known = {name: value for name, value in result.handles.items() if name in names and value not in (None, "")}
    if (wanted and wanted != result.gives) or not known:
        raise ConfigurationError(_wrong_start(type(result).__name__, request, wanted=wanted))
    return known


def _wrong_start(name: str, request: Any, *, wanted: str) -> str:
    step = getattr(request, "operation", "") or getattr(request, "__name__", "this request")
    return f"{step} starts from {f'a {wanted}' if wanted else 'other things'}, and this is a {name}"


@frozen(kw_only=True)
class Track(SunoResult):
    """One of the tracks of a song."""

    gives: ClassVar[str] = "song"

    id: str = ""
    task_id: str = ""
    title: str = ""
    audio_url: str = ""
    """The finished file; empty while it is being made."""
    stream_url: str = ""
    """What can be listened to already, about 30 s after the start."""
    image_url: str = ""
    seconds: float | None = None
    lyrics: str = ""
    """The words that are sung, or the prompt."""
    tags: str = ""
    model_name: str = ""
    """The vendor's inner name, such as chirp-v4-5."""
    created: datetime | None = None
    source_audio_url: str = ""
    """Deprecated by the vendor; expires."""
    requested_model: str = ""
    """The model that the request named, where the answer tells it."""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The finished audio; nothing before it is there."""
        return (Asset(url=self.audio_url, kind="audio", name=self.title, extension="mp3"),) if self.audio_url else ()

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that this track knows."""
        return {
            "audio_id": self.id,
            "task_id": self.task_id,
            "model": self.requested_model,
            "source_model": self.requested_model or self.model_name,
            "source_seconds": self.seconds,
        }

    def next(self, request: Callable[..., Q], **fields: Any) -> Q:
        """Make the next request about this track; see ``SunoResult.next``."""
        if fields.get("upload_url") is not None:
            return request(**fields)
        mine: SunoResult = self if "model" in _needed(request) else attrs.evolve(self, requested_model="")
        return request(**{**_handed_on(mine, request), **fields})


def _needed(request: Any) -> frozenset[str]:
    return frozenset(field.name for field in fields_of(request) if field.required)


@frozen(kw_only=True)
class Song(SunoResult):
    """Tracks of one music task, usually two."""

    gives: ClassVar[str] = "song"

    tracks: tuple[Track, ...] = ()
    task_id: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The finished audio of each track."""
        return tuple(asset for track in self.tracks for asset in track.assets)

    def next(self, request: Callable[..., Q], **fields: Any) -> Q:
        """Make the next request about one of the tracks; see ``SunoResult.next``.

        Args:
            request: the request's class, such as ``Extend``.
            fields: its other fields; ``track`` says which track (0 is the first, and the default).

        Raises:
            ConfigurationError: there is no such track, or the request starts from another kind of result.
        """
        index: int = fields.pop("track", 0)
        if not 0 <= index < len(self.tracks):
            raise ConfigurationError(f"track is {index}; this song has {len(self.tracks)}")
        return self.tracks[index].next(request, **fields)


@frozen(kw_only=True)
class LyricsText(SunoResult):
    """One proposal of lyrics."""

    title: str = ""
    text: str = ""
    status: str = ""
    problem: str = ""
    """Why this proposal failed."""

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that these lyrics know."""
        return {"prompt": self.text, "title": self.title[:80]}


@frozen(kw_only=True)
class SongLyrics(SunoResult):
    """Lyrics, in one or more proposals."""

    texts: tuple[LyricsText, ...] = ()
    task_id: str = ""

    @property
    def has_content(self) -> bool:
        """Whether the answer held what was asked for."""
        return any(each.text.strip() for each in self.texts)

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that the first proposal knows."""
        return self.texts[0].handles if self.texts else {}


@frozen(kw_only=True)
class Word:
    """A sung word and its place in time."""

    text: str
    start: float | None = None
    """Seconds."""
    end: float | None = None
    """Seconds."""
    found: bool = True


@frozen(kw_only=True)
class TimedLyrics(SunoResult):
    """Words with times; none for an instrumental track."""

    words: tuple[Word, ...] = ()
    waveform: tuple[float, ...] = attrs.field(default=(), repr=False)
    error_rate: float | None = None
    streamed: bool | None = None


@frozen(kw_only=True)
class BoostedStyle(SunoResult):
    """A style in full words."""

    text: str = ""
    task_id: str = ""
    charge: Decimal | None = None
    """Credits that the vendor says it took."""
    credits_left: Decimal | None = None

    @property
    def has_content(self) -> bool:
        """Whether the answer held what was asked for."""
        return bool(self.text.strip())

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that this style knows."""
        return {"style": self.text}


@frozen(kw_only=True)
class SingerPersona(SunoResult):
    """A persona: use it as ``persona_id``."""

    id: str = ""
    name: str = ""
    description: str = ""

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that this persona knows."""
        return {"persona_id": self.id, "persona_model": "style_persona"}


@frozen(kw_only=True)
class Phrase(SunoResult):
    """A phrase to be sung and recorded, valid for about 150 s."""

    gives: ClassVar[str] = "phrase"

    text: str = ""
    task_id: str = ""

    @property
    def has_content(self) -> bool:
        """Whether the answer held what was asked for."""
        return bool(self.text.strip())

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that this phrase knows."""
        return {"task_id": self.task_id}


@frozen(kw_only=True)
class SingerVoice(SunoResult):
    """A voice of yours: use it as ``persona_id`` with ``persona_model="voice_persona"``."""

    gives: ClassVar[str] = "voice"

    id: str = ""
    task_id: str = ""

    @property
    def has_content(self) -> bool:
        """Whether the answer held what was asked for."""
        return bool(self.id.strip())

    @property
    def handles(self) -> Mapping[str, Any]:
        """Fields of later requests that this voice knows."""
        return {"persona_id": self.id, "persona_model": "voice_persona", "task_id": self.task_id}


@frozen(kw_only=True)
class VoiceAvailability(SunoResult):
    """Whether a voice can be used."""

    available: bool | None = None
