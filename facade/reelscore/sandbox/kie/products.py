# ruff: noqa: PLR2004 - a check holds its own limit, next to the text that names it
"""The products of kie.ai beside its songs, as its pages describe them; the facade's rules are not asked.

Where pages and recordings show two shapes, the seed of a task chooses one. Source: docs.kie.ai; recorded answers of
third parties, 2026-04 to 2026-10.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, Final, NamedTuple, cast
from urllib.parse import urlsplit

from reelscore.sandbox.calls import Call, Route, Vendor
from reelscore.sandbox.clock import ISO, milliseconds, written
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.faults import steered
from reelscore.sandbox.schemas import known, operations, problems
from reelscore.sandbox.suno import refine, sign_in, table
from reelscore.sandbox.suno.records import signed_callbacks
from reelscore.sandbox.suno.submit import dated_link, given
from reelscore.sandbox.suno.table import accept
from reelscore.sandbox.values import (
    Answer,
    Callback,
    Check,
    Facts,
    File,
    FileKind,
    Refusal,
    Stages,
    Task,
    broken,
    own_rows,
    refusal_rows,
    refuse_if,
    vendor_rows,
)


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


def _urls(task: Task) -> Any:
    """Write addresses as a list, or as older records and one schema do: as text."""
    urls = [link(task)]
    return urls if task.seed % 3 else json.dumps(urls) if task.seed % 2 else f"[{', '.join(urls)}]"


def _veo_files(task: Task) -> Facts:
    resolution = "4k" if task.operation == "veo_4k" else str(task.body.get("resolution") or "720p")
    files: Facts = {"taskId": task.id, "resultUrls": _urls(task), "resolution": resolution}
    if task.operation == "veo_4k":
        return {**files, "mediaIds": [f"media-{task.seed}"], "imageUrls": [link(task, "still")]}
    if task.body.get("aspect_ratio", "16:9") != "16:9":
        files["originUrls"] = [link(task, "origin")]
    if task.operation == "veo_extend":
        files["fullResultUrls"] = [link(task, "full")]
    return {**files, "hasAudioList": [True], "seeds": [10_000 + task.seed % 90_000]}


def record(engine: Engine, task: Task) -> Facts:
    """Return ``data`` of the answer to a look."""
    now, is_odd = engine.now(), task.seed % 2 == 1
    match PRODUCTS[task.operation].family:
        case "veo":
            more = {} if task.operation == "veo_4k" else {"fallbackFlag": False}
            return {**_flagged(engine, task, _veo_files(task)), **more}
        case "image_4o":
            part = min(1.0, (now - task.created) / max(1.0, task.finishes - task.created))
            progress = {"progress": f"{part:.2f}"}
            if is_odd:  # as the quick start shows it
                return {**_flagged(engine, task, {"result_urls": _images(task)}, time=written), **progress}
            found = _flagged(engine, task, {"resultUrls": _images(task)})
            word = ("SUCCESS" if found["response"] else "GENERATE_FAILED") if task.done(now) else "GENERATING"
            return {**found, "status": task.strange_word(now) or word, **progress}
        case "flux_kontext":
            return _flagged(engine, task, _flux_files(task), time=_ISO)
        case "aleph":
            made: Facts = {"taskId": task.id, "resultVideoUrl": link(task), "resultImageUrl": link(task, "still")}
            found = _flagged(engine, task, made, time=milliseconds if is_odd else _ISO)
            # The page knows 0 and 1 only: an error tells a failure from a task that runs.
            return found if is_odd or found["errorCode"] is None else {**found, "successFlag": 0}
        case "luma":
            made = {"taskId": task.id, "originUrls": [task.body["videoUrl"]], "resultUrls": [link(task)]}
            found = _flagged(engine, task, made)
            return {**found, "successFlag": 4} if found["response"] and task.facts.get("callback_exception") else found
        case _:
            return _runway(engine, task)


def _images(task: Task) -> list[str]:
    return [link(task, str(number) if number else "") for number in range(task.body.get("nVariants") or 1)]


def _flux_files(task: Task) -> Facts:
    return {"originImageUrl": link(task, "origin"), "resultImageUrl": link(task)}


def _runway(engine: Engine, task: Task) -> Facts:
    now, error = engine.now(), _error(task) if task.done(engine.now()) else None
    states = {"pending": "wait", "queued": "queueing", "running": "generating", "succeeded": "success"}
    found: Facts = {
        "taskId": task.id,
        "parentTaskId": task.facts.get("of", ""),
        "generateParam": {"prompt": task.body.get("prompt", ""), "imageUrl": task.body.get("imageUrl", "")},
        "state": task.strange_word(now) or states.get(task.stage(now), "fail"),
        "generateTime": written(task.created),
        "expireFlag": 0,
    }
    if error is not None:
        return {**found, "failCode": 400, "failMsg": error[1]}
    if not task.done(now):
        return found
    video = {"videoId": str(task.seed), "taskId": task.id, "videoUrl": link(task), "imageUrl": link(task, "still")}
    return {**found, "videoInfo": video}


def callbacks(engine: Engine, task: Task) -> list[Callback]:
    """Write the callback of a task that named an address."""

    def body(_: str) -> Facts:
        code, text = _error(task) or (200, "success")
        return {"code": code, "msg": text, **_delivered(task)}

    return signed_callbacks(engine, task, [(task.stages[-1][0], "single")], body)


def _delivered(task: Task) -> Facts:
    """Return what a callback holds beside code and text; two families have two shapes."""
    family, is_gone, is_odd = PRODUCTS[task.operation].family, task.is_refunded, task.seed % 2 == 1
    told: Facts = {"taskId": task.id}
    if task.operation == "veo_4k":
        files = _veo_files(task)
        media, stills = files["mediaIds"], files["imageUrls"]
        if is_odd and not is_gone:
            snake = {"result_urls": [link(task)], "media_ids": media, "image_urls": stills}
            return {"data": {"task_id": task.id, **snake}}
        return {"data": told if is_gone else {**told, "info": {"resultUrls": [link(task)], "imageUrls": stills}}}
    parameters = {"promptJson": json.dumps(task.body, ensure_ascii=False)}
    match family:
        case "veo":
            names = {"resultUrls", "originUrls", "resolution"}
            info = {name: value for name, value in _veo_files(task).items() if name in names}
            return {"data": {**told, **({} if is_gone else {**parameters, "info": info}), "fallbackFlag": False}}
        case "image_4o":
            return {"data": {**told, "info": None if is_gone else {"result_urls": _images(task)}}}
        case "flux_kontext":
            made = _flux_files(task)
            return {"data": {**told, "info": dict.fromkeys(made, "") if is_gone else made}}
        case "luma":
            return {"data": {**told, **parameters, **({} if is_gone else {"resultUrls": [link(task)]})}}
        case "aleph" if not is_odd:
            made = {"result_video_url": link(task), "result_image_url": link(task, "still")}
            return {**told, "data": None if is_gone else made}
        case _:
            made = {"video_id": str(task.seed), "video_url": link(task), "image_url": link(task, "still")}
            if is_gone:
                made = {} if task.operation == "runway_extend" else dict.fromkeys(made, "")
            return {"data": {"task_id": task.id, **made}}


# -- What is taken -----------------------------------------------------------------------------------------------------

HOST: Final = "kie.ai"
ROWS: Final = refusal_rows("kie", "kie-products")
UNKNOWN: Final = refusal_rows("kie-unknown")
"""What each path says of a task that it does not know, in recorded answers."""
RENDERING: Final = 90.0
"""Seconds that a 1080p render takes; 1 to 3 minutes are documented."""


def refuse(call: Call, refusal: Refusal) -> Answer:
    """Return the answer for *refusal*; each path has its own words for a task that it does not know."""
    if refusal.kind != "unknown_id":
        return table.refuse(call, refusal, rows=ROWS)
    if refusal.text == "null":
        return accept(None)
    path = call.path if call.path in UNKNOWN else "other"
    return table.refuse(call, Refusal(path, call.query.get("taskId", "")), rows=UNKNOWN)


def submit(call: Call) -> Answer:
    """Answer a request that starts a task."""
    body = known("kie", HOST, call.operation, call.fields)
    if call.operation == "veo_4k" and (again := _ordered(call, body)) is not None:
        return again
    call.judge(refusals(call.operation, body))
    facts = _sources(call, body)
    fault = steered(body)
    task = _task(call, body, _stages(call))
    task.facts |= facts
    if "late" in facts:
        task.stages, task.error = (*task.stages[:-1], (task.stages[-1][0], "failed")), facts["late"]
    call.task = call.engine.start(task, fault)
    if call.operation != "veo_4k":
        return accept({"taskId": task.id})
    if "of" in facts and call.find_task(facts["of"]):  # an id that was let through may be ordered again and again
        call.owned("4k")[_which(body)] = task.id
    return accept({"taskId": task.id, "resultUrls": None, "imageUrls": None})


def _which(body: Mapping[str, Any]) -> str:
    return f"{body.get('taskId')}/{body.get('index') or 0}"


def _ordered(call: Call, body: Mapping[str, Any]) -> Answer | None:
    """Answer a 4K order that was made before: code 422, with addresses once they are there."""
    task = call.find_task(call.owned("4k").get(_which(body), ""))
    if task is None or task.outcome != "succeeded":
        return None
    done = task.done(call.now)
    files = {"resultUrls": [link(task)], "imageUrls": [link(task, "still")]}
    text = "The video has been generated successfully" if done else "4K is processing. Please check back shortly."
    return Answer({"code": 422, "msg": text, "data": {"taskId": task.id, **(files if done else dict.fromkeys(files))}})


def _sources(call: Call, body: Mapping[str, Any]) -> Facts:
    """Look up what a request names; what the vendor finds out later becomes the error of its task."""
    facts: Facts = {"callback": str(body.get("callBackUrl") or "")}
    links = [value for name, value in body.items() if name != "callBackUrl" and isinstance(value, str)]
    links += [value for values in body.values() if isinstance(values, list) for value in values]
    if any("://" in value and "unreachable" in value for value in links):
        facts["late"] = PRODUCTS[call.operation].unreadable
    if "taskId" not in body:
        return facts
    source = call.find_task(body["taskId"])
    family = PRODUCTS[call.operation].family
    is_there = (
        not call.is_strict
        if source is None
        else source.operation in PRODUCTS and PRODUCTS[source.operation].family == family
    )
    is_ready = source is None or source.stage(call.now) == "succeeded"
    if family == "runway" and not (is_there and is_ready):
        facts["late"] = (400, "Video not found, please try again later")  # taken with code 200, and fails later
    elif not is_there:
        raise Refusal("unknown_id")
    elif not is_ready:
        raise Refusal("state", "The source task has not succeeded yet")
    if call.operation == "veo_extend" and source is not None and source.facts.get("rendered"):
        raise Refusal("state", "A video that was rendered to 1080p or later cannot be extended")
    if call.operation == "veo_4k" and source is not None:
        source.facts["rendered"] = True
    return {**facts, "of": str(body["taskId"])}


def render(call: Call) -> Answer:
    """Answer the GET that costs: the first one orders the render, one that comes when it is there is charged."""
    refuse_if(not call.query.get("taskId"), "callback", "taskId")
    body = {"taskId": call.query["taskId"], "index": call.query.get("index", "0")}
    source = call.find_task(body["taskId"])
    if source is None and call.is_strict:
        raise Refusal("unknown_id")
    if source is not None and (source.operation not in {"veo", "veo_extend"} or source.stage(call.now) != "succeeded"):
        raise Refusal("state", "The source task has not succeeded yet")
    if source is not None:
        source.facts["rendered"] = True
        ready = call.owned("1080p").setdefault(_which(body), call.now + call.engine.varied(RENDERING, "veo_1080p"))
        refuse_if(call.now < ready, "processing")
    task = _task(call, body, ((0.0, "succeeded"),))
    call.task = call.engine.start(task)
    return accept({"resultUrl": link(task)})


def look(call: Call) -> Answer:
    """Answer a look at a task."""
    task = call.task = call.find_task(call.query.get("taskId", ""))
    if task is None or task.operation not in PRODUCTS or call.path != f"/{PRODUCTS[task.operation].status}":
        raise Refusal("unknown_id")
    return accept(record(call.engine, task))


def image_link(call: Call) -> Answer:
    """Answer gpt4o-image/download-url: the same file under a link that lives 20 minutes."""
    for name in ("taskId", "url"):
        given(call, name)
    task = call.find_task(call.fields["taskId"])
    if call.is_strict and (task is None or task.operation != "image_4o" or task.stage(call.now) != "succeeded"):
        raise Refusal("unknown_id")
    return accept(dated_link(call, call.fields["url"]))


def _task(call: Call, body: Mapping[str, Any], stages: Stages) -> Task:
    return call.new_task(call.engine.new_hex(), stages, credits=price(call.operation, body), body=dict(body))


def _stages(call: Call) -> Stages:
    product = PRODUCTS[call.operation]
    factor = call.engine.varied(1, call.operation)
    early = ((0.0, "pending"), (4.0 * factor, "queued"), (10.0 * factor, "running"))
    return (*early, (product.seconds * factor, "succeeded"))


def price(operation: str, body: Mapping[str, Any]) -> Decimal:
    """Return what a request costs by the published rows; free where none is published: the sandbox's own choice."""
    prices = {(row["operation"], row["variant"]): row["credits"] for row in vendor_rows("kie", "prices")}
    model = body.get("model")
    variants = {
        "veo": f"{model or 'veo3_fast'} {body.get('resolution') or '720p'}",
        "veo_extend": model or "fast",
        "flux_kontext": model or "flux-kontext-pro",
        "runway": f"{body.get('duration')} {body.get('quality')}",
    }
    variant = str(variants.get(operation, ""))
    text = f"{variant} text" if operation == "veo" and not body.get("imageUrls") else variant
    return Decimal(prices.get((operation, text), prices.get((operation, variant), "0")))


# -- What is refused ---------------------------------------------------------------------------------------------------


def refusals(operation: str, body: Mapping[str, Any]) -> Iterator[Refusal]:
    """Yield every reason to refuse a request; what depends on several fields is asked once each is right by itself."""
    digits = str(body.get("duration", ""))
    if operation == "runway" and digits.isdecimal():  # a number in the schema, a text in its sample
        body = {**body, "duration": int(digits)}
    found = problems("kie", "kie.ai", operation, body)
    for problem in found:
        kind = "tolerance" if problem.field == "safetyTolerance" else "invalid"
        yield Refusal("callback", problem.field) if problem.keyword == "required" else Refusal(kind, problem.text)
    if found:
        return
    if operation in _RULES:
        yield from broken(_RULES[operation](body))


def _check_veo(body: Mapping[str, Any]) -> Iterator[Check]:
    kind, count = body.get("generationType") or "", len(body.get("imageUrls") or ())
    least, most = {"TEXT_2_VIDEO": (0, 0), "": (0, 2), "FIRST_AND_LAST_FRAMES_2_VIDEO": (1, 2)}.get(kind, (1, 3))
    told = f"imageUrls takes {least} to {most} images for {kind or 'this request'}"
    yield not least <= count <= most, "invalid", told
    refers = kind == "REFERENCE_2_VIDEO"
    yield refers and body.get("model") == "veo3", "invalid", "REFERENCE_2_VIDEO is offered on veo3_fast and veo3_lite"
    yield refers and body.get("duration", 8) != 8, "invalid", "REFERENCE_2_VIDEO takes a duration of 8"


def _check_image(body: Mapping[str, Any]) -> Iterator[Check]:
    is_empty = not any(body.get(name) for name in ("prompt", "filesUrl", "fileUrl"))
    yield is_empty, "invalid", "prompt and filesUrl cannot both be empty"
    told = "filesUrl takes .jfif, .pjpeg, .jpeg, .pjp, .jpg, .png and .webp"
    for url in [*(body.get("filesUrl") or ()), body.get("fileUrl") or "", body.get("maskUrl") or ""]:
        yield _ending(url) not in {"", "jfif", "pjpeg", "jpeg", "pjp", "jpg", "png", "webp"}, "invalid", told


def _ending(url: str) -> str:
    """Return what follows the last dot of a link's path; what is longer than five letters is no ending."""
    name, dot, ending = urlsplit(url).path.rpartition("/")[2].rpartition(".")
    return ending.lower() if name and dot and len(ending) <= 5 else ""


def _check_luma(body: Mapping[str, Any]) -> Iterator[Check]:
    yield _ending(body["videoUrl"]) not in {"", "mp4", "mov", "avi"}, "invalid", "videoUrl takes MP4, MOV and AVI"


def _check_flux(body: Mapping[str, Any]) -> Iterator[Check]:
    yield bool(body.get("inputImage")) and body.get("safetyTolerance", 2) > 2, "tolerance", ""


def _check_runway(body: Mapping[str, Any]) -> Iterator[Check]:
    is_heavy = body["duration"] == 10 and body["quality"] == "1080p"
    yield is_heavy, "invalid", "1080p is not available for 10-second videos"
    yield not body.get("imageUrl") and not body.get("aspectRatio"), "callback", "aspectRatio"


_RULES = {
    "veo": _check_veo,
    "image_4o": _check_image,
    "flux_kontext": _check_flux,
    "runway": _check_runway,
    "luma_modify": _check_luma,
}


# -- The vendor --------------------------------------------------------------------------------------------------------


def _routes() -> tuple[Route, ...]:
    rows = operations("kie", HOST)
    paths = {name: rows[name].path.removeprefix("/api/v1") for name in PRODUCTS if name in rows}
    statuses = dict.fromkeys(f"/{product.status}" for product in PRODUCTS.values() if product.status)
    return (
        *(Route("POST", path, name, "submit", submit) for name, path in paths.items()),
        *(Route("GET", path, "record", "status", look) for path in statuses),
        Route("GET", "/veo/get-1080p-video", "veo_1080p", "submit", render),
        Route("POST", "/gpt4o-image/download-url", "image_4o_download_url", "read", image_link),
    )


KIE: Final = Vendor(HOST, "kie", ("/api/v1",), _routes(), sign_in, refuse, refine, find_file, callbacks)
"""Beside the songs of the same host, which bring its account and uploads."""
