"""Credits and money: decimal to the last digit, unknown is never 0."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.errors import ConfigurationError
from reelscore.pricing import Money, Plan, PriceLine, Quote, Total, credits, from_micros, to_micros

PACK = Plan(name="pack 1000", price="10", credits="1000")
ESSENTIAL = Plan(name="essential", price="100", credits="15000")


def quote(amount: str) -> Quote:
    plans = {plan.name: plan for plan in (PACK, ESSENTIAL)}
    return Quote(credits=Decimal(amount), basis="exact", host="pixverse.ai", plans=plans)


def test_credits_keep_the_digits_that_are_printed() -> None:
    assert credits(0.4) + credits("0.1") == Decimal("0.5")


@given(st.lists(st.decimals(0, 1000, places=2)))
def test_a_quote_is_the_sum_of_its_lines(amounts: list[Decimal]) -> None:
    assert Quote.of(*(PriceLine("part", amount) for amount in amounts)).credits == sum(amounts, Decimal(0))


def test_an_unknown_quote_has_no_credits_and_no_money() -> None:
    unknown = Quote.unknown("no price is published")

    assert (unknown.credits, unknown.money()) == (None, None)


def test_money_follows_the_plan_and_the_first_one_by_default() -> None:
    assert quote("90").money() == Money(Decimal("0.90"), "USD")
    assert quote("90").money("essential") == Money(Decimal(90) * (Decimal(100) / Decimal(15000)), "USD")


def test_a_rate_of_your_own_wins() -> None:
    assert quote("90").money(rate="0.005") == Money(Decimal("0.450"), "USD")


@pytest.mark.parametrize("credits", ["1E+12", "1E+25", "1.5E+300"])
def test_a_price_of_any_size_has_its_money(credits: str) -> None:
    asked, amount = quote(credits), Decimal(credits) / 100
    total = Total()
    total.add(asked)

    assert asked.money() == Money(amount, "USD")
    assert total.money["pack 1000", "USD"] == amount


def test_an_unknown_plan_is_named_with_those_that_exist() -> None:
    with pytest.raises(ConfigurationError, match=r"'gold'.*pack 1000, essential"):
        quote("90").money("gold")


@pytest.mark.parametrize(("amount", "kept"), [("0.4", "0.4"), ("0.0000001", "0.000001"), ("1.0000011", "1.000002")])
def test_the_ledger_keeps_no_less_than_a_price(amount: str, kept: str) -> None:
    assert from_micros(to_micros(Decimal(amount))) == Decimal(kept)


def test_what_a_rate_without_end_is_off_costs_no_millionth() -> None:
    assert from_micros(to_micros(Decimal(90) * (Decimal(1) / 150))) == Decimal("0.6")


def test_a_price_that_no_ledger_counts_is_refused_in_words() -> None:
    with pytest.raises(ConfigurationError, match="more than the ledger can count"):
        to_micros(Decimal("1e30"))
