"""Sums: a part is never shown as the whole, and credits of two hosts are never added."""

from decimal import Decimal

import pytest

from reelscore.pricing import Money, Plan, Quote, Sum, total


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ([20, 20], "40 credits"),
        ([20, None, 20, None, 0], "at least 40 credits; 2 of 5 not told"),
        ([None, None], "2 of 2 not told"),
        ([], "0 credits"),
    ],
)
def test_a_sum_says_what_is_missing(figures: list[int | None], words: str) -> None:
    assert Sum.of([None if figure is None else Decimal(figure) for figure in figures]).words() == words


def test_credits_of_two_hosts_stand_apart() -> None:
    quotes = [
        Quote(Decimal(5), "exact", host="a"),
        Quote(None, "unknown", host="b"),
        Quote(Decimal(7), "exact", host="b"),
    ]

    assert str(total(quotes)) == "5 credits of a and at least 7 credits of b; 1 of 2 not told"
    assert total(quotes).credits == {"a": 5, "b": 7}


def test_money_is_told_by_plan_to_the_millionth_and_of_known_prices_only() -> None:
    pack = Plan(name="pack", price="1", credits="3")
    one, two, other = (Quote(Decimal(5), "exact", host=host, plans={"pack": pack}) for host in ("a", "a", "b"))
    unknown = Quote(None, "unknown", host="c", plans={"pack": pack})

    assert one.money() == Money(Decimal("1.666667"), "USD")
    assert total([one, two, other, unknown]).money == {("pack", "USD"): Decimal(5)}
