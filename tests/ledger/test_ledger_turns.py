"""Who writes: a blocking caller when nobody is before it, else the writer's thread; an interrupt undoes no job."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reelscore.errors import ReelscoreError
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.intents import intend
from reelscore.ledger.memory import Memory
from tests.ledgers import entry


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Open a ledger on a file."""
    found = Ledger(tmp_path / "ledger.sqlite")
    yield found
    found.close()


def here(_: LedgerTransaction) -> int:
    return threading.get_ident()


def test_a_blocking_caller_with_nobody_before_it_writes_itself(ledger: Ledger) -> None:
    assert ledger.run(here) == threading.get_ident()


def test_a_caller_that_must_not_block_never_writes_itself(ledger: Ledger) -> None:
    assert ledger.submit(here).result(10) != threading.get_ident()


def test_nobody_overtakes_a_job_that_is_queued(ledger: Ledger) -> None:
    order, gate = list[str](), threading.Event()

    def first(_: LedgerTransaction) -> None:
        gate.wait(10)
        order.append("first")

    ledger.submit(first)
    second = ledger.submit(lambda _: order.append("second"))
    third = threading.Thread(target=lambda: ledger.run(lambda _: order.append("third")))
    third.start()
    gate.set()
    third.join(10)

    assert second.done()
    assert order == ["first", "second", "third"]


def test_a_job_that_fails_leaves_nothing_and_the_next_one_is_done(ledger: Ledger) -> None:
    def spoil(tx: LedgerTransaction) -> None:
        tx.insert_intent(entry("one"))
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        ledger.run(spoil)
    ledger.run(lambda tx: tx.insert_intent(entry("two")))

    assert [row.intent for row in ledger.tasks()] == ["two"]


def test_an_interrupted_job_is_done_all_the_same_and_the_ledger_goes_on(ledger: Ledger) -> None:
    interrupts = iter([KeyboardInterrupt()])

    def job(tx: LedgerTransaction) -> None:
        tx.insert_intent(entry("one"))
        for interrupt in interrupts:
            raise interrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.run(job)

    assert [row.intent for row in ledger.tasks()] == ["one"]


def test_a_job_that_asks_its_own_ledger_is_told_instead_of_waiting_for_ever(ledger: Ledger) -> None:
    with pytest.raises(ReelscoreError, match="this very thread"):
        ledger.run(lambda _: ledger.run(here))

    assert ledger.run(here) == threading.get_ident()


def test_what_a_ledger_in_memory_was_told_is_there_for_who_reads_each_at_its_time() -> None:
    times = iter([1.0, 2.0])
    memory = Memory(clock=lambda: next(times))
    memory.note(lambda tx: tx.insert_intent(entry("one")))
    memory.note(lambda tx: tx.mark_submitted("one", "t1"))

    row = memory.run(lambda tx: tx.find_intent("one"))

    assert row is not None
    assert (row.task_id, row.created, row.submitted) == ("t1", 1.0, 2.0)


def test_a_note_that_fails_takes_no_other_with_it(caplog: pytest.LogCaptureFixture) -> None:
    memory = Memory()
    for intent in ("one", "one", "two"):
        memory.note(partial(intend, entry=entry(intent)))

    assert memory.run(lambda tx: len(tx.pending())) == 2
    assert "is lost" in caplog.text
