"""The ledger's file between threads, tasks and processes: who writes, who lives, and what a fork takes along."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger, LedgerTransaction, default_path
from reelscore.ledger.owners import ProcessLocks
from reelscore.ledger.records import CallStatus
from reelscore.ledger.schema import MIGRATIONS
from tests.ledger.test_ledger import entry, intend, row


def test_a_job_that_fails_writes_nothing_and_spoils_no_other(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.sqlite")

    def broken(tx: LedgerTransaction) -> None:
        tx.insert_intent(entry("broken"))
        raise ValueError("no")

    jobs = [ledger.submit(partial(LedgerTransaction.insert_intent, entry=entry(f"i{number}"))) for number in range(20)]
    with pytest.raises(ValueError, match="no"):
        ledger.run(broken)

    assert [job.result() for job in jobs] == [None] * 20
    assert row(ledger, "broken") is None
    assert len(ledger.tasks()) == 20
    ledger.close()


def test_a_cancelled_job_does_not_stop_the_writer(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.sqlite")
    hold = threading.Event()
    blocker = ledger.submit(lambda _: hold.wait(5))
    late = ledger.submit(partial(LedgerTransaction.insert_intent, entry=entry("late")))

    assert late.cancel()
    hold.set()
    assert blocker.result()
    intend(ledger)
    assert [found.intent for found in ledger.tasks()] == ["i1"]
    ledger.close()


def test_a_ledger_that_another_process_is_making_is_waited_for(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "l.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(lambda: row(Ledger(tmp_path / "l.sqlite")))
        with pytest.raises(TimeoutError):
            opening.result(0.2)
        other.execute("COMMIT")
        other.close()

        assert opening.result(10) is None


def test_a_closed_ledger_opens_again(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.sqlite")
    intend(ledger)
    ledger.close()

    assert row(ledger).stage is CallStatus.INTENT
    ledger.close()


def test_a_fork_has_a_connection_of_its_own(tmp_path: Path) -> None:
    """Run in a child that forks before it has threads of its own to lose: the ledger's thread is the point."""
    script = (
        "import os, sys\nfrom reelscore.ledger import Ledger\nledger = Ledger(sys.argv[1])\n"
        "ledger.run(lambda tx: tx.pending())\nchild = os.fork()\n"
        "ledger.run(lambda tx: tx.query('INSERT INTO migrations VALUES (?, 1)', str(os.getpid())))\n"
        "ledger.close()\n"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) if child else 0)\n"
    )
    path = tmp_path / "l.sqlite"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", script, str(path)], env=environment, check=False, timeout=60)

    assert ended.returncode == 0
    assert Ledger(path).run(lambda tx: len(tx.query("SELECT * FROM migrations"))) == len(MIGRATIONS) + 2


def test_an_owner_is_alive_until_it_leaves(tmp_path: Path) -> None:
    mine, other = ProcessLocks(tmp_path), ProcessLocks(tmp_path)

    assert other.alive(mine.me)
    assert other.alive(mine.me)
    assert not mine.alive("1-0123456789ab")
    mine.leave()
    assert not other.alive(mine.me)
    other.leave()


def test_a_file_that_is_no_ledger_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    path.write_text("these are words, and no database at all, over and over again")

    ledger = Ledger(path)
    with pytest.raises(ConfigurationError, match=r"l\.sqlite"):
        ledger.run(lambda tx: tx.pending())

    assert not list(tmp_path.glob("l.sqlite-owners/*"))


def test_the_file_is_named_by_the_environment() -> None:
    assert default_path({"REELSCORE_LEDGER": "/somewhere/l.sqlite"}) == Path("/somewhere/l.sqlite")
    assert default_path({}).name == "ledger.sqlite"


def test_many_threads_and_tasks_write_everything(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.sqlite", synchronous="NORMAL")
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: intend(ledger, f"thread {number}"), range(200)))

    async def many() -> None:
        jobs = [
            ledger.submit(partial(LedgerTransaction.insert_intent, entry=entry(f"task {number}")))
            for number in range(200)
        ]
        await asyncio.gather(*map(asyncio.wrap_future, jobs))

    asyncio.run(many())

    assert len(ledger.tasks(limit=1000)) == 400
    ledger.close()
