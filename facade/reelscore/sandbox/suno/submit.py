"""Take a Suno request on either route: find what it works on, judge and price it, start its task or answer at once."""

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
from reelscore.sandbox.probe import ASSUMED, Probe, own_file, probe_link
from reelscore.sandbox.schemas import is_link, known
from reelscore.sandbox.suno.records import STATES, new_task_id, task_of_part, track
from reelscore.sandbox.suno.table import ATTACHED, BY_JOBS_MODEL, OPERATIONS, Operation, Order, accept, price, refusals
from reelscore.sandbox.values import Answer, Facts, Refusal, Stages, Task, refuse_if

LONGEST_UPLOAD: Final = 8 * 60.0
"""Seconds of an uploaded song. Source: docs.kie.ai."""
PHRASE_LIFE: Final = 180.0
"""Seconds that a phrase lives; 150-180 were measured by a third party. Source: docs.kie.ai."""
PHRASES: Final = (
    "The lantern hums while seven foxes cross the frozen river",
    "A paper boat carries morning light past the quiet harbour",
    "Nine slow bells answer from the hill above the orchard",
)


def facts_of(call: Call, order: Order) -> Facts:
    """Look up what the request names, refuse what it cannot work on, and decide the result's facts."""
    callback = str(order.body.get("callBackUrl") or order.body.get("calBackUrl") or "")
    make = MAKERS.get(order.operation.name)
    return {"callback": callback, **(make(call, order) if make else {})}


def song(call: Call, order: Order) -> tuple[Task | None, int]:
    """Find the finished song and the track that ``taskId`` and ``audioId`` name.

    Without strict references an unknown song is let through as None.
    """
    audio, named = str(order.body.get("audioId") or ""), order.body.get("taskId")
    task, offset = task_of_part(call.engine, call.host, part=audio) if audio else (call.find_task(named), 1)
    if (task := _finished(call, task)) is None:
        return None, 1
    if track(task, offset) is None or named not in {None, task.id}:
        raise Refusal("no_music")
    return task, offset


def _finished(call: Call, task: Task | None) -> Task | None:
    """Return a task of this account that has succeeded, or None for one that need not be there; refuse any other."""
    if task is None and not call.is_strict:
        return None
    if task is None or task.key != call.account.key or task.stage(call.now) != "succeeded":
        raise Refusal("no_music")
    return task


def _of(parent: Task | None, offset: int) -> Facts:
    """Return what a task keeps of the track that it is made from."""
    found = track(parent, offset)
    seconds = float(found["seconds"]) if found else 30.0
    return {"of": str(parent.id) if parent else "", "index": offset - 1, "seconds": seconds}


def _reach(*urls: str) -> None:
    refuse_if(any("unreachable" in url for url in urls), "unreachable")


def _audio(call: Call, url: str) -> Probe:
    _reach(url)
    found = own_file(call, url) or probe_link(url)
    if found.media_type == "image" if found else urlsplit(url).path.startswith("/media/"):
        raise Refusal("invalid", "the uploaded file is no audio")
    sound = found or ASSUMED["audio"]
    refuse_if(sound.seconds > LONGEST_UPLOAD + 1, "invalid", "the uploaded audio is longer than 8 minutes")
    refuse_if("sandbox-matches" in url, "matches")
    return sound


def _tracks(call: Call, order: Order, *, seconds: float | None = None, count: int = 2) -> Facts:
    body, random = order.body, call.engine.random
    given = body.get("duration") if order.custom else None
    lengths = [seconds or given or round(random.uniform(90, 230), 2) for _ in range(count)]
    return {
        "parent": str(body.get("audioId") or ""),
        "tracks": [
            {
                "seconds": round(float(length) - (0 if seconds or given else index * 1.5), 2),
                "title": str(body.get("title") or "Untitled"),
                "tags": str(body.get("style") or body.get("tags") or "pop"),
                "prompt": ""
                if body.get("instrumental")
                else str(body.get("lyrics") or body.get("prompt") or "[Verse]\nSung by the sandbox"),
                "model": order.model,
            }
            for index, length in enumerate(lengths)
        ],
    }


def _generate(call: Call, order: Order) -> Facts:
    for name in ATTACHED:
        _reach(*order.body.get(name) or ())
    return _tracks(call, order)


def _sounds(call: Call, order: Order) -> Facts:
    return _tracks(call, order, seconds=round(call.engine.random.uniform(5, 20), 2))


def _extend(call: Call, order: Order) -> Facts:
    source = track(*song(call, order))
    if source is None:
        return _continued(call, order, 120.0, is_known=False)
    if source["model"] != order.model:
        raise Refusal("invalid", f"model must be that of the source music, {source['model']}")
    return _continued(call, order, float(source["seconds"]), is_known=True)


def _continued(call: Call, order: Order, length: float, *, is_known: bool) -> Facts:
    at = order.body.get("continueAt")
    if is_known and at is not None and at >= length:
        raise Refusal("invalid", f"continueAt must be below the source's {length:g} s")
    return _tracks(call, order, seconds=round(float(length if at is None else at) + 60, 2))


def _upload(call: Call, order: Order) -> Facts:
    source = _audio(call, order.body["uploadUrl"])
    if order.operation.name == "upload_extend":
        return _continued(call, order, source.seconds, is_known=bool(source.bytes))
    return _tracks(call, order, seconds=round(source.seconds, 2) if source.bytes else None)


def _mashup(call: Call, order: Order) -> Facts:
    for url in order.body["uploadUrlList"]:
        _audio(call, url)
    return _tracks(call, order)


def _replace(call: Call, order: Order) -> Facts:
    if order.body.get("uploadUrl"):
        source = _audio(call, order.body["uploadUrl"])
        return _tracks(call, order, seconds=source.seconds or None, count=1)
    made = track(*song(call, order))
    return _tracks(call, order, seconds=float(made["seconds"]) if made else None, count=1)


def once(parent: Task | None, what: str, *, existing: str = "conflict", label: str = "") -> None:
    """Refuse a second one of what a track or task has only once, with the id of the first one's task."""
    children: Mapping[str, str] = parent.facts.get("children", {}) if parent else {}
    if what in children:
        raise Refusal(existing, label, data={"taskId": children[what]})


def _converted(what: str, label: str) -> Callable[[Call, Order], Facts]:
    def make(call: Call, order: Order) -> Facts:
        parent, offset = song(call, order)
        once(parent, f"{what}:{offset}", label=label)
        return {**_of(parent, offset), "child": f"{what}:{offset}"}

    return make


def _of_song(field: str, *, unique: str = "") -> Callable[[Call, Order], Facts]:
    """Make facts from a whole song, whose id is in *field*."""

    def make(call: Call, order: Order) -> Facts:
        task = _finished(call, call.find_task(order.body.get(field)))
        if task is None:
            return {"of": ""}
        refuse_if("tracks" not in task.facts, "no_music")
        if unique:
            once(task, unique, existing=f"{unique}_exists")
        return {"of": str(task.id), **({"child": unique} if unique else {})}

    return make


def _stems(call: Call, order: Order) -> Facts:
    kind = order.body.get("type") or "separate_vocal"
    shared: Facts = {"type": kind, "stem": order.body.get("stemName") or "", "index": 0}
    if order.body.get("audioUrl"):
        return {**shared, "seconds": _audio(call, order.body["audioUrl"]).seconds}
    return {**shared, **_of(*song(call, order))}


def _midi(call: Call, order: Order) -> Facts:
    task = _finished(call, call.find_task(order.body.get("taskId")))
    if task is None:
        return {"seconds": 30.0}
    refuse_if(task.operation != "stems", "no_music")
    if order.body.get("audioId"):
        owner, _ = task_of_part(call.engine, call.host, part=order.body["audioId"])
        refuse_if(owner is not task, "no_music")
    return {"seconds": task.facts.get("seconds", 30), "of": str(task.id)}


def _phrase(call: Call, order: Order) -> Facts:
    _reach(order.body["voiceUrl"])
    return {"phrase": call.engine.random.choice(PHRASES)}


def _validated(call: Call, order: Order) -> Task | None:
    task = call.find_task(order.body.get("taskId"))
    return task if task is not None and task.operation in {"voice_phrase", "voice_phrase_again"} else None


def _phrase_again(call: Call, order: Order) -> Facts:
    task = _validated(call, order)
    if call.is_strict and (task is None or task.facts.get("used")):
        raise Refusal("state", "The record is not found or does not need to be rebuilt")
    return {"phrase": call.engine.random.choice(PHRASES)}


def _voice(call: Call, order: Order) -> Facts:
    task = _validated(call, order)
    if task is not None or call.is_strict:
        if task is None or task.facts.get("used") or task.stage(call.now) != "succeeded":
            raise Refusal("state", "Validate record is not in valid status")
        if call.now > task.finishes + PHRASE_LIFE:
            raise Refusal("state", "Verification phrase expired or not found. Please request a new phrase.")
        if "sandbox-wrong-phrase" in order.body["verifyUrl"]:
            raise Refusal("state", "It didn't sound like you said the phrase. Please try reading it more clearly.")
        task.facts["used"] = True
    return {"voice": call.engine.new_uuid()}


MAKERS: Mapping[str, Callable[[Call, Order], Facts]] = {
    "generate": _generate,
    "extend": _extend,
    "upload_cover": _upload,
    "upload_extend": _upload,
    "add_instrumental": _upload,
    "add_vocals": _upload,
    "replace_section": _replace,
    "mashup": _mashup,
    "sounds": _sounds,
    "wav": _converted("wav", "WAV record"),
    "music_video": _converted("mp4", "MP4 record"),
    "cover_image": _of_song("taskId", unique="cover"),
    "stems": _stems,
    "midi": _midi,
    "recover_audio": _of_song("sunoTaskId"),
    "voice_phrase": _phrase,
    "voice_phrase_again": _phrase_again,
    "voice": _voice,
}
"""Operation to what finds its sources."""


ERRORS: Final[Mapping[str, tuple[int, str]]] = {
    "moderated": (400, "Song Description flagged for moderation"),
    "task-fails": (501, "Generation Failed - Content generation task failed"),
}
LINK_LIFE: Final = 20 * 60.0
"""Seconds that a direct link lives. Source: docs.kie.ai."""


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
    """Return the input of ``jobs/createTask`` and the address for its callback; refuse what is neither."""
    given, callback = call.fields.get("input"), call.fields.get("callBackUrl") or ""
    if not isinstance(given, dict):
        raise Refusal("invalid", "input is required")
    if not (isinstance(callback, str) and (not callback or is_link(callback))):
        raise Refusal("invalid", "callBackUrl must be a valid URL")
    return given, callback


def submit(call: Call) -> Answer:
    """Answer an operation on either route: with its task, or at once; a job's answer names its task as well."""
    order = _order(call)
    made = {"taskId": _start(call, order).id} if order.operation.record else _answer_now(call, order)
    return accept({**made, "taskId": call.task.id} if order.route == "jobs" and call.task else made)


def _order(call: Call) -> Order:
    operation = OPERATIONS[call.operation]
    if call.path != "/jobs/createTask":
        body = known("suno", call.host, operation.name, call.fields)
        return Order(operation=operation, host=call.host, route="paths", sent=call.fields, body=body)
    given, callback = job_of(call)
    fields = known("suno", call.host, operation.jobs, given).items()
    body = {_camel(name, operation.name): value for name, value in fields}
    body |= {"callBackUrl": callback} if callback else {}
    return Order(operation=operation, host=call.host, route="jobs", sent=given, body=body)


def _start(call: Call, order: Order) -> Task:
    """Judge *order* and start its task."""
    call.judge(refusals(order))
    fault = steered(order.body)
    facts, stages = facts_of(call, order), _stages(call, order.operation)
    task = call.task = call.engine.start(_task(call, order, stages, error=ERRORS.get(fault), **facts), fault)
    parent = call.find_task(facts.get("of", ""))
    if parent is not None and "child" in facts:
        parent.facts.setdefault("children", {})[facts["child"]] = task.id
    return task


def _answer_now(call: Call, order: Order) -> dict[str, Any]:
    """Judge *order*, charge it and return its data: what is done at once."""
    call.judge(refusals(order))
    task = _task(call, order, ((0.0, "succeeded"),), direct=True)
    made = DIRECT[order.operation.name](call, order)
    if order.route == "jobs":  # its answer is kept as a finished record as well
        task.facts.update(callback=order.body.get("callBackUrl", ""), result=made)
    call.task = call.engine.start(task)
    if "creditsRemaining" in made:
        made["creditsRemaining"] = call.account.balance
    return made


def _task(call: Call, order: Order, stages: Stages, *, error: tuple[int, str] | None = None, **facts: Any) -> Task:
    credits = price(order.operation.name, call.host, body=order.body)
    identity = new_task_id(call.engine, "task_" if order.route == "jobs" else "")
    task = call.new_task(identity, stages, credits=credits, operation=order.operation.name, error=error)
    task.facts.update(route=order.route, **facts)
    return task


def _stages(call: Call, operation: Operation) -> Stages:
    names = (name for name in ("pending", "running", "text", "first", "succeeded") if STATES[operation.record][name])
    factor = call.engine.varied(1, operation.name)
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
    balance = call.account.balance
    return accept(int(balance) if call.host == "sunoapi.org" else balance)


def download_url(call: Call) -> Answer:
    """Answer ``common/download-url``: the same file under a link that lives 20 minutes."""
    url = given(call, "url")
    refuse_if(call.is_strict and not urlsplit(url).path.startswith("/media/"), "invalid", "url is wrong")
    return accept(dated_link(call, url))


def dated_link(call: Call, url: str) -> str:
    """Return a link of a file that lives 20 minutes, or refuse what is none."""
    refuse_if(not is_link(url), "invalid", "url is wrong")
    return f"{url}{'&' if '?' in url else '?'}expires={int(call.now + LINK_LIFE)}"


def given(call: Call, name: str) -> str:
    """Return a text of the body, or refuse its lack."""
    value = call.fields.get(name)
    if not isinstance(value, str) or not value:
        raise Refusal("callback", name)
    return value
