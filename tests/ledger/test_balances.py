"""Balances: what is left for a guard, and what a call cost where the vendor names no charge."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from reelscore.ledger import Ledger, LedgerTransaction, balances, reports
from reelscore.pricing import PriceLine, Quote
from tests.ledger.test_ledger import intend, row
from tests.ledgers import Watch


def saw(ledger: Ledger, clock: Watch, credits: int) -> str | None:
    clock.time += 1
    settled = ledger.run(partial(balances.saw, account="me", credits=Decimal(credits)))
    clock.time += 1
    return settled


def finish(ledger: Ledger, intent: str = "i1", **facts: Any) -> None:
    ledger.run(partial(LedgerTransaction.finish, intent=intent, outcome="succeeded", **facts))


def estimate(credits: int) -> Quote:
    return Quote.of(PriceLine("clip", Decimal(credits)), basis="estimated")


def test_a_call_that_was_alone_costs_the_difference_and_says_so(ledger: Ledger, clock: Watch) -> None:
    saw(ledger, clock, 100)
    intend(ledger, quote=estimate(10))
    finish(ledger)

    assert saw(ledger, clock, 88) == "i1"
    assert (row(ledger).charged, row(ledger).charged_by, row(ledger).held) == (Decimal(12), "balance", Decimal(12))


def test_two_calls_between_two_readings_are_not_told_apart(ledger: Ledger, clock: Watch) -> None:
    saw(ledger, clock, 100)
    for intent in ("i1", "i2"):
        intend(ledger, intent)
        finish(ledger, intent)

    assert saw(ledger, clock, 80) is None
    assert row(ledger).charged is None


def test_a_call_beside_an_open_one_is_not_settled(ledger: Ledger, clock: Watch) -> None:
    intend(ledger, "still open")
    saw(ledger, clock, 100)
    intend(ledger)
    finish(ledger)

    assert saw(ledger, clock, 90) is None


def test_a_call_that_began_before_the_first_reading_is_not_settled(ledger: Ledger, clock: Watch) -> None:
    intend(ledger)
    saw(ledger, clock, 100)
    finish(ledger)

    assert saw(ledger, clock, 90) is None


def test_what_the_vendor_said_is_not_overwritten(ledger: Ledger, clock: Watch) -> None:
    saw(ledger, clock, 100)
    intend(ledger)
    finish(ledger, charge=Decimal(11))

    assert saw(ledger, clock, 80) is None
    assert (row(ledger).charged, row(ledger).charged_by) == (Decimal(11), "vendor")


@pytest.mark.parametrize("after", [95, 130])
def test_a_difference_below_an_exact_quote_or_a_top_up_is_not_believed(
    after: int, ledger: Ledger, clock: Watch
) -> None:
    saw(ledger, clock, 100)
    intend(ledger)
    finish(ledger)

    assert saw(ledger, clock, after) is None


def test_calls_that_never_left_or_were_refused_disturb_nobody(ledger: Ledger, clock: Watch) -> None:
    saw(ledger, clock, 100)
    for intent in ("i1", "void", "refused"):
        intend(ledger, intent)
    ledger.run(lambda books: books.void("void"))
    ledger.run(lambda books: books.refuse("refused"))
    finish(ledger)

    assert saw(ledger, clock, 90) == "i1"


def test_another_accounts_balance_settles_nothing_here(ledger: Ledger, clock: Watch) -> None:
    saw(ledger, clock, 100)
    intend(ledger)
    finish(ledger)

    assert ledger.run(partial(balances.saw, account="other", credits=Decimal(90))) is None


def test_what_is_free_is_the_balance_less_what_left_since(ledger: Ledger, clock: Watch) -> None:
    intend(ledger, "before")
    saw(ledger, clock, 100)
    intend(ledger)
    left = ledger.run(partial(balances.left, account="me"))

    assert left is not None
    assert (left.credits, left.held, left.free, left.age) == (Decimal(100), Decimal(10), Decimal(90), 1.0)


def test_spending_tells_who_told_each_charge(ledger: Ledger, clock: Watch) -> None:
    saw(ledger, clock, 100)
    intend(ledger, quote=estimate(10))
    finish(ledger)
    saw(ledger, clock, 87)
    intend(ledger, "i2")
    finish(ledger, "i2", charge=Decimal(10))
    intend(ledger, "i3")
    finish(ledger, "i3")

    (spent,) = ledger.run(lambda books: reports.spend(books, by=()))
    assert (spent.told, spent.compared, spent.error) == ({"balance": 1, "vendor": 1, "quote": 1}, 2, Decimal(3))
    assert spent.charged == Decimal(33)
