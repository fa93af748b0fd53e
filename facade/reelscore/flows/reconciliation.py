# pyright: reportUnusedCallResult=true
"""What the vendor's own usage log says of a call in doubt, where the vendor has one.

Only free reads. A match is told to a person and never booked: it names neither the task nor, for sure, the call.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from reelscore.effects import CallKind, Flow, LedgerJob
from reelscore.errors import ReelscoreError
from reelscore.flows.context import ClientContext
from reelscore.ledger.records import CallRecord, CallStatus
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
    others = yield from LedgerJob(partial(_around, row=row, start=start - AFTER_SECONDS, end=end + BEFORE_SECONDS))
    found, named = matching_charges(row, entries, others=others), {entry.name for entry in entries}
    if not found:
        return "the vendor's log shows no charge for it: it was probably not taken"
    listed = ", ".join(f"{entry.credits} credits at {_time(entry.at)} (entry {entry.name})" for entry in found)
    unclear = competing_calls(row, others=[other for other in others if other.task_id not in named])
    if len(found) > 1 or unclear:
        return f"the vendor's log shows what may be it or another call: {listed}"
    return f"it was probably taken: the vendor's log shows {listed}"


def matching_charges(row: CallRecord, log: Sequence[UsageCharge], *, others: Sequence[CallRecord]) -> list[UsageCharge]:
    """Return the charges that may be a call's: by time, operation and price, and no other call's by their id."""
    known = {other.task_id for other in others if other.task_id}
    return [entry for entry in log if entry.name not in known and _fits(row, entry)]


def competing_calls(row: CallRecord, *, others: Sequence[CallRecord]) -> int:
    """Count the other calls that the same charges may be for."""
    return sum(
        other.operation == row.operation
        and other.status not in {CallStatus.VOID, CallStatus.REFUSED}
        and other.intent != row.intent
        and other.quoted == row.quoted
        for other in others
    )


def _around(tx: LedgerTransaction, *, row: CallRecord, start: float, end: float) -> list[CallRecord]:
    return tx.rows("account = ? AND role = 'paid' AND created BETWEEN ? AND ?", row.account, start, end)


def _fits(row: CallRecord, entry: UsageCharge) -> bool:
    in_time = row.created - BEFORE_SECONDS <= entry.at <= row.created + AFTER_SECONDS
    of_kind = not entry.operations or row.operation in entry.operations
    return in_time and of_kind and (row.basis != "exact" or row.quoted is None or entry.credits == row.quoted)


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
