"""What kie.ai says of a task: its record, its callback, and the files behind both, by family.

Where pages and recordings show two shapes, the seed of a task chooses one. Source: docs.kie.ai; recorded answers of
third parties, 2026-04 to 2026-10.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple, cast

from reelscore.sandbox.clock import ISO, milliseconds, written
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.suno.records import signed_callbacks
from reelscore.sandbox.tables import own_rows
from reelscore.sandbox.values import Callback, Facts, File, FileKind, Task


class Product(NamedTuple):
    """What one operation makes, and what its failures say: a row of `data/kie.csv`."""

    family: str
    status: str
    """Path that looks at its tasks."""
    seconds: float
    """Until it is done: third-party measurements where they exist, the sandbox's own choice elsewhere."""
    kind: FileKind
    width: int
    height: int
    failure: tuple[int, str]
    moderated: tuple[int, str]
    unreadable: tuple[int, str]


def _product(row: Mapping[str, str]) -> Product:
    told = [row[name].split(" ", 1) for name in ("failure", "moderated", "unreadable")]
    errors = [(int(code), text) for code, text in told]
    size, kind = (int(row["width"]), int(row["height"])), cast("FileKind", row["kind"])
    return Product(row["family"], row["status"], float(row["seconds"]), kind, *size, *errors)


PRODUCTS: Final = {row["operation"]: _product(row) for row in own_rows("kie")}
_ISO = partial(written, form=ISO + "Z")
_NAME = re.compile(r"k/([0-9a-f]{32})(?:-(still|origin|full|\d))?\.(mp4|png)")


def link(task: Task, part: str = "") -> str:
    """Return the address of a task's file, or of a still, the original or the whole film."""
    ending = "png" if part == "still" else PRODUCTS[task.operation].kind
    return f"{task.origin}/media/k/{task.id}{f'-{part}' if part else ''}.{ending}"


def find_file(engine: Engine, name: str) -> File | None:
    """Return what a link stands for, or None when it is none of these products'."""
    match = _NAME.fullmatch(name)
    task = None if match is None else engine.tasks.get(("kie.ai", match[1]))
    if match is None or task is None or task.operation not in PRODUCTS:
        return None
    product = PRODUCTS[task.operation]
    seconds = float(task.body.get("duration") or 8)
    kind: FileKind = "png" if match[3] == "png" else "mp4"
    return engine.file_of(task, kind, seconds=seconds, width=product.width, height=product.height)


def record(engine: Engine, task: Task) -> Facts:
    """Return ``data`` of the answer to a look."""
    return _RECORDS[PRODUCTS[task.operation].family](engine, task)


def _error(task: Task) -> tuple[int, str] | None:
    """Return code and text of a task that is to fail."""
    product = PRODUCTS[task.operation]
    if task.outcome == "succeeded":
        return None
    return task.error or (product.moderated if task.outcome == "moderated" else product.failure)


def _flagged(engine: Engine, task: Task, made: Facts, *, time: Callable[[float], Any] = milliseconds) -> Facts:
    """Return a record with ``successFlag``; what was *made* is null until the end."""
    now, done = engine.now(), task.done(engine.now())
    strange, error = task.strange_word(now), _error(task) if done else None
    flag: Any = (1 if error is None else 2 if task.outcome == "moderated" else 3) if done else 0
    if strange is not None:
        flag = int(strange) if strange.lstrip("-").isdecimal() else 99
    names = {"watermark": "waterMark", "aspect_ratio": "aspectRatio"}
    given = {names.get(name, name): value for name, value in task.body.items()}
    return {
        "taskId": task.id,
        "paramJson": json.dumps(given, ensure_ascii=False),
        "completeTime": time(task.finishes) if done else None,
        "response": made if done and error is None else None,
        "successFlag": flag,
        "errorCode": error[0] if error else None,
        "errorMessage": error[1] if error else "",
        "createTime": time(task.created),
    }


def _urls(task: Task, *, texts: bool) -> Any:
    """Write addresses as a list, or as older records and one schema do: as text."""
    urls = [link(task)]
    if not texts or task.seed % 3:
        return urls
    return json.dumps(urls) if task.seed % 2 else f"[{', '.join(urls)}]"


def _veo_files(task: Task) -> Facts:
    resolution = "4k" if task.operation == "veo_4k" else str(task.body.get("resolution") or "720p")
    files: Facts = {"taskId": task.id, "resultUrls": _urls(task, texts=True), "resolution": resolution}
    if task.operation == "veo_4k":
        return {**files, "mediaIds": [f"media-{task.seed}"], "imageUrls": [link(task, "still")]}
    if task.body.get("aspect_ratio", "16:9") != "16:9":
        files["originUrls"] = [link(task, "origin")]
    if task.operation == "veo_extend":
        files["fullResultUrls"] = [link(task, "full")]
    return {**files, "hasAudioList": [True], "seeds": [10_000 + task.seed % 90_000]}


def _veo(engine: Engine, task: Task) -> Facts:
    found = _flagged(engine, task, _veo_files(task))
    return found if task.operation == "veo_4k" else {**found, "fallbackFlag": False}


def _images(task: Task) -> list[str]:
    return [link(task, str(number) if number else "") for number in range(task.body.get("nVariants") or 1)]


def _image_4o(engine: Engine, task: Task) -> Facts:
    done = task.done(engine.now())
    part = min(1.0, (engine.now() - task.created) / max(1.0, task.finishes - task.created))
    progress = {"progress": f"{part:.2f}"}
    if task.seed % 2:  # as the quick start shows it
        return {**_flagged(engine, task, {"result_urls": _images(task)}, time=written), **progress}
    found = _flagged(engine, task, {"resultUrls": _images(task)})
    error = _error(task) if done else None
    word = ("SUCCESS" if error is None else "GENERATE_FAILED") if done else "GENERATING"
    return {**found, "status": task.strange_word(engine.now()) or word, **progress}


def _flux(engine: Engine, task: Task) -> Facts:
    made = {"originImageUrl": link(task, "origin"), "resultImageUrl": link(task)}
    return _flagged(engine, task, made, time=_ISO)


_STATES: Final = {"pending": "wait", "queued": "queueing", "running": "generating", "succeeded": "success"}


def _runway(engine: Engine, task: Task) -> Facts:
    now, error = engine.now(), _error(task) if task.done(engine.now()) else None
    found: Facts = {
        "taskId": task.id,
        "parentTaskId": task.facts.get("of", ""),
        "generateParam": {"prompt": task.body.get("prompt", ""), "imageUrl": task.body.get("imageUrl", "")},
        "state": task.strange_word(now) or _STATES.get(task.stage(now), "fail"),
        "generateTime": written(task.created),
        "expireFlag": 0,
    }
    if error is not None:
        return {**found, "failCode": 400, "failMsg": error[1]}
    if not task.done(now):
        return found
    video = {"videoId": str(task.seed), "taskId": task.id, "videoUrl": link(task), "imageUrl": link(task, "still")}
    return {**found, "videoInfo": video}


def _aleph(engine: Engine, task: Task) -> Facts:
    made = {"taskId": task.id, "resultVideoUrl": link(task), "resultImageUrl": link(task, "still")}
    documented = task.seed % 2 == 0
    found = _flagged(engine, task, made, time=_ISO if documented else milliseconds)
    if documented and found["errorCode"] is not None:
        # The page knows 0 and 1 only: an error tells a failure from a task that runs.
        return {**found, "successFlag": 0}
    return found


def _luma(engine: Engine, task: Task) -> Facts:
    made = {"taskId": task.id, "originUrls": [task.body["videoUrl"]], "resultUrls": [link(task)]}
    found = _flagged(engine, task, made)
    return {**found, "successFlag": 4} if found["response"] and task.facts.get("callback_exception") else found


_RECORDS: Final[Mapping[str, Callable[[Engine, Task], Facts]]] = {
    "veo": _veo,
    "image_4o": _image_4o,
    "flux_kontext": _flux,
    "runway": _runway,
    "aleph": _aleph,
    "luma": _luma,
}


# Callbacks.


def callbacks(engine: Engine, task: Task) -> list[Callback]:
    """Write the callback of a task that named an address."""

    def body(_: str) -> Facts:
        code, text = _error(task) or (200, "success")
        return {"code": code, "msg": text, **_DELIVERED[PRODUCTS[task.operation].family](task)}

    return signed_callbacks(engine, task, [(task.stages[-1][0], "single")], body)


def _veo_told(task: Task) -> Facts:
    files = _veo_files(task)
    if task.operation == "veo_4k":
        if task.is_refunded:
            return {"data": {"taskId": task.id}}
        if task.seed % 2:
            snake = {"result_urls": [link(task)], "media_ids": files["mediaIds"], "image_urls": files["imageUrls"]}
            return {"data": {"task_id": task.id, **snake}}
        return {"data": {"taskId": task.id, "info": {"resultUrls": [link(task)], "imageUrls": files["imageUrls"]}}}
    told = {name: value for name, value in files.items() if name in {"resultUrls", "originUrls", "resolution"}}
    info = {} if task.is_refunded else {"promptJson": json.dumps(task.body, ensure_ascii=False), "info": told}
    return {"data": {"taskId": task.id, **info, "fallbackFlag": False}}


def _image_told(task: Task) -> Facts:
    return {"data": {"taskId": task.id, "info": None if task.is_refunded else {"result_urls": _images(task)}}}


def _flux_told(task: Task) -> Facts:
    made = {"originImageUrl": link(task, "origin"), "resultImageUrl": link(task)}
    return {"data": {"taskId": task.id, "info": dict.fromkeys(made, "") if task.is_refunded else made}}


def _runway_told(task: Task) -> Facts:
    made = {"video_id": str(task.seed), "video_url": link(task), "image_url": link(task, "still")}
    if task.is_refunded:
        made = {} if task.operation == "runway_extend" else dict.fromkeys(made, "")
    return {"data": {"task_id": task.id, **made}}


def _aleph_told(task: Task) -> Facts:
    if task.seed % 2:
        return _runway_told(task)
    made = {"result_video_url": link(task), "result_image_url": link(task, "still")}
    return {"taskId": task.id, "data": None if task.is_refunded else made}


def _luma_told(task: Task) -> Facts:
    told = {"taskId": task.id, "promptJson": json.dumps(task.body, ensure_ascii=False)}
    return {"data": told if task.is_refunded else {**told, "resultUrls": [link(task)]}}


_DELIVERED: Final[Mapping[str, Callable[[Task], Facts]]] = {
    "veo": _veo_told,
    "image_4o": _image_told,
    "flux_kontext": _flux_told,
    "runway": _runway_told,
    "aleph": _aleph_told,
    "luma": _luma_told,
}
