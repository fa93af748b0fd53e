# pyright: reportUnusedCallResult=true
"""Looking at a task until it ends, as flows: when to look is schedule.py's, what a look means is the host's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs

from reelscore.effects import Flow, Record, Role, Send, Sleep, Tell
from reelscore.errors import ApiError, ReelscoreError, TaskTimeout, TransportError
from reelscore.flows import judged
from reelscore.host import Refused
from reelscore.progress import Progress
from reelscore.schedule import Schedule, backoff
from reelscore.terms import Terms

PROVISIONAL_SECONDS = 600.0
"""How long a failure that may still turn into a result is looked at."""
_LONGEST_DELIVERY_PAUSE = 1.0
_TRIES = 4


@attrs.frozen(kw_only=True)
class Target:
    """The task that is looked at."""

    operation: str
    task_id: str
    intent: str | None = None
    """Its row in the ledger, where it has one."""
    fresh: bool = False
    """Just submitted here: the first look may wait as the vendor advises."""


@attrs.frozen(kw_only=True)
class Watch:
    """How a task is waited for."""

    schedule: Schedule
    timeout: float | None = None
    """Seconds; the schedule's own when left out."""
    delivered: Callable[[str], Progress[Any] | None] | None = None
    """Gives what a webhook said of a task id, when one came; asked before each look, and never waits."""


def look(target: Target, terms: Terms) -> Flow[Progress[Any]]:
    """Look at a task once; looks at the same task at the same time are one call.

    Raises:
        ApiError: the vendor refused the look.
        TransportError: no answer came.
    """
    call = terms.host.status_call(target.operation, target.task_id, trace_id=terms.new_id())
    fresh = 1 / terms.host.limits.polls_per_second
    shared = f"{terms.account} {target.operation} {target.task_id}"
    answer = yield from Send(call=call, role=Role.READ, shared=shared, fresh=fresh)
    verdict = judged(f"{target.operation}-details", answer, terms=terms)
    if verdict.error is not None:
        raise (
            verdict.error if isinstance(verdict, Refused) else TransportError(str(verdict.error), sent=True)
        ) from verdict.error
    return terms.host.progress(target.operation, answer.payload)


def refresh(target: Target, terms: Terms) -> Flow[Progress[Any]]:
    """Look at a task now and write down how it ended, if it did; a look that fails is tried again."""
    tries = 0
    while True:
        try:
            progress = yield from look(target, terms)
        except ReelscoreError as error:
            tries += 1
            if not passing(error) or tries > _TRIES:
                raise
            yield from Sleep(backoff(tries, getattr(error, "retry_after", None), seed=target.task_id))
        else:
            yield from ended(target, progress, host=terms.host.name)
            return progress


def wait(target: Target, terms: Terms, *, watch: Watch) -> Flow[Progress[Any]]:
    """Look at a task until it ends.

    A look that brings no news (no answer, a throttle, a vendor that is down) is no end: the next one comes later.

    Yields:
        ``Sleep`` by the schedule, ``Send`` for each look, ``Record`` when the task has ended, ``Tell`` after that.

    Returns:
        The last look, whatever its state.

    Raises:
        TaskTimeout: the time is over; the task goes on.
        ApiError: the vendor refuses to tell of it, for good.
    """
    started = now = yield from Sleep(0)
    limit = watch.schedule.timeout if watch.timeout is None else watch.timeout
    provisional: float | None = None
    looks, failures, pause = 0, 0, watch.schedule.pause(0) if target.fresh else 0.0
    while True:
        progress = yield from _pause(pause, target, watch=watch, until=started + limit)
        try:
            progress = progress or (yield from look(target, terms))
        except ReelscoreError as error:
            failures += 1
            if not passing(error):
                raise
            pause = max(
                watch.schedule.pause(looks), backoff(failures, getattr(error, "retry_after", None), seed=target.task_id)
            )
            now = yield from Sleep(0)
            if now >= started + limit:
                raise _timeout(target, limit) from error
            continue
        looks, failures, pause = looks + 1, 0, watch.schedule.pause(looks + 1)
        now = yield from Sleep(0)
        progress = attrs.evolve(progress, waited=now - started)
        provisional = (now if provisional is None else provisional) if progress.provisional else None
        over = progress.state.terminal and (provisional is None or now - provisional >= PROVISIONAL_SECONDS)
        if over:
            progress = attrs.evolve(progress, provisional=False)
            yield from ended(target, progress, host=terms.host.name)
        yield from Tell(progress)
        if over:
            return progress
        if now >= started + limit:
            raise _timeout(target, limit)


def ended(target: Target, progress: Progress[Any], *, host: str) -> Flow[None]:
    """Write down how a task ended, where it has a row; nothing when it goes on."""
    if not progress.state.terminal or progress.provisional:
        return
    facts = facts_of(progress)
    yield from Record(
        lambda books: books.finish(
            books.named(target.intent, host=host, task_id=target.task_id), progress.state, **facts
        )
    )


def facts_of(progress: Progress[Any]) -> Mapping[str, Any]:
    """Tell what the ledger keeps of a task's end."""
    result = progress.result
    expires = getattr(result, "expires", None)
    return {
        "charge": progress.charge,
        "refunded": progress.refunded,
        "urls": [asset.url for asset in getattr(result, "assets", ())],
        "expires": expires.timestamp() if isinstance(expires, datetime) else None,
        "note": "" if progress.error is None else str(progress.error),
    }


def passing(error: ReelscoreError) -> bool:
    """Tell whether a look that failed may pass later."""
    return isinstance(error, TransportError) or (isinstance(error, ApiError) and error.retryable)


def _pause(pause: float, target: Target, *, watch: Watch, until: float) -> Flow[Progress[Any] | None]:
    """Sleep, never past the end of the wait; a webhook that came in the meantime spares the look."""
    now = yield from Sleep(0)
    wake = min(now + pause, until)
    while now < wake:
        if watch.delivered is not None:
            delivered = watch.delivered(target.task_id)
            if delivered is not None and delivered.state.terminal:
                return delivered
        step = wake - now if watch.delivered is None else min(wake - now, _LONGEST_DELIVERY_PAUSE)
        now = yield from Sleep(step)
    return None


def _timeout(target: Target, limit: float) -> TaskTimeout:
    return TaskTimeout(
        f"task {target.task_id} of {target.operation} did not end within {limit:g} s; it goes on at the vendor, "
        "nothing is lost: wait again"
    )
