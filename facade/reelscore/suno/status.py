"""What one look at a task says, family by family; the words and digits are tables, the second route is in ``jobs.py``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from reelscore import errors
from reelscore.errors import ApiError
from reelscore.results import Progress, State
from reelscore.suno import codes, reading, wire
from reelscore.suno.envelope import FAULT, OK, RUNNING, Asked, error_of, text, whole
from reelscore.suno.literals import PLACEHOLDER_CALLBACK
from reelscore.suno.reading import Plain, inner

_WORDS: Mapping[str, State] = {
    "PENDING": State.QUEUED,
    "TEXT_SUCCESS": State.RUNNING,
    "FIRST_SUCCESS": State.RUNNING,
    "SUCCESS": State.SUCCEEDED,
    "CALLBACK_EXCEPTION": State.FAILED,
    "SENSITIVE_WORD_ERROR": State.FAILED,
}
"""``*_FAILED`` needs no row. SENSITIVE_WORD_ERROR is a failure whose error is ContentRejected."""
_COVER = {"0": State.QUEUED, "1": State.SUCCEEDED, "2": State.RUNNING, "3": State.FAILED}
_MIDI = {"0": State.QUEUED, "1": State.SUCCEEDED, "2": State.FAILED, "3": State.FAILED}
"""2 means the opposite of what it means for cover pictures."""
_VOICE = {
    "wait_processing": State.QUEUED,
    "processing_validate": State.RUNNING,
    "processing_validate_fail": State.FAILED,
    "wait_validating": State.RUNNING,
    "generating_voice": State.RUNNING,
    "success": State.SUCCEEDED,
    "fail": State.FAILED,
}


@attrs.frozen(kw_only=True)
class Family:
    """How the tasks of a family are read."""

    model: str
    """Wire model of the data."""
    field: str
    """Which field says the state."""
    states: Mapping[str, State]
    result: Callable[[Plain], Any]
    """Makes the result, or what is there of it, from the plain values."""


def _music(plain: Plain) -> Any:
    response = inner(plain, "response")
    task_id = text(plain.get("task_id"))
    return reading.song(response.get("suno_data"), task_id=task_id, model=_model_of(plain), raw=dict(plain))


def _model_of(plain: Plain) -> str:
    try:
        asked = json.loads(text(plain.get("param")) or "{}")
    except (ValueError, RecursionError):
        return ""
    return text(asked.get("model")) if isinstance(asked, dict) else ""


def _task(plain: Plain) -> str:
    return text(plain.get("task_id"))


FAMILIES: Mapping[str, Family] = {
    "music": Family(model="MusicStatus", field="status", states=_WORDS, result=_music),
    "lyrics": Family(
        model="LyricsStatus", field="status", states=_WORDS,
        result=lambda p: reading.lyrics(inner(p, "response").get("data"), task_id=_task(p), raw=dict(p)),
    ),
    "wav": Family(
        model="WavStatus", field="success_flag", states=_WORDS,
        result=lambda p: reading.wav(inner(p, "response").get("audio_wav_url"), p, task_id=_task(p)),
    ),
    "stems": Family(
        model="StemsStatus", field="success_flag", states=_WORDS,
        result=lambda p: reading.stems(inner(p, "response"), task_id=_task(p), raw=dict(p)),
    ),
    "music_video": Family(
        model="MusicVideoStatus", field="success_flag", states=_WORDS,
        result=lambda p: reading.video(inner(p, "response").get("video_url"), p, task_id=_task(p)),
    ),
    "cover_image": Family(
        model="CoverImageStatus", field="success_flag", states=_COVER,
        result=lambda p: reading.covers(inner(p, "response").get("images"), p, task_id=_task(p)),
    ),
    "midi": Family(
        model="MidiStatus", field="success_flag", states=_MIDI,
        result=lambda p: reading.notes(inner(p, "midi_data").get("instruments"), task_id=_task(p), raw=dict(p)),
    ),
    "boost_style": Family(
        model="BoostedStyle", field="success_flag", states=_MIDI, result=lambda p: reading.boosted(p, dict(p)),
    ),
    "voice_phrase": Family(
        model="VoicePhraseStatus", field="status", states={**_VOICE, "wait_validating": State.SUCCEEDED},
        result=lambda p: reading.phrase(p, task_id=_task(p)),
    ),
    "voice": Family(
        model="VoiceStatus", field="status", states=_VOICE, result=lambda p: reading.voice(p, task_id=_task(p)),
    ),
}  # fmt: skip


def look(family: str, payload: Any, *, asked: Asked) -> Progress[Any]:
    """Read a polling answer; an answer that is none of the family's reads as unknown."""
    envelope: Mapping[str, Any] = payload if isinstance(payload, Mapping) else {}
    if family == "recover_audio":
        return recovery(envelope, asked)
    kind = FAMILIES.get(family, FAMILIES["music"])
    plain = wire.read(kind.model, envelope.get("data"))
    word = str(plain.get(kind.field, "")) if plain.get(kind.field) is not None else ""
    return _progress(kind, word, plain=plain, asked=asked, raw=payload)


def _progress(kind: Family, word: str, *, plain: Plain, asked: Asked, raw: Any) -> Progress[Any]:
    state = state_of(word, kind.states)
    found = kind.result(plain)
    charge = reading.decimal(plain.get("credits_consumed"))
    if word == "CALLBACK_EXCEPTION" and has_content(found):
        state = State.SUCCEEDED  # Only the delivery failed; the music is there.
    if state is State.SUCCEEDED:
        return Progress(state=state, result=found, stage=word, charge=charge, raw=raw)
    partial = found if _is_partial(found) else None
    if state is not State.FAILED:
        return Progress(state=state, partial=partial, stage=word, charge=charge, raw=raw)
    error = task_error(asked, plain.get("error_code"), message=_why(plain), word=word, raw=raw)
    return Progress(
        state=state,
        partial=partial,
        error=error,
        stage=word,
        charge=charge,
        refunded=refunded(error),
        provisional=word == "CALLBACK_EXCEPTION" and _nobody_listened(plain),
        raw=raw,
    )


def state_of(word: str, states: Mapping[str, State]) -> State:
    """Say the state of a word or digit; unknown words are unknown, unknown failures are failures."""
    if word in states:
        return states[word]
    return State.FAILED if word.upper().endswith(("_FAILED", "_FAIL")) else State.UNKNOWN


def has_content(result: Any) -> bool:
    """Tell whether a result holds what was paid for."""
    return bool(result.assets or getattr(result, "texts", ()) or getattr(result, "instruments", ()))


def _is_partial(result: Any) -> bool:
    return bool(getattr(result, "tracks", ())) or has_content(result)


def _why(plain: Plain) -> str:
    return text(plain.get("error_message")) or text(inner(plain, "response").get("error_message"))


def _nobody_listened(plain: Plain) -> bool:
    """Tell whether our placeholder was the address, as far as the answer shows addresses at all."""
    shown = text(plain.get("callback_url")) or text(plain.get("param"))
    return PLACEHOLDER_CALLBACK in shown or ("callback" not in shown.lower() and "http" not in shown)


def task_error(asked: Asked, code: Any, *, message: str, word: str = "", raw: Any = None) -> ApiError:
    """Make the error of a task that failed."""
    found = whole(code)
    found = None if found == OK else found
    rows = codes.meaning(found, host=asked.host, family="task", message=message)
    moderated = word == "SENSITIVE_WORD_ERROR"
    if rows is None or moderated:
        kind = errors.ContentRejected if moderated else errors.ServerError
        rows = codes.Code(0, kind, retryable=not moderated, hint=_HINTS.get(word, ""))
    error = error_of(rows, asked, message=message or word or "the task failed", raw=raw)
    error.code = found
    error.charged = False if rows.refunded else None
    return error


_REFUNDED = 531
_HINTS = {
    "SENSITIVE_WORD_ERROR": "change the words",
    "CALLBACK_EXCEPTION": "the vendor could not deliver to the callback address",
}


def refunded(error: ApiError) -> bool | None:
    """Tell whether the vendor says that the credits are back; None where it says nothing."""
    return True if error.code == _REFUNDED else None


def recovery(envelope: Mapping[str, Any], asked: Asked) -> Progress[Any]:
    """Read a recovery, whose state is the envelope's own code: 201 running, 200 done, 500 nothing came back."""
    code = whole(envelope.get("code"))
    plain = wire.read("RecoverAudioStatusAnswer", dict(envelope))
    found = reading.recovered(plain.get("data"), task_id=text(plain.get("task_id")))
    stage = "" if code is None else str(code)
    if code == OK:
        return Progress(state=State.SUCCEEDED, result=found, stage=stage, raw=envelope)
    if code == FAULT:
        why = next((track.problem for track in found.tracks if track.problem), text(plain.get("msg")))
        error = task_error(asked, FAULT, message=why, raw=envelope)
        return Progress(state=State.FAILED, error=error, stage=stage, raw=envelope)
    return Progress(state=State.RUNNING if code == RUNNING else State.UNKNOWN, stage=stage, raw=envelope)
