"""Real processes, killed: the next one finds every task that money may have gone into, and pays for none twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reelscore.ledger import Ledger
from reelscore.ledger.records import CallStatus
from tests.ledgers import ENVIRONMENT
from tests.money.scenes import assert_books_agree, options, recover, wait
from tests.toyserver import ToyServer

_started: list[subprocess.Popen[bytes]] = []
ways = pytest.mark.parametrize("way", ["sync", "async"])


def child(way: str, server: ToyServer, shared: Path | str, *, count: int = 1, at_once: int = 1) -> int:
    """Run the submitting process to its end and give its exit code."""
    command = [sys.executable, "-m", "tests.money.killed", way, server.url, str(shared), str(count), str(at_once)]
    with subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        _started.append(process)
        return process.wait(60)


def killing(server: ToyServer, word: str, *, after: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Kill the caller at its n-th request of a word, after the server has worked on it and before it answers."""
    seen: list[int] = []

    def hook(asked: str, _body: Any) -> None:
        if asked == word:
            seen.append(1)
        if asked == word and len(seen) >= after:
            server.accept_hook = None
            _started[-1].send_signal(how)  # of the child itself: a number could by now be somebody else's

    server.accept_hook = hook


@ways
def test_a_process_killed_before_its_answer_leaves_a_call_that_the_next_one_finds(
    way: str, server: ToyServer, shared: Path | str
) -> None:
    killing(server, "make", after=1)

    assert child(way, server, shared) == -signal.SIGKILL
    ledger = Ledger(shared)
    assert [(row.status, row.doubtful) for row in ledger.tasks()] == [(CallStatus.INTENT, True)]
    assert_books_agree(server, ledger, settled=False)

    found = recover(way, replay=True, **options(server, ledger))

    assert [finding.action for finding in found] == ["replayed"]
    assert len(server.jobs) == 1
    assert_books_agree(server, ledger)


@ways
def test_a_process_killed_while_it_waits_leaves_a_task_that_the_next_one_resumes(
    way: str, server: ToyServer, shared: Path | str
) -> None:
    server.looks_needed = 5
    killing(server, "tasks", after=2)

    assert child(way, server, shared) == -signal.SIGKILL
    ledger = Ledger(shared)
    found = recover(way, replay=False, **options(server, ledger))

    assert [finding.action for finding in found] == ["resumed"]
    assert wait(way, found[0].task.id, **options(server, ledger)).id == "t1"
    assert_books_agree(server, ledger)


@ways
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_process_that_is_asked_to_end_loses_nothing(
    way: str, how: signal.Signals, server: ToyServer, shared: Path | str
) -> None:
    server.looks_needed = 1000
    killing(server, "make", after=1, how=how)

    assert child(way, server, shared) != 0
    ledger = Ledger(shared)
    recover(way, replay=True, **options(server, ledger))

    assert len(server.jobs) == 1
    assert_books_agree(server, ledger)


@ways
@pytest.mark.parametrize("after", [3, 17])
def test_a_process_killed_under_load_has_every_job_in_its_ledger(
    way: str, after: int, server: ToyServer, shared: Path | str
) -> None:
    killing(server, "make", after=after)

    assert child(way, server, shared, count=60, at_once=8) == -signal.SIGKILL
    ledger = Ledger(shared)
    rows = len(ledger.tasks(limit=1000))
    assert_books_agree(server, ledger, settled=False)

    recover(way, replay=True, **options(server, ledger))

    assert len(server.jobs) <= rows
    assert_books_agree(server, ledger)
