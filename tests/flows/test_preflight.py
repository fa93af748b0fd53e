"""Calls that are held back: by the vendor's balance, and until a slot is free."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from reelscore.client.config import max_running_tasks
from reelscore.errors import BudgetExceeded, ConcurrencyLimited, ConfigurationError, RateLimited
from reelscore.flows.preflight import GUARD_SECONDS, extract_credits
from reelscore.ledger import Ledger
from reelscore.ledger.budget import Budget
from reelscore.ledger.memory import Memory
from reelscore.results import Progress
from reelscore.vendors.host import hosts
from tests.money.scenes import WAYS, options
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


def reads(server: ToyServer) -> int:
    return sum(path == "/balance" for _, path, _ in server.calls)


def balance(ledger: Ledger | Memory, client: Toy, credits: int) -> None:
    from reelscore.ledger import balances

    ledger.run(partial(balances.saw, account=client.terms.account, credits=Decimal(credits)))


@pytest.mark.parametrize("way", WAYS)
def test_a_quote_above_the_vendors_balance_sends_nothing(
    way: str, server: ToyServer, ledger: Ledger, turned: Turned
) -> None:
    with Toy(**given(server, ledger, turned)) as client:
        balance(ledger, client, 9)

    with pytest.raises(BudgetExceeded, match="10 credits asked, toy has 9 left"):
        WAYS[way](
            lambda client: client.run(Make(prompt="a fox")), **given(server, ledger, turned, budget=Budget(guard=True))
        )
    assert (server.calls, ledger.tasks()) == ([], [])


def test_the_balance_is_read_once_for_half_a_minute(server: ToyServer, ledger: Ledger, turned: Turned) -> None:
    with Toy(**given(server, ledger, turned, budget=Budget(guard=True))) as client:
        for prompt in "abc":
            client.make(prompt=prompt)
        assert reads(server) == 1

        turned.time += GUARD_SECONDS + 1
        client.make(prompt="d")
        assert reads(server) == 2


def test_calls_since_the_balance_was_read_count(server: ToyServer, ledger: Ledger, turned: Turned) -> None:
    with Toy(**given(server, ledger, turned, budget=Budget(guard=True))) as client:
        balance(ledger, client, 25)
        client.make(prompt="a")
        client.make(prompt="b")

        with pytest.raises(BudgetExceeded, match="5 left"):
            client.make(prompt="c")


def test_a_balance_that_cannot_be_read_stops_nothing(server: ToyServer, ledger: Ledger, turned: Turned) -> None:
    server.misbehave("balance", *["reject"] * 10)
    with Toy(**given(server, ledger, turned, budget=Budget(guard=True))) as client:
        assert client.make(prompt="a fox").id == "t1"


def test_a_key_that_has_its_task_needs_no_credits(server: ToyServer, ledger: Ledger, turned: Turned) -> None:
    with Toy(**given(server, ledger, turned, budget=Budget(guard=True))) as client:
        first = client.submit(Make(prompt="a fox"), key="order-42")
        balance(ledger, client, 0)

        assert client.submit(Make(prompt="a fox"), key="order-42").id == first.id


def test_without_a_guard_no_balance_is_read(server: ToyServer, ledger: Ledger, turned: Turned) -> None:
    with Toy(**given(server, ledger, turned, budget=Budget(100))) as client:
        client.make(prompt="a fox")

    assert reads(server) == 0


def test_a_submission_waits_until_a_task_has_ended_and_says_so(
    server: ToyServer, ledger: Ledger, turned: Turned
) -> None:
    told: list[Progress[Any]] = []
    with Toy(**given(server, ledger, turned, slots=2)) as client:
        client.make(prompt="a")
        client.make(prompt="b")
        client.run(Make(prompt="c"), on_progress=told.append)

    assert told[0].stage == "waiting for one of 2 slots"
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


def test_a_slot_is_free_after_ten_minutes_though_its_task_still_runs(
    server: ToyServer, ledger: Ledger, turned: Turned
) -> None:
    server.looks_needed = 10**6
    with Toy(**given(server, ledger, turned, slots=1)) as client:
        client.make(prompt="a")
        client.make(prompt="b")

    assert 600.0 <= turned.now() - 1_800_000_000.0 <= 605.0


def test_slots_may_be_named_by_the_plan() -> None:
    host = hosts["pixverse.ai"]

    assert [max_running_tasks(name, host) for name in ("Free", "Essential", "Scale", "Business")] == [1, 5, 10, 15]
    with pytest.raises(ConfigurationError, match="Essential"):
        max_running_tasks("Gold", host)
    with pytest.raises(ConfigurationError, match="1 or more"):
        max_running_tasks(0, host)


def test_what_a_rate_limit_says_is_how_long_it_lasts() -> None:
    from reelscore.ledger.limits import refusal

    assert [
        refusal(kind, 400.0, host="toy", operation="make").retry_after for kind in (RateLimited, ConcurrencyLimited)
    ] == [
        400.0,
        5.0,
    ]


@pytest.mark.parametrize(
    ("host", "op", "payload", "credits"),
    [
        ("pixverse.ai", "balance", {"account_id": 1, "credit_monthly": 10, "credit_package": 5}, Decimal(15)),
        ("kie.ai", "balance", 12.5, Decimal("12.5")),
        ("kie.ai", "balance", None, None),
    ],
)
def test_every_vendors_balance_is_read_as_credits(host: str, op: str, payload: Any, credits: Decimal | None) -> None:
    assert extract_credits(hosts[host].result(op, json.loads(json.dumps(payload)))) == credits
