"""Status of a task: polls of both routes, and callbacks; one table of words per family, one reader of what is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from reelscore.errors import ApiError
from reelscore.kie.hosts import JOB_STATES, OK, envelope, state_of, task_error, word_of
from reelscore.results import Progress, State
from reelscore.suno import jobs, reading
from reelscore.suno.literals import PLACEHOLDER_CALLBACK
from reelscore.suno.reading import Fields, contents
from reelscore.suno.results import Song
from reelscore.vendors.coercion import charge, fields, integer, number, objects, text, words
from reelscore.vendors.envelope import CallContext, has_content, progress_of

RUNNING, FAULT = 201, 500
"""Codes of the envelope: still running (recovery only), a fault of the vendor."""
ENVELOPE = envelope("reelscore.suno")
_WORDS: Mapping[str, State] = {
    "pending": State.QUEUED,
    "generating": State.RUNNING,
    "text_success": State.RUNNING,
    "first_success": State.RUNNING,
    "success": State.SUCCEEDED,
    "failed": State.FAILED,
    "callback_exception": State.FAILED,
    "sensitive_word_error": State.FAILED,
}
"""In small letters. ``*_FAILED`` needs no row; GENERATING and FAILED stand in quick starts only."""
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
_STATES: Mapping[str, Mapping[str, State]] = {
    "cover_image": _COVER,
    "midi": _MIDI,
    "boost_style": _MIDI,
    "voice_phrase": {**_VOICE, "wait_validating": State.SUCCEEDED},
    "voice": _VOICE,
}
"""By family; all others speak ``_WORDS``."""
_TWO_TRACKS = {"generate", "extend", "upload_cover", "upload_extend", "add_instrumental", "add_vocals", "mashup"}
"""Operations whose price is that of two tracks (Kie.ai public price feed)."""


def poll(family: str, payload: Any, *, context: CallContext) -> Progress[Any]:
    """Read the answer to a status call of either route; what is none reads as unknown."""
    data = ENVELOPE.read(payload).data
    if family == "recover_audio" and not is_job(data):
        return _recovery(payload, context=context)
    found = contents(data)
    if is_job(data):
        return _job(found, context=context, raw=payload)
    word = word_of(found.get("status" if found.get("success_flag") is None else "success_flag"))
    state = state_of(word, _STATES.get(family, _WORDS), State.UNKNOWN)
    result = _reader(family)(found, data)
    is_undelivered = word.upper() == "CALLBACK_EXCEPTION"
    if is_undelivered and has_content(result):
        state = State.SUCCEEDED  # Only the delivery failed; the music is there.
    error = None
    if state is State.FAILED:
        message = words(found.get("error_message"))
        error = task_error(ENVELOPE.codes, context, found.get("error_code"), message=message, word=word, raw=payload)
    return _progress(
        state,
        result,
        error=error,
        context=context,
        stage=word,
        charge=charge(found.get("credits_consumed")),
        provisional=is_undelivered and state is State.FAILED and _nobody_listened(found),
        missing=not data and state is not State.SUCCEEDED,
        raw=payload,
    )


def _job(found: Fields, *, context: CallContext, raw: Any) -> Progress[Any]:
    """Read the record of a job, from a poll or a callback."""
    word = word_of(found.get("state"))
    state = state_of(word, JOB_STATES, State.UNKNOWN)
    operation = jobs.operation_of(found.get("model")) or context.operation
    read = _reader(jobs.FAMILIES.get(operation, operation), reading.job_files)
    result = read(found, fields(raw).get("data"))
    error = None
    if state is State.FAILED:
        message = words(found.get("fail_msg"))
        error = task_error(ENVELOPE.codes, context, found.get("fail_code"), message=message, word=word, raw=raw)
    return _progress(
        state,
        result,
        error=error,
        context=context,
        operation=operation,
        stage=word,
        charge=charge(found.get("credits_consumed")),
        percent=number(found.get("progress")),
        raw=raw,
    )


def _progress(
    state: State,
    result: Any,
    *,
    error: ApiError | None,
    context: CallContext,
    operation: str | None = None,
    provisional: bool = False,
    **details: Any,
) -> Progress[Any]:
    """Make the progress of a task, whoever told of it."""
    if state is State.SUCCEEDED and isinstance(result, Song):
        result = reading.with_source_files(result)
    promised = 2 if (operation or context.operation) in _TWO_TRACKS else 1
    files = max(promised, len(getattr(result, "tracks", ())))
    found = progress_of(state, result, files=files, error=error, **details)
    return attrs.evolve(found, provisional=True) if provisional else found


def _reader(family: str, other: reading.TaskReader = reading.song) -> reading.TaskReader:
    return reading.READERS.get(family, other)


def is_job(data: Any) -> bool:
    """Return whether the data are those of a job, not of a dedicated route."""
    found = fields(data)
    return {"state", "model"} <= found.keys() or bool({"result_json", "fail_code"} & found.keys())


def _nobody_listened(found: Fields) -> bool:
    """Return whether our placeholder was the address, as far as the answer shows addresses at all."""
    shown = text(found.get("callback_url")) or text(found.get("param"))
    return PLACEHOLDER_CALLBACK in shown or ("callback" not in shown.lower() and "http" not in shown)


def _recovery(payload: Any, *, context: CallContext) -> Progress[Any]:
    """Read a recovery, whose state is the envelope's own code: 201 running, 200 done, 500 nothing came back."""
    found = contents(payload)
    code = integer(found.get("code"))
    result = reading.READERS["recover_audio"](found, payload)
    stage = "" if code is None else str(code)
    if code == OK:
        return progress_of(State.SUCCEEDED, result, stage=stage, raw=payload)
    if code == FAULT:
        why = next((track.problem for track in result.tracks if track.problem), words(found.get("msg")))
        error = task_error(ENVELOPE.codes, context, FAULT, message=why, raw=payload)
        return Progress(state=State.FAILED, error=error, stage=stage, raw=payload)
    return Progress(state=State.RUNNING if code == RUNNING else State.UNKNOWN, stage=stage, raw=payload)


def is_recovery_state(payload: Any) -> bool:
    """Return whether an answer tells the state of a recovery in its code."""
    found = fields(payload)
    code = integer(found.get("code"))
    return code == RUNNING or (code == FAULT and (isinstance(found.get("data"), list) or "task_id" in found))


_SHAPES: Mapping[str, str] = {
    "callback_type": "music",
    "audio_wav_url": "wav",
    "vocal_separation_info": "stems",
    "vocal_removal_info": "stems",
    "video_url": "music_video",
    "images": "cover_image",
    "instruments": "midi",
    "validate_info": "voice_phrase",
    "voice_id": "voice",
}
"""A key that only one family's callbacks have; a callback does not name its operation."""


def delivered(payload: Any, *, context: CallContext) -> Progress[Any]:
    """Read a callback; the code decides the state, never the stage."""
    envelope = ENVELOPE.read(payload)
    data, code = envelope.data, envelope.code
    if is_job(data):
        return _job(contents(data), context=context, raw=payload)
    if isinstance(data, list) or (code == RUNNING and "task_id" in envelope.fields):
        return _recovery(payload, context=context)
    outer = fields(data)
    stage = text(outer.get("callback_type")).strip() or "single"
    found = {**contents(data), "task_id": ENVELOPE.task_id_of(data, envelope.fields)}
    family = next((family for key, family in _SHAPES.items() if key in outer), "")
    if family == "music" and any("text" in item for item in objects(found, "data")):
        family = "lyrics"
    result = reading.READERS[family](found, data) if family else None
    state = _delivered_state(outer, stage, code=code, has_content=has_content(result))
    error = None
    if state is State.FAILED or code != OK:
        told = code if code != OK else integer(outer.get("error_code"))
        error = task_error(ENVELOPE.codes, context, told, message=_why(outer, envelope.message), raw=payload)
    partial = result if error is None or (code != OK and has_content(result)) else None
    return _progress(state, partial, error=error, context=context, stage=stage, raw=payload)


def _delivered_state(outer: Fields, stage: str, *, code: int | None, has_content: bool) -> State:
    if code != OK:
        return State.UNKNOWN if code is None else State.FAILED
    if "status" in outer:
        family = "voice_phrase" if "validate_info" in outer else "voice"
        return state_of(word_of(outer.get("status")), _STATES[family], State.UNKNOWN)
    if stage in {"text", "first"}:
        return State.RUNNING
    return State.FAILED if stage == "error" and not has_content else State.SUCCEEDED


def _why(outer: Fields, said: str) -> str:
    message = words(outer.get("error")) or words(outer.get("error_message")) or said
    return f"{said}: {message}" if message != said else message
