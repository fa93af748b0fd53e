"""Results of Suno out of any answer: polls, callbacks and jobs put the same things in different places and spellings.

``contents`` lays them on one level under snake_case names; each family has one reader for that. None raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

import attrs

from reelscore.kie import account
from reelscore.kie.hosts import FILES_LIVE
from reelscore.suno import file_results as files
from reelscore.suno import midi, results
from reelscore.vendors.coercion import (
    after,
    charge,
    decimal,
    fields,
    fill,
    flag,
    identifier,
    number,
    objects,
    text,
    url,
    urls,
)
from reelscore.vendors.wire import Reader, plain

Fields: TypeAlias = Mapping[str, Any]
TaskReader: TypeAlias = Callable[[Fields, Any], Any]
"""Makes a result from the fields of an answer and the vendor's own object."""
_INNER = ("response", "midi_data", "vocal_separation_info", "vocal_removal_info", "result_json", "result_object")


def contents(data: Any) -> Fields:
    """Lay the fields of an answer's content and of the objects inside it on one level."""
    found = fields(data)
    made = fields(found.get("result_json"))
    inside = [fields(held) for held in made.values() if isinstance(held, Mapping)]
    for part in (*(fields(found.get(name)) for name in _INNER), *inside):
        found |= {name: value for name, value in part.items() if found.get(name) in (None, "") or name == "data"}
    return found


def model_of(found: Fields) -> str:
    """Read which model was asked for, out of the request that an answer repeats."""
    asked = fields(found.get("param"))
    return text((asked | fields(asked.get("input"))).get("model"))


def track(item: Any, *, task_id: str, model: str = "") -> results.Track:
    """Read a track."""
    names = {
        "stream_url": "stream_audio_url",
        "seconds": "duration",
        "lyrics": "prompt",
        "created": "create_time",
    }
    expires = after(fields(item).get("create_time"), FILES_LIVE)
    return fill(results.Track, item, names, task_id=task_id, requested_model=model, expires=expires)


def song(found: Fields, raw: Any) -> results.Song:
    """Read the tracks of a music task."""
    task_id = identifier(found.get("task_id"))
    tracks = tuple(track(item, task_id=task_id, model=model_of(found)) for item in objects(found, "suno_data", "data"))
    expires = min((each.expires for each in tracks if each.expires is not None), default=None)
    return results.Song(tracks=tracks, task_id=task_id, expires=expires, raw=raw)


def with_source_files(result: results.Song) -> results.Song:
    """Take the source file of each finished track whose own address is empty."""
    tracks = (attrs.evolve(each, audio_url=each.audio_url or each.source_audio_url) for each in result.tracks)
    return attrs.evolve(result, tracks=tuple(tracks))


def _lyrics(found: Fields, raw: Any) -> results.SongLyrics:
    names = {"problem": "error_message"}
    texts = tuple(fill(results.LyricsText, item, names) for item in objects(found, "lyrics_data", "data"))
    return results.SongLyrics(texts=texts, task_id=identifier(found.get("task_id")), raw=raw)


_STEMS = (
    "vocal", "backing_vocals", "instrumental", "drums", "bass", "guitar", "piano", "keyboard", "percussion", "strings",
    "synth", "fx", "brass", "woodwinds",
)  # fmt: skip


def _stems(found: Fields, raw: Any) -> files.StemFiles:
    """Read the parts of a song: named addresses, the vendor's list with ids, or addresses alone."""
    task_id = identifier(found.get("task_id"))
    named = {name: url(found.get(f"{name}_url")) for name in _STEMS}
    pairs = [(name, address) for name, address in named.items() if address]
    pairs = pairs or [(_stem_name(address), address) for address in urls(found.get("result_urls"))]
    names = {"name": "stem_type_group_name", "url": "audio_url", "seconds": "duration"}
    return files.StemFiles(
        stems=tuple(files.Stem(name=name, url=address, task_id=task_id) for name, address in pairs),
        originals=tuple(fill(files.Stem, item, names, task_id=task_id) for item in objects(found, "origin_data")),
        origin_url=url(found.get("origin_url")),
        task_id=task_id,
        raw=raw,
    )


def _stem_name(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2].rpartition(".")[0].rpartition("_")[2] or "stem"


def _notes(found: Fields, raw: Any) -> files.MidiNotes:
    instruments = tuple(
        midi.Instrument(name=text(fields(item).get("name")), notes=tuple(map(_note, objects(item, "notes"))))
        for item in objects(found, "instruments")
    )
    return files.MidiNotes(instruments=instruments, task_id=identifier(found.get("task_id")), raw=raw)


def _note(item: Any) -> midi.Note:
    found = fields(item)
    pitch, start, end, velocity = (number(found.get(name)) for name in ("pitch", "start", "end", "velocity"))
    return midi.Note(
        pitch=round(pitch or 0), start=start or 0.0, end=end or 0.0, velocity=1.0 if velocity is None else velocity
    )


def _file(found: Fields, raw: Any, *, cls: Any, name: str) -> Any:
    """Read a result of one file."""
    address = url(found.get(name)) or next(iter(urls(found.get("result_urls"))), "")
    expires = after(found.get("complete_time"), FILES_LIVE)
    return fill(cls, found, {"track_id": "music_id"}, url=address, expires=expires, raw=raw)


def _covers(found: Fields, raw: Any) -> files.CoverImages:
    return files.CoverImages(
        urls=urls(found.get("images")) or urls(found.get("result_urls")),
        task_id=identifier(found.get("task_id")),
        song_task_id=identifier(found.get("parent_task_id")),
        expires=after(found.get("complete_time"), FILES_LIVE),
        raw=raw,
    )


def _recovered(found: Fields, raw: Any) -> files.RecoveredAudio:
    tracks = tuple(
        fill(
            files.RecoveredTrack,
            item,
            {"url": "audio_url", "problem": "error"},
            ok=text(fields(item).get("status")) == "success",
        )
        for item in objects(found, "data")
    )
    return files.RecoveredAudio(tracks=tracks, task_id=identifier(found.get("task_id")), raw=raw)


def _boosted(found: Fields, raw: Any) -> results.BoostedStyle:
    return results.BoostedStyle(
        text=text(found.get("result")),
        task_id=identifier(found.get("task_id")),
        charge=charge(found.get("credits_consumed")),
        credits_left=decimal(found.get("credits_remaining")),
        raw=raw,
    )


def _timed(found: Fields, raw: Any) -> results.TimedLyrics:
    words = tuple(
        results.Word(
            text=text(item.get("word")),
            start=number(item.get("start_s")),
            end=number(item.get("end_s")),
            found=flag(item.get("success")) is not False,
        )
        for item in map(fields, objects(found, "aligned_words"))
    )
    wave = found.get("waveform_data")
    levels = (number(level) for level in (wave if isinstance(wave, list) else ()))
    return results.TimedLyrics(
        words=words,
        waveform=tuple(level for level in levels if level is not None),
        error_rate=number(found.get("hoot_cer")),
        streamed=flag(found.get("is_streamed")),
        raw=raw,
    )


def job_files(found: Fields, raw: Any) -> files.JobFiles:
    """Read the files of a job that is none of the operations here."""
    return files.JobFiles(urls=urls(found.get("result_urls")), task_id=identifier(found.get("task_id")), raw=raw)


READERS: Mapping[str, TaskReader] = {
    "music": song,
    "lyrics": _lyrics,
    "wav": partial(_file, cls=files.WavFile, name="audio_wav_url"),
    "music_video": partial(_file, cls=files.VideoFile, name="video_url"),
    "stems": _stems,
    "cover_image": _covers,
    "midi": _notes,
    "boost_style": _boosted,
    "voice_phrase": partial(plain(text="validate_info"), results.Phrase),
    "voice": partial(plain(id="voice_id"), results.SingerVoice),
    "recover_audio": _recovered,
}
"""By family of the task."""
DIRECT: Mapping[str, Reader] = {
    **account.READERS,
    "timestamped_lyrics": lambda _kind, found, raw: _timed(found, raw),
    "boost_style": lambda _kind, found, raw: _boosted(found, raw),
    "persona": plain(id="persona_id"),
    "voice_check": plain(available="is_available"),
}
"""Operations that are answered at once."""
