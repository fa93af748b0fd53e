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
from reelscore.ledger import Ledger
from reelscore.ledger.budget import Budget
from tests.drawn import drawn
from tests.money.scenes import HOST, assert_books_agree, options
from tests.toy import AsyncToy, Make
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


def test_a_step_that_needs_one_without_a_result_is_left_out_and_costs_nothing(
    server: ToyServer, ledger: Ledger
) -> None:
    server.faults = {"make": ["reject"]}
    batch = Batch("any")
    first = batch.add(Make(prompt="a"), key="a", host=HOST)
    batch.add(Make(prompt="b"), key="b", host=HOST, after=[first])

    given = run(batch, server, ledger, set())

    assert given["b"]["error"] == "left out: a has no result"
    assert not server.jobs
    assert len(ledger.tasks()) == 1


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
