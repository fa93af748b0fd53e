"""The record-info answers of the first route: one shape, one status type and one time format per family."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reelscore.sandbox.suno.results import (
    link,
    lyrics_of,
    midi_data,
    pictures,
    stem_links,
    stem_list,
    tracks_of,
    written,
)
from reelscore.sandbox.suno.table import OPERATIONS, SUNOAPI
from reelscore.sandbox.suno.words import accept
from reelscore.sandbox.values import Answer, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reelscore.sandbox.calls import Call
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.values import Task


def _words(failed: str, moderated: str = "CREATE_TASK_FAILED") -> Mapping[str, str]:
    return {"pending": "PENDING", "succeeded": "SUCCESS", "failed": failed, "moderated": moderated}


WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "music": {
        **_words("GENERATE_AUDIO_FAILED", "SENSITIVE_WORD_ERROR"),
        "text": "TEXT_SUCCESS",
        "first": "FIRST_SUCCESS",
    },
    "lyrics": _words("GENERATE_LYRICS_FAILED", "SENSITIVE_WORD_ERROR"),
    "wav": _words("GENERATE_WAV_FAILED"),
    "stems": _words("GENERATE_AUDIO_FAILED"),
    "mp4": _words("GENERATE_MP4_FAILED"),
}
"""Stage to status word. Source: docs.kie.ai."""
COVER_FLAGS: Final[Mapping[str, int]] = {"pending": 2, "succeeded": 1, "failed": 3, "moderated": 3}
"""On cover pictures 2 is still running."""
MIDI_FLAGS: Final[Mapping[str, int]] = {"pending": 0, "succeeded": 1, "failed": 3, "moderated": 2}
"""On MIDI 2 has failed."""
VOICE_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "phrase": {
        "pending": "wait_processing",
        "running": "processing_validate",
        "succeeded": "wait_validating",
        "failed": "processing_validate_fail",
    },
    "voice": {"pending": "wait_processing", "running": "generating_voice", "succeeded": "success", "failed": "fail"},
}
"""Stage to the vendor's word. Source: docs.kie.ai."""
OPERATION_TYPES: Final = {"add_instrumental": "underpainting", "add_vocals": "overpainting"}
FAILURE: Final = (531, "Sorry, the generation failed due to an issue. Your credits have been refunded.")
MODERATED: Final = (400, "Song Description flagged for moderation")


def record(kind: str) -> Callable[[Call], Answer]:
    """Return the handler of one family's record-info."""

    def answer(call: Call) -> Answer:
        task = own_task(call, call.query.get("taskId", ""))
        if task.facts.get("route") == "jobs" or OPERATIONS[task.operation].record != kind:
            raise Refusal("unknown_id")
        return accept(SHAPES[kind](call.engine, task))

    return answer


def own_task(call: Call, identity: str) -> Task:
    """Return the task of this account.

    Raises:
        Refusal: there is none.
    """
    task = call.find_task(identity)
    if task is None:
        raise Refusal("unknown_id")
    call.task = task
    return task


def error_of(task: Task, stage: str) -> tuple[int | None, str | None]:
    """Return the record's error code and text; both are None until the task has failed."""
    if stage not in {"failed", "moderated"}:
        return None, None
    return task.error or (FAILURE if stage == "failed" else MODERATED)


def milliseconds(at: float) -> int:
    """Write a time as epoch milliseconds."""
    return int(at * 1000)


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _word(engine: Engine, task: Task) -> str:
    stage, strange = task.stage(engine.now()), task.strange_word(engine.now())
    if strange is None and stage == "succeeded" and task.facts.get("callback_exception"):
        return "CALLBACK_EXCEPTION"
    return strange or WORDS[OPERATIONS[task.operation].record][stage]


def _flag(engine: Engine, task: Task, flags: Mapping[str, int]) -> int:
    strange = task.strange_word(engine.now())
    if strange is not None:
        return int(strange) if strange.lstrip("-").isdigit() else 99
    return flags[task.stage(engine.now())]


def _error_fields(engine: Engine, task: Task) -> dict[str, Any]:
    code, text = error_of(task, task.stage(engine.now()))
    return {"errorCode": code, "errorMessage": text}


def _is_ready(engine: Engine, task: Task) -> bool:
    return task.stage(engine.now()) == "succeeded"


def _music(engine: Engine, task: Task) -> dict[str, Any]:
    found = tracks_of(engine, task)
    return {
        "taskId": task.id,
        "parentMusicId": task.facts.get("parent", ""),
        "param": json.dumps(task.body, ensure_ascii=False),
        "response": {"taskId": task.id, "sunoData": found} if found else None,
        "status": _word(engine, task),
        "type": "GENERATE",
        "operationType": OPERATION_TYPES.get(task.operation, task.operation),
        **_error_fields(engine, task),
    }


def _lyrics(engine: Engine, task: Task) -> dict[str, Any]:
    return {
        "taskId": task.id,
        "param": json.dumps(task.body, ensure_ascii=False),
        "response": {"taskId": task.id, "data": lyrics_of(task)} if _is_ready(engine, task) else None,
        "status": _word(engine, task),
        "type": "LYRICS",
        **_error_fields(engine, task),
    }


def _converted(
    engine: Engine, task: Task, response: Mapping[str, Any], *, time: Callable[[float], Any]
) -> dict[str, Any]:
    ready = _is_ready(engine, task)
    return {
        "taskId": task.id,
        "musicId": task.body.get("audioId", ""),
        "callbackUrl": task.facts["callback"],
        "musicIndex": max(0, task.facts.get("index", 0)),
        "completeTime": time(task.finishes) if ready else None,
        "response": response if ready else None,
        "successFlag": _word(engine, task),
        "createTime": time(task.created),
        **_error_fields(engine, task),
    }


def _wav(engine: Engine, task: Task) -> dict[str, Any]:
    return _converted(engine, task, {"audioWavUrl": wav_link(task)}, time=written)


def _mp4(engine: Engine, task: Task) -> dict[str, Any]:
    time: Callable[[float], Any] = milliseconds if task.host == SUNOAPI else written
    return _converted(engine, task, {"videoUrl": mp4_link(task)}, time=time)


def _stems(engine: Engine, task: Task) -> dict[str, Any]:
    response = {"id": None, **stem_links(task), "originData": stem_list(task)}
    return _converted(engine, task, response, time=milliseconds)


def wav_link(task: Task) -> str:
    """Return the link of a converted track."""
    return link(task, "w", ending=".wav")


def mp4_link(task: Task) -> str:
    """Return the link of a track's film."""
    return link(task, "v", ending=".mp4")


def _cover(engine: Engine, task: Task) -> dict[str, Any]:
    ready, errors = _is_ready(engine, task), _error_fields(engine, task)
    return {
        "taskId": task.id,
        "parentTaskId": task.facts.get("of", ""),
        "callbackUrl": task.facts["callback"],
        "completeTime": _iso(task.finishes) if ready else None,
        "response": {"images": pictures(task)} if ready else None,
        "successFlag": _flag(engine, task, COVER_FLAGS),
        "createTime": _iso(task.created),
        **({"errorCode": 200, "errorMessage": ""} if ready else errors),
    }


def _midi(engine: Engine, task: Task) -> dict[str, Any]:
    ready = _is_ready(engine, task)
    return {
        "taskId": task.id,
        "recordTaskId": -1,
        "audioId": task.body.get("audioId", ""),
        "callbackUrl": task.facts["callback"],
        "completeTime": milliseconds(task.finishes) if ready else None,
        "midiData": midi_data(task) if ready else None,
        "successFlag": _flag(engine, task, MIDI_FLAGS),
        "createTime": milliseconds(task.created),
        **_error_fields(engine, task),
    }


def voice_record(engine: Engine, task: Task) -> dict[str, Any]:
    """Return the data of ``voice/validate-info`` or ``voice/record-info``."""
    kind, field = ("voice", "voiceId") if task.operation == "voice" else ("phrase", "validateInfo")
    stage = task.stage(engine.now())
    failed = stage in {"failed", "moderated"}
    text = f"{'Voice' if kind == 'voice' else 'Validation phrase'} generation failed"
    return {
        "taskId": task.id,
        field: task.facts.get(kind) if stage == "succeeded" else None,
        "status": VOICE_WORDS[kind]["failed" if failed else stage],
        "errorCode": 400 if failed else None,
        "errorMessage": text if failed else None,
    }


SHAPES: Final[Mapping[str, Callable[[Engine, Task], dict[str, Any]]]] = {
    "music": _music,
    "lyrics": _lyrics,
    "wav": _wav,
    "mp4": _mp4,
    "stems": _stems,
    "cover": _cover,
    "midi": _midi,
    "phrase": voice_record,
    "voice": voice_record,
}


def recovery(call: Call) -> Answer:
    """Answer ``suno/recovery/record-info?task_id=``: the code itself is the state."""
    task = own_task(call, call.query.get("task_id", ""))
    if task.operation != "recover_audio":
        raise Refusal("unknown_id")
    match task.stage(call.now):
        case "failed" | "moderated":
            code, text, data = 500, "recovery failed", None
        case "succeeded":
            code, text, data = 200, "success", recovered(call.engine, task)
        case _:
            code, text, data = 201, "processing", None
    return Answer({"code": code, "msg": text, "data": data, "task_id": task.id})


def recovered(engine: Engine, task: Task) -> list[dict[str, Any]]:
    """Return the new links of a recovered song; they live as long as fresh ones."""
    song = engine.tasks.get((task.host, task.facts["of"]))
    if song is None:
        return []
    song.facts["revived_until"] = task.finishes + engine.settings.retention
    return [
        {
            "id": track["id"],
            "audio_url": link(song, "m", offset=index, ending=".m4a"),
            "title": track["title"],
            "status": "success",
            "error": None,
        }
        for index, track in enumerate(tracks_of(engine, song), 1)
    ]
