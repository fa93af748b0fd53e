"""Kie's second route: names, bodies and records of jobs; requests, rules and prices are those of the dedicated routes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from reelscore.results import Progress, State
from reelscore.rules.schema import fields_of, snake
from reelscore.suno import file_results as filed
from reelscore.suno import reading, wire
from reelscore.suno import status as looks
from reelscore.suno.envelope import Asked, number, text
from reelscore.suno.reading import Plain, inner

MODELS: Mapping[str, str] = {
    "generate": "ai-music-api/generate",
    "extend": "ai-music-api/extend",
    "upload_cover": "ai-music-api/upload-and-cover-audio",
    "upload_extend": "ai-music-api/upload-and-extend-audio",
    "add_instrumental": "ai-music-api/add-instrumental",
    "add_vocals": "ai-music-api/add-vocals",
    "mashup": "ai-music-api/mashup",
    "replace_section": "ai-music-api/replace-section",
    "sounds": "ai-music-api/sounds",
    "timestamped_lyrics": "ai-music-api/timeStamped-lyrics",
    "boost_style": "ai-music-api/boost-music-style",
    "cover_image": "ai-music-api/cover-generate",
    "persona": "ai-music-api/generate-persona",
    "lyrics": "ai-music-api/generate-lyrics",
    "wav": "ai-music-api/convert-to-wav-format",
    "music_video": "ai-music-api/create-music-video",
    "stems": "ai-music-api/separate-vocals",
    "midi": "ai-music-api/generate-midi-from-audio",
    "recover_audio": "ai-music-api/suno-recovery-audio",
    "voice_phrase": "ai-music-api/validation-phrase",
    "voice_phrase_again": "ai-music-api/regenerate-phrase",
    "voice": "ai-music-api/create-voice",
    "voice_check": "ai-music-api/check-voice",
}
"""Operation → what the second route calls it (Kie.ai docs, jobs, third-party catalogue, 2026-10-01)."""
_DROPPED: Mapping[str, tuple[str, ...]] = {
    "extend": ("default_param_flag",),
    "upload_extend": ("default_param_flag",),
    "upload_cover": ("custom_mode",),
    "mashup": ("custom_mode", "instrumental"),
    "timestamped_lyrics": ("music_index",),
}
"""Fields that the second route has no place for."""
_STATES = {
    "waiting": State.QUEUED,
    "queuing": State.QUEUED,
    "generating": State.RUNNING,
    "success": State.SUCCEEDED,
    "fail": State.FAILED,
}


def body_of(request: Any) -> dict[str, Any]:
    """Write the body of a request for the second route: a model, and the fields in snake_case."""
    wired = request.to_wire()
    names = {field.wire: field.name for field in fields_of(type(request))}
    given = {names.get(name, snake(name)): value for name, value in wired.items()}
    callback = given.pop("call_back_url", None)
    dropped = _DROPPED.get(request.operation, ())
    body: dict[str, Any] = {"model": MODELS[request.operation]}
    body["input"] = {name: value for name, value in given.items() if name not in dropped}
    return body if callback is None else {**body, "callBackUrl": callback}


def read_body(body: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Turn a body of the second route into the dedicated route's; *names* maps facade to vendor names."""
    fields = body.get("input")
    if not isinstance(fields, Mapping):
        return dict(body)
    told = {names.get(str(name).strip(), str(name)): value for name, value in fields.items()}
    callback = body.get("callBackUrl")
    return told if callback is None else {**told, names.get("call_back_url", "callBackUrl"): callback}


def fill_flags(request: Any) -> None:
    """Say what a body of the second route leaves unsaid: the words in it are the song's own."""
    for flag in ("custom_mode", "default_param_flag"):
        if flag in _DROPPED.get(request.operation, ()) and getattr(request, flag) is None:
            object.__setattr__(request, flag, True)


def operation_of(model: Any) -> str:
    """Name the operation that a job runs; empty for models that are not Suno's."""
    return next((name for name, known in MODELS.items() if known == model), "")


def is_record(data: Any) -> bool:
    """Tell the data of a job from those of a dedicated route."""
    return isinstance(data, Mapping) and ("resultJson" in data or "failCode" in data)


def look(operation: str, data: Any, *, asked: Asked, raw: Any) -> Progress[Any]:
    """Read a job's record, from a look or a callback."""
    plain = wire.read("JobRecord", data)
    word = text(plain.get("state"))
    state = looks.state_of(word, _STATES)
    found = result(operation_of(plain.get("model")) or operation, plain)
    charge = reading.decimal(plain.get("credits_consumed"))
    if state is State.SUCCEEDED:
        return Progress(state=state, result=found, stage=word, charge=charge, raw=raw)
    partial = found if found.assets or getattr(found, "tracks", ()) else None
    if state is State.FAILED:
        error = looks.task_error(asked, plain.get("fail_code"), message=text(plain.get("fail_msg")), word=word, raw=raw)
        told = looks.refunded(error)
        return Progress(state=state, error=error, stage=word, charge=charge, refunded=told, partial=partial, raw=raw)
    return Progress(
        state=state, partial=partial, stage=word, charge=charge, percent=number(plain.get("progress")), raw=raw
    )


def result(operation: str, plain: Plain) -> Any:
    """Read what a job made; ``resultJson`` is JSON text, and may be empty."""
    made = _json(plain.get("result_json"))
    task_id = text(plain.get("task_id"))
    read = _RESULTS.get(_FAMILIES.get(operation, operation), _files)
    return read(made, plain, task_id=task_id)


def _json(value: Any) -> dict[str, Any]:
    try:
        found = json.loads(text(value) or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _urls(made: Plain) -> tuple[str, ...]:
    return reading.texts(wire.read("JobFilesResult", made).get("result_urls"))


def _song(made: Plain, plain: Plain, *, task_id: str) -> Any:
    tracks = wire.read("JobMusicResult", made).get("data")
    asked = _json(plain.get("param"))
    fields = asked.get("input")
    fields = _json(fields) if isinstance(fields, str) else fields
    model = text(fields.get("model")) if isinstance(fields, dict) else ""
    return reading.song(tracks, task_id=task_id, model=model, raw=dict(plain))


def _lyrics(made: Plain, plain: Plain, *, task_id: str) -> Any:
    texts = inner(wire.read("JobLyricsResult", made), "result_object").get("lyrics_data")
    return reading.lyrics(texts, task_id=task_id, raw=dict(plain))


def _stems(made: Plain, plain: Plain, *, task_id: str) -> Any:
    # No page shows a separation's result: the callback's names, the details' names and bare URLs are all read.
    inside = next((value for value in made.values() if isinstance(value, dict)), made)
    files = {**wire.read("StemFiles", inside), **wire.read("DeliveredStemFiles", inside)}
    found = reading.stems(files, task_id=task_id, raw=dict(plain))
    named = tuple(filed.Stem(name=_stem_name(url), url=url, task_id=task_id) for url in _urls(made))
    return found if found.assets or not named else filed.StemFiles(stems=named, task_id=task_id, raw=dict(plain))


def _stem_name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2].rpartition(".")[0].rpartition("_")[2] or "stem"


def _notes(made: Plain, plain: Plain, *, task_id: str) -> Any:
    inside = next((value for value in made.values() if isinstance(value, dict)), made)
    return reading.notes(wire.read("MidiData", inside).get("instruments"), task_id=task_id, raw=dict(plain))


def _phrase(made: Plain, _plain: Plain, *, task_id: str) -> Any:
    inside = next((value for value in made.values() if isinstance(value, dict)), made)
    return reading.phrase(wire.read("VoicePhraseStatus", inside), task_id=task_id)


def _voice(made: Plain, _plain: Plain, *, task_id: str) -> Any:
    inside = next((value for value in made.values() if isinstance(value, dict)), made)
    return reading.voice(wire.read("VoiceStatus", inside), task_id=task_id)


def _recovered(made: Plain, _plain: Plain, *, task_id: str) -> Any:
    return reading.recovered(wire.read("RecoverAudioStatusAnswer", {"code": 200, **made}).get("data"), task_id=task_id)


def _files(made: Plain, plain: Plain, *, task_id: str) -> Any:
    return filed.JobFiles(urls=_urls(made), task_id=task_id, raw=dict(plain))


class Reader(Protocol):
    """Reads what a job made."""

    def __call__(self, made: Plain, plain: Plain, /, *, task_id: str) -> Any:
        """Make the result from ``resultJson`` and the record around it."""
        ...


_FAMILIES: Mapping[str, str] = {
    **dict.fromkeys(
        ("generate", "extend", "upload_cover", "upload_extend", "add_instrumental", "add_vocals", "mashup",
         "replace_section", "sounds"),
        "music",
    ),
    "voice_phrase_again": "voice_phrase",
}  # fmt: skip
_RESULTS: Mapping[str, Reader] = {
    "music": _song,
    "lyrics": _lyrics,
    "wav": lambda made, plain, *, task_id: reading.wav((*_urls(made), "")[0], plain, task_id=task_id),
    "music_video": lambda made, plain, *, task_id: reading.video((*_urls(made), "")[0], plain, task_id=task_id),
    "cover_image": lambda made, plain, *, task_id: reading.covers(list(_urls(made)), plain, task_id=task_id),
    "stems": _stems,
    "midi": _notes,
    "voice_phrase": _phrase,
    "voice": _voice,
    "recover_audio": _recovered,
}
