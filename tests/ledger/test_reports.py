"""What the ledger tells people: spending by group and by who told it, durations, and rows by any of their names."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import attrs

from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.pricing import Plan, Quote
from tests.ledgers import NOW, QUOTE, Watch, intend


def finish(ledger: Ledger, intent: str, charge: Decimal | None = None, outcome: str = "succeeded") -> None:
    ledger.run(partial(LedgerTransaction.record_completion, intent=intent, state=outcome, charge=charge))


def test_spending_is_summed_by_any_group_with_the_error_of_the_quotes(ledger: Ledger, clock: Watch) -> None:
    for number, charge in enumerate([Decimal(10), Decimal(14), None]):
        intend(ledger, f"i{number}", model=f"v{number % 2}")
        clock.time += 100
        finish(ledger, f"i{number}", charge)
    intend(ledger, "open")
    intend(ledger, "void")
    ledger.run(lambda tx: tx.mark_not_sent("void"))

    by_model = ledger.spend("host", "model")
    (whole,) = ledger.spend()

    assert [(spent.group, spent.charged) for spent in by_model] == [
        (("toy", "v0"), Decimal(20)),
        (("toy", "v1"), Decimal(14)),
    ]
    assert (whole.group, whole.unit, whole.calls) == (("2027-01-15",), "toy", 4)
    assert [whole.charged, whole.reserved, whole.error, whole.compared] == [Decimal(34), Decimal(10), Decimal(4), 2]


def test_a_sum_tells_what_the_vendor_said_what_the_quote_stands_for_and_what_nobody_knows(ledger: Ledger) -> None:
    intend(ledger, "told")
    finish(ledger, "told", Decimal("0.4"))
    intend(ledger, "not told")
    finish(ledger, "not told")
    intend(ledger, "unknown", quote=Quote.unknown("no document"))
    finish(ledger, "unknown")

    (found,) = ledger.spend("host")
    assert found.charge_sources == {"vendor": Decimal("0.4"), "quote": Decimal(10)}
    assert (found.charged, found.unpriced) == (Decimal("10.4"), 1)


def test_credits_of_different_units_are_not_added_and_money_is_summed_by_currency(ledger: Ledger) -> None:
    for intent, unit, currency in (("i1", "toy", "USD"), ("i2", "token", "USD"), ("i3", "token", "CNY")):
        plan = Plan(name="plan", price=1, credits=10, currency=currency)
        intend(ledger, intent, unit=unit, quote=attrs.evolve(QUOTE, plans={"plan": plan}))

    token, toy = ledger.spend("operation")
    assert (token.unit, token.reserved, token.money) == ("token", Decimal(20), {"USD": Decimal(1), "CNY": Decimal(1)})
    assert (toy.unit, toy.reserved, toy.money) == ("toy", Decimal(10), {"USD": Decimal(1)})


def test_spending_is_summed_between_two_times(ledger: Ledger, clock: Watch) -> None:
    intend(ledger, "i1")
    clock.time += 100
    intend(ledger, "i2")

    assert [found.calls for found in ledger.spend("host", since=NOW + 1, until=NOW + 101)] == [1]
    assert ledger.spend("host", until=NOW) == []


def test_durations_are_those_of_tasks_that_succeeded(ledger: Ledger, clock: Watch) -> None:
    for number, outcome in enumerate(["succeeded", "failed", "succeeded"]):
        intend(ledger, f"i{number}")
        ledger.run(partial(LedgerTransaction.mark_submitted, intent=f"i{number}", task_id=f"t{number}"))
        clock.time += 10 * (number + 1)
        ledger.run(
            partial(
                LedgerTransaction.record_completion, intent=f"i{number}", state=outcome, duration=10.0 * (number + 1)
            )
        )

    assert ledger.read(lambda tx: tx.durations("me", "make", limit=20)) == [30.0, 10.0]


def test_a_row_is_found_by_any_of_its_names_and_by_none_that_is_too_short(ledger: Ledger) -> None:
    intend(ledger, "i1-and-more", key="order-42")
    ledger.run(lambda tx: tx.mark_submitted("i1-and-more", "t1"))
    names, others = ["i1-and-more", "i1-and", "t1", "order-42", "toy/make/t1"], ["", "i", "i1-an", "another"]

    found = {name: ledger.show(name) for name in (*names, *others)}
    assert {name: row.intent for name, row in found.items() if row} == dict.fromkeys(names, "i1-and-more")


def test_the_tasks_that_hold_a_slot_are_listed(ledger: Ledger, clock: Watch) -> None:
    intend(ledger, "old")
    clock.time += 700
    intend(ledger, "done")
    finish(ledger, "done")
    intend(ledger, "runs")

    rows = ledger.read(lambda tx: tx.running("me", host="toy", seconds=600))
    assert [found.intent for found in rows] == ["runs"]


def test_rows_are_listed_by_filters_newest_first(ledger: Ledger, clock: Watch) -> None:
    for number in range(3):
        intend(ledger, f"i{number}", model=f"v{number % 2}")
        clock.time += 1

    assert [found.intent for found in ledger.tasks(model="v0")] == ["i2", "i0"]
    assert [found.intent for found in ledger.tasks(limit=1, newest_first=False)] == ["i0"]
    assert [found.intent for found in ledger.tasks(since=NOW + 1, until=NOW + 2)] == ["i1"]
