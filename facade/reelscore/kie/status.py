"""Answers of kie.ai: records and callbacks of every family, what they say of a task, and the files that they name.

The families put the same things in different places: ``_contents`` lays an answer on one level under snake_case names,
``_WORDS`` maps each family's words and flags to states, and two readers make results of it. None of them raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from reelscore.kie import results
from reelscore.kie.hosts import FILES_LIVE, OK, envelope, state_of, task_error, word_of
from reelscore.results import Progress, State
from reelscore.vendors.coercion import (
    after,
    charge,
    fields,
    fill,
    first,
    identifier,
    integer,
    moment,
    number,
    parsed,
    text,
    urls,
    words,
)
from reelscore.vendors.envelope import CallContext, progress_of

Fields: TypeAlias = Mapping[str, Any]
ALREADY = 422
"""Code of the envelope that 4K says both while it renders and when it is done."""
ENVELOPE = envelope("reelscore.kie")
PROCESSING = re.compile(r"(?<!while )processing", re.IGNORECASE)
"""Not "an unexpected error occurred while processing the request", which every server fault says."""
_INSIDE = ("response", "info", "video_info")
FLAGS = {"0": State.RUNNING, "1": State.SUCCEEDED, "2": State.FAILED, "3": State.FAILED}
"""What ``successFlag`` says."""
_WORDS: Mapping[str, Mapping[str, State]] = {
    "veo": FLAGS,
    "image_4o": {
        **FLAGS,
        "generating": State.RUNNING,
        "success": State.SUCCEEDED,
        "create_task_failed": State.FAILED,
        "generate_failed": State.FAILED,
    },
    "flux_kontext": FLAGS,
    "runway": {
        "wait": State.RUNNING,
        "queueing": State.RUNNING,
        "generating": State.RUNNING,
        "success": State.SUCCEEDED,
        "fail": State.FAILED,
    },
    "aleph": FLAGS,
    "luma": {**FLAGS, "4": State.SUCCEEDED},
}
"""By family, in small letters. A word that no page names means running; ``*_failed`` is a failure."""
_FAMILY_OF_VIDEO = frozenset({"veo", "runway", "aleph", "luma"})


def poll(family: str, payload: Any, *, context: CallContext) -> Progress[Any]:
    """Read the answer to a look at a task; what is none reads as unknown."""
    envelope = ENVELOPE.read(payload)
    found = _contents(envelope.data)
    if context.operation in {"veo_1080p", "veo_4k"} and "success_flag" not in found:
        return _render(found, message=envelope.message, raw=payload)
    if not found:
        return Progress(state=State.UNKNOWN, missing=True, raw=payload)
    word = _word(found)
    state = _state(family, word, found)
    if context.operation == "veo_4k" and state is State.SUCCEEDED and not _is_4k(found):
        state = State.RUNNING  # the record of the source, which is done, and not of its 4K render
    result = _result(family, found, raw=envelope.data)
    error = None
    if state is State.FAILED:
        code = first(found, "error_code", "fail_code", read=integer)
        message = first(found, "error_message", "fail_msg", read=words) or ""
        error = task_error(ENVELOPE.codes, context, code, message=message, word=word, raw=payload)
    percent = number(found.get("progress"))
    return progress_of(
        state, result, error=error, stage=word, percent=None if percent is None else percent * 100, raw=payload
    )


def _render(found: Fields, *, message: str, raw: Any) -> Progress[Any]:
    """Read the answer to the order of a render: 4K repeats its order's answer, 1080p refuses until it is done."""
    result = video(found, raw=found)
    if result.urls:
        return progress_of(
            State.SUCCEEDED, result, stage=message, charge=charge(found.get("credits_consumed")), raw=raw
        )
    is_running = bool(found) or PROCESSING.search(message) is not None
    return Progress(state=State.RUNNING if is_running else State.UNKNOWN, stage=message, raw=raw)


def _is_4k(found: Fields) -> bool:
    return bool(found.get("media_ids")) or text(found.get("resolution")).lower() == "4k" or "fallback_flag" not in found


def _contents(data: Any) -> dict[str, Any]:
    """Lay the fields of an answer's content and of the objects inside it on one level; what is empty gives way."""
    found = fields(data)
    for name in _INSIDE:
        for inner, value in fields(found.get(name)).items():
            if found.get(inner) in (None, ""):
                found[inner] = value
    return found


def _word(found: Fields) -> str:
    return first(found, "state", "status", "success_flag", read=word_of) or ""


def _state(family: str, word: str, found: Fields) -> State:
    state = state_of(word, _WORDS.get(family, FLAGS), State.RUNNING)
    has_error = _error_code(found) is not None or bool(words(found.get("error_message")))
    if family == "aleph" and word == "0" and has_error:
        return State.FAILED
    is_undelivered = family == "luma" and word == "4"
    return State.FAILED if is_undelivered and not urls(found.get("result_urls")) else state


def _error_code(found: Fields) -> int | None:
    code = first(found, "error_code", "fail_code", read=integer)
    return None if code in {0, OK} else code


# Files.


def _of(found: Fields, *names: str) -> tuple[str, ...]:
    return first(found, *names, read=urls) or ()


def _result(family: str, found: Fields, *, raw: Any) -> Any:
    return video(found, raw=raw) if family in _FAMILY_OF_VIDEO else _images(found, raw=raw)


_NAMES = {"completed": "complete_time", "expired": "expire_flag"}


def video(found: Fields, *, raw: Any) -> results.Video:
    """Read a video out of the fields of a record, a callback or an answer."""
    seeds = found.get("seeds")
    media = found.get("media_ids")
    return fill(
        results.Video,
        found,
        _NAMES,
        urls=_of(found, "result_urls", "result_url", "video_url", "result_video_url", "full_result_urls"),
        full_urls=_of(found, "full_result_urls"),
        origin_urls=_of(found, "origin_urls"),
        image_urls=_of(found, "image_urls", "image_url", "result_image_url"),
        media_ids=tuple(filter(None, map(identifier, media if isinstance(media, list) else ()))),
        seeds=tuple(seed for seed in map(integer, seeds if isinstance(seeds, list) else ()) if seed is not None),
        created=first(found, "create_time", "generate_time", read=moment),
        expires=after(found.get("complete_time"), FILES_LIVE),
        raw=raw,
    )


def _images(found: Fields, *, raw: Any) -> results.Images:
    return fill(
        results.Images,
        found,
        _NAMES,
        urls=_of(found, "result_urls", "result_image_url"),
        origin_urls=_of(found, "origin_urls", "origin_image_url"),
        created=moment(found.get("create_time")),
        expires=after(found.get("complete_time"), FILES_LIVE),
        raw=raw,
    )


# Callbacks.

_OURS = frozenset({
    "task_id", "prompt_json", "info", "fallback_flag", "result_urls", "media_ids", "image_urls", "video_id",
    "video_url", "image_url", "result_video_url", "result_image_url", "credits_consumed",
})  # fmt: skip
"""What callbacks of these families hold; those of songs and of the Market hold other things."""


def delivered(payload: Any, *, context: CallContext) -> Progress[Any]:
    """Read a callback, which names no operation: the code decides its state, its fields the kind of files."""
    envelope = ENVELOPE.read(payload)
    told, found = fields(envelope.data), _contents(envelope.data)
    is_music_video = "video_url" in told and not {"video_id", "image_url"} & told.keys()
    if envelope.code is None or not told.keys() <= _OURS or is_music_video:
        return Progress(state=State.UNKNOWN, stage="single", raw=payload)
    details: dict[str, Any] = {"stage": "single", "charge": charge(found.get("credits_consumed")), "raw": payload}
    if envelope.code != OK:
        error = task_error(ENVELOPE.codes, context, envelope.code, message=envelope.message, raw=payload)
        return progress_of(State.FAILED, None, error=error, **details)
    info = _plain(_plain(payload, "data"), "info")
    is_image = "result_image_url" in fields(told.get("info")) or _plain(info, "result_urls") is not None
    known = {**found, "task_id": ENVELOPE.task_id_of(envelope.data, envelope.fields)}
    result = _images(known, raw=envelope.data) if is_image else video(known, raw=envelope.data)
    return progress_of(State.SUCCEEDED, result, **details)


def _plain(value: Any, name: str) -> Any:
    """Return an object's field by its exact spelling: 4o's callback says result_urls where Veo's says resultUrls."""
    found = parsed(value)
    return parsed(found.get(name)) if isinstance(found, Mapping) else None
