"""Counters of what is spent and held, so that a reservation costs the same beside ten rows and a hundred thousand.

A scope is one sum that a budget can cap: a run, a day or a month; of all accounts or of one; in credits of one unit or
in money of one currency. Its counter is made, by the sum, when a budget first names it; from then on every change of a
row adds its difference.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from reelscore.errors import BudgetExceeded, ConfigurationError
from reelscore.ledger.budget import Budget
from reelscore.ledger.database import Database
from reelscore.ledger.records import from_micros, to_micros
from reelscore.ledger.schema import OPEN

_LOCK = "scopes"


@attrs.frozen(kw_only=True)
class Scope:
    """One sum over the rows of a ledger."""

    period: str
    """"run", "day" or "month"."""
    value: str
    account: str | None
    """None: all accounts."""
    currency: str | None
    """None: credits."""
    unit: str | None
    """None: money."""

    @property
    def name(self) -> str:
        """Its key in the table of counters."""
        return json.dumps([self.period, self.value, self.account, self.currency, self.unit])

    @classmethod
    def named(cls, name: str) -> Scope:
        """Read a key of the table of counters."""
        period, value, account, currency, unit = json.loads(name)
        return cls(period=period, value=value, account=account, currency=currency, unit=unit)

    def sum(self, database: Database, *, only: str = "") -> int:
        """Add up its rows, in millionths.

        Args:
            database: inside a transaction.
            only: a further condition.
        """
        amount, kind, word = (
            ("reserved", "unit", self.unit) if self.unit is not None else ("money", "currency", self.currency)
        )
        where, values = [f"{kind} = ?"], [word]
        if self.period == "run":
            where, values = [*where, "budget_id = ?", "budget_id <> ''"], [*values, self.value]
        elif self.period == "day":
            where, values = [*where, "day = ?"], [*values, self.value]
        else:
            where, values = [*where, "day >= ?", "day <= ?"], [*values, f"{self.value}-01", f"{self.value}-31"]
        if self.account is not None:
            where, values = [*where, "account = ?"], [*values, self.account]
        if only:
            where.append(only)
        sql = f"SELECT coalesce(sum({amount}), 0) FROM calls WHERE {' AND '.join(where)}"  # noqa: S608 - no user text
        return int(database.query(sql, *values)[0][0])


@attrs.frozen(kw_only=True)
class CounterError:
    """A counter that differs from the sum of its rows, both in credits or money."""

    scope: str
    counted: Any
    summed: Any


def add(database: Database, *rows: tuple[Mapping[str, Any], int]) -> None:
    """Add what rows hold to the counters that exist.

    Args:
        database: inside a transaction that writes.
        rows: each with its sign: +1 for a row as it is now, -1 for one as it was.
    """
    _change(database, rows, caps={})


def reserve(database: Database, row: Mapping[str, Any], *, budget: Budget | None) -> None:
    """Add what a new row holds to the counters, as far as its budget has room.

    Raises:
        BudgetExceeded: it does not fit.
        ConfigurationError: the budget counts credits of another unit.
    """
    caps = {} if budget is None else _caps(budget, row)
    if caps and budget is not None and budget.credits is not None:
        _check_unit(database, budget, unit=row["unit"])
    for scope, _ in caps.values():
        _make(database, scope)
    _change(database, [(row, 1)], caps=caps)


def check(database: Database) -> list[CounterError]:
    """Compare all counters with the sums of their rows."""
    found = [(scope, int(held), Scope.named(scope).sum(database)) for scope, held in _counters(database)]
    return [
        CounterError(scope=scope, counted=from_micros(held), summed=from_micros(total))
        for scope, held, total in found
        if held != total
    ]


def _counters(database: Database) -> list[Any]:
    return database.query("SELECT scope, reserved FROM scopes ORDER BY scope")


def _change(
    database: Database, rows: Iterable[tuple[Mapping[str, Any], int]], *, caps: Mapping[str, tuple[Scope, int]]
) -> None:
    if not database.query("SELECT 1 FROM scopes LIMIT 1"):
        return
    differences = Counter[str]()
    for row, sign in rows:
        for name, amount in _amounts(row):
            differences[name] += sign * amount
    names = [name for name, amount in differences.items() if amount or name in caps]
    if not names:
        return
    database.lock(_LOCK, shared=True)
    sql = f"SELECT scope FROM scopes WHERE scope IN ({', '.join('?' * len(names))}) ORDER BY scope"  # noqa: S608
    for (name,) in database.query(sql, *names):
        amount = differences[name]
        if name not in caps:
            _ = database.execute("UPDATE scopes SET reserved = reserved + ? WHERE scope = ?", amount, name)
            continue
        scope, cap = caps[name]
        sql = "UPDATE scopes SET reserved = reserved + ? WHERE scope = ? AND reserved + ? <= ?"
        if not database.execute(sql, amount, name, amount, cap):
            raise BudgetExceeded(_no_room(database, scope, amount=amount, cap=cap))


def _amounts(row: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    for period, value in (("run", row["budget_id"]), ("day", row["day"]), ("month", row["day"][:7])):
        for account in (None, row["account"]) if value else ():
            if row["unit"]:
                yield _scope(period, value, account=account, unit=row["unit"]).name, row["reserved"]
            if row["currency"]:
                yield _scope(period, value, account=account, currency=row["currency"]).name, row["money"]


def _scope(
    period: str, value: str, *, account: str | None, unit: str | None = None, currency: str | None = None
) -> Scope:
    return Scope(period=period, value=value, account=account, unit=unit, currency=currency)


def _caps(budget: Budget, row: Mapping[str, Any]) -> dict[str, tuple[Scope, int]]:
    value = {"run": budget.id, "day": row["day"], "month": row["day"][:7]}[budget.per]
    caps: dict[str, tuple[Scope, int]] = {}
    if budget.credits is not None:
        scope = _scope(budget.per, value, account=budget.account, unit=row["unit"])
        caps[scope.name] = scope, to_micros(budget.credits)
    if budget.money is not None:
        scope = _scope(budget.per, value, account=budget.account, currency=budget.money.currency)
        caps[scope.name] = scope, to_micros(budget.money.amount)
    return caps


def _check_unit(database: Database, budget: Budget, *, unit: str) -> None:
    found = database.query("SELECT unit FROM budget_units WHERE budget_id = ?", budget.id)
    if not found:
        sql = "INSERT INTO budget_units (budget_id, unit) VALUES (?, ?) ON CONFLICT DO NOTHING"
        _ = database.execute(sql, budget.id, unit)
    elif found[0][0] != unit:
        raise ConfigurationError(
            f"the budget counts credits of {found[0][0]}, which are worth something else than those of {unit}; "
            'one cap over both must be in money, as Budget(money=Money(5, "USD"))'
        )


def _make(database: Database, scope: Scope) -> None:
    if database.query("SELECT 1 FROM scopes WHERE scope = ?", scope.name):
        return
    database.lock(_LOCK)
    sql = "INSERT INTO scopes (scope, reserved) VALUES (?, ?) ON CONFLICT DO NOTHING"
    _ = database.execute(sql, scope.name, scope.sum(database))


def _no_room(database: Database, scope: Scope, *, amount: int, cap: int) -> str:
    words = "credits" if scope.unit is not None else scope.currency
    total, held = scope.sum(database), scope.sum(database, only=OPEN)
    left, later = max(cap - total, 0), max(cap - total + held, 0)
    text = (
        f"{from_micros(amount)} {words} asked, {from_micros(left)} of {from_micros(cap)} left per {scope.period}: "
        f"{from_micros(total - held)} spent, {from_micros(held)} held by calls that still run"
    )
    return f"{text}; if those are refused or refunded, {from_micros(later)} fit" if held else text
