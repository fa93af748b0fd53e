"""Budgets: what a call reserves and from when on a cap counts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.errors import BudgetExceeded, ConfigurationError
from reelscore.ledger.budget import Budget, Reservation
from reelscore.pricing import Money, Plan, PriceLine, Quote

PLAN = Plan(name="pro", price=10, credits=1000)
whole = st.integers(0, 10_000).map(Decimal)


def quote(credits: int) -> Quote:
    return Quote.of(PriceLine("clip", Decimal(credits)))


@given(cap=whole, spent=whole, asked=whole)
def test_what_passes_the_check_never_passes_the_cap(cap: Decimal, spent: Decimal, asked: Decimal) -> None:
    budget = Budget(cap)
    fits = spent + asked <= cap

    try:
        budget.check(Reservation(credits=asked), Reservation(credits=spent))
    except BudgetExceeded:
        assert not fits
    else:
        assert fits


def test_an_unknown_price_is_refused_unless_an_amount_is_named() -> None:
    unknown = Quote.unknown("no document")

    with pytest.raises(BudgetExceeded, match="allow_unknown"):
        Budget(100).reservation(unknown)
    assert Budget(100, allow_unknown=30).reservation(unknown).credits == 30


def test_a_range_reserves_its_upper_end() -> None:
    assert Budget(100).reservation(Quote(credits=Decimal(10), basis="estimated", high=Decimal(25))).credits == 25


def test_a_budget_in_money_goes_by_the_plan() -> None:
    budget = Budget(money=Money(Decimal(1), "USD"), plan=PLAN)

    assert budget.reservation(quote(50)).money == Decimal("0.5")
    with pytest.raises(BudgetExceeded, match="USD"):
        budget.check(Reservation(money=Decimal("0.6")), Reservation(money=Decimal("0.5")))


def test_a_budget_in_another_currency_than_the_plan_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="CNY"):
        Budget(money=Money(Decimal(1), "CNY"), plan=PLAN).reservation(quote(50))


def test_days_and_months_begin_at_midnight_utc() -> None:
    now = datetime(2026, 11, 21, 3, 9, tzinfo=UTC).timestamp()

    assert Budget(1, per="day").since(now) == datetime(2026, 11, 21, tzinfo=UTC).timestamp()
    assert Budget(1, per="month").since(now) == datetime(2026, 11, 1, tzinfo=UTC).timestamp()
    assert Budget(1).since(now) == 0.0


@pytest.mark.parametrize("bad", [-1, float("nan"), float("inf")])
def test_a_cap_that_is_no_amount_is_refused(bad: float) -> None:
    with pytest.raises(ConfigurationError):
        Budget(bad)


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="run, day, month"):
        Budget(1, per="week")  # type: ignore[arg-type]
