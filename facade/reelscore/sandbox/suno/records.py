"""The record-info answers of the first route: one shape, one status type and one time format per family."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reelscore.sandbox.calls import Answer, Refusal
from reelscore.sandbox.suno.results import lyrics_of, midi_data, pictures, stem_links, stem_list, tracks_of, written
from reelscore.sandbox.suno.table import OPERATIONS
from reelscore.sandbox.suno.tracks import link
from reelscore.sandbox.suno.voices import voice_record
from reelscore.sandbox.suno.words import accept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reelscore.sandbox.calls import Call
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.tasks import Task

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "music": {"pending": "PENDING", "text": "TEXT_SUCCESS", "first": "FIRST_SUCCESS", "succeeded": "SUCCESS",
              "failed": "GENERATE_AUDIO_FAILED", "moderated": "SENSITIVE_WORD_ERROR"},
    "lyrics": {"pending": "PENDING", "succeeded": "SUCCESS", "failed": "GENERATE_LYRICS_FAILED", "moderated": "SENSITIVE_WORD_ERROR"},
    "wav": {"pending": "PENDING", "succeeded": "SUCCESS", "failed": "GENERATE_WAV_FAILED", "moderated": "CREATE_TASK_FAILED"},
    "stems": {"pending": "PENDING", "succeeded": "SUCCESS", "failed": "GENERATE_AUDIO_FAILED", "moderated": "CREATE_TASK_FAILED"},
    "mp4": {"pending": "PENDING", "succeeded": "SUCCESS", "failed": "GENERATE_MP4_FAILED", "moderated": "CREATE_TASK_FAILED"},
}  # fmt: skip
"""Stage to status word. Source: kie-suno.md §5."""
COVER_FLAGS: Final[Mapping[str, int]] = {"pending": 2, "succeeded": 1, "failed": 3, "moderated": 3}
"""On cover pictures 2 is still running."""
MIDI_FLAGS: Final[Mapping[str, int]] = {"pending": 0, "succeeded": 1, "failed": 3, "moderated": 2}
"""On MIDI 2 has failed."""
FAILURE: Final = (531, "Sorry, the generation failed due to an issue. Your credits have been refunded.")


def record(kind: str) -> Callable[[Call], Answer]:
    """Return the handler of one family's record-info."""

    def answer(call: Call) -> Answer:
        task = own_task(call, call.query.get("taskId", ""))
        if task.facts.get("route") == "jobs" or OPERATIONS[task.operation].record != kind:
            raise Refusal("unknown_id")
        if call.engine.now() - task.created < call.engine.settings.record_delay:
            return accept(None)
        return accept(SHAPES[kind](call.engine, task))

    return answer


def own_task(call: Call, identity: str) -> Task:
    """Return the task of this account.

    Raises:
        Refusal: there is none.
    """
    task = call.engine.find(call.host, identity, key=call.owner.key)
    if task is None:
        raise Refusal("unknown_id")
    call.task = task
    return task


def error_of(task: Task, stage: str) -> tuple[int | None, str | None]:
    """Return the record's error code and text; both are None until the task has failed."""
    if stage not in {"failed", "moderated"}:
        return None, None
    return task.error or (FAILURE if stage == "failed" else (400, "Song Description flagged for moderation"))


def word_of(engine: Engine, task: Task) -> str:
    """Return the status word of *task* now."""
    stage = task.stage(engine.now())
    if task.word is not None and (task.facts.get("word_for_ever") or not task.done(engine.now())):
        return task.word
    if stage == "succeeded" and task.facts.get("callback_exception"):
        return "CALLBACK_EXCEPTION"
    return WORDS[OPERATIONS[task.operation].record][stage]


def _error_fields(engine: Engine, task: Task) -> dict[str, Any]:
    code, text = error_of(task, task.stage(engine.now()))
    return {"errorCode": code, "errorMessage": text}


def milliseconds(at: float) -> int:
    """Write a time as epoch milliseconds."""
    return int(at * 1000)


def iso(at: float) -> str:
    """Write a time as ISO 8601 with milliseconds."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _music(engine: Engine, task: Task) -> dict[str, Any]:
    found = tracks_of(engine, task)
    return {
        "taskId": task.id,
        "parentMusicId": task.facts.get("parent", ""),
        "param": json.dumps(task.body, ensure_ascii=False),
        "response": {"taskId": task.id, "sunoData": found} if found else None,
        "status": word_of(engine, task),
        "type": "GENERATE",
        "operationType": {"add_instrumental": "underpainting", "add_vocals": "overpainting"}.get(
            task.operation, task.operation
        ),
        **_error_fields(engine, task),
    }


def _lyrics(engine: Engine, task: Task) -> dict[str, Any]:
    ready = task.stage(engine.now()) == "succeeded"
    return {
        "taskId": task.id,
        "param": json.dumps(task.body, ensure_ascii=False),
        "response": {"taskId": task.id, "data": lyrics_of(task)} if ready else None,
        "status": word_of(engine, task),
        "type": "LYRICS",
        **_error_fields(engine, task),
    }


def _converted(engine: Engine, task: Task, *, key: str, folder: str, ending: str) -> dict[str, Any]:
    ready = task.stage(engine.now()) == "succeeded"
    time = milliseconds if task.host == "sunoapi.org" and folder == "v" else written
    return {
        "taskId": task.id,
        "musicId": task.body.get("audioId", ""),
        "callbackUrl": task.facts["callback"],
        "musicIndex": max(0, task.facts.get("index", 0)),
        "completeTime": time(task.finishes) if ready else None,
        "response": {key: link(task, folder, offset=0, ending=ending)} if ready else None,
        "successFlag": word_of(engine, task),
        "createTime": time(task.created),
        **_error_fields(engine, task),
    }


def _wav(engine: Engine, task: Task) -> dict[str, Any]:
    return _converted(engine, task, key="audioWavUrl", folder="w", ending=".wav")


def _mp4(engine: Engine, task: Task) -> dict[str, Any]:
    return _converted(engine, task, key="videoUrl", folder="v", ending=".mp4")


def _stems(engine: Engine, task: Task) -> dict[str, Any]:
    ready = task.stage(engine.now()) == "succeeded"
    return {
        "taskId": task.id,
        "musicId": task.body.get("audioId", ""),
        "callbackUrl": task.facts["callback"],
        "musicIndex": max(0, task.facts.get("index", 0)),
        "completeTime": milliseconds(task.finishes) if ready else None,
        "response": {"id": None, **stem_links(task), "originData": stem_list(task)} if ready else None,
        "successFlag": word_of(engine, task),
        "createTime": milliseconds(task.created),
        **_error_fields(engine, task),
    }


def _cover(engine: Engine, task: Task) -> dict[str, Any]:
    stage = task.stage(engine.now())
    code, text = error_of(task, stage)
    ready = stage == "succeeded"
    return {
        "taskId": task.id,
        "parentTaskId": task.facts.get("of", ""),
        "callbackUrl": task.facts["callback"],
        "completeTime": iso(task.finishes) if ready else None,
        "response": {"images": pictures(task)} if ready else None,
        "successFlag": _flag(engine, task, flags=COVER_FLAGS),
        "createTime": iso(task.created),
        "errorCode": 200 if ready else code,
        "errorMessage": "" if ready else text,
    }


def _flag(engine: Engine, task: Task, *, flags: Mapping[str, int]) -> int:
    if task.word is not None and not task.done(engine.now()):
        return int(task.word) if task.word.lstrip("-").isdigit() else 99
    return flags[task.stage(engine.now())]


def _midi(engine: Engine, task: Task) -> dict[str, Any]:
    ready = task.stage(engine.now()) == "succeeded"
    return {
        "taskId": task.id,
        "recordTaskId": -1,
        "audioId": task.body.get("audioId", ""),
        "callbackUrl": task.facts["callback"],
        "completeTime": milliseconds(task.finishes) if ready else None,
        "midiData": midi_data(task) if ready else None,
        "successFlag": _flag(engine, task, flags=MIDI_FLAGS),
        "createTime": milliseconds(task.created),
        **_error_fields(engine, task),
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
    stage = task.stage(call.engine.now())
    if stage in {"failed", "moderated"}:
        return Answer({"code": 500, "msg": "recovery failed", "data": None, "task_id": task.id})
    if stage != "succeeded":
        return Answer({"code": 201, "msg": "processing", "data": None, "task_id": task.id})
    return Answer({"code": 200, "msg": "success", "data": recovered(call.engine, task), "task_id": task.id})


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
