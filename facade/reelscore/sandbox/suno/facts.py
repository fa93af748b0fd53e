"""What a Suno task works on and will result in, decided when it is accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from reelscore.sandbox.calls import Call
from reelscore.sandbox.probe import ASSUMED, Probe, own_file, probe_link
from reelscore.sandbox.suno.refusals import ATTACHED, Order
from reelscore.sandbox.suno.results import STEM, task_of_part, track
from reelscore.sandbox.values import Facts, Refusal, Task

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
    """Look up what the request names and decide the result's facts.

    Raises:
        Refusal: a task or track that is not there or not ready, a link that cannot be read, a second one of what exists
            once, a phrase that is unknown, used or too old.
    """
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
    """Return a task of this account that has succeeded, or None for one that need not be there.

    Raises:
        Refusal: it has not, or it must be there.
    """
    if task is None and not call.is_strict:
        return None
    if task is None or task.key != call.owner.key or task.stage(call.now) != "succeeded":
        raise Refusal("no_music")
    return task


def _of(parent: Task | None, offset: int) -> Facts:
    """Return what a task keeps of the track that it is made from."""
    found = track(parent, offset)
    seconds = float(found["seconds"]) if found else 30.0
    return {"of": str(parent.id) if parent else "", "index": offset - 1, "seconds": seconds}


def _reach(*urls: str) -> None:
    if any("unreachable" in url for url in urls):
        raise Refusal("unreachable")


def _audio(call: Call, url: str) -> Probe:
    _reach(url)
    found = own_file(call, url) or probe_link(url)
    if found.media_type == "image" if found else urlsplit(url).path.startswith("/media/"):
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
        once(parent, f"{what}:{offset}", label=label)
        return {**_of(parent, offset), "child": f"{what}:{offset}"}

    return make


def _of_song(field: str, *, unique: str = "") -> Callable[[Call, Order], Facts]:
    """Make facts from a whole song, whose id is in *field*."""

    def make(call: Call, order: Order) -> Facts:
        task = _finished(call, call.find_task(order.body.get(field)))
        if task is None:
            return {"of": ""}
        if "tracks" not in task.facts:
            raise Refusal("no_music")
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
    if task.operation != "stems":
        raise Refusal("no_music")
    if order.body.get("audioId"):
        owner, offset = task_of_part(call.engine, call.host, part=order.body["audioId"])
        if owner is not task or offset < STEM:
            raise Refusal("no_music")
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
