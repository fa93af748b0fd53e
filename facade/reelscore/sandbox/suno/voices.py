"""Custom singing voices: a phrase to sing, a recording of it, a voice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reelscore.sandbox.calls import Refusal
from reelscore.sandbox.suno.words import accept

if TYPE_CHECKING:
    from reelscore.sandbox.calls import Answer, Call
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.suno.refusals import Order
    from reelscore.sandbox.tasks import Facts, Task

PHRASE_LIFE: Final = 180.0
"""Seconds that a phrase lives; 150-180 were measured by a third party. Source: kie-suno.md §4.26."""
PHRASES: Final = (
    "The lantern hums while seven foxes cross the frozen river",
    "A paper boat carries morning light past the quiet harbour",
    "Nine slow bells answer from the hill above the orchard",
)
STATUSES: Final = {
    "phrase": {
        "pending": "wait_processing",
        "running": "processing_validate",
        "succeeded": "wait_validating",
        "failed": "processing_validate_fail",
    },
    "voice": {"pending": "wait_processing", "running": "generating_voice", "succeeded": "success", "failed": "fail"},
}
"""Stage to the vendor's word. Source: kie-suno.md §4.26."""


def voice_facts(call: Call, order: Order) -> Facts:
    """Decide the facts of a voice task; nothing for other operations.

    Raises:
        Refusal: the phrase is unknown, used, or too old.
    """
    match order.operation.name:
        case "voice_phrase":
            if "unreachable" in order.body["voiceUrl"]:
                raise Refusal("unreachable")
            return {"phrase": call.engine.random.choice(PHRASES)}
        case "voice_phrase_again":
            return _again(call, order)
        case "voice":
            return _voice(call, order)
        case _:
            return {}


def _phrase(call: Call, order: Order) -> Task | None:
    task = call.engine.find(call.host, str(order.body["taskId"]), key=call.owner.key)
    return task if task is not None and task.operation in {"voice_phrase", "voice_phrase_again"} else None


def _again(call: Call, order: Order) -> Facts:
    task = _phrase(call, order)
    if call.engine.settings.strict_references and (task is None or task.facts.get("used")):
        raise Refusal("state", "The record is not found or does not need to be rebuilt")
    return {"phrase": call.engine.random.choice(PHRASES)}


def _voice(call: Call, order: Order) -> Facts:
    task, now = _phrase(call, order), call.engine.now()
    if task is None and not call.engine.settings.strict_references:
        return {"voice": call.engine.new_uuid()}
    if task is None or task.facts.get("used") or task.stage(now) != "succeeded":
        raise Refusal("state", "Validate record is not in valid status")
    if now > task.finishes + PHRASE_LIFE:
        raise Refusal("state", "Verification phrase expired or not found. Please request a new phrase.")
    if "sandbox-wrong-phrase" in order.body["verifyUrl"]:
        raise Refusal("state", "It didn't sound like you said the phrase. Please try reading it more clearly.")
    task.facts["used"] = True
    return {"voice": call.engine.new_uuid()}


def voice_record(engine: Engine, task: Task) -> dict[str, Any]:
    """Return the data of ``voice/validate-info`` or ``voice/record-info``."""
    kind = "voice" if task.operation == "voice" else "phrase"
    stage = task.stage(engine.now())
    ready, failed = stage == "succeeded", stage in {"failed", "moderated"}
    status = STATUSES[kind]["failed" if failed else stage]
    found = (
        {"voiceId": task.facts.get("voice") if ready else None}
        if kind == "voice"
        else {"validateInfo": task.facts["phrase"] if ready else None}
    )
    text = "Voice generation failed" if kind == "voice" else "Validation phrase generation failed"
    return {
        "taskId": task.id,
        **found,
        "status": status,
        "errorCode": 400 if failed else None,
        "errorMessage": text if failed else None,
    }


def check_voice(call: Call, identity: str) -> Answer:
    """Answer ``voice/check-voice``: whether the voice of a task can be used."""
    task = call.engine.find(call.host, identity, key=call.owner.key)
    if task is None and not call.engine.settings.strict_references:
        return accept({"isAvailable": False})
    if task is None or task.operation not in {"voice", "voice_phrase", "voice_phrase_again"}:
        raise Refusal("unknown_id")
    return accept({"isAvailable": task.operation == "voice" and task.stage(call.engine.now()) == "succeeded"})
