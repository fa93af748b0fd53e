"""The ledger on real files: what survives, what is shared, and what is summed."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest

from reelscore.effects import HttpCall
from reelscore.errors import BudgetExceeded, ConcurrencyLimited
from reelscore.ledger import Ledger, LedgerTransaction, reports
from reelscore.ledger.budget import Budget
from reelscore.ledger.memory import Memory
from reelscore.ledger.records import CallStatus, DuplicateKey, NewCall, RetryLater
from reelscore.vendors.host import Limits
from tests.ledgers import NOW, Watch
from tests.toy import TOY, Make

QUOTE = Make(prompt="a fox").quote(TOY)
CALL = HttpCall(method="POST", path="/make", content=b'{"a": 1}', headers={"x": "y"}, trace_id="i1")


@pytest.fixture(params=["file", "memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path, clock: Watch) -> Iterator[Ledger | Memory]:
    """Keep the same books on disk and in memory."""
    path = tmp_path / "ledger.sqlite"
    found = Memory(clock) if request.param == "memory" else Ledger(path, synchronous="NORMAL", clock=clock)
    yield found
    found.close()


def entry(intent: str = "i1", **changes: Any) -> NewCall:
    made = NewCall(
        intent=intent,
        host="toy",
        account="me",
        operation="make",
        model="v1",
        call=CALL,
        quote=QUOTE,
        request={"prompt": "a fox"},
        digest="d",
    )
    return attrs.evolve(made, **changes)


def intend(ledger: Ledger | Memory, intent: str = "i1", **changes: Any) -> None:
    ledger.run(partial(LedgerTransaction.insert_intent, entry=entry(intent, **changes)))


def row(ledger: Ledger | Memory, intent: str = "i1") -> Any:
    return ledger.run(lambda tx: tx.find_intent(intent))


def test_what_is_written_is_read_back(ledger: Ledger | Memory, clock: Watch) -> None:
    intend(ledger)
    clock.time += 60
    ledger.run(lambda tx: tx.mark_submitted("i1", "t1"))
    clock.time += 60
    ledger.run(lambda tx: tx.record_completion("i1", "succeeded", charge=Decimal("9.5"), urls=["u"], expires=NOW + 9))
    ledger.run(lambda tx: tx.record_saved("i1", [{"path": "a.mp4"}]))

    found = row(ledger)
    assert (found.call, found.request, found.stage, found.task_id) == (
        CALL,
        {"prompt": "a fox"},
        CallStatus.SAVED,
        "t1",
    )
    assert (found.quoted, found.charged, found.held) == (Decimal(10), Decimal("9.5"), Decimal("9.5"))
    assert (found.created, found.submitted, found.finished, found.expires) == (NOW, NOW + 60, NOW + 120, NOW + 9)
    assert (found.urls, found.files) == (("u",), ({"path": "a.mp4"},))


@pytest.mark.parametrize("end", [LedgerTransaction.mark_not_sent, LedgerTransaction.mark_rejected])
def test_a_call_that_was_not_taken_holds_nothing(end: Callable[..., None], ledger: Ledger | Memory) -> None:
    intend(ledger)
    ledger.run(partial(end, intent="i1"))

    assert row(ledger).held == 0


def test_a_call_in_doubt_keeps_its_reservation(ledger: Ledger | Memory) -> None:
    intend(ledger)
    ledger.run(lambda tx: tx.mark_unknown("i1"))

    assert (row(ledger).held, row(ledger).doubtful) == (Decimal(10), True)


def test_a_refund_gives_the_reservation_back(ledger: Ledger | Memory) -> None:
    intend(ledger)
    ledger.run(lambda tx: tx.record_completion("i1", "failed", charge=Decimal(10), refunded=True))

    assert (row(ledger).held, row(ledger).charged, row(ledger).refunded) == (Decimal(0), Decimal(10), True)


def test_a_budget_counts_reservations_then_charges(ledger: Ledger | Memory) -> None:
    budget = Budget(25, per="day")
    intend(ledger, "i1", budget=budget)
    intend(ledger, "i2", budget=budget)
    with pytest.raises(BudgetExceeded, match=r"5 of 25 left per day"):
        intend(ledger, "i3", budget=budget)

    ledger.run(lambda tx: tx.record_completion("i1", "succeeded", charge=Decimal(5)))

    intend(ledger, "i3", budget=budget)
    assert row(ledger, "i3").held == 10


def test_a_day_begins_anew(ledger: Ledger | Memory, clock: Watch) -> None:
    budget = Budget(10, per="day")
    intend(ledger, "i1", budget=budget)
    clock.time += 86_400

    intend(ledger, "i2", budget=budget)
    with pytest.raises(BudgetExceeded):
        intend(ledger, "i3", budget=budget)


def test_a_run_counts_only_what_was_spent_under_the_same_budget(ledger: Ledger | Memory) -> None:
    intend(ledger, "i1", budget=Budget(10))
    mine = Budget(10)
    intend(ledger, "i2", budget=mine)

    with pytest.raises(BudgetExceeded):
        intend(ledger, "i3", budget=pickle.loads(pickle.dumps(mine)))  # noqa: S301 - our own


def test_a_budget_of_all_accounts_counts_them_all(ledger: Ledger | Memory) -> None:
    intend(ledger, "i1", account="other")
    intend(ledger, "i2", budget=Budget(10, per="day"))

    with pytest.raises(BudgetExceeded):
        intend(ledger, "i3", budget=Budget(20, per="day", account="*"))


def test_a_key_has_one_row(ledger: Ledger | Memory) -> None:
    intend(ledger, "i1", key="order-42")

    with pytest.raises(DuplicateKey) as caught:
        intend(ledger, "i2", key="order-42")
    assert caught.value.row.intent == "i1"
    ledger.run(lambda tx: tx.mark_not_sent("i1"))
    intend(ledger, "i2", key="order-42")


def test_an_account_submits_no_more_than_its_host_allows(ledger: Ledger | Memory, clock: Watch) -> None:
    limits = Limits(submissions=3, window=10.0)
    for number in range(3):
        intend(ledger, f"i{number}", limits=limits)
        clock.time += 1

    with pytest.raises(RetryLater) as caught:
        intend(ledger, "late", limits=limits)
    intend(ledger, "another's", limits=limits, account="other")
    clock.time += caught.value.seconds
    intend(ledger, "late", limits=limits)


def test_a_slot_is_free_when_a_task_ends_or_after_ten_minutes(ledger: Ledger | Memory, clock: Watch) -> None:
    limits = Limits(slots=1)
    intend(ledger, "i1", limits=limits)
    with pytest.raises(ConcurrencyLimited):
        intend(ledger, "i2", limits=limits)
    ledger.run(lambda tx: tx.record_completion("i1", "succeeded"))
    intend(ledger, "i2", limits=limits)
    clock.time += 601

    intend(ledger, "i3", limits=limits)


def test_spending_is_summed_by_any_group_with_the_error_of_the_quotes(ledger: Ledger | Memory, clock: Watch) -> None:
    for number, charge in enumerate([Decimal(10), Decimal(14), None]):
        intend(ledger, f"i{number}", model=f"v{number % 2}")
        clock.time += 100
        ledger.run(
            partial(LedgerTransaction.record_completion, intent=f"i{number}", outcome="succeeded", charge=charge)
        )
    intend(ledger, "open")
    intend(ledger, "void")
    ledger.run(lambda tx: tx.mark_not_sent("void"))

    by_model = ledger.run(lambda tx: reports.spend(tx, by=("host", "model")))
    (whole,) = ledger.run(lambda tx: reports.spend(tx, by=("day",)))

    assert [(spent.group, spent.charged) for spent in by_model] == [
        (("toy", "v0"), Decimal(20)),
        (("toy", "v1"), Decimal(14)),
    ]
    assert (whole.group, whole.calls) == (("2027-01-15",), 4)
    assert [whole.charged, whole.held, whole.error] == [Decimal(34), Decimal(10), Decimal(4)]


def test_durations_are_those_of_tasks_that_succeeded(ledger: Ledger | Memory, clock: Watch) -> None:
    for number, outcome in enumerate(["succeeded", "failed", "succeeded"]):
        intend(ledger, f"i{number}")
        ledger.run(partial(LedgerTransaction.mark_submitted, intent=f"i{number}", task_id=f"t{number}"))
        clock.time += 10 * (number + 1)
        ledger.run(
            partial(
                LedgerTransaction.record_completion, intent=f"i{number}", outcome=outcome, lasted=10.0 * (number + 1)
            )
        )

    assert ledger.run(lambda tx: reports.durations(tx, account="me", operation="make", limit=20)) == [30.0, 10.0]


@pytest.mark.parametrize("name", ["i1-and-more", "i1-and", "t1", "order-42", "toy/make/t1"])
def test_a_row_is_found_by_any_of_its_names(name: str, ledger: Ledger | Memory) -> None:
    intend(ledger, "i1-and-more", key="order-42")
    ledger.run(lambda tx: tx.mark_submitted("i1-and-more", "t1"))

    found = ledger.run(lambda tx: reports.find(tx, name))
    assert found is not None
    assert found.intent == "i1-and-more"
