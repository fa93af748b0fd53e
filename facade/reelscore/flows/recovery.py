"""Recovery: tasks to resume, calls in doubt to settle, files that nobody saved; flows, no I/O.

A vendor's own usage log is asked about a call in doubt where there is one. Only free reads; a match is told to a
person and never booked: it names neither the task nor, for sure, the call.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

import attrs

from reelscore._attrs import frozen
from reelscore.effects import CallKind, Flow, LedgerJob, PaidCall, Sleep
from reelscore.errors import BudgetExceeded, ConfigurationError, ReelscoreError, TransportError
from reelscore.flows.context import ClientContext
from reelscore.flows.polling import TaskRef, poll, record_completion, refresh
from reelscore.flows.submit import record_accepted
from reelscore.ledger.locks import at_work
from reelscore.ledger.records import CallRecord, CallStatus
from reelscore.results import Progress
from reelscore.vendors.family import Accepted, CallOutcome
from reelscore.vendors.host import UsageCharge

if TYPE_CHECKING:
    from reelscore.ledger import LedgerTransaction


REPLAY_WINDOW = 3600.0
"""Seconds in which a call may be replayed; no vendor publishes how long it remembers a trace id."""
BEFORE_SECONDS, AFTER_SECONDS = 120.0, 900.0
"""How far the vendor's time of a charge may be from ours of the call."""


def reconcile(row: CallRecord, context: ClientContext, *, window: float) -> Flow[str]:
    """Look for a call in doubt in the vendor's usage log, once it is too old to be replayed.

    Returns:
        What was found, in words; empty where nothing was looked for.
    """
    now = yield from LedgerJob(lambda tx: tx.now())
    oldest = now - min(window, REPLAY_WINDOW)
    start, end = row.created - BEFORE_SECONDS, row.created + AFTER_SECONDS
    log = context.host.usage_charges(context, start=start, end=end)
    if log is None or row.role is not CallKind.PAID or (context.host.replays and row.created >= oldest):
        return ""
    try:
        entries = yield from log
    except ReelscoreError as error:
        return f"the vendor's usage log could not be read: {error}"
    earliest, latest = start - AFTER_SECONDS, end + BEFORE_SECONDS
    others = yield from LedgerJob(
        lambda tx: tx.rows("account = ? AND role = 'paid' AND created BETWEEN ? AND ?", row.account, earliest, latest)
    )
    known, named = {other.task_id for other in others if other.task_id}, {entry.name for entry in entries}
    found = [entry for entry in entries if entry.name not in known and _fits(row, entry)]
    if not found:
        return "the vendor's log shows no charge for it: it was probably not taken"
    listed = ", ".join(f"{entry.credits} credits at {_time(entry.at)} (entry {entry.name})" for entry in found)
    if len(found) > 1 or any(_may_be_charged(other, row) for other in others if other.task_id not in named):
        return f"the vendor's log shows what may be it or another call: {listed}"
    return f"it was probably taken: the vendor's log shows {listed}"


def _fits(row: CallRecord, entry: UsageCharge) -> bool:
    """Return whether a charge may be a call's, by time, operation and price."""
    in_time = row.created - BEFORE_SECONDS <= entry.at <= row.created + AFTER_SECONDS
    of_kind = not entry.operations or row.operation in entry.operations
    return in_time and of_kind and (row.basis != "exact" or row.quoted is None or entry.credits == row.quoted)


def _may_be_charged(other: CallRecord, row: CallRecord) -> bool:
    """Return whether another call may have caused the charge that fits a row."""
    alike = (other.operation, other.quoted) == (row.operation, row.quoted) and other.intent != row.intent
    return alike and other.status not in {CallStatus.VOID, CallStatus.REFUSED}


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


Action: TypeAlias = Literal["resumed", "replayed", "settled", "doubtful", "busy", "unsaved", "unreadable"]
REPLAY_PAUSES = (2.0, 10.0, 60.0, 600.0)
"""Seconds after which a replay whose own answer was lost is asked again, inside the window."""
logger = logging.getLogger("reelscore.flows")


@frozen(kw_only=True)
class RecoveryItem:
    """One row that needs somebody."""

    row: CallRecord
    action: Action
    """"resumed": its task can be waited for. "replayed": so too, found by its trace id. "settled": nothing is left.
    "doubtful": money may have gone, ``note`` says what to do. "busy": another living process is at it. "unsaved":
    finished, its files are not here. "unreadable": the row, or what the vendor says of it, cannot be read."""
    note: str = ""
    progress: Progress[Any] | None = attrs.field(default=None, repr=False)
    """The last poll."""


class Inbox(Protocol):
    """Where webhook deliveries are kept."""

    def matches(self, tx: LedgerTransaction, rows: Sequence[CallRecord] | None = None) -> Mapping[str, str]:
        """Return the task ids of lost submissions by intent; runs inside a ledger transaction."""
        ...


class _NotReplayable(ReelscoreError):
    """A call in doubt that must not be sent again; the text says why."""


def recover(
    context: ClientContext, *, replay: bool = False, window: float = REPLAY_WINDOW, webhooks: Inbox | None = None
) -> Flow[list[RecoveryItem]]:
    """Settle everything of this account on this host that is not finished or not saved, oldest first.

    One row that cannot be read, or that the vendor says odd things of, never stops the others.

    Args:
        context: of the client.
        replay: whether calls in doubt may be sent again with their old trace id, where the vendor answers such a call
            with its first result. Such a call may be the first to arrive, so it is paid: budgets are asked again.
        window: seconds after which a call is too old for that.
        webhooks: deliveries of unknown tasks may be about calls in doubt; a poll of the task confirms it.
    """
    rows = yield from LedgerJob(lambda tx: tx.pending_of(context.account, host=context.host.name), reads=True)
    named = yield from _named_by_webhooks([row for row in rows if row.doubtful], webhooks)
    found: list[RecoveryItem] = []
    for row in rows:
        item = yield from settle(row, context, replay=replay, window=window, task_id=named.get(row.intent))
        found.append(item)
    unsaved = yield from LedgerJob(lambda tx: tx.unsaved_of(context.account, host=context.host.name), reads=True)
    listed = {item.row.intent for item in found}
    return [*found, *(_unsaved(row) for row in unsaved if row.intent not in listed)]


def settle_intent(
    intent: str,
    context: ClientContext,
    *,
    replay: bool = False,
    window: float = REPLAY_WINDOW,
    webhooks: Inbox | None = None,
) -> Flow[RecoveryItem]:
    """Settle one row by its id; arguments as in ``recover``.

    Raises:
        ConfigurationError: this account has no such row.
    """
    row = yield from LedgerJob(lambda tx: tx.find_intent(intent), reads=True)
    if row is None or (row.account, row.host) != (context.account, context.host.name):
        raise ConfigurationError(f"intent {intent!r} is no call of this account; `reelscore recover` lists them")
    if not row.status.open:
        return (
            _unsaved(row) if row.status is CallStatus.FINISHED and row.urls else RecoveryItem(row=row, action="settled")
        )
    named = yield from _named_by_webhooks([row], webhooks)
    return (yield from settle(row, context, replay=replay, window=window, task_id=named.get(intent)))


def settle(
    row: CallRecord, context: ClientContext, *, replay: bool, window: float, task_id: str | None = None
) -> Flow[RecoveryItem]:
    """Settle one open row as far as it can be: resume its task, find it by webhook or replay, or say what to do.

    Args:
        row: open.
        context: of the client.
        replay: as in ``recover``.
        window: as in ``recover``.
        task_id: the task that a webhook says the row started.
    """
    try:
        context = attrs.evolve(context, family=context.family.sibling(row.operation, row.place))
        if row.status is CallStatus.SUBMITTED:
            return (yield from _resume(row, context, action="resumed"))
        if not row.doubtful:
            return RecoveryItem(row=row, action="busy", note="another living process is at it")
        if task_id is not None and (item := (yield from _confirm(row, context, task_id=task_id))) is not None:
            return item
        return (yield from _settle_doubt(row, context, replay=replay, window=window))
    except ReelscoreError as error:
        return RecoveryItem(row=row, action="unreadable", note=str(error))
    except Exception as error:
        logger.exception("row %s could not be settled", row.intent)
        return RecoveryItem(row=row, action="unreadable", note=f"{type(error).__name__}: {error}")


def _named_by_webhooks(lost: Sequence[CallRecord], webhooks: Inbox | None) -> Flow[Mapping[str, str]]:
    if webhooks is None or not lost:
        return {}
    return (yield from LedgerJob(lambda tx: webhooks.matches(tx, lost)))


def _confirm(row: CallRecord, context: ClientContext, *, task_id: str) -> Flow[RecoveryItem | None]:
    """Settle a call in doubt by the task that a webhook named; None where the vendor does not confirm it."""
    try:
        progress = yield from poll(TaskRef(operation=row.operation, task_id=task_id), context)
    except ReelscoreError as error:
        logger.warning("a webhook says that %s is task %s, which could not be polled: %s", row.intent, task_id, error)
        return None
    if progress.missing:
        return None
    yield from LedgerJob(lambda tx: tx.mark_submitted(row.intent, task_id))
    yield from record_completion(
        TaskRef(operation=row.operation, task_id=task_id, intent=row.intent), progress, context=context
    )
    return RecoveryItem(
        row=(yield from _again(row)), action="resumed", note="its webhook named the task", progress=progress
    )


def _settle_doubt(row: CallRecord, context: ClientContext, *, replay: bool, window: float) -> Flow[RecoveryItem]:
    seen = yield from reconcile(row, context, window=window)
    if seen:
        return (yield from _for_a_person(row, context, why=seen))
    if not (replay and context.host.replays):
        can = "recover(replay=True) may send it again" if context.host.replays else "this vendor replays nothing"
        return (yield from _for_a_person(row, context, why=can))
    why = ""
    for pause in (0.0, *REPLAY_PAUSES):
        yield from Sleep(pause)
        try:
            with at_work(row.intent):
                outcome = yield from _replay(row, context, window=window)
        except (BudgetExceeded, _NotReplayable) as refusal:
            return (
                yield from _for_a_person(
                    row, context, why="; ".join(filter(None, (why, f"it may not be replayed: {refusal}")))
                )
            )
        except TransportError as lost:
            if not lost.sent:
                return (yield from _for_a_person(row, context, why=f"the replay did not leave: {lost}"))
            why = f"the replay's own answer was lost: {lost}"
            continue
        if isinstance(outcome, Accepted):
            return (yield from _replayed(row, context, accepted=outcome))
        # A refusal of the replay says nothing about the first call.
        error = str(outcome.error)
        yield from LedgerJob(lambda tx: tx.mark_unknown(row.intent, error))  # noqa: B023 - run before the next round
        return (yield from _for_a_person(row, context, why=f"the replay brought no verdict: {error}"))
    return (yield from _for_a_person(row, context, why=why))


def _replay(row: CallRecord, context: ClientContext, *, window: float) -> Flow[CallOutcome]:
    """Send a stored call again under its old trace id."""

    def claim(tx: LedgerTransaction) -> None:
        if why := tx.claim_replay(row.intent, budget=context.budget, window=window):
            raise _NotReplayable(why)

    response = yield from PaidCall(
        call=row.call,
        before=claim,
        on_failure=lambda tx, may_have_left, why: tx.record_send_failure(
            row.intent, may_have_left=may_have_left, why=why, replay=True
        ),
    )
    return context.interpret_paid(row.operation, response)


def _replayed(row: CallRecord, context: ClientContext, *, accepted: Accepted) -> Flow[RecoveryItem]:
    yield from LedgerJob(lambda tx: record_accepted(tx, intent=row.intent, accepted=accepted))
    now = yield from _again(row)
    if accepted.task_id is None:
        return RecoveryItem(row=now, action="replayed")
    return (yield from _resume(now, context, action="replayed"))


def _resume(row: CallRecord, context: ClientContext, *, action: Action) -> Flow[RecoveryItem]:
    """Poll a task once; a poll that fails leaves it as it is."""
    target = TaskRef(operation=row.operation, task_id=row.task_id or "", intent=row.intent)
    try:
        progress = yield from refresh(target, context)
    except ReelscoreError as error:
        return RecoveryItem(row=row, action=action, note=f"not seen now: {error}")
    return RecoveryItem(row=(yield from _again(row)), action=action, progress=progress)


def _for_a_person(row: CallRecord, context: ClientContext, *, why: str) -> Flow[RecoveryItem]:
    where = context.host.log_page or f"{context.host.name}'s log of calls"
    note = (
        f"{why}. Look for {row.operation} at {_time(row.created)} in {where} (trace {row.intent}), "
        "then tell ledger.resolve(intent, task_id=...), or task_id=None where there is none."
    )
    if note != row.note:
        yield from LedgerJob(lambda tx: tx.set_note(row.intent, note))
    return RecoveryItem(row=(yield from _again(row)), action="doubtful", note=note)


def _again(row: CallRecord) -> Flow[CallRecord]:
    """Read a row again."""
    found = yield from LedgerJob(lambda tx: tx.find_intent(row.intent), reads=True)
    return found or row


def _unsaved(row: CallRecord) -> RecoveryItem:
    if row.expires is None:
        return RecoveryItem(row=row, action="unsaved", note="its files are not saved; the vendor names no lifetime")
    when = datetime.fromtimestamp(row.expires, UTC).isoformat(timespec="minutes")
    return RecoveryItem(row=row, action="unsaved", note=f"its files are not saved; the vendor deletes them at {when}")
