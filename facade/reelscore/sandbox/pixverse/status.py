"""What PixVerse says of a task: its status number and the shape of its result."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from reelscore.sandbox.calls import Refusal
from reelscore.sandbox.files import File
from reelscore.sandbox.pixverse.words import accept

if TYPE_CHECKING:
    from reelscore.sandbox.calls import Answer, Call
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.tasks import Task

STATUSES = {"queued": 5, "running": 5, "succeeded": 1, "deleted": 6, "moderated": 7, "failed": 8}
"""Stage to status. Source: pixverse.md §4."""
FILE_MARK = 0xA5B0_C0DE_5EED_0001
"""Second half of every file name; the first half is the id of the task."""
WAITING = (5, 9, 10, 5)
"""A queued task shows one of these by its id: 9 and 10 are seen only in the vendor's own CLI."""


IMAGE_PATHS: dict[str, Any] = {
    "ext_info": None,
    "agent_info": None,
    "cameo_id_list": None,
    "duration_type": "",
    "fusion_id_list": None,
    "model_evaluator": "",
    "customer_img_paths": [],
    "gen_img_req_img_ids": [],
}
"""What an image's result says of its inputs: empty in the published example too. Source: pixverse.md §3.14."""


def video_result(call: Call) -> Answer:
    """Answer ``GET /video/result/{id}``."""
    task = _own_task(call, images=False)
    return accept(video_facts(call.engine, task))


def image_result(call: Call) -> Answer:
    """Answer ``GET /image/result/{id}``."""
    task = _own_task(call, images=True)
    facts = video_facts(call.engine, task)
    shown = (
        "prompt",
        "url",
        "seed",
        "status",
        "create_time",
        "modify_time",
        "outputWidth",
        "outputHeight",
        "credits",
        "customer_paths",
    )
    image = {name: facts[name] for name in shown}
    return accept(
        {
            "image_id": task.id,
            **image,
            "prompt_translate": "",
            "template_id": task.body.get("template_id", 0),
            "customer_paths": IMAGE_PATHS,
        }
    )


def _own_task(call: Call, *, images: bool) -> Task:
    task = call.engine.find(call.host, call.params["id"], key=call.owner.key)
    if task is None or (task.operation == "image_template") is not images or task.operation == "mask_selection":
        raise Refusal("unknown_id")
    call.task = task
    return task


def status_of(engine: Engine, task: Task) -> int:
    """Return the status number of *task* now."""
    stage = task.stage(engine.now())
    if task.word is not None and (task.facts.get("word_for_ever") or not task.done(engine.now())):
        return int(task.word)
    if stage == "queued":
        return WAITING[int(task.id) % len(WAITING)]
    return STATUSES[stage]


def video_facts(engine: Engine, task: Task) -> dict[str, Any]:
    """Return the fields of a status answer; ``url`` is empty until the task has succeeded."""
    status, body = status_of(engine, task), task.body
    ready = status == 1
    quality = str(body.get("quality") or "720p").removesuffix("p")
    return {
        "id": task.id,
        "status": status,
        "url": link(task) if ready else "",
        "prompt": str(body.get("prompt") or ""),
        "negative_prompt": str(body.get("negative_prompt") or ""),
        "style": str(body.get("style") or ""),
        "seed": task.seed,
        "size": _size(engine, task) if ready else 0,
        "outputWidth": task.facts["width"] if ready else 0,
        "outputHeight": task.facts["height"] if ready else 0,
        "resolution_ratio": int(quality) if quality.isdigit() else 0,
        "create_time": stamp(task.created),
        "modify_time": stamp(min(engine.now(), task.finishes)),
        "has_audio": bool(task.facts["audio"]),
        "credits": task.credits,
        "customer_paths": {},
    }


def _size(engine: Engine, task: Task) -> int:
    if "bytes" not in task.facts:
        found = engine.files.read(file_name(task), now=task.finishes)
        task.facts["bytes"] = len(found[1]) if found else 0
    return int(task.facts["bytes"])


def file_name(task: Task) -> str:
    """Return the name of the task's file; it holds the task's id."""
    ending = "png" if task.operation == "image_template" else "mp4"
    return f"openapi/{UUID(int=int(task.id) << 64 | FILE_MARK)}.{ending}"


def link(task: Task) -> str:
    """Return the task's link, percent-encoded as the vendor's are."""
    return f"{task.origin}/media/{file_name(task).replace('/', '%2F')}"


def find_file(engine: Engine, name: str) -> File | None:
    """Return what a link stands for: the file's name holds the id of its task."""
    match = re.fullmatch(r"openapi/([0-9a-f-]{36})\.(mp4|png)", name)
    number = UUID(match[1]).int if match else 0
    if match is None or number & (2**64 - 1) != FILE_MARK:
        return None
    found = (engine.tasks.get((host, str(number >> 64))) for host in ("pixverse.ai", "pixverseai.cn"))
    task = next((task for task in found if task is not None), None)
    return None if task is None or task.outcome != "succeeded" else _file(engine, task, picture=match[2] == "png")


def _file(engine: Engine, task: Task, *, picture: bool) -> File:
    return File(
        kind="png" if picture else "mp4",
        owner=str(task.id),
        seconds=task.facts["seconds"],
        width=task.facts["width"],
        height=task.facts["height"],
        sound=task.facts["audio"],
        seed=task.seed,
        ready_at=task.finishes,
        expires_at=task.finishes + engine.settings.retention,
    )


def stamp(at: float) -> str:
    """Write a time as the vendor does."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
