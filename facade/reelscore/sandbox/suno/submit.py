"""Take a Suno request on either route: judge it, price it, start its task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reelscore.sandbox.calls import Answer, Refusal
from reelscore.sandbox.moderation import judge
from reelscore.sandbox.suno.facts import facts_of
from reelscore.sandbox.suno.prices import price
from reelscore.sandbox.suno.refusals import Order, refusals
from reelscore.sandbox.suno.table import OPERATIONS
from reelscore.sandbox.suno.tracks import new_task_id
from reelscore.sandbox.suno.voices import voice_facts
from reelscore.sandbox.suno.words import accept
from reelscore.sandbox.tasks import Task

if TYPE_CHECKING:
    from reelscore.sandbox.calls import Call
    from reelscore.sandbox.moderation import Verdict
    from reelscore.sandbox.suno.table import Operation
    from reelscore.sandbox.tasks import Facts

STAGE_NAMES = {
    "music": ("pending", "text", "first", "succeeded"),
    "phrase": ("pending", "running", "succeeded"),
    "voice": ("pending", "running", "succeeded"),
    "": ("succeeded",),
}
"""Names of an operation's stages; all others have ``pending`` and ``succeeded``."""
NEVER = 10 * 365 * 86_400.0


def order_of(call: Call) -> Order:
    """Read a request of the first route."""
    operation = OPERATIONS[call.operation]
    return Order(operation=operation, host=call.host, route="paths", body=operation.known(call.fields))


def submit(call: Call) -> Answer:
    """Answer a request of the first route that makes a task."""
    return accept({"taskId": start(call, order_of(call)).id})


def start(call: Call, order: Order) -> Task:
    """Accept *order* and start its task.

    Raises:
        Refusal: the host does not take it.
    """
    if call.engine.throttled(call.host, call.owner.key):
        raise Refusal("throttle")
    refusal = next(refusals(order), None)
    if refusal is not None:
        raise refusal
    verdict = judge(order.body)
    if verdict == "reject":
        raise Refusal("moderated")
    facts = {**facts_of(call, order), **voice_facts(call, order)}
    credits = price(order.operation.price, call.host, body=order.body)
    if credits > call.owner.balance:
        raise Refusal("credits")
    call.task = call.engine.start(_task(call, order, facts=facts, verdict=verdict, credits=credits))
    _note_child(call, call.task)
    return call.task


def _task(call: Call, order: Order, *, facts: Facts, verdict: Verdict | None, credits: object) -> Task:
    engine, prefix = call.engine, "task_" if order.route == "jobs" else ""
    task = Task(
        id=new_task_id(engine, prefix),
        host=call.host,
        key=call.owner.key,
        operation=order.operation.name,
        created=engine.now(),
        stages=_stages(call, order.operation, verdict=verdict),
        credits=credits,  # type: ignore[arg-type]
        seed=engine.random.randrange(2**31),
        body=call.fields,
        facts={**facts, "route": order.route},
        origin=call.origin,
    )
    if verdict == "moderate":
        task.error = (400, "Song Description flagged for moderation")
    if verdict == "fail":
        task.error = (501, "Generation Failed - Content generation task failed")
    return task


def _stages(call: Call, operation: Operation, *, verdict: Verdict | None) -> tuple[tuple[float, str], ...]:
    names = STAGE_NAMES.get(operation.record, ("pending", "succeeded"))
    factor = call.engine.varied(1, operation.name)
    stages = tuple((begins * factor, name) for begins, name in zip(operation.stages, names, strict=True))
    end = stages[-1][0]
    ends = {"moderate": (end * 0.3, "moderated"), "fail": (end * 0.7, "failed"), "stuck": (NEVER, "failed")}
    if verdict not in ends:
        return stages
    last = ends[verdict]
    return (*(stage for stage in stages[:-1] if stage[0] < last[0]), last) if end else stages


def _note_child(call: Call, task: Task) -> None:
    parent = call.engine.find(call.host, task.facts.get("of", ""), key=call.owner.key)
    if parent is not None and "child" in task.facts:
        parent.facts.setdefault("children", {})[task.facts["child"]] = task.id
