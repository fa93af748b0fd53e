"""Races of real processes: for the last credits, and for one idempotency key."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from reelscore.ledger import Ledger
from tests.money.racing import CAP
from tests.money.scenes import assert_books_agree
from tests.toyserver import ToyServer

ROOT = Path(__file__).resolve().parents[2]


def race(what: str, server: ToyServer, path: Path, *, processes: int) -> list[str]:
    """Run a race to its end; nobody may fail. Gives the lines that the racers printed."""
    command = [sys.executable, "-m", "tests.money.racing", what, server.url, str(path), str(processes)]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "facade"), str(ROOT / "generated")])
    environment = os.environ | {"PYTHONPATH": paths}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.split()


def test_two_hundred_processes_reserve_exactly_what_the_budget_has(server: ToyServer, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"

    race("budget", server, path, processes=200)

    held = sum((row.reserved for row in Ledger(path).tasks(limit=10_000)), Decimal(0))
    assert held == CAP


def test_processes_and_threads_start_exactly_the_jobs_that_the_budget_has(server: ToyServer, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"

    race("jobs", server, path, processes=4)

    assert len(server.jobs) == CAP // 10
    assert_books_agree(server, Ledger(path))


def test_fifty_processes_with_one_key_start_one_job(server: ToyServer, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"

    tasks = race("key", server, path, processes=50)

    assert tasks == ["t1"] * 50
    assert len(server.jobs) == 1
    assert_books_agree(server, Ledger(path))
