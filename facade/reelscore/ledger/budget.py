"""Spending caps: what a call reserves, and counters of what is spent and reserved.

A scope is one sum that a budget can cap: a run, a day or a month; of all accounts or of one; in credits of one unit or
in money of one currency. Its counter is made, by the sum, when a budget first names it; from then on every change of a
row adds its difference, so that a reservation costs the same beside ten rows and a hundred thousand.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs

from reelscore._attrs import frozen
from reelscore.errors import BudgetExceeded, ConfigurationError
from reelscore.ledger.database import OPEN, Database
from reelscore.pricing import LARGEST, Money, Plan, Quote, credits, from_micros, to_micros

SANDBOX = " (sandbox)"
"""Ends the unit, currency and account of calls to this very machine, so that play money counts in no real sum."""
Period: TypeAlias = Literal["run", "day", "month"]
_PERIODS = ("run", "day", "month")
_LOCK = "scopes"


def _amount(value: Decimal | float | str | None) -> Decimal | None:
    try:
        amount = None if value is None else credits(value)
    except ArithmeticError as error:
        hint = "; money is given as money=Money(5, 'USD')" if hasattr(value, "currency") else ""
        raise ConfigurationError(f"a budget is {value!r}; it must be a number{hint}") from error
    if amount is not None and not (amount.is_finite() and 0 <= amount <= LARGEST):
        raise ConfigurationError(f"a budget is {amount}; it must be 0 to {LARGEST:,}")
    return amount


def _cap(value: Money | None) -> Money | None:
    return value if value is None else Money(_amount(value.amount) or Decimal(0), value.currency)


@frozen
class Budget:
    """A spending cap that no number of threads, tasks and processes on one ledger passes.

    A call reserves its quote, or the upper end of its range, in the same transaction that writes its intent; the charge
    takes the reservation's place, and a refusal or refund gives it back. Days and months are UTC.
    """

    credits: Decimal | None = attrs.field(default=None, converter=_amount)
    """Credits of one unit; clients whose hosts have different credits need ``money``."""
    money: Money | None = attrs.field(default=None, kw_only=True, converter=_cap)
    """Converted by ``plan``; amounts in another currency are refused."""
    per: Period = attrs.field(default="run", kw_only=True)
    """"run": what is spent under this very value, wherever it is passed or pickled to, by all clients that carry it.
    "day" and "month": all that the ledger pays in that time in this unit or currency, with or without a budget."""
    account: str | None = attrs.field(default=None, kw_only=True)
    """Name or fingerprint of the only account that counts and may use it; None counts all."""
    allow_unknown: Decimal | None = attrs.field(default=None, kw_only=True, converter=_amount)
    """Credits that a call without a published price reserves; None refuses it."""
    plan: str | Plan | None = attrs.field(default=None, kw_only=True)
    """Plan or pack that turns credits into money; the host's first when left out."""
    id: str = attrs.field(factory=lambda: uuid.uuid4().hex, kw_only=True, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.per not in _PERIODS:
            raise ConfigurationError(f"per is {self.per!r}; it is one of {', '.join(_PERIODS)}")
        if self.credits is None and self.money is None:
            raise ConfigurationError("a budget has no cap; give credits, as Budget(500), or money=Money(5, 'USD')")


# -- What a call reserves ----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Reservation:
    """What a paid call counts against budgets: credits of its unit, and the same in money where a plan tells."""

    credits: Decimal = Decimal(0)
    rate: Decimal | None = None
    """Money per credit."""
    currency: str = ""

    @property
    def money(self) -> Decimal:
        """The amount in ``currency``."""
        return self.credits * (self.rate or Decimal(0))


def reservation(quote: Quote | None, budget: Budget | None, *, host: str, account: str) -> Reservation:
    """Return what a paid call reserves.

    Raises:
        BudgetExceeded: its price is unknown and its budget allows none that are.
        ConfigurationError: its budget is in money and no plan converts its credits, or to another currency; or the
            budget is another account's.
    """
    most = max((amount for amount in (quote.credits, quote.high) if amount is not None), default=0) if quote else 0
    plan = _plan(quote, budget)
    if budget is not None:
        if budget.account not in {None, account}:
            raise ConfigurationError(
                f"the budget is bound to account {budget.account!r} and this client's is {account!r}; "
                "leave account= out to count all accounts"
            )
        if quote is None or quote.credits is None:
            if budget.allow_unknown is None:
                why = quote.source if quote else "the call has no quote"
                raise BudgetExceeded(f"the price is unknown ({why}); set allow_unknown= to reserve an amount")
            most = max(budget.allow_unknown, most)
        if budget.money is not None:
            _check_currency(plan, budget.money, host=host)
    if plan is None:
        return Reservation(credits=Decimal(most))
    return Reservation(credits=Decimal(most), rate=plan.rate, currency=plan.currency)


def _plan(quote: Quote | None, budget: Budget | None) -> Plan | None:
    chosen = None if budget is None else budget.plan
    if isinstance(chosen, Plan):
        return chosen
    plans = {} if quote is None else quote.plans
    if chosen is not None and plans and chosen not in plans:
        raise ConfigurationError(f"the budget's plan is {chosen!r}; {quote and quote.host} has {', '.join(plans)}")
    return next(iter(plans.values()), None) if chosen is None else plans.get(chosen)


def _check_currency(plan: Plan | None, cap: Money, *, host: str) -> None:
    if plan is None:
        raise ConfigurationError(f"{host} names no plan, so its credits have no price in {cap.currency}; give plan=")
    if plan.currency != cap.currency:
        raise ConfigurationError(
            f"the budget is in {cap.currency}, the plan {plan.name!r} of {host} in {plan.currency}"
        )


# -- Counters ----------------------------------------------------------------------------------------------------------


@frozen
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

    def sum(self, database: Database, *, only: str = "1 = 1") -> int:
        """Add up its rows, in millionths; those alone for which a further condition holds."""
        amount, kind, word = ("money", "currency", self.currency)
        if self.unit is not None:
            amount, kind, word = ("reserved", "unit", self.unit)
        where, values = {
            "run": ("budget_id = ? AND budget_id <> ''", [self.value]),
            "day": ("day = ?", [self.value]),
            "month": ("day >= ? AND day <= ?", [f"{self.value}-01", f"{self.value}-31"]),
        }[self.period]
        if self.account is not None:
            where, values = f"{where} AND account = ?", [*values, self.account]
        sql = f"SELECT coalesce(sum({amount}), 0) FROM calls WHERE {kind} = ? AND {where} AND {only}"  # noqa: S608
        return int(database.query(sql, word, *values)[0][0])


def day_of(time: float) -> str:
    """Return the UTC day of a time in seconds since 1970, as 2026-11-29."""
    return datetime.fromtimestamp(time, UTC).date().isoformat()


@frozen(kw_only=True)
class CounterError:
    """A counter that differs from the sum of its rows, both in credits or money."""

    scope: str
    counted: Any
    summed: Any


def reserve(database: Database, row: Mapping[str, Any], *, budget: Budget | None) -> None:
    """Add what a new row reserves to the counters, as far as its budget has room.

    Raises:
        BudgetExceeded: it does not fit.
        ConfigurationError: the budget counts credits of another unit.
    """
    caps = {} if budget is None else _caps(budget, row)
    if budget is not None and budget.credits is not None:
        _check_unit(database, budget, unit=row["unit"])
    for scope, _ in caps.values():
        if not database.query("SELECT 1 FROM scopes WHERE scope = ?", scope.name):
            database.lock(_LOCK)
            sql = "INSERT INTO scopes (scope, reserved) VALUES (?, ?) ON CONFLICT DO NOTHING"
            _ = database.execute(sql, scope.name, scope.sum(database))
    add(database, (row, 1), caps=caps)


def check(database: Database) -> list[CounterError]:
    """Compare all counters with the sums of their rows."""
    counters = database.query("SELECT scope, reserved FROM scopes ORDER BY scope")
    found = [(name, int(counted), Scope(*json.loads(name)).sum(database)) for name, counted in counters]
    return [
        CounterError(scope=name, counted=from_micros(counted), summed=from_micros(total))
        for name, counted, total in found
        if counted != total
    ]


def remaining(database: Database, budget: Budget, *, now: float) -> dict[str, Decimal]:
    """Return what a budget has left, by unit of credits or by currency; empty where nothing was counted against it."""
    value = _values(budget.id, day_of(now))[budget.per]
    cap = budget.credits if budget.money is None else budget.money.amount
    column = "unit" if budget.money is None else "currency"
    found: dict[str, Decimal] = {}
    for (word,) in database.query(f"SELECT DISTINCT {column} FROM calls WHERE {column} <> ''"):  # noqa: S608 - ours
        unit, currency = (word, None) if column == "unit" else (None, word)
        spent = from_micros(Scope(budget.per, value, budget.account, currency, unit).sum(database))
        if spent and cap is not None:
            found[str(word)] = max(cap - spent, Decimal(0))
    return found


def add(
    database: Database, *rows: tuple[Mapping[str, Any], int], caps: Mapping[str, tuple[Scope, int]] | None = None
) -> None:
    """Add what rows reserve to the counters that exist.

    Args:
        database: inside a transaction that writes.
        rows: each with its sign: +1 for a row as it is now, -1 for one as it was.
        caps: what a counter may not pass, in millionths, by its name.

    Raises:
        BudgetExceeded: one would.
    """
    caps = caps or {}
    database.lock(_LOCK, shared=True)  # before the first look: who makes a counter waits for this transaction's rows
    if not database.query("SELECT 1 FROM scopes LIMIT 1"):
        return
    differences = Counter[str]()
    for row, sign in rows:
        for scope, amount in _scopes(row):
            differences[scope.name] += sign * amount
    names = [name for name, amount in differences.items() if amount or name in caps]
    if not names:
        return
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


def _values(budget_id: str, day: str) -> dict[str, str]:
    """Return the run, the day and the month that a row counts in."""
    return {"run": budget_id, "day": day, "month": day[:7]}


def _scopes(row: Mapping[str, Any]) -> Iterable[tuple[Scope, int]]:
    """List the scopes that a row counts in, and how much, in millionths."""
    for period, value in _values(row["budget_id"], row["day"]).items():
        for account in (None, row["account"]) if value else ():
            if row["unit"]:
                yield Scope(period, value, account, None, row["unit"]), row["reserved"]
            if row["currency"]:
                yield Scope(period, value, account, row["currency"], None), row["money"]


def _caps(budget: Budget, row: Mapping[str, Any]) -> dict[str, tuple[Scope, int]]:
    """Return the scopes of a row that its budget caps, and the caps in millionths, by name."""
    credits, money = budget.credits, None if budget.money is None else budget.money.amount
    caps = [
        (scope, credits if scope.currency is None else money)
        for scope, _ in _scopes(row)
        if (scope.period, scope.account) == (budget.per, budget.account)
    ]
    return {scope.name: (scope, to_micros(cap)) for scope, cap in caps if cap is not None}


def _check_unit(database: Database, budget: Budget, *, unit: str) -> None:
    sql = "SELECT unit FROM budget_units WHERE budget_id = ?"
    found = database.query(sql, budget.id)
    if not found:
        insert = "INSERT INTO budget_units (budget_id, unit) VALUES (?, ?) ON CONFLICT DO NOTHING"
        _ = database.execute(insert, budget.id, unit)
        found = database.query(sql, budget.id)  # another process may have been first
    if found[0][0] != unit:
        raise ConfigurationError(
            f"the budget counts credits of {found[0][0]}, which are worth something else than those of {unit}; "
            'one cap over both must be in money, as Budget(money=Money(5, "USD"))'
        )


def _no_room(database: Database, scope: Scope, *, amount: int, cap: int) -> str:
    words = "credits" if scope.unit is not None else scope.currency
    total, reserved = scope.sum(database), scope.sum(database, only=OPEN)
    left, later = max(cap - total, 0), max(cap - total + reserved, 0)
    text = (
        f"{from_micros(amount)} {words} asked, {from_micros(left)} of {from_micros(cap)} left per {scope.period}: "
        f"{from_micros(total - reserved)} spent, {from_micros(reserved)} held by calls that still run"
    )
    return f"{text}; if those are refused or refunded, {from_micros(later)} fit" if reserved else text
