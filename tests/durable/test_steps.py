"""Steps under any engine that runs each at least once: whatever is lost or dies, no call is paid twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import attrs
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from reelscore.durable import Batch, Steps, run_job
from reelscore.durable.dbos import VERSION
from reelscore.flows.drivers import Clock, manual_clock
from reelscore.ledger import Ledger
from reelscore.ledger.budget import Budget
from reelscore.sandbox import Sandbox, running
from reelscore.suno import AsyncSuno, Generate
from reelscore.webhooks import Inbox
from tests.drawn import drawn
from tests.money.scenes import HOST, assert_books_agree, options
from tests.toy import AsyncToy, Make, ToyFamily, ToyHost
from tests.toyserver import ToyServer

FAULTS = ["", "during send", "after accept", "during answer", "500", "500 before", "502 html", "throttle", "reject"]


class Killed(BaseException):
    """The worker died."""


@attrs.define
class Forgetful:
    """An engine that remembers what steps gave, except where the worker dies before it could."""

    dies_at: set[int]
    """Numbers of steps, counted over all lives: even ones die before the step runs, odd ones after."""
    memory: dict[tuple[str, int], Any] = attrs.field(factory=dict)
    count: int = 0
    seen: list[str] = attrs.field(factory=list)

    async def step(self, name: str, work: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        """Run a step, or return what it gave before."""
        self.seen.append(name)
        key = name, self.seen.count(name)
        if key not in self.memory:
            self.count += 1
            number = self.count
            if number in self.dies_at and number % 2 == 0:
                raise Killed
            given = await work(*arguments)
            if number in self.dies_at:
                raise Killed
            self.memory[key] = given
        return self.memory[key]

    async def pause(self, seconds: float) -> None:
        """Let no time pass."""


def run(batch: Batch, server: ToyServer, ledger: Ledger, dies_at: set[int]) -> dict[str, dict[str, Any]]:
    """Run a batch's jobs to their ends, in as many lives as it takes."""
    given: dict[str, dict[str, Any]] = {}

    async def live(job: dict[str, Any], engine: Forgetful) -> dict[str, Any]:
        async with AsyncToy(**options(server, ledger)) as client:
            return await run_job(job, Steps([client]), engine)

    for job in batch.to_json():
        engine = Forgetful(dies_at)
        while True:
            try:
                given |= asyncio.run(live(job, engine))["steps"]
                break
            except Killed:
                engine.seen.clear()
    return given


@drawn(60, suppress_health_check=list(HealthCheck))
@given(
    lengths=st.lists(st.integers(1, 3), min_size=1, max_size=3),
    faults=st.lists(st.sampled_from(FAULTS), max_size=8),
    dies_at=st.sets(st.integers(1, 12), max_size=6),
    spare=st.integers(-1, 1),
)
def test_no_call_is_paid_twice_whatever_dies(
    lengths: list[int], faults: list[str], dies_at: set[int], spare: int
) -> None:
    server, ledger = ToyServer(), Ledger(":memory:")
    server.faults = {"make": list(faults)}
    cap = 10 * (sum(lengths) + spare)
    batch = Batch("any", budget=Budget(cap))
    for job, length in enumerate(lengths):
        before: list[str] = []
        for number in range(length):
            step = batch.add(Make(prompt=f"{job} {number}"), key=f"{job}-{number}", host=HOST, after=before)
            before = [step.key]
    try:
        given = run(batch, server, ledger, dies_at)

        bodies = [str(job["body"]) for job in server.jobs.values()]
        assert len(bodies) == len(set(bodies))
        assert server.charged <= cap
        succeeded = [key for key, step in given.items() if "error" not in step]
        assert len(server.jobs) == len(succeeded)
        assert set(given) == {step.key for step in batch.steps}
        if spare >= 0 and "reject" not in faults:
            assert len(succeeded) == sum(lengths)
        assert_books_agree(server, ledger, settled=False)
        assert ledger.check_counters() == []
    finally:
        server.close()


def test_a_step_that_needs_what_there_is_not_is_left_out_and_costs_nothing(server: ToyServer, ledger: Ledger) -> None:
    server.faults = {"make": ["reject"]}
    batch = Batch("any")
    first = batch.add(Make(prompt="a"), key="a", host=HOST)
    batch.add(Make(prompt="b"), key="b", host=HOST, after=[first])
    batch.add(Make(prompt=first.url), key="c", host=HOST)
    other = batch.add(Make(prompt="d"), key="d", host=HOST)
    batch.add(Make(prompt=other.result("nothing")), key="e", host=HOST)
    batch.add(Make(prompt=other.url), key="f", host=HOST)

    given = run(batch, server, ledger, set())

    assert [given[key]["error"] for key in "bc"] == ["left out: a has no result"] * 2
    assert given["e"]["error"] == "left out: the result of d has no nothing"
    assert [job["body"]["prompt"] for job in server.jobs.values()] == ["d", given["d"]["urls"][0]]
    assert len(ledger.tasks()) == 3


def test_a_call_is_paid_by_the_client_of_its_host_and_account_which_waits_for_no_webhook_unasked(
    server: ToyServer, ledger: Ledger
) -> None:
    batch = Batch("any", account="second")
    batch.add(Make(prompt="a"), key="a", host=HOST)
    [job] = batch.to_json()
    given = [("first", HOST), ("second", ToyFamily(host=ToyHost(name="elsewhere"))), ("second", HOST)]

    async def live() -> tuple[Any, Any]:
        clients = [AsyncToy(**options(server, ledger, host=host, account=account)) for account, host in given]
        steps = Steps(clients, inbox=Inbox(ledger))
        async with asyncio.timeout(20):  # a wait for webhooks would look in two minutes
            made = await run_job(job, steps, Forgetful(set()))
        none = await run_job({**job, "account": "third"}, steps, Forgetful(set()))
        for client in clients:
            await client.close()
        return made, none

    made, none = asyncio.run(live())

    assert (made["state"], none["state"]) == ("succeeded", "failed")
    assert "no client of toy for toy with account='third'" in none["steps"]["a"]["error"]
    assert [(row.host, row.account) for row in ledger.tasks()] == [("toy", "second (sandbox)")]


def test_a_step_is_sent_on_the_route_that_it_names() -> None:
    batch = Batch("any")
    batch.add(Generate(prompt="a fox", model="V5", custom_mode=False, instrumental=False), key="a", host="kie.ai#jobs")
    [job] = batch.to_json()

    async def live(box: Sandbox) -> Any:
        async with AsyncSuno(sandbox=box, clock=manual_clock(box)) as client:
            return await run_job(job, Steps([client]), Forgetful(set()))

    with running(speed=0) as box:
        assert asyncio.run(live(box))["state"] == "succeeded"
        assert [sent["path"] for sent in box.requests(role="submit")] == ["/jobs/createTask"]


def test_a_step_outlasts_a_ledger_that_cannot_be_written_for_a_while(server: ToyServer) -> None:
    ledger, batch, waits = Ledger(":memory:"), Batch("any"), list[float]()
    batch.add(Make(prompt="a"), key="a", host=HOST)
    [job] = batch.to_json()
    full = "CREATE TRIGGER full BEFORE INSERT ON calls BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    ledger.run(lambda tx: tx.database.define(full))

    async def mend(seconds: float) -> None:
        waits.append(seconds)
        ledger.run(lambda tx: tx.database.define("DROP TRIGGER IF EXISTS full"))

    async def live() -> Any:
        async with AsyncToy(**options(server, ledger, clock=Clock(sleep_async=mend))) as client:
            return await run_job(job, Steps([client]), Forgetful(set()))

    assert asyncio.run(live())["state"] == "succeeded"
    assert waits
    assert_books_agree(server, ledger)


def test_a_job_that_an_earlier_release_began_finds_its_steps_under_their_names(
    server: ToyServer, ledger: Ledger, tmp_path: Path
) -> None:
    """Whoever changes these names, or their order, gives ``VERSION`` another word: workers take up their own only."""
    batch, engine = Batch("any"), Forgetful(set())
    first = batch.add(Make(prompt="a"), key="a", host=HOST)
    batch.add(Make(prompt="b"), key="b", host=HOST, after=[first], save=str(tmp_path))

    async def live() -> None:
        async with AsyncToy(**options(server, ledger)) as client:
            [job] = batch.to_json()
            _ = await run_job(job, Steps([client]), engine)

    asyncio.run(live())

    assert VERSION == "reelscore-durable-1"
    assert engine.seen == ["pay a", "wait a", "pay b", "wait b", "save b"]
