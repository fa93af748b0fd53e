"""Answer the mask selection, which is charged and answered at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reelscore.sandbox.calls import Refusal
from reelscore.sandbox.files import File
from reelscore.sandbox.pixverse.prices import Order, price
from reelscore.sandbox.pixverse.sources import Sources, find_sources
from reelscore.sandbox.pixverse.submit import check
from reelscore.sandbox.pixverse.table import OPERATIONS
from reelscore.sandbox.pixverse.words import accept
from reelscore.sandbox.tasks import Task

if TYPE_CHECKING:
    from reelscore.sandbox.calls import Answer, Call

NAMES = ("person", "object", "background")
FRAMES_PER_SECOND = 24
"""Key frames are counted at this rate. Source: pixverse.md §3.11."""


def select_masks(call: Call) -> Answer:
    """Answer ``POST /video/mask/selection``; the same trace id gets the same masks without a charge."""
    where = (call.host, call.owner.key, call.headers.get("ai-trace-id", ""))
    first = call.engine.traces.get(where)
    if first is not None:
        return accept(first)
    resp = _select(call)
    call.engine.remember_trace(where, resp)
    return accept(resp)


def _select(call: Call) -> dict[str, Any]:
    check(call, OPERATIONS["mask_selection"])
    sources = find_sources(call)
    frame = call.fields.get("keyframe_id") or 1
    if call.engine.settings.strict_references and frame > max(1, sources.video_seconds * FRAMES_PER_SECOND):
        raise Refusal("invalid", "keyframe_id is behind the last frame")
    credits = price(Order(operation="mask_selection", body=call.fields))
    if credits > call.owner.balance:
        raise Refusal("credits")
    task = call.task = call.engine.start(_task(call, credits))
    call.engine.settle()
    return {
        "keyframe_id": frame,
        "keyframe_url": _picture(call, task, sources=sources),
        "credits": credits,
        "mask_info": _masks(call, task, sources=sources),
    }


def _task(call: Call, credits: Any) -> Task:
    return Task(
        id=call.engine.new_number(),
        host=call.host,
        key=call.owner.key,
        operation="mask_selection",
        created=call.engine.now(),
        stages=((0.0, "succeeded"),),
        credits=credits,
        body=call.fields,
        origin=call.origin,
    )


def _masks(call: Call, task: Task, *, sources: Sources) -> list[dict[str, Any]]:
    made = [
        {"mask_id": str(call.engine.new_number()), "mask_name": name, "mask_url": _picture(call, task, sources=sources)}
        for name in NAMES
    ]
    kept = call.engine.owned(call.owner, "masks")
    source = [call.fields.get("source_video_id"), call.fields.get("video_media_id")]
    for mask in made:
        kept[mask["mask_id"]] = {"frame": call.fields.get("keyframe_id") or 1, "source": source}
    return made


def _picture(call: Call, task: Task, *, sources: Sources) -> str:
    name = f"openapi/{call.engine.new_uuid()}.png"
    width, height = sources.width or 1280, sources.height or 720
    call.engine.files.add(
        name, File(kind="png", owner=str(task.id), seed=call.engine.random.randrange(2**31), width=width, height=height)
    )
    return f"{call.origin}/media/{name.replace('/', '%2F')}"
