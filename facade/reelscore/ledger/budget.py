"""Spending caps, and what a call reserves; the counters are in ``scopes.py``."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from reelscore.errors import BudgetExceeded, ConfigurationError
from reelscore.pricing import Money, Plan, Quote, credits

if TYPE_CHECKING:
    from reelscore.ledger.records import NewCall

Period: TypeAlias = Literal["run", "day", "month"]
_PERIODS = ("run", "day", "month")


def _amount(value: Decimal | float | str | None) -> Decimal | None:
    amount = None if value is None else credits(value)
    if amount is not None and not (amount.is_finite() and amount >= 0):
        raise ConfigurationError(f"a budget is {amount}; it must be 0 or more")
    return amount


def _cap(value: Money | None) -> Money | None:
    return value if value is None else Money(_amount(value.amount) or Decimal(0), value.currency)


@attrs.frozen
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

    def held(self, quote: Quote | None) -> Decimal:
        """Return the credits that a call holds until its charge is known.

        Raises:
            BudgetExceeded: the price is unknown and ``allow_unknown`` is not set.
        """
        if quote is not None and quote.credits is not None:
            return _upper(quote)
        if self.allow_unknown is None:
            why = quote.source if quote else "the call has no quote"
            raise BudgetExceeded(f"the price is unknown ({why}); set allow_unknown= to reserve an amount")
        return max(self.allow_unknown, _upper(quote))


@attrs.frozen(kw_only=True)
class Reservation:
    """What a call counts against budgets: credits of its unit, and the same in money where a plan tells."""

    credits: Decimal = Decimal(0)
    rate: Decimal | None = None
    """Money per credit."""
    currency: str = ""

    @property
    def money(self) -> Decimal:
        """The amount in ``currency``."""
        return self.credits * (self.rate or Decimal(0))


def reservation(entry: NewCall) -> Reservation:
    """Return what a call reserves; calls that are not paid reserve nothing.

    Raises:
        BudgetExceeded: its price is unknown and its budget allows none that are.
        ConfigurationError: its budget is in money and no plan converts its credits, or to another currency; or the
            budget is another account's.
    """
    if entry.role != "paid":
        return Reservation()
    budget = entry.budget
    if budget is not None and budget.account not in {None, entry.account}:
        raise ConfigurationError(
            f"the budget is bound to account {budget.account!r} and this client's is {entry.account!r}; "
            "leave account= out to count all accounts"
        )
    held = _upper(entry.quote) if budget is None else budget.held(entry.quote)
    plan = _plan(entry.quote, budget)
    if budget is not None and budget.money is not None:
        _check_currency(plan, budget.money, host=entry.host)
    return Reservation(
        credits=held, rate=None if plan is None else plan.rate, currency="" if plan is None else plan.currency
    )


def _upper(quote: Quote | None) -> Decimal:
    amounts = () if quote is None else (quote.credits, quote.high)
    return max((amount for amount in amounts if amount is not None), default=Decimal(0))


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
