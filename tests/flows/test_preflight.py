"""Calls that are held back: by the vendor's balance, and until a slot is free."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from reelscore.client.config import max_running_tasks
from reelscore.errors import ConcurrencyLimited, ConfigurationError, RateLimited
from reelscore.ledger import Ledger
from reelscore.results import Progress
from tests.families import family
from tests.money.scenes import options
from tests.toy import Make, Toy
from tests.toyserver import ToyServer
from tests.turned import Turned


@pytest.fixture
def turned() -> Turned:
    """Give one time for client and ledger."""
    return Turned()


@pytest.fixture
def ledger(tmp_path: Path, turned: Turned) -> Iterator[Ledger]:
    """Keep a ledger on disk."""
    found = Ledger(tmp_path / "ledger.sqlite", synchronous="NORMAL", clock=turned.now)
    yield found
    found.close()


def given(server: ToyServer, ledger: Ledger, turned: Turned, **more: Any) -> dict[str, Any]:
    return options(server, ledger, clock=turned.clock, **more)


def test_a_submission_waits_until_a_task_has_ended_and_says_so(
    server: ToyServer, ledger: Ledger, turned: Turned
) -> None:
    told: list[Progress[Any]] = []
    with Toy(**given(server, ledger, turned, slots=2)) as client:
        client.make(prompt="a")
        client.make(prompt="b")
        client.run(Make(prompt="c"), on_progress=told.append)

    assert told[0].stage == "waiting for room: this account's own limit leaves no room for 600.0 s"
    assert turned.now() - 1_800_000_000.0 < 60.0
    assert len(server.jobs) == 3


def test_no_more_tasks_run_at_once_than_there_are_slots(server: ToyServer, ledger: Ledger, turned: Turned) -> None:
    most = 0

    def count(word: str, _: Any) -> None:
        nonlocal most
        with server.lock:
            open_now = sum(job["looks"] < server.looks_needed for job in server.jobs.values())
        most = max(most, open_now if word == "make" else 0)

    server.accept_hook = count
    with Toy(**given(server, ledger, turned, slots=3)) as client, ThreadPoolExecutor(12) as pool:
        ended = list(pool.map(lambda number: client.submit(Make(prompt=str(number))).id, range(12)))

    assert (len(set(ended)), most <= 3) == (12, True)


def test_no_slot_in_time_is_a_refusal_of_ours_and_nothing_is_sent(
    server: ToyServer, ledger: Ledger, turned: Turned
) -> None:
    server.looks_needed = 10**6
    with Toy(**given(server, ledger, turned, slots=1)) as client:
        client.make(prompt="a")
        with pytest.raises(ConcurrencyLimited) as caught:
            client.submit(Make(prompt="b"), timeout=12.0)

    assert (caught.value.code, len(server.jobs)) == (None, 1)
    assert turned.now() == 1_800_000_012.0


def test_slots_may_be_named_by_the_plan() -> None:
    host = family("pixverse.ai").host

    assert [max_running_tasks(name, host) for name in ("Free", "Essential", "Scale", "Business")] == [1, 5, 10, 15]
    with pytest.raises(ConfigurationError, match="Essential"):
        max_running_tasks("Gold", host)
    with pytest.raises(ConfigurationError, match="1 or more"):
        max_running_tasks(0, host)


def test_what_a_rate_limit_says_is_how_long_it_lasts() -> None:
    from reelscore.ledger.store import refusal

    assert [
        refusal(kind, 400.0, host="toy", operation="make").retry_after for kind in (RateLimited, ConcurrencyLimited)
    ] == [
        400.0,
        5.0,
    ]
