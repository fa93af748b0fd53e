"""What the ledger tells people: tasks, and spending with the quote's error; reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from reelscore._attrs import frozen
from reelscore.errors import ConfigurationError
from reelscore.ledger.records import CallRecord, CallStatus, to_text
from reelscore.ledger.store import LedgerTransaction
from reelscore.pricing import from_micros

Group: TypeAlias = Literal["day", "operation", "model", "host"]
_GROUPS = ("day", "operation", "model", "host")
_FILTERS = {
    "status": "status = ?",
    "host": "host = ?",
    "operation": "operation = ?",
    "model": "model = ?",
    "account": "account = ?",
    "key": "key = ?",
    "task_id": "task = ?",
    "since": "created >= ?",
    "until": "created < ?",
}
_PREFIX = 6
"""Characters of an intent that name it."""


@frozen(kw_only=True)
class SpendSummary:
    """What one group of paid calls cost, in credits of one unit."""

    group: tuple[str, ...]
    """In the order in which the groups were asked for; days are UTC."""
    unit: str
    """What the credits are; a group with several has a line for each."""
    calls: int
    quoted: Decimal
    """Sum of the known quotes of all of them."""
    charged: Decimal
    """What finished calls cost, refunds taken off: by the vendor, and where it says nothing, by the quote."""
    charge_sources: Mapping[str, Decimal]
    """``charged`` by who told it: "vendor", or "quote" where nobody did."""
    unpriced: int
    """Finished calls whose cost nobody knows: no charge was told and no quote was known; ``charged`` lacks them."""
    money: Mapping[str, Decimal]
    """Charged and held by currency, by each call's plan; calls without a plan are in none."""
    refunded: int
    """Tasks whose credits came back."""
    doubtful: int
    """Calls whose fate is unknown."""
    reserved: Decimal
    """Reserved and not settled yet."""
    error: Decimal
    """Charged minus quoted, over the calls where both are known and nothing came back; 0 where the prices are right."""
    compared: int
    """Calls that ``error`` is about."""


def tasks(tx: LedgerTransaction, *, limit: int = 50, newest_first: bool = True, **filters: Any) -> list[CallRecord]:
    """List rows.

    Args:
        tx: inside a job of the ledger.
        limit: at most so many.
        newest_first: the order.
        filters: status, host, operation, model, account, key, task_id; since and until in seconds since 1970.
    """
    given = {name: value for name, value in filters.items() if value is not None}
    _check_words("filter", given, _FILTERS)
    _check_words("status", [given["status"]] if "status" in given else [], [*CallStatus])
    where = " AND ".join(_FILTERS[name] for name in given) or "1 = 1"
    order = "DESC" if newest_first else "ASC"
    return tx.rows(f"{where} ORDER BY created {order} LIMIT ?", *given.values(), limit)


def find(tx: LedgerTransaction, name: str) -> CallRecord | None:
    """Find a row by intent, the start of one, a task id, a key, or the text of ``task.ref``; the newest that fits."""
    name = to_text(name)
    wheres: list[tuple[str, tuple[str, ...]]] = [
        ("intent = ?", (name,)),
        ("task = ?", (name.rpartition("/")[2],)),
        ("key = ?", (name,)),
    ]
    if len(name) >= _PREFIX and name.isascii():
        wheres.append(("intent >= ? AND intent < ?", (name, name[:-1] + chr(ord(name[-1]) + 1))))
    found = (tx.rows(f"{where} ORDER BY created DESC LIMIT 1", *values) for where, values in wheres)
    return next((rows[0] for rows in found if rows), None)


def spend(
    tx: LedgerTransaction, *, by: Iterable[Group] = ("day",), since: float = 0.0, until: float = 9e99
) -> list[SpendSummary]:
    """Add up paid calls by day, operation, model or host; what never left or was refused is left out."""
    by = tuple(by)
    _check_words("group", by, _GROUPS)
    groups = [*by, "unit"]
    columns = ", ".join(groups)
    compared = "charged IS NOT NULL AND quoted IS NOT NULL AND coalesce(refunded, 0) = 0"
    sums = {
        "calls": "count(*)",
        "quoted": _sum("1 = 1", "coalesce(quoted, 0)"),
        "vendor": _sum("finished IS NOT NULL AND charged_by = 'vendor'", "reserved"),
        "quote": _sum("finished IS NOT NULL AND charged_by <> 'vendor'", "reserved"),
        "unpriced": _sum("finished IS NOT NULL AND charged IS NULL AND quoted IS NULL AND coalesce(refunded, 0) = 0"),
        "refunded": _sum("coalesce(refunded, 0) = 1"),
        "doubtful": _sum("status IN ('unknown', 'intent')"),
        "reserved": _sum("finished IS NULL", "reserved"),
        "error": _sum(compared, "charged - quoted"),
        "compared": _sum(compared),
    }
    which = "role = 'paid' AND status NOT IN ('void', 'refused') AND created >= ? AND created < ?"
    selected = ", ".join(f"{sql} AS {name}_" for name, sql in sums.items())
    found = tx.query(
        f"SELECT {columns}, {selected} FROM calls WHERE {which} GROUP BY {columns} ORDER BY {columns}",  # noqa: S608
        since,
        until,
    )
    paid = tx.query(
        f"""SELECT {columns}, currency, sum(money) FROM calls
            WHERE {which} AND money <> 0 GROUP BY {columns}, currency""",  # noqa: S608
        since,
        until,
    )
    money: dict[tuple[str, ...], dict[str, Decimal]] = {}
    for *group, currency, amount in map(tuple, paid):
        money.setdefault(tuple(group), {})[currency] = from_micros(int(amount))
    return [_summary(tuple(record)[: len(groups)], record, money=money) for record in found]


def _check_words(what: str, given: Iterable[str], allowed: Iterable[str]) -> None:
    if unknown := [word for word in given if word not in allowed]:
        raise ConfigurationError(f"{what} is {unknown[0]!r}; it is one of {', '.join(allowed)}")


def _sum(where: str, amount: str = "1") -> str:
    return f"coalesce(sum(CASE WHEN {where} THEN {amount} ELSE 0 END), 0)"


def _summary(
    group: tuple[str, ...], record: Any, *, money: Mapping[tuple[str, ...], Mapping[str, Decimal]]
) -> SpendSummary:
    vendor, quote = (from_micros(int(record[f"{word}_"])) for word in ("vendor", "quote"))
    numbers: dict[str, Any] = {
        name: int(record[f"{name}_"]) for name in ("calls", "unpriced", "refunded", "doubtful", "compared")
    }
    numbers |= {name: from_micros(int(record[f"{name}_"])) for name in ("quoted", "reserved", "error")}
    return SpendSummary(
        group=group[:-1],
        unit=group[-1],
        charged=vendor + quote,
        charge_sources={word: amount for word, amount in (("vendor", vendor), ("quote", quote)) if amount},
        money=money.get(group, {}),
        **numbers,
    )
