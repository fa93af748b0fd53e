# pyright: reportUnusedCallResult=true
"""What the vendor's own books say of a call in doubt: its log of deductions where it has one, else its balance.

Only free reads. A match settles what the call cost, never which task it started: that stays a human's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from reelscore.effects import CallKind, Flow, LedgerJob
from reelscore.errors import ReelscoreError
from reelscore.flows.context import ClientContext
from reelscore.flows.preflight import call
from reelscore.ledger import balances
from reelscore.ledger.records import CallRecord, CallStatus

if TYPE_CHECKING:
    from reelscore.ledger import LedgerTransaction

BEFORE_SECONDS, AFTER_SECONDS = 120.0, 900.0
"""How far the vendor's time of a deduction may be from ours of the call."""


@attrs.frozen(kw_only=True)
class UsageCharge:
    """One entry of a vendor's log of deductions."""

    at: float
    """Seconds since 1970."""
    credits: Decimal
    operations: frozenset[str] = frozenset()
    """What it may be for; empty where the entry does not say."""
    name: str = ""
    """The vendor's id of it; it may or may not be the task's."""


Log: TypeAlias = Callable[..., Flow[Sequence[UsageCharge]]]
"""``host.usage_charges(terms, start=, end=)``, where a host has such a log."""


def reconcile(row: CallRecord, terms: ClientContext, *, window: float) -> Flow[str]:
    """Look for a call in doubt in the vendor's books, once it is too old to be sent again, and settle its charge.

    Returns:
        What was found, for a human; empty where nothing was looked for.
    """
    now = yield from LedgerJob(lambda books: books.now())
    if row.role is not CallKind.PAID or (terms.host.replays and row.created >= now - window):
        return ""
    if row.charged is not None:
        return f"it was taken: {_credits(row.charged)} by the vendor's {row.charged_by}"
    log: Log | None = getattr(terms.host, "usage_charges", None)
    try:
        return (yield from _by_balance(row, terms) if log is None else _by_log(row, terms, log=log))
    except ReelscoreError as error:
        return f"the vendor's books could not be read: {error}"


def matching_charges(row: CallRecord, log: Sequence[UsageCharge], *, others: Sequence[CallRecord]) -> list[UsageCharge]:
    """Give the deductions that may be a call's: by time, operation and price, and no other call's by their id."""
    known = {other.task_id for other in others if other.task_id}
    return [entry for entry in log if entry.name not in known and _fits(row, entry)]


def competing_calls(row: CallRecord, *, others: Sequence[CallRecord]) -> int:
    """Count the other calls that the same deductions may be for."""
    stages = {CallStatus.VOID, CallStatus.REFUSED}
    return sum(
        other.operation == row.operation
        and other.stage not in stages
        and other.intent != row.intent
        and other.quoted == row.quoted
        for other in others
    )


def _by_log(row: CallRecord, terms: ClientContext, *, log: Log) -> Flow[str]:
    start, end = row.created - BEFORE_SECONDS, row.created + AFTER_SECONDS
    entries = yield from log(terms, start=start, end=end)
    others = yield from LedgerJob(partial(_around, row=row, start=start - AFTER_SECONDS, end=end + BEFORE_SECONDS))
    found, named = matching_charges(row, entries, others=others), {entry.name for entry in entries}
    unclear = competing_calls(row, others=[other for other in others if other.task_id not in named])
    if not found:
        return "the vendor's log shows no deduction for it: it was probably not taken"
    listed = ", ".join(f"{_credits(entry.credits)} at {_time(entry.at)} (entry {entry.name})" for entry in found)
    if len(found) > 1 or unclear:
        return f"the vendor's log shows what may be it or another call: {listed}"
    (entry,) = found
    yield from LedgerJob(lambda books: books.charge(row.intent, entry.credits, by="usage"))
    return f"it was taken: the vendor's log shows {listed}"


def _by_balance(row: CallRecord, terms: ClientContext) -> Flow[str]:
    if "balance" not in terms.host.operations:
        return ""
    before = yield from LedgerJob(partial(balances.before, account=terms.account, intent=row.intent))
    if before is None:
        return ""
    yield from call(terms.host.request("balance", {}), terms)
    now = yield from LedgerJob(partial(balances.left, account=terms.account))
    fallen = before - now.credits if now else None
    if not fallen:
        return "" if fallen is None else "the balance is what it was before it: it was probably not taken"
    if fallen != row.quoted:
        return f"since before it the balance fell by {fallen}, its quote is {row.quoted}: others may use the account"
    yield from LedgerJob(lambda books: books.charge(row.intent, fallen, by="balance"))
    return f"it was taken: the balance fell by its price, {_credits(fallen)}"


def _around(books: LedgerTransaction, *, row: CallRecord, start: float, end: float) -> list[CallRecord]:
    return books.rows("account = ? AND role = 'paid' AND created BETWEEN ? AND ?", row.account, start, end)


def _fits(row: CallRecord, entry: UsageCharge) -> bool:
    in_time = row.created - BEFORE_SECONDS <= entry.at <= row.created + AFTER_SECONDS
    of_kind = not entry.operations or row.operation in entry.operations
    return in_time and of_kind and (row.basis != "exact" or row.quoted is None or entry.credits == row.quoted)


def _credits(value: Any) -> str:
    return f"{value} credits"


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
