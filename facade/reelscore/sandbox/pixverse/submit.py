"""Take a generation: judge it, price it, hold the credits and start the task."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reelscore.sandbox import media
from reelscore.sandbox.calls import Answer, Refusal
from reelscore.sandbox.checking import problems
from reelscore.sandbox.moderation import course, judge
from reelscore.sandbox.pixverse.prices import Order, price
from reelscore.sandbox.pixverse.refusals import broken_rows, prompt_limit
from reelscore.sandbox.pixverse.shelf import SPEAKERS
from reelscore.sandbox.pixverse.sources import MOST_SIDE, Sources, find_sources
from reelscore.sandbox.pixverse.table import OPERATIONS
from reelscore.sandbox.pixverse.words import FINDINGS, accept
from reelscore.sandbox.schemas import spec_problems
from reelscore.sandbox.tasks import Facts, Task

if TYPE_CHECKING:
    from reelscore.sandbox.calls import Call
    from reelscore.sandbox.checking import Problem
    from reelscore.sandbox.pixverse.table import Operation

SLOT_FREED = 600.0
"""Seconds after which a running task gives its slot back. Source: pixverse.md §8."""
TOO_LONG = {
    "prompt": "prompt",
    "restyle_prompt": "prompt",
    "negative_prompt": "negative_prompt",
    "lyric_text": "lyrics",
}
"""Fields whose length has a code of its own."""
UNSUPPORTED = ("aspect_ratio", "generate_multi_clip_switch", "camera_movement")
"""Fields that are refused by operations that do not have them; all other unknown fields are ignored."""
BAD_LYRICS = "sandbox:lyrics"
"""In ``lyric_text``: refused with 400080."""
INACTIVE_TEMPLATE = 999_999_999_999_999
"""Refused as not activated; any other template id is taken as activated."""
SMALL_TEMPLATE = 315_446_315_336_768
"""Refuses 720p and 1080p."""
FROM_ESSENTIAL_UP = frozenset({"lip_sync", "extend"})
"""Not on the free plan. Source: pixverse.md §7.6."""


def submit(call: Call) -> Answer:
    """Answer one generation request.

    A trace id that made a task before gets the first answer again; nothing is started or charged.
    """
    where = (call.host, call.owner.key, call.headers.get("ai-trace-id", ""))
    first = call.engine.traces.get(where)
    if first is not None:
        call.task = call.engine.find(call.host, str(next(iter(first.values()))), key=call.owner.key)
        return accept(first)
    resp = _start(call)
    call.engine.remember_trace(where, resp)
    return accept(resp)


def _start(call: Call) -> Facts:
    operation = OPERATIONS[call.operation]
    check(call, operation)
    sources = find_sources(call)
    _check_marks(call)
    verdict = judge(call.fields)
    if verdict == "reject":
        raise Refusal("moderated")
    _permit(call, operation)
    credits = price(_order(call, sources))
    if credits > call.owner.balance:
        raise Refusal("credits")
    call.task = call.engine.start(_task(call, operation, credits=credits, sources=sources))
    resp: Facts = {"image_id" if call.operation == "image_template" else "video_id": call.task.id}
    return {**resp, operation.returns_credits: credits} if operation.returns_credits else resp


def check(call: Call, operation: Operation) -> None:
    """Refuse a body that breaks a field's table or a rule across fields; leave only the fields that are known."""
    call.body = {**_known(call.fields, operation), **{name: call.fields.get(name) for name in UNSUPPORTED}}
    found = list(problems(call.fields, fields=operation.fields, required=operation.required))
    found += spec_problems("pixverse", f"/openapi/v2{operation.path}", host=call.host, body=call.fields)
    if call.fields.get("template_id"):  # a template can do without words
        found = [problem for problem in found if (problem.field, problem.finding) != ("prompt", "empty")]
    if found:
        raise _refusal(min(found, key=lambda problem: problem.field != "agent_id"))
    for name in ("prompt", "restyle_prompt"):
        limit = prompt_limit(call.operation, call.host)
        if len(call.fields.get(name) or "") > limit:
            raise Refusal("prompt", f"{name} is longer than {limit} characters")
    row = next(broken_rows(call.operation, call.fields, host=call.host), None)
    if row is not None:
        raise Refusal(row.kind, f"{row.field}: {row.text}")
    _check_speaker(call)
    _check_template(call)
    _check_mask(call)
    call.body = _known(call.fields, operation)


def _known(body: Facts, operation: Operation) -> Facts:
    return {name: value for name, value in body.items() if name in operation.fields and value is not None}


def _refusal(problem: Problem) -> Refusal:
    kind = TOO_LONG.get(problem.field)
    if problem.field == "lyric_timestamp.words" and problem.finding == "items":
        return Refusal("lyrics", problem.text)
    if kind is not None and problem.finding == "long":
        return Refusal(kind, problem.text)
    return Refusal(FINDINGS.get(problem.finding, "invalid"), f"{problem.field}: {problem.text}")


def _check_speaker(call: Call) -> None:
    if not call.engine.settings.strict_references:
        return
    speaker = call.fields.get("lip_sync_tts_speaker_id")
    custom = call.engine.owned(call.owner, "voices")
    if speaker is not None and speaker.lower() != "auto" and speaker not in SPEAKERS and speaker not in custom:
        raise Refusal("invalid", f"lip_sync_tts_speaker_id: unknown speaker {speaker}")


def _check_template(call: Call) -> None:
    template = call.fields.get("template_id")
    if template == INACTIVE_TEMPLATE:
        raise Refusal("template")
    if template == SMALL_TEMPLATE and call.fields.get("quality") in {"720p", "1080p"}:
        raise Refusal("template_quality")


def _check_mask(call: Call) -> None:
    """Refuse a swap whose video, frame and mask do not come from the same mask selection."""
    if call.operation != "swap" or not call.engine.settings.strict_references:
        return
    mask = call.engine.owned(call.owner, "masks").get(call.fields["mask_id"])
    source = [call.fields.get("source_video_id"), call.fields.get("video_media_id")]
    if mask is None or mask["frame"] != call.fields["keyframe_id"] or mask["source"] != source:
        raise Refusal("invalid", "mask_id: video, keyframe_id and mask_id must come from the same mask selection")


def _check_marks(call: Call) -> None:
    """Refuse what the sandbox's own words in a file's name or in lyrics ask to be refused."""
    marked = call.engine.owned(call.owner, "marked")
    named = [call.fields.get("img_id"), call.fields.get("video_media_id")] if call.operation == "mimic" else []
    kind = next((marked[str(identity)] for identity in named if str(identity) in marked), None)
    if kind is not None:
        raise Refusal(kind)
    if BAD_LYRICS in str(call.fields.get("lyric_text", "")):
        raise Refusal("lyrics")


def _permit(call: Call, operation: Operation) -> None:
    account = call.owner
    if account.plan == "Free" and (
        call.fields.get("quality") in {"720p", "1080p"} or call.operation in FROM_ESSENTIAL_UP
    ):
        raise Refusal("plan")
    if call.engine.busy(account, younger_than=SLOT_FREED) + operation.slots > account.slots:
        raise Refusal("concurrency")


def _order(call: Call, sources: Sources) -> Order:
    return Order(
        operation=call.operation,
        body=call.fields,
        video_seconds=sources.video_seconds,
        audio_seconds=sources.audio_seconds,
    )


def _task(call: Call, operation: Operation, *, credits: Decimal, sources: Sources) -> Task:
    engine, verdict = call.engine, judge(call.fields)
    length = output_seconds(call, sources)
    seconds = engine.varied(operation.seconds * (0.5 + length / 10), call.operation)
    width, height = output_size(call, sources)
    task = Task(
        id=engine.new_number(),
        host=call.host,
        key=call.owner.key,
        operation=call.operation,
        created=engine.now(),
        stages=course(seconds, verdict),
        credits=credits,
        seed=call.fields.get("seed") or engine.random.randrange(2**31),
        weight=min(operation.slots, call.owner.slots),
        body=call.fields,
        facts={"seconds": length, "width": width, "height": height, "audio": has_audio(call)},
        origin=call.origin,
    )
    if verdict == "stuck":
        task.stages = (*task.stages[:-1], (7_200.0, "failed"))
    return task


def output_seconds(call: Call, sources: Sources) -> float:
    """Return how long the made video is, in seconds; an extension is as long as source and addition."""
    body = call.fields
    if call.operation == "multi_transition":
        return float(sum(item.get("duration") or 0 for item in body["multi_transition"]))
    added = float(body.get("duration") or 0)
    if call.operation == "extend":
        return sources.video_seconds + added
    return added or sources.video_seconds or sources.audio_seconds or 5.0


def output_size(call: Call, sources: Sources) -> tuple[int, int]:
    """Return width and height of the result in pixels, both even."""
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


SILENT = frozenset(
    {"text_to_video", "image_to_video", "transition", "multi_transition", "fusion", "extend", "mimic", "template_video"}
)
"""Operations whose videos are silent unless a switch says otherwise."""
SWITCHES = ("generate_audio_switch", "sound_effect_switch", "lip_sync_tts_switch", "lip_sync_switch")


def has_audio(call: Call) -> bool:
    """Tell whether the made video has a sound track."""
    return call.operation not in SILENT or any(call.fields.get(switch) for switch in SWITCHES)
