"""Kie's second route: one address for every operation, snake_case input, one record shape."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from reelscore.sandbox.http import dump
from reelscore.sandbox.schemas import known
from reelscore.sandbox.suno.records import (
    error_of,
    milliseconds,
    mp4_link,
    own_task,
    recovered,
    voice_record,
    wav_link,
)
from reelscore.sandbox.suno.refusals import Order, is_link
from reelscore.sandbox.suno.results import lyrics_of, midi_data, pictures, snake, stem_links, stem_list, tracks_of
from reelscore.sandbox.suno.submit import answer_now, start
from reelscore.sandbox.suno.table import BY_JOBS_MODEL, OPERATIONS
from reelscore.sandbox.suno.words import accept
from reelscore.sandbox.values import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reelscore.sandbox.calls import Call
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.values import Answer, Task

SECONDS: Final = {
    f"{name}_{end}_s": f"{name}{end.title()}S" for name in ("infill", "vocal") for end in ("start", "end")
}
KEPT: Final = {"voice_check": {"task_id": "task_id"}, "recover_audio": {"task_id": "sunoTaskId"}}
"""Fields whose name on the first route is not plain camelCase, by operation."""
STATES: Final[Mapping[str, str]] = {"pending": "waiting", "text": "generating", "first": "generating", "running": "generating",
                                    "succeeded": "success", "failed": "fail", "moderated": "fail"}  # fmt: skip
NO_MODEL: Final = "The model name you specified is not supported. Please verify the model name and try again"


def camel(name: str, operation: str) -> str:
    """Return the first route's name of an input field."""
    special = KEPT.get(operation, {}).get(name) or SECONDS.get(name)
    return special or re.sub(r"_([a-z])", lambda match: match[1].upper(), name)


def refine(call: Call) -> str:
    """Name the operation behind ``createTask``."""
    operation = BY_JOBS_MODEL.get(str(call.fields.get("model")))
    return operation.name if operation else "jobs"


def create_task(call: Call) -> Answer:
    """Answer ``jobs/createTask``."""
    operation = OPERATIONS.get(call.operation)
    if operation is None:
        raise Refusal("invalid", NO_MODEL)
    given = call.fields.get("input")
    if not isinstance(given, dict):
        raise Refusal("invalid", "input is required")
    body = {camel(name, operation.name): value for name, value in known(call.host, operation.jobs, given).items()}
    callback = call.fields.get("callBackUrl")
    if callback is not None and not (isinstance(callback, str) and is_link(callback)):
        raise Refusal("invalid", "callBackUrl must be a valid URL")
    if callback:
        body["callBackUrl"] = callback
    order = Order(operation=operation, host=call.host, route="jobs", sent=given, body=body)
    if operation.record:
        return accept({"taskId": start(call, order).id})
    data = answer_now(call, order)
    return accept({"taskId": call.task.id if call.task else "", **data})


def record_info(call: Call) -> Answer:
    """Answer ``jobs/recordInfo``."""
    identity = call.query.get("taskId", "")
    if not identity:
        raise Refusal("no_task_id")
    task = own_task(call, identity)
    if task.facts.get("route") != "jobs":
        raise Refusal("unknown_id")
    return accept(job_record(call.engine, task))


def job_record(engine: Engine, task: Task) -> dict[str, Any]:
    """Return the record of a task of the second route."""
    now = engine.now()
    stage, done = task.stage(now), task.done(now)
    code, text = error_of(task, stage)
    return {
        "taskId": task.id,
        "model": OPERATIONS[task.operation].jobs,
        "state": task.strange_word(now) or STATES[stage],
        "param": json.dumps(task.body, ensure_ascii=False),
        "resultJson": dump(job_result(engine, task)).decode() if stage == "succeeded" else "",
        "failCode": str(code) if code else "",
        "failMsg": text or "",
        "costTime": milliseconds(task.stages[-1][0]) if done else 0,
        "completeTime": milliseconds(task.finishes) if done else None,
        "createTime": milliseconds(task.created),
        "updateTime": milliseconds(min(now, task.finishes)),
        "creditsConsumed": task.credits if stage == "succeeded" else 0,
    }


def snake_track(track: Mapping[str, Any]) -> dict[str, Any]:
    """Return a track with the names of callbacks and of the second route."""
    return {name if name == "createTime" else snake(name): value for name, value in track.items()}


RESULTS: Final[Mapping[str, Callable[[Engine, Task], Any]]] = {
    "music": lambda engine, task: {"data": [snake_track(track) for track in tracks_of(engine, task)]},
    "lyrics": lambda _, task: {"resultObject": {"lyricsData": lyrics_of(task)}},
    "wav": lambda _, task: {"resultUrls": [wav_link(task)]},
    "mp4": lambda _, task: {"resultUrls": [mp4_link(task)]},
    "cover": lambda _, task: {"resultUrls": pictures(task)},
    "stems": lambda _, task: {"data": {**stem_links(task), "originData": stem_list(task)}},
    "midi": lambda _, task: {"data": midi_data(task)},
    "phrase": lambda engine, task: {"data": voice_record(engine, task)},
    "voice": lambda engine, task: {"data": voice_record(engine, task)},
    "recovery": lambda engine, task: {"data": recovered(engine, task)},
}
"""``resultJson`` by record. Music, lyrics, wav and mp4 were observed (docs.kie.ai); the others are the sandbox's own shapes."""


def job_result(engine: Engine, task: Task) -> Any:
    """Return what ``resultJson`` holds."""
    if "result" in task.facts:
        return {"data": task.facts["result"]}
    return RESULTS[OPERATIONS[task.operation].record](engine, task)
