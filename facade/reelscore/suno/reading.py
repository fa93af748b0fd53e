"""Results from the plain values that ``wire.read`` gives; polls, callbacks and jobs spell the same things differently."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from reelscore.suno import file_results as filed
from reelscore.suno import midi, results
from reelscore.suno.envelope import number, text
from reelscore.suno.file_results import StemFiles

Plain = Mapping[str, Any]
FILES_LIVE = timedelta(days=14)
"""How long both vendors keep what they made."""
UPLOADS_LIVE = timedelta(hours=24)
_LATEST = 253_402_300_799


def moment(value: Any) -> datetime | None:
    """Read a time: text, ISO text or epoch milliseconds; a text without a zone is taken as UTC."""
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    seconds = number(value)
    if seconds is None or not 0 < seconds / 1000 < _LATEST:
        return None
    return datetime.fromtimestamp(seconds / 1000, UTC)


def until(value: Any, life: timedelta) -> datetime | None:
    """Say when something that was made at a time is deleted."""
    made = moment(value)
    try:
        return None if made is None else made + life
    except OverflowError:
        return None


def objects(value: Any) -> list[dict[str, Any]]:
    """Give the objects of a list; nothing for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: Any) -> tuple[str, ...]:
    """Give the texts of a list that are not empty."""
    return tuple(item for item in value if isinstance(item, str) and item) if isinstance(value, list) else ()


def inner(plain: Plain, name: str) -> dict[str, Any]:
    """Give an object inside another, or an empty one."""
    value = plain.get(name)
    return value if isinstance(value, dict) else {}


def track(plain: Plain, *, task_id: str, model: str) -> results.Track:
    """Read a track."""
    return results.Track(
        id=text(plain.get("id")),
        task_id=task_id,
        title=text(plain.get("title")),
        audio_url=text(plain.get("audio_url")),
        stream_url=text(plain.get("stream_audio_url")),
        image_url=text(plain.get("image_url")),
        seconds=number(plain.get("duration")),
        lyrics=text(plain.get("prompt")),
        tags=text(plain.get("tags")),
        model_name=text(plain.get("model_name")),
        created=moment(plain.get("create_time")),
        source_audio_url=text(plain.get("source_audio_url")),
        requested_model=model,
        expires=until(plain.get("create_time"), FILES_LIVE),
        raw=dict(plain),
    )


def song(tracks: Any, *, task_id: str, model: str = "", raw: Any = None) -> results.Song:
    """Read the tracks of a music task."""
    found = tuple(track(item, task_id=task_id, model=model) for item in objects(tracks))
    expires = [item.expires for item in found if item.expires is not None]
    return results.Song(tracks=found, task_id=task_id, expires=min(expires, default=None), raw=raw)


def lyrics(proposals: Any, *, task_id: str, raw: Any) -> results.SongLyrics:
    """Read proposals of lyrics."""
    found = tuple(
        results.LyricsText(
            title=text(item.get("title")),
            text=text(item.get("text")),
            status=text(item.get("status")),
            problem=text(item.get("error_message")),
            raw=item,
        )
        for item in objects(proposals)
    )
    return results.SongLyrics(texts=found, task_id=task_id, raw=raw)


_STEM_KEYS = (
    "vocal", "backing_vocals", "instrumental", "drums", "bass", "guitar", "piano", "keyboard", "percussion", "strings",
    "synth", "fx", "brass", "woodwinds",
)  # fmt: skip


def stems(files: Plain, *, task_id: str, raw: Any) -> StemFiles:
    """Read the parts of a song: named URLs, and the vendor's list with ids."""
    named = tuple(
        filed.Stem(name=key, url=text(files.get(f"{key}_url")), task_id=task_id)
        for key in _STEM_KEYS
        if text(files.get(f"{key}_url"))
    )
    listed = tuple(
        filed.Stem(
            name=text(item.get("stem_type_group_name")),
            url=text(item.get("audio_url")),
            id=text(item.get("id")),
            seconds=number(item.get("duration")),
            task_id=task_id,
            raw=item,
        )
        for item in objects(files.get("origin_data"))
    )
    return StemFiles(stems=named, originals=listed, origin_url=text(files.get("origin_url")), task_id=task_id, raw=raw)


def notes(instruments: Any, *, task_id: str, raw: Any) -> filed.MidiNotes:
    """Read notes; times may be written as text."""
    found = tuple(
        midi.Instrument(name=text(item.get("name")), notes=tuple(map(_note, objects(item.get("notes")))))
        for item in objects(instruments)
    )
    return filed.MidiNotes(instruments=found, task_id=task_id, raw=raw)


def _note(plain: Plain) -> midi.Note:
    pitch, start, end, velocity = (number(plain.get(name)) for name in ("pitch", "start", "end", "velocity"))
    return midi.Note(
        pitch=round(pitch or 0), start=start or 0.0, end=end or 0.0, velocity=1.0 if velocity is None else velocity
    )


def wav(url: Any, plain: Plain, *, task_id: str) -> filed.WavFile:
    """Read a WAV file."""
    expires = until(plain.get("complete_time"), FILES_LIVE)
    return filed.WavFile(
        url=text(url), track_id=text(plain.get("music_id")), task_id=task_id, expires=expires, raw=dict(plain)
    )


def video(url: Any, plain: Plain, *, task_id: str) -> filed.VideoFile:
    """Read a music video."""
    expires = until(plain.get("complete_time"), FILES_LIVE)
    return filed.VideoFile(
        url=text(url), track_id=text(plain.get("music_id")), task_id=task_id, expires=expires, raw=dict(plain)
    )


def covers(urls: Any, plain: Plain, *, task_id: str) -> filed.CoverImages:
    """Read cover pictures."""
    return filed.CoverImages(
        urls=texts(urls),
        task_id=task_id,
        song_task_id=text(plain.get("parent_task_id")),
        expires=until(plain.get("complete_time"), FILES_LIVE),
        raw=dict(plain),
    )


def recovered(tracks: Any, *, task_id: str) -> filed.RecoveredAudio:
    """Read tracks with new links."""
    found = tuple(
        filed.RecoveredTrack(
            id=text(item.get("id")),
            title=text(item.get("title")),
            url=text(item.get("audio_url")),
            ok=text(item.get("status")) == "success",
            problem=text(item.get("error")),
            raw=item,
        )
        for item in objects(tracks)
    )
    return filed.RecoveredAudio(tracks=found, task_id=task_id, raw=tracks)


def phrase(plain: Plain, *, task_id: str) -> results.Phrase:
    """Read a phrase to sing."""
    return results.Phrase(text=text(plain.get("validate_info")), task_id=task_id, raw=dict(plain))


def voice(plain: Plain, *, task_id: str) -> results.SingerVoice:
    """Read a voice."""
    return results.SingerVoice(id=text(plain.get("voice_id")), task_id=task_id, raw=dict(plain))


def decimal(value: Any) -> Decimal | None:
    """Read credits without losing a digit."""
    found = number(value)
    return None if found is None else Decimal(str(value).strip() if isinstance(value, (int, str)) else repr(found))


def _timed(plain: Plain, raw: Any) -> results.TimedLyrics:
    words = tuple(
        results.Word(
            text=text(item.get("word")),
            start=number(item.get("start_s")),
            end=number(item.get("end_s")),
            found=item.get("success") is not False,
        )
        for item in objects(plain.get("aligned_words"))
    )
    wave = plain.get("waveform_data")
    levels = tuple(level for level in map(number, wave if isinstance(wave, list) else ()) if level is not None)
    streamed = plain.get("is_streamed")
    return results.TimedLyrics(
        words=words,
        waveform=levels,
        error_rate=number(plain.get("hoot_cer")),
        streamed=streamed if isinstance(streamed, bool) else None,
        raw=raw,
    )


def boosted(plain: Plain, raw: Any) -> results.BoostedStyle:
    """Read a style in full words."""
    return results.BoostedStyle(
        text=text(plain.get("result")),
        task_id=text(plain.get("task_id")),
        charge=decimal(plain.get("credits_consumed")),
        credits_left=decimal(plain.get("credits_remaining")),
        raw=raw,
    )


def _persona(plain: Plain, raw: Any) -> results.SingerPersona:
    name, description = text(plain.get("name")), text(plain.get("description"))
    return results.SingerPersona(id=text(plain.get("persona_id")), name=name, description=description, raw=raw)


def _checked(plain: Plain, raw: Any) -> results.VoiceAvailability:
    available = plain.get("is_available")
    return results.VoiceAvailability(available=available if isinstance(available, bool) else None, raw=raw)


def _uploaded(plain: Plain, raw: Any) -> filed.UploadedFile:
    size = number(plain.get("file_size"))
    made = plain.get("uploaded_at") or plain.get("upload_time")
    return filed.UploadedFile(
        url=text(plain.get("download_url")) or text(plain.get("file_url")),
        name=text(plain.get("file_name")),
        bytes=None if size is None else round(size),
        media_type=text(plain.get("mime_type")),
        expires=moment(plain.get("expires_at")) or until(made, UPLOADS_LIVE),
        raw=raw,
    )


DIRECT: Mapping[str, tuple[str, Callable[[Plain, Any], Any]]] = {
    "timestamped_lyrics": ("TimestampedLyrics", _timed),
    "boost_style": ("BoostedStyle", boosted),
    "persona": ("PersonaMade", _persona),
    "voice_check": ("VoiceAvailability", _checked),
    "upload_file": ("UploadedFile", _uploaded),
}
"""Operations that are answered at once: the wire model of their data, and who reads it."""
