"""Budgets: over what a cap counts, what a call reserves, and what a reservation costs beside many others."""

from __future__ import annotations

import pickle
import sqlite3
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.effects import CallKind
from reelscore.errors import BudgetExceeded, ConfigurationError, ReelscoreError
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.budget import SANDBOX, Budget, remaining
from reelscore.pricing import Money, Plan, PriceLine, Quote
from tests.ledgers import NOW, QUOTE, Watch, entry, intend, row
from tests.rows import each

USD = Plan(name="pro", price=10, credits=1000)
CNY = Plan(name="zhuan", price=70, credits=1000, currency="CNY")
DOLLAR = Money(Decimal(1), "USD")


def quote(credits: int, *plans: Plan) -> Quote:
    made = Quote.of(PriceLine("clip", Decimal(credits)))
    return attrs.evolve(made, plans={plan.name: plan for plan in plans}, host="toy")


def fits(ledger: Ledger, intent: str, **changes: Any) -> bool:
    try:
        intend(ledger, intent, **changes)
    except BudgetExceeded:
        return False
    return True


def test_a_budget_counts_reservations_then_charges(ledger: Ledger) -> None:
    budget = Budget(25, per="day")
    intend(ledger, "i1", budget=budget)
    intend(ledger, "i2", budget=budget)
    with pytest.raises(BudgetExceeded, match=r"5 of 25 left per day"):
        intend(ledger, "i3", budget=budget)

    ledger.run(lambda tx: tx.record_completion("i1", "succeeded", charge=Decimal(5)))

    intend(ledger, "i3", budget=budget)
    assert row(ledger, "i3").reserved == 10


def test_a_refusal_tells_what_is_spent_what_is_held_and_what_may_fit_later(ledger: Ledger) -> None:
    budget = Budget(25)
    intend(ledger, "done", budget=budget)
    ledger.run(lambda tx: tx.record_completion("done", "succeeded", charge=Decimal(10)))
    intend(ledger, "runs", budget=budget)

    with pytest.raises(BudgetExceeded) as caught:
        intend(ledger, "i3", budget=budget)
    told = str(caught.value)
    assert "10 credits asked, 5 of 25 left per run" in told
    assert "10 spent, 10 held by calls that still run" in told
    assert "15 fit" in told


@pytest.mark.parametrize("budget", [Budget(100), Budget(money=DOLLAR)], ids=["credits", "money"])
@pytest.mark.parametrize(
    "end",
    [
        lambda tx: tx.mark_not_sent("i1"),
        lambda tx: tx.mark_rejected("i1"),
        lambda tx: tx.record_completion("i1", "failed", charge=Decimal(100), refunded=True),
    ],
    ids=["not sent", "refused", "refunded"],
)
def test_what_was_not_taken_or_came_back_can_be_spent_again(ledger: Ledger, end: Any, budget: Budget) -> None:
    intend(ledger, "i1", budget=budget, quote=quote(100, USD))
    ledger.run(end)

    assert fits(ledger, "i2", budget=budget, quote=quote(100, USD))


def test_a_call_in_doubt_keeps_its_place_in_the_budget(ledger: Ledger) -> None:
    budget = Budget(10)
    intend(ledger, "i1", budget=budget)
    ledger.run(lambda tx: tx.mark_unknown("i1"))

    assert not fits(ledger, "i2", budget=budget)
    assert not ledger.run(lambda tx: tx.claim_replay("i1", budget=budget, window=600))
    assert row(ledger, "i1").reserved == 10


def test_a_replay_is_paid_from_the_budget_of_whoever_sends_it(ledger: Ledger) -> None:
    first, second = Budget(10), Budget(5)
    intend(ledger, "i1", budget=first)
    ledger.run(lambda tx: tx.mark_unknown("i1"))

    with pytest.raises(BudgetExceeded):
        ledger.run(lambda tx: tx.claim_replay("i1", budget=second, window=600))
    assert not fits(ledger, "i2", budget=first)
    rich = Budget(10)
    ledger.run(lambda tx: tx.claim_replay("i1", budget=rich, window=600))
    assert (fits(ledger, "i3", budget=first), fits(ledger, "i4", budget=rich)) == (True, False)


@pytest.mark.parametrize(("per", "seconds"), [("day", 86_400), ("month", 31 * 86_400)])
def test_a_period_begins_anew_at_midnight_utc(ledger: Ledger, clock: Watch, per: Any, seconds: int) -> None:
    budget = Budget(10, per=per)
    clock.time = NOW // 86_400 * 86_400 + 86_399
    intend(ledger, "i1", budget=budget)
    clock.time += 1
    next_period = per == "day"
    assert fits(ledger, "i2", budget=budget) is next_period
    clock.time += seconds

    assert fits(ledger, "i3", budget=budget)
    assert not fits(ledger, "i4", budget=budget)


DAY, RUN, MONEY = Budget(40, per="day"), Budget(40), Budget(money=DOLLAR)
DEAR = Plan(name="dear", price=1, credits=10)
PENCE = {"host": "other", "unit": "tokens"}


@each(
    "before, asked, fits_in",
    [
        ([{}, {"account": "other"}, {"budget": Budget(100)}], {"budget": DAY}, True),  # whoever paid, in a day
        ([{}, {"account": "other"}, {"budget": Budget(100)}, {}], {"budget": DAY}, False),
        ([{}, {}, {"budget": Budget(10)}], {"budget": RUN}, True),  # only what carried it, in a run
        ([{"budget": RUN}] * 4, {"budget": pickle.loads(pickle.dumps(RUN)), "account": "other"}, False),  # noqa: S301
        ([{"budget": RUN, "unit": "toys"}] * 4, {"budget": RUN, "unit": "toys", "host": "toy.cn"}, False),
        ([PENCE] * 9, {"budget": DAY}, True),  # other credits
        ([{"budget": MONEY, "quote": quote(60, USD)}], {"budget": MONEY, "quote": quote(5, DEAR), **PENCE}, False),
        ([{"budget": MONEY, "quote": quote(60, USD)}], {"budget": MONEY, "quote": quote(4, DEAR), **PENCE}, True),
        ([{"quote": quote(60, USD)}], {"budget": Budget(money=DOLLAR, per="day"), "quote": quote(50, USD)}, False),
        ([], {"budget": Budget(money=DOLLAR, plan=DEAR), "quote": quote(11, USD)}, False),
        ([], {"budget": Budget(money=DOLLAR, plan="dear"), "quote": quote(11, USD, DEAR)}, False),
        ([], {"budget": MONEY, "quote": quote(11, USD, DEAR)}, True),  # by the host's first plan
        ([], {"budget": MONEY, "quote": quote(3, Plan(name="pack", price=1, credits=3))}, True),  # a rate without end
        ([], {"budget": Budget(0), "quote": None, "role": CallKind.WRITE}, True),  # free
        ([], {"budget": RUN, "quote": Quote(credits=Decimal(10), basis="estimated", high=Decimal(41))}, False),
        ([{"quote": Quote(credits=Decimal(10), basis="estimated", high=Decimal(31))}], {"budget": DAY}, False),
        ([], {"budget": Budget(40, allow_unknown=30), "quote": Quote.unknown("a range", high=Decimal(41))}, False),
        ([{"quote": Quote.unknown("a range", high=Decimal(31))}], {"budget": DAY}, False),
    ],
)
def test_a_cap_counts_what_its_name_says(before: list[dict[str, Any]], asked: dict[str, Any], *, fits_in: bool) -> None:
    ledger = Ledger(":memory:")
    for number, changes in enumerate(before):
        intend(ledger, f"before {number}", **changes)

    assert fits(ledger, "asked", **asked) is fits_in


@each(
    "given",
    [
        *({"credits": bad} for bad in (-1, float("nan"), float("inf"), "many", Money(5, "USD"))),
        *({"money": Money(Decimal(bad), "USD")} for bad in ("-1", "NaN", "Infinity")),
        {"credits": 1, "per": "week"},
        {},
    ],
)
def test_a_budget_that_caps_nothing_is_refused_when_it_is_made(given: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"it must be|run, day, month|a budget has no cap"):
        Budget(**given)


def test_a_budget_that_is_bound_to_an_account_counts_and_serves_only_it(ledger: Ledger) -> None:
    intend(ledger, "i1", account="other")
    budget = Budget(10, per="day", account="me")
    intend(ledger, "i2", budget=budget)

    assert not fits(ledger, "i3", budget=budget)
    with pytest.raises(ConfigurationError, match=r"bound to account 'me'.*'other'"):
        intend(ledger, "i4", budget=budget, account="other")


@pytest.mark.parametrize("per", ["run", "day"])
def test_a_cap_in_credits_over_different_credits_is_refused(ledger: Ledger, per: Any) -> None:
    budget = Budget(100, per=per)
    intend(ledger, "i1", budget=budget)

    with pytest.raises(ConfigurationError, match=r"Money\(5"):
        intend(ledger, "i2", budget=budget, host="other", unit="tokens")


def test_currencies_are_never_added(ledger: Ledger) -> None:
    intend(ledger, "i1", quote=quote(100, CNY))
    assert fits(ledger, "i2", budget=Budget(money=DOLLAR, per="day"), quote=quote(100, USD))

    with pytest.raises(ConfigurationError, match="CNY"):
        intend(ledger, "i3", budget=Budget(money=DOLLAR), quote=quote(1, CNY))
    with pytest.raises(ConfigurationError, match="no plan"):
        intend(ledger, "i4", budget=Budget(money=DOLLAR), quote=quote(1))


def test_a_charge_counts_in_money_too(ledger: Ledger) -> None:
    budget = Budget(money=DOLLAR)
    intend(ledger, "i1", budget=budget, quote=quote(100, USD))
    ledger.run(lambda tx: tx.record_completion("i1", "succeeded", charge=Decimal(40)))

    assert row(ledger).money == Decimal("0.4")
    assert fits(ledger, "i2", budget=budget, quote=quote(60, USD))


@pytest.mark.parametrize("unpriced", [None, Quote.unknown("no document")])
def test_an_unknown_price_is_refused_unless_an_amount_is_named(ledger: Ledger, unpriced: Quote | None) -> None:
    with pytest.raises(BudgetExceeded, match="allow_unknown"):
        intend(ledger, "i1", budget=Budget(100), quote=unpriced)

    intend(ledger, "i2", budget=Budget(100, allow_unknown=30), quote=unpriced)
    assert row(ledger, "i2").reserved == 30


AMOUNTS = st.integers(0, 40).map(Decimal)
INTENTS = st.sampled_from([f"i{number}" for number in range(4)])
BUDGETS = [None, Budget(60), Budget(90, per="day"), Budget(money=DOLLAR, per="month"), Budget(70, account="me")]
STEPS = st.one_of(
    st.tuples(st.just("intend"), st.integers(0, 9), st.sampled_from(range(len(BUDGETS))), AMOUNTS),
    st.tuples(st.just("submit"), INTENTS, st.none() | AMOUNTS),
    st.tuples(st.just("finish"), INTENTS, st.none() | AMOUNTS, st.sampled_from([None, True, False])),
    st.tuples(st.just("replay"), INTENTS, st.sampled_from(range(len(BUDGETS)))),
    st.tuples(st.sampled_from(["unknown", "void", "refuse", "answer"]), INTENTS),
    st.tuples(st.just("wait"), st.sampled_from([1, 40_000, 2_000_000])),
)


def take(ledger: Ledger, clock: Watch, step: Any) -> None:
    match step:
        case "intend", name, which, amount:
            who = "me" if BUDGETS[which] and name % 2 == 0 else "other"
            intend(ledger, f"i{name}", account=who, budget=BUDGETS[which], quote=quote(amount, USD))
        case "submit", name, charge:
            ledger.run(lambda tx: tx.mark_submitted(name, f"t-{name}", charge=charge))
        case "finish", name, charge, refunded:
            ledger.run(lambda tx: tx.record_completion(name, "done", charge=charge, refunded=refunded))
        case "replay", name, which:
            ledger.run(lambda tx: tx.claim_replay(name, budget=BUDGETS[which], window=1e9))
        case "wait", seconds:
            clock.time += seconds
        case "unknown", name:
            ledger.run(lambda tx: tx.mark_unknown(name))
        case "void", name:
            ledger.run(lambda tx: tx.mark_not_sent(name))
        case "refuse", name:
            ledger.run(lambda tx: tx.mark_rejected(name))
        case "answer", name:
            ledger.run(lambda tx: tx.record_answer(name, {}, charge=Decimal(3)))
        case _:
            raise AssertionError(step)


@given(st.lists(STEPS, min_size=1, max_size=30))
def test_counters_equal_the_sums_after_any_sequence_of_facts(steps: list[Any]) -> None:
    clock = Watch()
    ledger = Ledger(":memory:", clock=clock)
    for step in steps:
        try:
            take(ledger, clock, step)
        except ReelscoreError:
            continue

    assert ledger.check_counters() == []


def test_a_counter_that_is_wrong_is_told(ledger: Ledger) -> None:
    intend(ledger, budget=Budget(100))
    ledger.run(lambda tx: tx.execute("UPDATE calls SET reserved = 4000000"))

    (wrong,) = ledger.check_counters()
    assert (wrong.counted, wrong.summed) == (Decimal(10), Decimal(4))


def test_a_reservation_takes_the_same_steps_beside_ten_rows_and_a_hundred_thousand(tmp_path: Path) -> None:
    """Steps of the database's machine are counted, not time: a sum over the rows takes some for each of them."""
    budget, day = Budget(10**9), Budget(10**9, per="day")

    def steps(path: Path, rows: int) -> int:
        ledger = Ledger(path, synchronous="NORMAL", clock=lambda: NOW)
        intend(ledger, "first", budget=budget)
        intend(ledger, "second", budget=day)
        ledger.close()
        with sqlite3.connect(path) as connection:
            columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(calls)")]
            copied = ", ".join("'copy ' || n" if name == "intent" else name for name in columns)
            numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
            copies = f"INSERT INTO calls SELECT {copied} FROM calls, numbers WHERE intent = 'first'"  # noqa: S608
            connection.execute(f"{numbers} {copies}", (rows,))
            connection.execute("UPDATE scopes SET reserved = reserved + ?", (rows * 10_000_000,))
        connection.close()
        assert ledger.check_counters() == []
        counted = [0]

        def count() -> int:
            counted[0] += 1
            return 0

        def one(tx: LedgerTransaction, name: str, cap: Budget) -> None:
            tx.database._connection.set_progress_handler(count, 10)  # type: ignore[attr-defined]
            tx.insert_intent(entry(name, budget=cap, quote=QUOTE))
            tx.database._connection.set_progress_handler(None, 0)  # type: ignore[attr-defined]

        for number, cap in enumerate([budget, day]):
            ledger.run(partial(one, name=f"late {number}", cap=cap))
        ledger.run(lambda tx: one(tx, "new run", Budget(100)))
        ledger.close()
        return counted[0]

    few, many = steps(tmp_path / "few", 10), steps(tmp_path / "many", 100_000)
    assert many <= 2 * few


def test_play_money_counts_in_no_real_sum_and_has_caps_of_its_own(ledger: Ledger) -> None:
    play = {"unit": f"toy{SANDBOX}", "quote": quote(50, USD)}
    intend(ledger, "play", **play)

    for number, real in enumerate((Budget(50, per="day"), Budget(money=DOLLAR, per="month"))):
        intend(ledger, f"real {number}", budget=real, quote=quote(50, USD))
        assert not fits(ledger, f"more {number}", budget=real, quote=quote(51, USD))
    assert not fits(ledger, "too much", budget=Budget(99, per="day"), **play)
    assert not fits(ledger, "too dear", budget=Budget(money=Money(Decimal("0.99"), "USD"), per="day"), **play)
    assert {each.unit: (each.calls, each.money) for each in ledger.spend("host")} == {
        "toy": (2, {"USD": Decimal(1)}),
        "toy (sandbox)": (1, {"USD (sandbox)": Decimal("0.5")}),
    }
    assert {row.intent for row in ledger.tasks() if row.sandbox} == {"play"}


def test_a_replay_of_play_money_stays_under_its_cap(ledger: Ledger) -> None:
    play = {"unit": f"toy{SANDBOX}", "quote": quote(50, USD)}
    intend(ledger, "i1", **play)
    ledger.run(lambda tx: tx.mark_unknown("i1", "cut"))

    assert not ledger.run(lambda tx: tx.claim_replay("i1", budget=Budget(money=DOLLAR), window=600.0))
    assert ledger.spend()[0].money == {"USD (sandbox)": Decimal("0.5")}


@pytest.mark.parametrize("period", ["run", "day", "month"])
def test_what_is_left_is_what_still_fits(ledger: Ledger, period: Any) -> None:
    budget = Budget(25, per=period)
    assert ledger.read(lambda tx: remaining(tx.database, budget, now=tx.now())) == {}

    intend(ledger, "i1", budget=budget)
    left = ledger.read(lambda tx: remaining(tx.database, budget, now=tx.now()))

    assert list(left.values()) == [Decimal(15)]
    assert fits(ledger, "i2", budget=budget, quote=quote(15))
    assert not fits(ledger, "i3", budget=budget, quote=quote(1))


def test_what_is_left_of_money_is_told_by_currency(ledger: Ledger) -> None:
    budget = Budget(money=DOLLAR, per="day")
    intend(ledger, "i1", budget=budget, quote=quote(40, USD))

    assert ledger.read(lambda tx: remaining(tx.database, budget, now=tx.now())) == {"USD": Decimal("0.6")}
