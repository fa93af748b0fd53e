"""What the ledger tells people: tasks, spending with the quote's error, and how long operations take; reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

from reelscore.ledger.records import CallRecord, from_micros

if TYPE_CHECKING:
    from reelscore.ledger.books import LedgerTransaction

Group: TypeAlias = Literal["day", "operation", "model", "host"]
_COLUMNS: dict[Group, str] = {
    "day": "date(created, 'unixepoch')",
    "operation": "operation",
    "model": "model",
    "host": "host",
}
_TELLERS = ("quote", "vendor")
_FILTERS = {
    "stage": "stage = ?",
    "host": "host = ?",
    "operation": "operation = ?",
    "model": "model = ?",
    "account": "account = ?",
    "key": "key = ?",
    "task_id": "task = ?",
    "since": "created >= ?",
    "until": "created < ?",
}


@attrs.frozen(kw_only=True)
class SpendSummary:
    """What one group of calls cost, in credits."""

    group: tuple[str, ...]
    """In the order in which the groups were asked for; days are UTC."""
    calls: int
    quoted: Decimal
    """Sum of the known quotes of all of them."""
    charged: Decimal
    """What the vendor said it took, refunds taken off; where it says nothing, the quote."""
    refunded: int
    """Tasks whose credits came back."""
    doubtful: int
    """Calls whose fate is unknown."""
    held: Decimal
    """Reserved and not settled yet."""
    error: Decimal
    """Charged minus quoted, over the calls where both are known and nothing came back; 0 where the prices are right."""
    compared: int = 0
    """Calls that ``error`` is about."""
    told: Mapping[str, int] = attrs.field(factory=dict)
    """Finished calls by who told their charge: "vendor", or "quote" where nobody did."""


def tasks(tx: LedgerTransaction, *, limit: int = 50, newest_first: bool = True, **filters: Any) -> list[CallRecord]:
    """List rows.

    Args:
        tx: inside a job of the ledger.
        limit: at most so many.
        newest_first: the order.
        filters: stage, host, operation, model, account, key, task_id; since and until in seconds since 1970.
    """
    given = {name: value for name, value in filters.items() if value is not None}
    where = " AND ".join(_FILTERS[name] for name in given) or "1"
    order = "DESC" if newest_first else "ASC"
    return tx.rows(f"{where} ORDER BY created {order} LIMIT ?", *given.values(), limit)


def find(tx: LedgerTransaction, name: str) -> CallRecord | None:
    """Find a row by intent, the start of one, a task id, a key, or the text of ``task.ref``; the newest that fits."""
    task = name.rpartition("/")[2]
    where = "intent = ? OR task = ? OR key = ? OR (length(?) >= 6 AND substr(intent, 1, length(?)) = ?)"
    rows = tx.rows(f"{where} ORDER BY created DESC LIMIT 1", name, task, name, name, name, name)
    return rows[0] if rows else None


def spend(
    tx: LedgerTransaction, *, by: Iterable[Group] = ("day",), since: float = 0.0, until: float = 9e99
) -> list[SpendSummary]:
    """Add up paid calls by day, operation, model or host; what never left or was refused is left out."""
    groups = tuple(by)
    columns = ", ".join(_COLUMNS[group] for group in groups) or "''"
    told = ", ".join(f"total(finished IS NOT NULL AND charged_by = '{word}')" for word in ("", *_TELLERS[1:]))
    found = tx.query(
        f"""
        SELECT count(*), total(quoted), total(CASE WHEN finished IS NOT NULL THEN held ELSE 0 END),
               total(coalesce(refunded, 0)), total(stage IN ('unknown', 'intent')),
               total(CASE WHEN finished IS NULL THEN held ELSE 0 END),
               total(CASE WHEN charged IS NOT NULL AND quoted IS NOT NULL AND coalesce(refunded, 0) = 0
                     THEN charged - quoted ELSE 0 END),
               total(charged IS NOT NULL AND quoted IS NOT NULL AND coalesce(refunded, 0) = 0),
               {told}, {columns}
        FROM calls
        WHERE role = 'paid' AND stage NOT IN ('void', 'refused') AND created >= ? AND created < ?
        GROUP BY {columns} ORDER BY {columns}
        """,  # noqa: S608 - columns are ours
        since,
        until,
    )
    return [_spent(record) for record in found]


def durations(tx: LedgerTransaction, *, account: str, operation: str, limit: int) -> list[float]:
    """List how long an account's last tasks of an operation took, in seconds, newest first.

    Counted are those that succeeded and were waited for from their submission on.
    """
    sql = """SELECT lasted FROM calls WHERE account = ? AND operation = ? AND lasted IS NOT NULL
             AND outcome = 'succeeded' ORDER BY finished DESC LIMIT ?"""
    return [float(lasted) for (lasted,) in tx.query(sql, account, operation, limit)]


def running(tx: LedgerTransaction, account: str, *, seconds: float) -> tuple[list[CallRecord], list[float]]:
    """List an account's paid calls that take a slot, oldest first, and when they were reserved, newest first."""
    where = "account = ? AND reserved > ? AND role = 'paid' AND stage IN ('intent', 'unknown', 'submitted')"
    values = (account, tx.now() - seconds)
    times = tx.query(f"SELECT reserved FROM calls WHERE {where} ORDER BY reserved DESC", *values)  # noqa: S608
    return tx.rows(f"{where} ORDER BY reserved", *values), [time for (time,) in times]


def _spent(record: Any) -> SpendSummary:
    calls, quoted, charged, refunded, doubtful, held, error, compared, *rest = tuple(record)
    told, group = rest[: len(_TELLERS)], rest[len(_TELLERS) :]
    return SpendSummary(
        group=tuple(str(word) for word in group),
        calls=int(calls),
        quoted=_credits(quoted),
        charged=_credits(charged),
        refunded=int(refunded),
        doubtful=int(doubtful),
        held=_credits(held),
        error=_credits(error),
        compared=int(compared),
        told={word: int(number) for word, number in zip(_TELLERS, told, strict=True) if number},
    )


def _credits(micro: float) -> Decimal:
    return from_micros(int(micro)) or Decimal(0)
