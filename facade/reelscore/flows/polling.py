# pyright: reportUnusedCallResult=true
"""Polling a task until it ends, as flows: when to poll is the vendor's schedule, what a poll means is the host's."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import attrs

from reelscore._attrs import frozen
from reelscore.effects import Flow, LedgerJob, NotifyProgress, Now, Send, Sleep, WakeEvent
from reelscore.errors import ApiError, NotFound, ReelscoreError, TaskIncomplete, TaskTimeout, TransportError
from reelscore.flows.context import ClientContext
from reelscore.results import Progress, State
from reelscore.vendors.envelope import has_content
from reelscore.vendors.family import Rejected, Schedule

logger = logging.getLogger("reelscore.flows")
PROVISIONAL_SECONDS = 600.0
"""How long an end that may still change is polled: a failure that may become a result, a "done" without content."""
MISSING_SECONDS, _MISSING_SECONDS_LATER = 60.0, 10.0
"""How long a task may be unknown to the vendor before it counts as not there: a new one may take a moment to appear."""
_SLOW_SECONDS, _SLOW_FACTOR = 120.0, 4
_TRIES = 4
_LONGEST_PAUSE = 30.0
_LEDGER_SECONDS = 5.0
"""For which a ledger that is held by another process is waited for at the end of a wait, though its time is over."""
_FIRST_SHARE, _FEWEST, _RECENT = 0.6, 5, 20


@frozen(kw_only=True)
class TaskRef:
    """The task that is polled."""

    operation: str
    task_id: str
    intent: str | None = None
    """Its row in the ledger, where it has one."""
    just_submitted: bool = False
    """Whether it was submitted by this process just now: the first poll waits as the vendor advises."""


class Delivery(Protocol):
    """One webhook delivery of a task."""

    @property
    def state(self) -> State:
        """The state that it claims."""
        ...


class DeliverySubscription(WakeEvent, Protocol):
    """Webhook deliveries of one task, each given once."""

    def take(self) -> Sequence[Delivery]:
        """Return what the last wait has found; never waits."""
        ...


@frozen(kw_only=True)
class WaitOptions:
    """How a task is waited for."""

    schedule: Schedule
    timeout: float | None = None
    """Seconds; the schedule's own when left out."""
    deliveries: DeliverySubscription | None = None
    """Wakes the wait when a webhook came; what it says is a claim, and only a poll confirms it."""
    calls_back: bool = True
    """Whether the vendor was told to send any: else the task is polled as often as without them."""


def poll(target: TaskRef, context: ClientContext, *, timeout: float | None = None) -> Flow[Progress[Any]]:
    """Poll a task once.

    Raises:
        ApiError: the vendor refused to tell.
        TransportError: no usable response came.
    """
    call = context.family.status_call(target.operation, target.task_id, trace_id=context.new_id())
    response = yield from Send(call=call, timeout=timeout)
    outcome = context.interpret(f"{target.operation}-details", response)
    if outcome.error is not None:
        raise (
            outcome.error if isinstance(outcome, Rejected) else TransportError(str(outcome.error), sent=True)
        ) from outcome.error
    return context.family.progress(target.operation, response.payload)


def refresh(target: TaskRef, context: ClientContext) -> Flow[Progress[Any]]:
    """Poll a task now and record how it ended, if it did; a poll that fails is tried again."""
    tries = 0
    while True:
        try:
            progress = yield from poll(target, context)
        except ReelscoreError as error:
            tries += 1
            pause = backoff(tries, getattr(error, "retry_after", None), seed=target.task_id)
            if not is_transient(error) or tries > _TRIES or pause > MISSING_SECONDS:
                raise
            yield from Sleep(pause)
        else:
            yield from record_completion(target, progress, context=context)
            return progress


def wait(target: TaskRef, context: ClientContext, *, options: WaitOptions) -> Flow[Progress[Any]]:
    """Poll a task until it ends.

    A poll that fails (no answer, a throttle, a vendor that is down) is no end: it is told as progress, and the next one
    comes later.

    Yields:
        ``Sleep`` by the schedule or until a webhook came, ``Send`` for each poll, ``LedgerJob`` when the task has
        ended, ``NotifyProgress`` after that.

    Returns:
        The last progress, whatever its state.

    Raises:
        TaskTimeout: the time is over; the task goes on.
        TaskIncomplete: the vendor calls it done and shows no content, for ten minutes.
        ApiError: the vendor refuses to tell of it, for good, or knows no such task.
    """
    schedule = options.schedule
    started = now = yield from Now()
    end = started + (schedule.timeout if options.timeout is None else options.timeout)
    grace = MISSING_SECONDS if target.just_submitted else _MISSING_SECONDS_LATER
    claimed = False
    """Whether a webhook has claimed that the task has ended."""
    provisional: float | None = None
    """Since when the vendor has told an end that may still change."""
    failure: ReelscoreError | None = None
    last: Progress[Any] = Progress(state=State.UNKNOWN)
    polls, failures, gap = 0, 0, 0.0
    pause = (yield from _first_pause(target, context, schedule=schedule)) if target.just_submitted else 0.0
    while True:
        claimed = yield from _pause(pause, options, claimed=claimed, end=end, gap=gap)
        now = yield from Now()
        try:
            progress = yield from poll(target, context, timeout=max(1.0, end - now))
        except ReelscoreError as error:
            failures, failure = failures + 1, error
            now = yield from Now()
            is_absent, is_early = isinstance(error, NotFound), now - started < grace
            is_known = polls > 0 and not last.missing
            if not is_transient(error) and not (is_absent and is_early and target.just_submitted):
                raise
            if is_absent and not is_early and not is_known:
                raise _missing(target, context) from error
            if now >= end:
                raise _timeout(target, end - started, failure=failure) from error
            yield from NotifyProgress(attrs.evolve(last, stage=f"the poll failed: {error}", waited=now - started))
            retry = backoff(failures, getattr(error, "retry_after", None), seed=target.task_id)
            pause = gap = max(schedule.pause(polls), retry)
            continue
        now = yield from Now()
        polls, failures, failure = polls + 1, 0, None
        pause = gap = schedule.pause(polls)
        last = progress = attrs.evolve(progress, waited=now - started)
        if progress.missing and now - started >= grace:
            raise _missing(target, context)
        provisional = (now if provisional is None else provisional) if progress.provisional else None
        over = progress.state.terminal and (provisional is None or now - provisional >= PROVISIONAL_SECONDS)
        if over and progress.provisional and progress.state is State.SUCCEEDED and not has_content(progress.result):
            raise TaskIncomplete(
                f"task {target.task_id} of {target.operation} is called done by {context.host.name} and has no content "
                f"after {now - started:.0f} s. It stays in the ledger: wait again or run client.recover(); if nothing "
                "ever comes, ask the vendor for a refund."
            )
        if over:
            progress = attrs.evolve(progress, provisional=False)
            duration = progress.waited if target.just_submitted else None
            left = max(_LEDGER_SECONDS, end - now)
            yield from record_completion(target, progress, context=context, duration=duration, timeout=left)
        yield from NotifyProgress(progress)
        if over:
            return progress
        if now >= end:
            raise _timeout(target, end - started)


def record_completion(
    target: TaskRef,
    progress: Progress[Any],
    *,
    context: ClientContext,
    duration: float | None = None,
    timeout: float | None = None,
) -> Flow[None]:
    """Record how a task ended, and after how many seconds, where it has a row; nothing while it may still change."""
    if not progress.state.terminal or progress.provisional:
        return
    host = context.host.name
    time = "" if duration is None else f" after {duration:.0f} s"
    charged = "charge not told" if progress.charge is None else f"{progress.charge} credits charged"
    logger.info("%s %s: task %s %s%s, %s", host, target.operation, target.task_id, progress.state, time, charged)
    facts = {**completion_fields(progress), "duration": duration}
    try:
        yield from LedgerJob(
            lambda tx: tx.record_completion(
                tx.intent_for(target.intent, host=host, task_id=target.task_id), progress.state, **facts
            ),
            timeout=timeout,
        )
    except ReelscoreError:  # a full disk must not keep from its user what is paid for; recover() records it later
        logger.exception("the end of task %s was not recorded", target.task_id)


def completion_fields(progress: Progress[Any]) -> Mapping[str, Any]:
    """Return what the ledger keeps of a task's end."""
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
    """Return whether a poll that failed may succeed later."""
    return isinstance(error, TransportError) or (isinstance(error, ApiError) and error.retryable)


def backoff(tries: int, asked: float | None = None, *, seed: str = "") -> float:
    """Return the seconds before a repeat: doubling from half a second, with jitter so that callers spread.

    Args:
        tries: how many have failed before, 0 for the first.
        asked: what the vendor asks for; never less than this is waited.
        seed: the jitter follows from it, so that a flow stays a pure function.

    Returns:
        Seconds, at most 30 where the vendor does not ask for more.
    """
    digest = hashlib.blake2b(f"{seed}:{tries}".encode("utf-8", "replace"), digest_size=4).digest()
    jitter = int.from_bytes(digest, "big") / 2**32
    pause = min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(tries, 10)) * (0.75 + jitter / 2)
    return max(pause, asked * (1 + jitter / 4)) if asked else min(pause, _LONGEST_PAUSE)


def first_poll(schedule: Schedule, durations: Sequence[float]) -> float:
    """Return the seconds before the first poll: 0.6 of the median of past durations, once five are known.

    Args:
        schedule: the vendor's advice, which stands where fewer are known and is never undercut.
        durations: how long the operation's last tasks took, in seconds.

    >>> first_poll(Schedule(first=5.0), [60.0, 50.0, 70.0, 60.0, 60.0])
    36.0
    """
    if len(durations) < _FEWEST:
        return schedule.first
    from statistics import median

    return max(schedule.first, _FIRST_SHARE * median(durations))


def _first_pause(target: TaskRef, context: ClientContext, *, schedule: Schedule) -> Flow[float]:
    known: Sequence[float] = ()
    try:
        known = yield from LedgerJob(
            lambda tx: tx.durations(context.account, target.operation, limit=_RECENT), reads=True, timeout=1.0
        )
    except ReelscoreError as error:
        logger.warning("the ledger tells no durations, the vendor's advice stands: %s", error)
    return first_poll(schedule, known)


def _pause(pause: float, options: WaitOptions, *, claimed: bool, end: float, gap: float) -> Flow[bool]:
    """Sleep, never past the end of the wait.

    With webhooks the pause is long, and a delivery that claims the end cuts it short: the poll comes at once, but never
    sooner after the last one than without webhooks. Each other delivery shows that more will come: the pause starts
    anew.

    Returns:
        Whether a delivery has claimed the end: a claim that a poll does not confirm is followed by the usual pauses.
    """
    now = yield from Now()
    if options.deliveries is not None and options.calls_back and not claimed and pause > 0:
        slow = max(_SLOW_SECONDS, _SLOW_FACTOR * pause)
    else:
        slow = pause
    soonest, wake = now + gap, min(now + slow, end)
    while now < wake:
        now = yield from Sleep(wake - now, options.deliveries)
        for delivery in options.deliveries.take() if options.deliveries else ():
            if delivery.state.terminal:
                claimed, wake = True, min(soonest, wake)
            elif not claimed:
                wake = min(now + slow, end)
    return claimed


def _timeout(target: TaskRef, seconds: float, *, failure: ReelscoreError | None = None) -> TaskTimeout:
    why = "" if failure is None else f"; the last poll failed: {failure}"
    return TaskTimeout(
        f"task {target.task_id} of {target.operation} did not end within {round(seconds, 1):g} s{why}. "
        "It goes on at the vendor, nothing is lost: wait again."
    )


def _missing(target: TaskRef, context: ClientContext) -> NotFound:
    return NotFound(
        message=f"no task {target.task_id!r} on this account",
        host=context.host.name,
        operation=target.operation,
        hint="Check the id, the host and the key; `reelscore tasks` lists the ledger's.",
    )
