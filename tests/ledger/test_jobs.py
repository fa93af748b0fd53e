"""Jobs: each in a transaction of its own, in order, off its caller's event loop, done even if the caller is gone."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from reelscore.errors import ConfigurationError, ReelscoreError
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.records import CallStatus
from tests.ledgers import entry, intend, python, row


def here(_: LedgerTransaction) -> int:
    return threading.get_ident()


@pytest.fixture
def file(tmp_path: Path) -> Ledger:
    """Name a ledger's file."""
    return Ledger(tmp_path / "l.sqlite")


def test_a_job_that_fails_writes_nothing_and_spoils_no_other(ledger: Ledger) -> None:
    def broken(tx: LedgerTransaction) -> None:
        tx.insert_intent(entry("broken"))
        raise ValueError("no")

    jobs = [ledger.submit(partial(LedgerTransaction.insert_intent, entry=entry(f"i{number}"))) for number in range(20)]
    with pytest.raises(ValueError, match="no"):
        ledger.run(broken)

    assert [job.result() for job in jobs] == [None] * 20
    assert sorted(found.intent for found in ledger.tasks()) == sorted(f"i{number}" for number in range(20))


def test_a_job_is_done_by_who_waits_for_it_and_off_the_loop_of_who_awaits_it(file: Ledger) -> None:
    mine = threading.get_ident()

    assert file.run(here) == file.read(here) == Ledger(":memory:").run(here) == mine
    assert file.submit(here).result() == asyncio.run(file.run_async(here)) != mine
    file.close()


def test_nothing_is_opened_where_a_job_is_submitted(tmp_path: Path) -> None:
    """Another process holds the file, so that opening it waits."""
    import sqlite3

    other = sqlite3.connect(tmp_path / "l.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ledger = Ledger(tmp_path / "l.sqlite")

    writing = ledger.submit(partial(LedgerTransaction.insert_intent, entry=entry("i1")))
    assert not writing.done()
    other.execute("COMMIT")
    other.close()

    writing.result(30)
    ledger.close()


def test_jobs_are_done_in_the_order_in_which_they_came(ledger: Ledger) -> None:
    order, gate = list[str](), threading.Event()
    gate.set() if ledger.in_memory else None
    first, second = ledger.submit(lambda _: gate.wait(30)), ledger.submit(lambda _: order.append("second"))
    third = threading.Thread(target=lambda: ledger.run(lambda _: order.append("third")))
    third.start()
    gate.set()
    third.join(60)

    assert first.done()
    assert second.done()
    assert order == ["second", "third"]


def test_a_cancelled_job_does_not_stop_the_others(file: Ledger) -> None:
    hold = threading.Event()
    blocker = file.submit(lambda _: hold.wait(30))
    late = file.submit(partial(LedgerTransaction.insert_intent, entry=entry("late")))

    assert late.cancel()
    hold.set()
    assert blocker.result()
    intend(file)
    assert [found.intent for found in file.tasks()] == ["i1"]
    file.close()


def test_a_job_may_use_its_own_ledger(ledger: Ledger) -> None:
    def outer(tx: LedgerTransaction) -> list[str]:
        tx.insert_intent(entry("outer"))
        ledger.run(lambda inner: inner.insert_intent(entry("inner")))
        with pytest.raises(ReelscoreError):
            ledger.submit(spoilt).result()
        return [found.intent for found in ledger.tasks()]

    def spoilt(tx: LedgerTransaction) -> None:
        tx.insert_intent(entry("spoilt"))
        raise ReelscoreError("no")

    assert sorted(ledger.run(outer)) == ["inner", "outer"]
    assert len(ledger.tasks()) == 2


def test_what_a_job_does_in_its_own_ledger_goes_when_it_fails(ledger: Ledger) -> None:
    def outer(_: LedgerTransaction) -> None:
        ledger.run(lambda inner: inner.insert_intent(entry("inner")))
        raise ReelscoreError("no")

    with pytest.raises(ReelscoreError, match="no"):
        ledger.run(outer)
    assert ledger.tasks() == []


def test_a_job_that_reads_cannot_write(ledger: Ledger) -> None:
    intend(ledger)
    for job in (
        lambda tx: tx.insert_intent(entry("i2")),
        lambda tx: tx.mark_unknown("i1"),
        lambda tx: tx.set_note("i1", "a"),
        lambda tx: tx.execute("DELETE FROM calls"),
        lambda tx: tx.migrate("x", []),
    ):
        with pytest.raises(ReelscoreError, match="only reads"):
            ledger.read(job)


def test_reading_does_not_wait_for_whoever_writes(file: Ledger, tmp_path: Path) -> None:
    intend(file)
    reader = Ledger(tmp_path / "l.sqlite")
    assert len(reader.tasks()) == 1
    hold, begun = threading.Event(), threading.Event()

    def write(tx: LedgerTransaction) -> None:
        tx.insert_intent(entry("i2"))
        begun.set()
        hold.wait(30)

    writing = file.submit(write)
    assert begun.wait(30)
    assert [found.intent for found in reader.tasks()] == ["i1"]
    hold.set()
    writing.result()
    assert len(reader.tasks()) == 2
    reader.close()
    file.close()


def test_a_job_whose_caller_is_interrupted_in_it_is_done_all_the_same(ledger: Ledger) -> None:
    interrupts = iter([KeyboardInterrupt()])

    def job(tx: LedgerTransaction) -> None:
        tx.insert_intent(entry("one"))
        for interrupt in interrupts:
            raise interrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.run(job)

    assert [found.intent for found in ledger.tasks()] == ["one"]


def test_a_second_interrupt_while_a_job_is_taken_back_leaves_no_half_of_it(ledger: Ledger) -> None:
    """A signal is seen where a function begins; the first after the job is where it is taken back."""
    parts = iter(["half"])

    def interrupt(_frame: object, event: str, _: object) -> None:
        if event == "call":
            raise KeyboardInterrupt

    def job(tx: LedgerTransaction) -> None:
        for part in parts:
            tx.insert_intent(entry(part))
            sys.setprofile(interrupt)
            raise KeyboardInterrupt
        tx.insert_intent(entry("whole"))

    with pytest.raises(KeyboardInterrupt):
        ledger.run(job)

    assert [found.intent for found in ledger.tasks()] == ["whole"]


def test_what_is_told_after_an_interrupt_finds_the_row_that_is_still_to_come(file: Ledger) -> None:
    hold = threading.Event()
    file.submit(lambda _: hold.wait(30))
    intent = file.submit(partial(LedgerTransaction.insert_intent, entry=entry("late")))
    void = file.submit(lambda tx: tx.record_send_failure("late", may_have_left=False, why="interrupted"))
    hold.set()

    void.result(30)
    assert intent.done()
    assert row(file, "late").status is CallStatus.VOID
    file.close()


HELD = """
import signal, sqlite3, sys
from tests.ledgers import intend
from reelscore.ledger import Ledger
ledger, other = Ledger(sys.argv[1]), sqlite3.connect(sys.argv[1], isolation_level=None)
intend(ledger, "before")
other.execute("BEGIN IMMEDIATE")
def ring(*_): raise KeyboardInterrupt
signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    intend(ledger, "held up")
except KeyboardInterrupt:
    other.execute("ROLLBACK")
    print(*(row.intent for row in ledger.tasks(newest_first=False)), sep=", ")
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no interval timers here")
def test_an_interrupt_ends_the_wait_for_another_process_and_the_job_is_done_all_the_same(tmp_path: Path) -> None:
    assert python(HELD, tmp_path / "l.sqlite") == "before, held up\n"


INTERRUPTED = """
import asyncio, random, signal, sys
from functools import partial
from reelscore.ledger import Ledger, LedgerTransaction
from tests.ledgers import entry

class Alarm(Exception): pass
def ring(*_): raise KeyboardInterrupt
signal.signal(signal.SIGALRM, ring)
chance, ledger = random.Random(7), Ledger(sys.argv[1], synchronous="NORMAL")
def on_a_loop(job):
    asyncio._set_running_loop(None)  # an interrupt inside asyncio leaves that of the last call
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(ledger.run_async(job))
    finally:
        loop.close()
run = on_a_loop if sys.argv[2] == "awaited" else ledger.run
longest, tries = (0.008, 600) if sys.argv[1].startswith("postgres") else (0.0015, 1500)
for number in range(tries):
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.00002, longest))
            run(partial(LedgerTransaction.insert_intent, entry=entry(str(number))))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except BaseException:  # of asyncio too, whose loop is half made
        pass
run(partial(LedgerTransaction.insert_intent, entry=entry("last")))
assert ledger.show("last") is not None and ledger.integrity() == "ok"
ledger.close()
print("went on")
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no interval timers here")
@pytest.mark.parametrize("way", ["waited for", "awaited"])
def test_interrupts_at_any_instant_leave_no_lock_behind(place: Path | str, way: str) -> None:
    assert python(INTERRUPTED, place, way) == "went on\n"


def test_a_closed_ledger_opens_again(ledger: Ledger) -> None:
    intend(ledger)
    ledger.close()
    ledger.close()

    assert row(ledger).status is CallStatus.INTENT


def test_a_ledger_is_not_closed_inside_its_own_job(file: Ledger) -> None:
    for run in (file.run, file.read, lambda job: file.submit(job).result(30)):
        with pytest.raises(ConfigurationError, match="cannot be closed inside one of its jobs"):
            run(lambda _: file.close())

    intend(file)
    file.close()


def test_closing_does_what_is_queued(file: Ledger) -> None:
    jobs = [file.submit(partial(LedgerTransaction.insert_intent, entry=entry(f"i{number}"))) for number in range(9)]
    file.close()

    assert all(job.done() for job in jobs)
    assert len(file.tasks()) == 9
    file.close()


def test_what_is_queued_at_the_end_of_a_process_is_done(tmp_path: Path) -> None:
    script = """
import atexit, sys
from functools import partial
from reelscore.ledger import Ledger, LedgerTransaction
from tests.ledgers import entry
ledger = Ledger(sys.argv[1])
atexit.register(lambda: ledger.submit(partial(LedgerTransaction.insert_intent, entry=entry("at exit"))))
ledger.submit(partial(LedgerTransaction.insert_intent, entry=entry("queued")))
"""
    python(script, tmp_path / "l.sqlite")

    ledger = Ledger(tmp_path / "l.sqlite")
    assert sorted(found.intent for found in ledger.tasks()) == ["at exit", "queued"]
    ledger.close()


def test_tables_of_other_rooms_are_made_once(ledger: Ledger) -> None:
    statements = ["CREATE TABLE letters (id <identity>, body <bytes> NOT NULL)"]

    def keep(tx: LedgerTransaction) -> int:
        tx.migrate("letters", statements)
        return tx.insert("INSERT INTO letters (body) VALUES (?)", b"\0\xff")

    first, second = ledger.run(keep), ledger.run(keep)
    assert second > first
    assert [bytes(body) for (body,) in ledger.read(lambda tx: tx.query("SELECT body FROM letters"))] == [b"\0\xff"] * 2
