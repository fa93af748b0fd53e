"""Take a Suno request on either route: judge it, price it, and start its task or answer at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlsplit

from reelscore.sandbox.calls import Call
from reelscore.sandbox.clock import written
from reelscore.sandbox.faults import steered
from reelscore.sandbox.schemas import is_link, known
from reelscore.sandbox.suno.facts import facts_of, once, song
from reelscore.sandbox.suno.refusals import Order, refusals
from reelscore.sandbox.suno.results import new_task_id, track
from reelscore.sandbox.suno.table import BY_JOBS_MODEL, OPERATIONS, Operation, accept, price
from reelscore.sandbox.values import Answer, Refusal, Stages, Task

STAGE_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "music": ("pending", "text", "first", "succeeded"),
    "phrase": ("pending", "running", "succeeded"),
    "voice": ("pending", "running", "succeeded"),
}
"""Names of an operation's stages; all others have ``pending`` and ``succeeded``."""
ERRORS: Final[Mapping[str, tuple[int, str]]] = {
    "moderated": (400, "Song Description flagged for moderation"),
    "task-fails": (501, "Generation Failed - Content generation task failed"),
}
LINK_LIFE: Final = 20 * 60.0
"""Seconds that a direct link lives. Source: docs.kie.ai."""


def submit(call: Call) -> Answer:
    operation = OPERATIONS[call.operation]
    body = known("suno", call.host, operation.name, call.fields)
    order = Order(operation=operation, host=call.host, route="paths", sent=call.fields, body=body)
    return accept({"taskId": _start(call, order).id} if operation.record else _answer_now(call, order))


SECONDS: Final = {
    f"{name}_{end}_s": f"{name}{end.title()}S" for name in ("infill", "vocal") for end in ("start", "end")
}
KEPT: Final = {"voice_check": {"task_id": "task_id"}, "recover_audio": {"task_id": "sunoTaskId"}}
"""Fields whose name on the first route is not plain camelCase, by operation."""


def _camel(name: str, operation: str) -> str:
    """Return the first route's name of an input field."""
    special = KEPT.get(operation, {}).get(name) or SECONDS.get(name)
    return special or re.sub(r"_([a-z])", lambda match: match[1].upper(), name)


def operation_of_job(call: Call) -> str:
    operation = BY_JOBS_MODEL.get(str(call.fields.get("model")))
    return operation.name if operation else "jobs"


def job_of(call: Call) -> tuple[dict[str, Any], str]:
    """Return the input of ``jobs/createTask``, and the address for its callback.

    Raises:
        Refusal: there is no input, or no such address.
    """
    given, callback = call.fields.get("input"), call.fields.get("callBackUrl") or ""
    if not isinstance(given, dict):
        raise Refusal("invalid", "input is required")
    if not (isinstance(callback, str) and (not callback or is_link(callback))):
        raise Refusal("invalid", "callBackUrl must be a valid URL")
    return given, callback


def create_job(call: Call) -> Answer:
    operation = OPERATIONS[call.operation]
    given, callback = job_of(call)
    fields = known("suno", call.host, operation.jobs, given)
    body = {_camel(name, operation.name): value for name, value in fields.items()}
    if callback:
        body["callBackUrl"] = callback
    order = Order(operation=operation, host=call.host, route="jobs", sent=given, body=body)
    if operation.record:
        return accept({"taskId": _start(call, order).id})
    data = _answer_now(call, order)
    return accept({**data, "taskId": call.task.id if call.task else ""})


def _start(call: Call, order: Order) -> Task:
    """Accept *order* and start its task.

    Raises:
        Refusal: the host does not take it.
    """
    call.judge(refusals(order))
    fault = steered(order.body)
    facts, stages = facts_of(call, order), _stages(call, order.operation)
    task = call.task = call.engine.start(_task(call, order, stages, error=ERRORS.get(fault), **facts), fault)
    parent = call.find_task(facts.get("of", ""))
    if parent is not None and "child" in facts:
        parent.facts.setdefault("children", {})[facts["child"]] = task.id
    return task


def _answer_now(call: Call, order: Order) -> dict[str, Any]:
    """Judge *order*, charge it and return its data: what is done at once.

    Raises:
        Refusal: the host does not take it.
    """
    call.judge(refusals(order))
    task = _task(call, order, ((0.0, "succeeded"),), direct=True)
    made = DIRECT[order.operation.name](call, order)
    if order.route == "jobs":  # its answer is kept as a finished record as well
        task.facts.update(callback=order.body.get("callBackUrl", ""), result=made)
    call.task = call.engine.start(task)
    if "creditsRemaining" in made:
        made["creditsRemaining"] = call.owner.balance
    return made


def _task(call: Call, order: Order, stages: Stages, *, error: tuple[int, str] | None = None, **facts: Any) -> Task:
    credits = price(order.operation.name, call.host, body=order.body)
    identity = new_task_id(call.engine, "task_" if order.route == "jobs" else "")
    task = call.new_task(identity, stages, credits=credits, operation=order.operation.name, error=error)
    task.facts.update(route=order.route, **facts)
    return task


def _stages(call: Call, operation: Operation) -> Stages:
    names, factor = STAGE_NAMES.get(operation.record, ("pending", "succeeded")), call.engine.varied(1, operation.name)
    return tuple((begins * factor, name) for begins, name in zip(operation.stages, names, strict=True))


def _persona(call: Call, order: Order) -> dict[str, Any]:
    parent, offset = song(call, order)
    if parent is not None and (parent.operation != "generate" or parent.facts["tracks"][offset - 1]["model"] == "V3_5"):
        raise Refusal("no_music")
    once(parent, f"persona:{offset}", label="Persona")
    persona = call.engine.new_hex()
    if parent is not None:
        parent.facts.setdefault("children", {})[f"persona:{offset}"] = persona
    return {"personaId": persona, "name": order.body["name"], "description": order.body["description"]}


def _timed_lyrics(call: Call, order: Order) -> dict[str, Any]:
    found = track(*song(call, order)) or {"prompt": "[Verse] Sung", "seconds": 30}
    words = found["prompt"].split()
    times = [round(place * found["seconds"] / max(1, len(words)), 3) for place in range(len(words) + 1)]
    aligned = [
        {"word": f"{word} ", "success": True, "startS": start, "endS": end, "palign": 0}
        for word, (start, end) in zip(words, pairwise(times), strict=True)
    ]
    return {"alignedWords": aligned, "waveformData": [0, 1, 0.5, 0.75], "hootCer": 0.38, "isStreamed": False}


def _boost(call: Call, order: Order) -> dict[str, Any]:
    content = order.body["content"]
    return {
        "taskId": new_task_id(call.engine),
        "param": json.dumps({"content": content}, ensure_ascii=False),
        "result": f"{content}, warm analog texture, steady mid-tempo groove, close and intimate vocals",
        "creditsConsumed": price("boost_style", call.host, body={}),
        "creditsRemaining": 0,
        "successFlag": "1",
        "errorCode": None,
        "errorMessage": "",
        "createTime": written(call.now),
    }


def _is_voice_there(call: Call, identity: str) -> dict[str, Any]:
    task = call.find_task(identity)
    if task is None and not call.is_strict:
        return {"isAvailable": False}
    if task is None or task.operation not in {"voice", "voice_phrase", "voice_phrase_again"}:
        raise Refusal("unknown_id")
    return {"isAvailable": task.operation == "voice" and task.stage(call.now) == "succeeded"}


DIRECT: Final[Mapping[str, Callable[[Call, Order], dict[str, Any]]]] = {
    "persona": _persona,
    "timestamped_lyrics": _timed_lyrics,
    "boost_style": _boost,
    "voice_check": lambda call, order: _is_voice_there(call, str(order.body["task_id"])),
}
"""Operations that are answered at once."""


def voice_check(call: Call) -> Answer:
    """Answer ``voice/check-voice``, a free read."""
    return accept(_is_voice_there(call, given(call, "task_id")))


def credit(call: Call) -> Answer:
    """Answer the balance: a bare number, whole on sunoapi.org (its schema says integer)."""
    balance = call.owner.balance
    return accept(int(balance) if call.host == "sunoapi.org" else balance)


def download_url(call: Call) -> Answer:
    """Answer ``common/download-url``: the same file under a link that lives 20 minutes."""
    url = given(call, "url")
    if call.is_strict and not urlsplit(url).path.startswith("/media/"):
        raise Refusal("invalid", "url is wrong")
    return accept(dated_link(call, url))


def dated_link(call: Call, url: str) -> str:
    """Return a link of a file that lives 20 minutes.

    Raises:
        Refusal: it is none.
    """
    if not is_link(url):
        raise Refusal("invalid", "url is wrong")
    return f"{url}{'&' if '?' in url else '?'}expires={int(call.now + LINK_LIFE)}"


def given(call: Call, name: str) -> str:
    """Return a text of the body.

    Raises:
        Refusal: there is none.
    """
    value = call.fields.get(name)
    if not isinstance(value, str) or not value:
        raise Refusal("callback", name)
    return value
