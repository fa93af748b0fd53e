# pyright: reportUnusedCallResult=true
"""Looking at a task until it ends, as flows: when to look is schedule.py's, what a look means is the host's."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any, Protocol

import attrs

from reelscore.effects import CallKind, Flow, LedgerJob, NotifyProgress, Send, Sleep, WakeEvent
from reelscore.errors import ApiError, ReelscoreError, TaskTimeout, TransportError
from reelscore.flows.context import ClientContext
from reelscore.flows.submit import interpret
from reelscore.ledger import reports
from reelscore.results import Progress, State
from reelscore.vendors.host import Rejected
from reelscore.vendors.schedule import Schedule, backoff

logger = logging.getLogger("reelscore.flows.polling")
PROVISIONAL_SECONDS = 600.0
"""How long a failure that may still turn into a result is looked at."""
_SLOW_SECONDS = 120.0
_SLOW_FACTOR = 4
_TRIES = 4
_FIRST_SHARE, _FEWEST, _RECENT = 0.6, 5, 20


@attrs.frozen(kw_only=True)
class TaskRef:
    """The task that is looked at."""

    operation: str
    task_id: str
    intent: str | None = None
    """Its row in the ledger, where it has one."""
    fresh: bool = False
    """Just submitted here: the first look may wait as the vendor advises."""


class Delivery(Protocol):
    """One webhook of a task."""

    @property
    def state(self) -> State:
        """What it claims."""
        ...


class DeliverySubscription(WakeEvent, Protocol):
    """Webhooks of one task, each given once."""

    def take(self) -> Sequence[Delivery]:
        """Give what the last wait has found; never waits."""
        ...


@attrs.frozen(kw_only=True)
class WaitOptions:
    """How a task is waited for."""

    schedule: Schedule
    timeout: float | None = None
    """Seconds; the schedule's own when left out."""
    letters: DeliverySubscription | None = None
    """Rings when a webhook came; what it says is a claim, and only looking tells."""
    claimed: bool = False
    """Whether a webhook has claimed that the task has ended."""


def poll(target: TaskRef, terms: ClientContext) -> Flow[Progress[Any]]:
    """Look at a task once.

    Raises:
        ApiError: the vendor refused the look.
        TransportError: no answer came.
    """
    call = terms.host.status_call(target.operation, target.task_id, trace_id=terms.new_id())
    answer = yield from Send(call=call, role=CallKind.READ)
    verdict = interpret(f"{target.operation}-details", answer, terms=terms)
    if verdict.error is not None:
        raise (
            verdict.error if isinstance(verdict, Rejected) else TransportError(str(verdict.error), sent=True)
        ) from verdict.error
    return terms.host.progress(target.operation, answer.payload)


def refresh(target: TaskRef, terms: ClientContext) -> Flow[Progress[Any]]:
    """Look at a task now and write down how it ended, if it did; a look that fails is tried again."""
    tries = 0
    while True:
        try:
            progress = yield from poll(target, terms)
        except ReelscoreError as error:
            tries += 1
            if not is_transient(error) or tries > _TRIES:
                raise
            yield from Sleep(backoff(tries, getattr(error, "retry_after", None), seed=target.task_id))
        else:
            yield from record_completion(target, progress, host=terms.host.name)
            return progress


def wait(target: TaskRef, terms: ClientContext, *, watch: WaitOptions) -> Flow[Progress[Any]]:
    """Look at a task until it ends.

    A look that brings no news (no answer, a throttle, a vendor that is down) is no end: the next one comes later.

    Yields:
        ``Sleep`` by the schedule or until a webhook comes, ``Send`` for each look, ``LedgerJob`` when the task has ended,
        ``NotifyProgress`` after that.

    Returns:
        The last look, whatever its state.

    Raises:
        TaskTimeout: the time is over; the task goes on.
        ApiError: the vendor refuses to tell of it, for good.
    """
    started = now = yield from Sleep(0)
    limit = watch.schedule.timeout if watch.timeout is None else watch.timeout
    provisional: float | None = None
    looks, failures, gap = 0, 0, 0.0
    pause = (yield from _first_pause(target, terms, schedule=watch.schedule)) if target.fresh else 0.0
    while True:
        watch = yield from _pause(pause, watch, until=started + limit, gap=gap)
        try:
            progress = yield from poll(target, terms)
        except ReelscoreError as error:
            failures += 1
            if not is_transient(error):
                raise
            now = yield from Sleep(0)
            pause = max(
                watch.schedule.pause(looks),
                backoff(failures, getattr(error, "retry_after", None), seed=target.task_id),
            )
            gap = pause
            if now >= started + limit:
                raise _timeout(target, limit) from error
            continue
        now = yield from Sleep(0)
        looks, failures, pause = looks + 1, 0, watch.schedule.pause(looks + 1)
        gap = pause
        progress = attrs.evolve(progress, waited=now - started)
        provisional = (now if provisional is None else provisional) if progress.provisional else None
        over = progress.state.terminal and (provisional is None or now - provisional >= PROVISIONAL_SECONDS)
        if over:
            progress = attrs.evolve(progress, provisional=False)
            yield from record_completion(
                target, progress, host=terms.host.name, lasted=progress.waited if target.fresh else None
            )
        yield from NotifyProgress(progress)
        if over:
            return progress
        if now >= started + limit:
            raise _timeout(target, limit)


def record_completion(
    target: TaskRef, progress: Progress[Any], *, host: str, lasted: float | None = None
) -> Flow[None]:
    """Write down how a task ended, and after how many seconds, where it has a row; nothing when it goes on."""
    if not progress.state.terminal or progress.provisional:
        return
    facts = {**completion_fields(progress), "lasted": lasted}
    yield from LedgerJob(
        lambda tx: tx.record_completion(
            tx.intent_for(target.intent, host=host, task_id=target.task_id), progress.state, **facts
        )
    )


def completion_fields(progress: Progress[Any]) -> Mapping[str, Any]:
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


def is_transient(error: ReelscoreError) -> bool:
    """Tell whether a look that failed may pass later."""
    return isinstance(error, TransportError) or (isinstance(error, ApiError) and error.retryable)


def _pause(pause: float, watch: WaitOptions, *, until: float, gap: float) -> Flow[WaitOptions]:
    """Sleep, never past the end of the wait.

    With webhooks the pause is long, and a letter that claims the end cuts it short: the look comes at once, but never
    sooner after the last one than without webhooks. Each other letter shows that more will come: the pause starts anew.

    Returns:
        How to wait from now on: a claim that a look does not confirm is followed by the usual pauses.
    """
    now = yield from Sleep(0)
    soonest, slow = now + gap, _slow(pause, watch)
    wake = min(now + slow, until)
    while now < wake:
        now = yield from Sleep(wake - now, watch.letters)
        for letter in watch.letters.take() if watch.letters else ():
            if letter.state.terminal:
                watch, wake = attrs.evolve(watch, claimed=True), min(soonest, wake)
            elif not watch.claimed:
                wake = min(now + slow, until)
    return watch


def _slow(pause: float, watch: WaitOptions) -> float:
    if watch.letters is None or watch.claimed or pause <= 0:
        return pause
    return max(_SLOW_SECONDS, _SLOW_FACTOR * pause)


def first_poll(schedule: Schedule, durations: Sequence[float]) -> float:
    """Return the seconds before the first poll: a share of the median of past durations once there are some.

    Args:
        schedule: the vendor's advice, which stands where too few durations are known.
        durations: how long the operation's last tasks took, in seconds.

    >>> first_poll(Schedule(first=5.0), [60.0, 50.0, 70.0, 60.0, 60.0])
    36.0
    """
    return schedule.first if len(durations) < _FEWEST else max(schedule.first, _FIRST_SHARE * median(durations))


def _first_pause(target: TaskRef, terms: ClientContext, *, schedule: Schedule) -> Flow[float]:
    try:
        known = yield from LedgerJob(
            partial(reports.durations, account=terms.account, operation=target.operation, limit=_RECENT)
        )
    except ReelscoreError as error:
        logger.warning("the ledger tells no durations, the vendor's advice stands: %s", error)
        known = []
    return first_poll(schedule, known)


def _timeout(target: TaskRef, limit: float) -> TaskTimeout:
    return TaskTimeout(
        f"task {target.task_id} of {target.operation} did not end within {limit:g} s; it goes on at the vendor, "
        "nothing is lost: wait again"
    )
