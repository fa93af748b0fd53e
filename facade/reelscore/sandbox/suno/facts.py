"""What a Suno task works on and will result in, decided when it is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from reelscore.sandbox.calls import Refusal
from reelscore.sandbox.probe import ASSUMED, Probe, probe, probe_link
from reelscore.sandbox.suno.tracks import STEM, task_of_part, track

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reelscore.sandbox.calls import Call
    from reelscore.sandbox.suno.refusals import Order
    from reelscore.sandbox.tasks import Facts, Task

LONGEST_UPLOAD = 8 * 60.0
"""Seconds of an uploaded song. Source: kie-suno.md §6.4."""


def facts_of(call: Call, order: Order) -> Facts:
    """Look up what the request names and decide the result's facts.

    Raises:
        Refusal: a task or track that is not there or not ready, a link that cannot be read, a second one of what exists once.
    """
    facts: Facts = {"callback": _callback(order)}
    return {**facts, **MAKERS.get(order.operation.name, _nothing)(call, order)}


def _callback(order: Order) -> str:
    return str(order.body.get("callBackUrl") or order.body.get("calBackUrl") or "")


def _nothing(_: Call, __: Order) -> Facts:
    return {}


def song(call: Call, order: Order) -> tuple[Task | None, int]:
    """Find the finished song and the track that ``taskId`` and ``audioId`` name.

    Without strict references an unknown song is let through as None.
    """
    audio = str(order.body.get("audioId") or "")
    task, offset = task_of_part(call.engine, call.host, part=audio) if audio else (_task(call, order), 1)
    named = order.body.get("taskId")
    fits = (
        task is not None and task.key == call.owner.key and track(task, offset) is not None and named in {None, task.id}
    )
    if task is not None and fits and task.stage(call.engine.now()) == "succeeded":
        return task, offset
    if task is None and not call.engine.settings.strict_references:
        return None, 1
    raise Refusal("no_music")


def _task(call: Call, order: Order) -> Task | None:
    return call.engine.find(call.host, str(order.body.get("taskId")), key=call.owner.key)


def _audio(call: Call, url: str) -> Probe:
    if "unreachable" in url:
        raise Refusal("unreachable")
    parts = urlsplit(url)
    name = unquote(parts.path).removeprefix("/media/")
    mine = call.engine.files.read(name, now=call.engine.now()) if parts.path.startswith("/media/") else None
    found = probe(mine[1]) if mine else probe_link(url)
    if found is not None and found.media_type == "image":
        raise Refusal("invalid", "the uploaded file is no audio")
    if mine and found is None:
        raise Refusal("invalid", "the uploaded file is no audio")
    sound = found or ASSUMED["audio"]
    if sound.seconds > LONGEST_UPLOAD + 1:
        raise Refusal("invalid", "the uploaded audio is longer than 8 minutes")
    if "sandbox-matches" in url:
        raise Refusal("matches")
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
    for name in ("imageUrls", "videoUrls", "audioUrls"):
        if any("unreachable" in url for url in order.body.get(name) or ()):
            raise Refusal("unreachable")
    return _tracks(call, order)


def _sounds(call: Call, order: Order) -> Facts:
    return _tracks(call, order, seconds=round(call.engine.random.uniform(5, 20), 2))


def _extend(call: Call, order: Order) -> Facts:
    parent, offset = song(call, order)
    source = track(parent, offset) if parent else None
    length = float(source["seconds"]) if source else 120.0
    if source:
        _before_end(order, length)
    if source and source["model"] != order.model:
        raise Refusal("invalid", f"model must be that of the source music, {source['model']}")
    return _tracks(call, order, seconds=_continued(order, length))


def _continued(order: Order, length: float) -> float:
    at = order.body.get("continueAt")
    return round(float(length if at is None else at) + 60, 2)


def _before_end(order: Order, length: float) -> None:
    at = order.body.get("continueAt")
    if at is not None and at >= length:
        raise Refusal("invalid", f"continueAt must be below the source's {length:g} s")


def _upload(call: Call, order: Order) -> Facts:
    source = _audio(call, order.body["uploadUrl"])
    if order.operation.name == "upload_extend":
        if source.bytes:
            _before_end(order, source.seconds)
        return _tracks(call, order, seconds=_continued(order, source.seconds))
    return _tracks(call, order, seconds=round(source.seconds, 2) if source.bytes else None)


def _mashup(call: Call, order: Order) -> Facts:
    for url in order.body["uploadUrlList"]:
        _audio(call, url)
    return _tracks(call, order)


def _replace(call: Call, order: Order) -> Facts:
    if order.body.get("uploadUrl"):
        source = _audio(call, order.body["uploadUrl"])
        return _tracks(call, order, seconds=source.seconds or None, count=1)
    parent, offset = song(call, order)
    found = track(parent, offset) if parent else None
    return _tracks(call, order, seconds=float(found["seconds"]) if found else None, count=1)


def once(parent: Task | None, what: str, *, existing: str = "conflict", label: str = "") -> None:
    """Refuse a second one of what a track or task has only once.

    Raises:
        Refusal: it exists; the answer carries its task id.
    """
    children: Mapping[str, str] = parent.facts.get("children", {}) if parent else {}
    if what in children:
        raise Refusal(existing, label, data={"taskId": children[what]})


def _converted(what: str, label: str) -> Callable[[Call, Order], Facts]:
    def make(call: Call, order: Order) -> Facts:
        parent, offset = song(call, order)
        child = f"{what}:{offset}"
        once(parent, child, label=label)
        found = track(parent, offset) if parent else None
        return {
            "of": str(parent.id) if parent else "",
            "child": child,
            "index": offset - 1,
            "seconds": found["seconds"] if found else 30,
        }

    return make


def _cover(call: Call, order: Order) -> Facts:
    task = _task(call, order)
    if task is None and not call.engine.settings.strict_references:
        return {"of": ""}
    if task is None or "tracks" not in task.facts or task.stage(call.engine.now()) != "succeeded":
        raise Refusal("no_music")
    once(task, "cover", existing="cover_exists")
    return {"of": str(task.id), "child": "cover"}


def _stems(call: Call, order: Order) -> Facts:
    kind = order.body.get("type") or "separate_vocal"
    shared: Facts = {"type": kind, "stem": order.body.get("stemName") or "", "index": 0}
    if order.body.get("audioUrl"):
        return {**shared, "seconds": _audio(call, order.body["audioUrl"]).seconds}
    parent, offset = song(call, order)
    found = track(parent, offset) if parent else None
    return {
        **shared,
        "of": str(parent.id) if parent else "",
        "index": offset - 1,
        "seconds": found["seconds"] if found else 30,
    }


def _midi(call: Call, order: Order) -> Facts:
    task = _task(call, order)
    if task is None and not call.engine.settings.strict_references:
        return {"seconds": 30.0}
    if task is None or task.operation != "stems" or task.stage(call.engine.now()) != "succeeded":
        raise Refusal("no_music")
    audio = order.body.get("audioId")
    if audio:
        owner, offset = task_of_part(call.engine, call.host, part=audio)
        if owner is not task or offset < STEM:
            raise Refusal("no_music")
    return {"seconds": task.facts.get("seconds", 30), "of": str(task.id)}


def _recover(call: Call, order: Order) -> Facts:
    task = call.engine.find(call.host, str(order.body["sunoTaskId"]), key=call.owner.key)
    if task is None and not call.engine.settings.strict_references:
        return {"of": ""}
    if task is None or "tracks" not in task.facts or task.stage(call.engine.now()) != "succeeded":
        raise Refusal("no_music")
    return {"of": str(task.id)}


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
    "cover_image": _cover,
    "stems": _stems,
    "midi": _midi,
    "recover_audio": _recover,
}
"""Operation to what finds its sources; voices have their own in `voices`."""
