"""Races of real processes: for the last credits, and for one idempotency key."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from reelscore.ledger import Ledger
from tests.ledgers import ENVIRONMENT
from tests.money.racing import CAP
from tests.money.scenes import assert_books_agree
from tests.toyserver import ToyServer


def race(what: str, server: ToyServer, path: Path | str, *, processes: int) -> list[str]:
    """Run a race to its end; nobody may fail. Gives the lines that the racers printed."""
    command = [sys.executable, "-m", "tests.money.racing", what, server.url, str(path), str(processes)]
    ended = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.split()


def test_many_processes_reserve_exactly_what_the_budget_has(server: ToyServer, shared: Path | str) -> None:
    race("budget", server, shared, processes=200 if isinstance(shared, Path) else 30)

    held = sum((row.reserved for row in Ledger(shared).tasks(limit=10_000)), Decimal(0))
    assert held == CAP


def test_processes_and_threads_start_exactly_the_jobs_that_the_budget_has(
    server: ToyServer, shared: Path | str
) -> None:
    race("jobs", server, shared, processes=4)

    assert len(server.jobs) == CAP // 10
    assert_books_agree(server, Ledger(shared))


def test_many_processes_with_one_key_start_one_job(server: ToyServer, shared: Path | str) -> None:
    processes = 50 if isinstance(shared, Path) else 16
    tasks = race("key", server, shared, processes=processes)

    assert tasks == ["t1"] * processes
    assert len(server.jobs) == 1
    assert_books_agree(server, Ledger(shared))
