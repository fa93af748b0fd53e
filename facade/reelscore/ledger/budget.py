"""Spending caps: what a call reserves and over which rows a cap counts; the ledger does the sums."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal, TypeAlias

import attrs

from reelscore.errors import BudgetExceeded, ConfigurationError
from reelscore.pricing import Money, Plan, Quote, credits

Period: TypeAlias = Literal["run", "day", "month"]
_PERIODS = ("run", "day", "month")


def _amount(value: Decimal | float | str | None) -> Decimal | None:
    amount = None if value is None else credits(value)
    if amount is not None and not (amount.is_finite() and amount >= 0):
        raise ConfigurationError(f"a budget is {amount}; it must be 0 or more")
    return amount


@attrs.frozen
class Budget:
    """A cap that no number of threads, tasks and processes on one ledger passes.

    A call reserves its quote in the same transaction that writes its intent; the charge takes the reservation's place,
    and a refusal or refund gives it back. Days and months are UTC.
    """

    credits: Decimal | None = attrs.field(default=None, converter=_amount)
    money: Money | None = attrs.field(default=None, kw_only=True)
    """Converted by ``plan``."""
    per: Period = attrs.field(default="run", kw_only=True)
    """"run": what is spent under this very value, wherever it is passed or pickled to."""
    account: str | None = attrs.field(default=None, kw_only=True)
    """Whose calls count: None is the account of the client that carries it, "*" all, else a fingerprint."""
    allow_unknown: Decimal | None = attrs.field(default=None, kw_only=True, converter=_amount)
    """Credits that a call without a published price reserves; None refuses it."""
    plan: str | Plan | None = attrs.field(default=None, kw_only=True)
    """Plan or pack that turns credits into money; the host's first when left out."""
    run: str = attrs.field(factory=lambda: uuid.uuid4().hex, kw_only=True, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.per not in _PERIODS:
            raise ConfigurationError(f"per is {self.per!r}; it is one of {', '.join(_PERIODS)}")

    def reservation(self, quote: Quote) -> Reservation:
        """Tell what a call holds until its charge is known.

        Raises:
            BudgetExceeded: the price is unknown and ``allow_unknown`` is not set.
            ConfigurationError: the plan's currency is not the budget's.
        """
        held = max((value for value in (quote.credits, quote.high) if value is not None), default=None)
        if quote.credits is None:
            held = self._unknown(quote)
        if self.money is None:
            return Reservation(credits=held or Decimal(0))
        money = attrs.evolve(quote, credits=held, basis="exact").money(self.plan)
        if money is None or money.currency != self.money.currency:
            raise ConfigurationError(f"the budget is in {self.money.currency}, the plan in {money and money.currency}")
        return Reservation(credits=held or Decimal(0), money=money.amount)

    def since(self, now: float) -> float:
        """Give the start of the period as seconds since 1970; 0 for a run."""
        if self.per == "run":
            return 0.0
        day = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return (day if self.per == "day" else day.replace(day=1)).timestamp()

    def check(self, asked: Reservation, spent: Reservation) -> None:
        """Raise BudgetExceeded when what is asked does not fit beside what is spent."""
        if self.credits is not None and spent.credits + asked.credits > self.credits:
            left = max(self.credits - spent.credits, Decimal(0))
            raise BudgetExceeded(f"{asked.credits} credits asked, {left} of {self.credits} left per {self.per}")
        if self.money is not None and spent.money + asked.money > self.money.amount:
            left = max(self.money.amount - spent.money, Decimal(0))
            raise BudgetExceeded(f"{asked.money} {self.money.currency} asked, {left} left per {self.per}")

    def _unknown(self, quote: Quote) -> Decimal:
        if self.allow_unknown is None:
            raise BudgetExceeded(f"the price is unknown ({quote.source}); set allow_unknown= to reserve an amount")
        return max(self.allow_unknown, quote.high or Decimal(0))


@attrs.frozen(kw_only=True)
class Reservation:
    """An amount that counts against a budget."""

    credits: Decimal = Decimal(0)
    money: Decimal = Decimal(0)
