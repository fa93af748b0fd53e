# pyright: reportUnusedCallResult=true
"""What is found when a client looks back: tasks to resume, calls in doubt, files that nobody saved; flows, no I/O."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

import attrs

from reelscore.effects import Flow, LedgerJob, Send
from reelscore.errors import BudgetExceeded, ReelscoreError, TransportError
from reelscore.flows.context import ClientContext
from reelscore.flows.polling import TaskRef, poll, record_completion, refresh
from reelscore.flows.reconciliation import REPLAY_WINDOW, reconcile
from reelscore.flows.submit import interpret
from reelscore.ledger.owners import at_work
from reelscore.ledger.records import CallRecord, CallStatus, NewCall
from reelscore.results import Progress
from reelscore.vendors.host import Accepted

if TYPE_CHECKING:
    from reelscore.ledger import LedgerTransaction

Action: TypeAlias = Literal["resumed", "replayed", "doubtful", "busy", "unsaved"]
_SOON = 86_400.0
logger = logging.getLogger("reelscore.flows.recovery")


@attrs.frozen(kw_only=True)
class RecoveryItem:
    """One row that needs somebody."""

    row: CallRecord
    action: Action
    """"resumed": its task can be waited for. "replayed": so too, found by its old trace id. "doubtful": money may have
    gone, ``note`` says what to do. "busy": another living process is at it. "unsaved": finished, its files are not here."""
    note: str = ""
    progress: Progress[Any] | None = attrs.field(default=None, repr=False)
    """The last look."""


class Inbox(Protocol):
    """Where webhooks are kept."""

    def matches(self, tx: LedgerTransaction, rows: Sequence[CallRecord] | None = None) -> Mapping[str, str]:
        """Give the task ids of lost submissions by intent; runs inside a job of the ledger."""
        ...


def recover(
    terms: ClientContext, *, replay: bool = False, window: float = REPLAY_WINDOW, webhooks: Inbox | None = None
) -> Flow[list[RecoveryItem]]:
    """Go through everything of this account that is not finished or not saved, oldest first.

    Args:
        terms: of the client.
        replay: whether calls in doubt may be sent again with their old trace id, where the vendor answers such a call
            with its first result. Such a call may be the first to arrive, so it is paid: budgets are asked again.
        window: seconds after which a call is too old for that.
        webhooks: those of unknown tasks may be about calls in doubt; a look at the task confirms it.
    """
    rows = yield from LedgerJob(lambda tx: tx.pending(terms.account))
    lost = [row for row in rows if row.doubtful]
    told = {} if webhooks is None else (yield from LedgerJob(lambda tx: webhooks.matches(tx, lost)))
    found: list[RecoveryItem] = []
    for row in rows:
        finding = (yield from _told(row, terms, task_id=told.get(row.intent))) or (
            yield from _settle(row, terms, replay=replay, window=window)
        )
        found.append(finding)
    unsaved = yield from LedgerJob(lambda tx: tx.unsaved(terms.account))
    listed = {finding.row.intent for finding in found}
    return [*found, *(_unsaved(row) for row in unsaved if row.intent not in listed)]


def _told(row: CallRecord, terms: ClientContext, *, task_id: str | None) -> Flow[RecoveryItem | None]:
    """Settle a call in doubt by the task that a webhook named; None where the vendor does not confirm it."""
    if task_id is None or not row.doubtful:
        return None
    try:
        progress = yield from poll(TaskRef(operation=row.operation, task_id=task_id), terms)
    except ReelscoreError as error:
        logger.warning("a webhook says that %s is task %s, which could not be seen: %s", row.intent, task_id, error)
        return None
    yield from LedgerJob(lambda tx: tx.mark_submitted(row.intent, task_id))
    yield from record_completion(
        TaskRef(operation=row.operation, task_id=task_id, intent=row.intent), progress, host=row.host
    )
    now = yield from LedgerJob(lambda tx: tx.find_intent(row.intent))
    return RecoveryItem(row=now or row, action="resumed", note="its webhook named the task", progress=progress)


def _settle(row: CallRecord, terms: ClientContext, *, replay: bool, window: float) -> Flow[RecoveryItem]:
    if row.stage is CallStatus.SUBMITTED:
        return (yield from _resume(row, terms, action="resumed"))
    if not row.doubtful:
        return RecoveryItem(row=row, action="busy", note="its process still lives")
    seen = yield from reconcile(row, terms, window=window)
    if seen:
        return (yield from _for_a_human(row, terms, why=seen))
    if not (replay and terms.host.replays):
        can = "recover(replay=True) may send it again" if terms.host.replays else "this vendor replays nothing"
        return (yield from _for_a_human(row, terms, why=can))
    try:
        claimed = yield from LedgerJob(lambda tx: tx.claim_replay(row.intent, budget=terms.budget, window=window))
    except BudgetExceeded as error:
        claimed = f"a replay is paid for and {error}"
    if isinstance(claimed, str):
        return (yield from _for_a_human(row, terms, why=claimed))
    return (yield from _replay(row, claimed, terms=terms))


def _replay(row: CallRecord, entry: NewCall, *, terms: ClientContext) -> Flow[RecoveryItem]:
    """Send a stored call again; only acceptance settles it, for a refusal says nothing of the first one."""
    with at_work(row.intent):
        try:
            answer = yield from Send(call=entry.call, role=entry.role, first=entry, again=True)
        except TransportError as error:
            return (yield from _still_doubtful(row, terms, why=str(error)))
        verdict = interpret(entry.operation, answer, terms=terms)
        if not isinstance(verdict, Accepted):
            return (yield from _still_doubtful(row, terms, why=str(verdict.error)))
        if verdict.task_id is None:
            yield from LedgerJob(lambda tx: tx.record_answer(row.intent, verdict.data, charge=verdict.charge))
            settled = yield from LedgerJob(lambda tx: tx.find_intent(row.intent))
            return RecoveryItem(row=settled or row, action="replayed")
        task_id = verdict.task_id
        yield from LedgerJob(lambda tx: tx.mark_submitted(row.intent, task_id, charge=verdict.charge))
    settled = yield from LedgerJob(lambda tx: tx.find_intent(row.intent))
    return (yield from _resume(settled or row, terms, action="replayed"))


def _resume(row: CallRecord, terms: ClientContext, *, action: Action) -> Flow[RecoveryItem]:
    """Look at a task once; a look that fails leaves it as it is."""
    target = TaskRef(operation=row.operation, task_id=row.task_id or "", intent=row.intent)
    try:
        progress = yield from refresh(target, terms)
    except ReelscoreError as error:
        return RecoveryItem(row=row, action=action, note=f"not seen now: {error}")
    now = yield from LedgerJob(lambda tx: tx.find_intent(row.intent))
    return RecoveryItem(row=now or row, action=action, progress=progress)


def _still_doubtful(row: CallRecord, terms: ClientContext, *, why: str) -> Flow[RecoveryItem]:
    yield from LedgerJob(lambda tx: tx.mark_unknown(row.intent, why))
    return (yield from _for_a_human(row, terms, why=f"the replay brought no verdict: {why}"))


def _for_a_human(row: CallRecord, terms: ClientContext, *, why: str) -> Flow[RecoveryItem]:
    when = datetime.fromtimestamp(row.created, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    where = terms.host.log_page or f"{terms.host.name}'s log of calls"
    note = (
        f"{why}; look for {row.operation} at {when} in {where} (trace {row.intent}), "
        "then tell ledger.resolve(intent, task_id=...), or task_id=None where there is none"
    )
    if note != row.note:
        yield from LedgerJob(lambda tx: tx.set_note(row.intent, note))
    now = yield from LedgerJob(lambda tx: tx.find_intent(row.intent))
    return RecoveryItem(row=now or row, action="doubtful", note=note)


def _unsaved(row: CallRecord) -> RecoveryItem:
    if row.expires is None:
        return RecoveryItem(row=row, action="unsaved", note="its files are not saved; the vendor names no lifetime")
    when = datetime.fromtimestamp(row.expires, UTC).isoformat(timespec="minutes")
    return RecoveryItem(row=row, action="unsaved", note=f"its files are not saved; the vendor deletes them at {when}")
