"""Take a generation: judge it, price it, hold the credits and start the task; masks are made at once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple

from reelscore.sandbox import media
from reelscore.sandbox.calls import Call
from reelscore.sandbox.faults import steered
from reelscore.sandbox.pixverse.prices import price
from reelscore.sandbox.pixverse.reads import SPEAKERS
from reelscore.sandbox.pixverse.refusals import accept, refusals
from reelscore.sandbox.pixverse.results import file_name, link
from reelscore.sandbox.pixverse.sources import MOST_SIDE, Sources, find_sources
from reelscore.sandbox.schemas import known, operations
from reelscore.sandbox.tables import own_rows
from reelscore.sandbox.values import Answer, Facts, Refusal, Task

KEEP_TRACES: Final = 20_000
SLOT_FREED: Final = 600.0
"""Seconds after which a running task gives its slot back. Source: docs.platform.pixverse.ai."""
BAD_LYRICS: Final = "sandbox:lyrics"
"""In ``lyric_text``: refused with 400080."""
FROM_ESSENTIAL_UP: Final = frozenset({"lip_sync", "extend"})
"""Not on the free plan. Source: docs.platform.pixverse.ai."""
FRAMES_PER_SECOND: Final = 24
"""Key frames are counted at this rate. Source: docs.platform.pixverse.ai."""
SILENT: Final = frozenset(
    {"text_to_video", "image_to_video", "transition", "multi_transition", "fusion", "extend", "mimic", "template_video"}
)
"""Operations whose videos are silent unless a switch says otherwise."""
SWITCHES: Final = ("generate_audio_switch", "sound_effect_switch", "lip_sync_tts_switch", "lip_sync_switch")


class Operation(NamedTuple):
    """One operation that makes a task: a row of `data/pixverse.csv`, or the usual where it has none."""

    seconds: float = 60.0
    """How long its tasks take on the sandbox clock: the sandbox's own choice, no figure is published."""
    slots: int = 1
    charge: str = ""
    """Key of the charge in the answer to the submission; empty where it is not told."""


_ROWS: Final = {
    row["operation"]: Operation(float(row["seconds"]), int(row["slots"]), row["charge"]) for row in own_rows("pixverse")
}
OPERATIONS: Final = {
    name: _ROWS.get(name, Operation())
    for name, operation in operations("pixverse", "pixverse.ai").items()
    if operation.role == "paid"
}


def submit(call: Call) -> Answer:
    return _once(call, _start)


def select_masks(call: Call) -> Answer:
    """Answer ``POST /video/mask/selection``, which is charged and answered at once."""
    return _once(call, _select)


def _once(call: Call, make: Callable[[Call, Sources], Facts]) -> Answer:
    """Answer a trace id that was seen before as the first time; nothing is started or charged."""
    traces, where = call.engine.traces, (call.host, call.owner.key, call.headers.get("ai-trace-id", ""))
    if where in traces:
        call.task = call.find_task(next(iter(traces[where].values())))
        return accept(traces[where])
    for refusal in refusals(call.operation, call.host, call.fields):
        raise refusal
    call.body = known("pixverse", call.host, call.operation, call.fields)
    if call.is_strict:
        _check_names(call)
    resp = traces[where] = make(call, find_sources(call))
    if len(traces) > KEEP_TRACES:
        traces.popitem(last=False)
    return accept(resp)


def _check_names(call: Call) -> None:
    """Refuse an unknown speaker, and a swap whose video, frame and mask are not of one mask selection."""
    speaker = call.fields.get("lip_sync_tts_speaker_id")
    if speaker is not None and speaker.lower() != "auto" and speaker not in {*SPEAKERS, *call.owned("voices")}:
        raise Refusal("invalid", f"lip_sync_tts_speaker_id: unknown speaker {speaker}")
    if call.operation == "swap":
        selected = call.owned("masks").get(call.fields["mask_id"])
        if selected != {"frame": call.fields["keyframe_id"], "source": _source(call)}:
            raise Refusal("invalid", "mask_id: video, keyframe_id and mask_id must come from the same mask selection")


def _source(call: Call) -> list[Any]:
    return [call.fields.get("source_video_id"), call.fields.get("video_media_id")]


def _charge(call: Call, sources: Sources) -> Decimal:
    return price(call.operation, call.fields, video=sources.video_seconds, audio=sources.audio_seconds)


def _start(call: Call, sources: Sources) -> Facts:
    operation = OPERATIONS[call.operation]
    _check_marks(call)
    fault, weight, credits = steered(call.fields), _permit(call, operation), _charge(call, sources)
    task = call.task = call.engine.start(_task(call, operation, credits=credits, sources=sources, weight=weight), fault)
    resp: Facts = {"image_id" if call.operation == "image_template" else "video_id": task.id}
    return {**resp, operation.charge: credits} if operation.charge else resp


def _check_marks(call: Call) -> None:
    """Refuse what the sandbox's own words in a file's name or in lyrics ask to be refused."""
    names = ("img_id", "video_media_id") if call.operation == "mimic" else ()
    marks = [call.owned("marked").get(str(call.fields.get(name))) for name in names]
    if kind := next(filter(None, marks), ""):
        raise Refusal(kind)
    if BAD_LYRICS in str(call.fields.get("lyric_text", "")):
        raise Refusal("lyrics")


def _permit(call: Call, operation: Operation) -> int:
    """Return the slots that a task takes: those of the operation, or all that a smaller plan has."""
    account = call.owner
    if account.plan == "Free" and (
        call.fields.get("quality") in {"720p", "1080p"} or call.operation in FROM_ESSENTIAL_UP
    ):
        raise Refusal("plan")
    weight = min(operation.slots, account.slots)
    if call.engine.busy(account, younger_than=SLOT_FREED) + weight > account.slots:
        raise Refusal("concurrency")
    return weight


def _task(call: Call, operation: Operation, *, credits: Decimal, sources: Sources, weight: int) -> Task:
    engine = call.engine
    length = _output_seconds(call, sources)
    seconds = engine.varied(operation.seconds * (0.5 + length / 10), call.operation)
    width, height = _output_size(call, sources)
    stages = ((0.0, "queued"), (seconds * 0.1, "running"), (seconds, "succeeded"))
    facts = {"seconds": length, "width": width, "height": height, "audio": _has_audio(call)}
    task = call.new_task(engine.new_number(), stages, credits=credits, weight=weight, facts=facts)
    task.seed = call.fields.get("seed") or task.seed
    return task


def _output_seconds(call: Call, sources: Sources) -> float:
    """Return how long the made video is, in seconds; an extension is as long as source and addition."""
    body = call.fields
    if call.operation == "multi_transition":
        return float(sum(item.get("duration") or 0 for item in body["multi_transition"]))
    added = float(body.get("duration") or 0)
    if call.operation == "extend":
        return sources.video_seconds + added
    return added or sources.video_seconds or sources.audio_seconds or 5.0


def _output_size(call: Call, sources: Sources) -> tuple[int, int]:
    body = call.fields
    quality = body.get("quality") or "720p"
    if body.get("aspect_ratio"):
        return media.frame_size(quality, body["aspect_ratio"])
    if not (sources.width and sources.height):
        return media.frame_size(quality, "16:9")
    if "quality" not in body:
        factor = 2.0 if call.operation == "upscale" and max(sources.width, sources.height) <= MOST_SIDE else 1.0
    else:
        factor = int(quality.removesuffix("p")) / min(sources.width, sources.height)
    factor = min(factor, 3840 / max(sources.width, sources.height))
    return max(16, round(sources.width * factor / 2) * 2), max(16, round(sources.height * factor / 2) * 2)


def _has_audio(call: Call) -> bool:
    return call.operation not in SILENT or any(call.fields.get(switch) for switch in SWITCHES)


def _select(call: Call, sources: Sources) -> Facts:
    frame = call.fields.get("keyframe_id") or 1
    if call.is_strict and frame > max(1, sources.video_seconds * FRAMES_PER_SECOND):
        raise Refusal("invalid", "keyframe_id is behind the last frame")
    credits = _charge(call, sources)
    shown = {"seconds": 0, "audio": False, "width": sources.width or 1280, "height": sources.height or 720}
    made_at_once = call.new_task(call.engine.new_number(), ((0.0, "succeeded"),), credits=credits, facts=shown)
    task = call.task = call.engine.start(made_at_once)
    picture, *pictures = (link(call.origin, file_name(task, number)) for number in range(4))
    made = [
        {"mask_id": str(call.engine.new_number()), "mask_name": name, "mask_url": url}
        for name, url in zip(("person", "object", "background"), pictures, strict=True)
    ]
    for mask in made:
        call.owned("masks")[mask["mask_id"]] = {"frame": frame, "source": _source(call)}
    return {"keyframe_id": frame, "keyframe_url": picture, "credits": credits, "mask_info": made}
