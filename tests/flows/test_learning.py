"""Schedules that were learned: near the optimum, bounded whatever the vendor does, and silent where nothing is known."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import _bench_polls as polls
from reelscore.errors import ReelscoreError
from reelscore.flows.context import ClientContext
from reelscore.learning import HANDFUL, LONGEST_SECONDS, Lessons, Pupil, learned, schedule_for
from reelscore.ledger import Ledger
from reelscore.vendors.host import Limits
from reelscore.vendors.schedule import Schedule
from tests.money.scenes import WAYS, options
from tests.toy import TOY, AsyncToy, Make, Toy
from tests.toyserver import ToyServer
from tests.turned import Script, play

ADVICE = Schedule(first=5.0, steps=(3.0, 4.0, 5.0), ceiling=5.0)
past = st.lists(st.floats(0.01, 1e5), min_size=HANDFUL, max_size=120)


def lognormal(count: int, spread: float, seed: int = 1) -> list[float]:
    draw = random.Random(seed)
    return [60.0 * math.exp(draw.gauss(0.0, spread)) for _ in range(count)]


@settings(deadline=None)
@given(past)
def test_ages_rise_and_are_never_closer_than_allowed_nor_further_apart_than_a_minute(seconds: list[float]) -> None:
    schedule = learned(seconds, ADVICE, polls_per_second=3.0)
    gaps = [later - earlier for earlier, later in zip((0.0, *schedule.ages), schedule.ages, strict=False)]

    assert min(gaps) >= schedule.least - 1e-6
    assert max(gaps) <= LONGEST_SECONDS + 1e-6


@settings(deadline=None)
@given(past, st.floats(0.0, 1e6))
def test_no_pause_is_shorter_than_the_vendor_allows_or_longer_than_a_minute(
    seconds: list[float], waited: float
) -> None:
    pause = learned(seconds, ADVICE, polls_per_second=0.25).pause(1, waited=waited)

    assert 4.0 <= pause <= LONGEST_SECONDS + 4.0


@pytest.mark.parametrize("count", range(HANDFUL))
def test_less_than_a_handful_leaves_the_vendors_advice(count: int) -> None:
    assert learned([60.0] * count, ADVICE, polls_per_second=3.0) is ADVICE


@pytest.mark.parametrize("spread", [0.3, 0.6])
def test_a_hundred_durations_come_near_the_optimum(spread: float) -> None:
    schedule = learned(lognormal(100, spread), ADVICE, polls_per_second=3.0)
    jobs = lognormal(10_000, spread, seed=2)
    ours = polls.simulated(schedule, jobs)

    assert ours.looks <= 1.15 * polls.optimal_looks(jobs, delay=ours.delay, spread=spread)


@pytest.mark.parametrize(("slower", "looks", "late"), [(2.0, 26.0, 4.0), (4.0, 45.0, 12.0), (20.0, 90.0, 35.0)])
def test_a_vendor_that_is_suddenly_slower_costs_few_looks(slower: float, looks: float, late: float) -> None:
    schedule = learned(lognormal(100, 0.3), ADVICE, polls_per_second=3.0)
    ours = polls.simulated(schedule, [slower * seconds for seconds in lognormal(2000, 0.3, seed=2)])

    assert (ours.looks <= looks, ours.delay <= late) == (True, True)


def test_equal_durations_are_looked_at_once_or_twice() -> None:
    schedule = learned([60.0] * 100, ADVICE, polls_per_second=3.0)

    assert polls.simulated(schedule, [60.0] * 10).looks <= 6


def test_the_first_look_is_late_where_no_task_has_ever_been_quick() -> None:
    assert learned(lognormal(100, 0.3), ADVICE, polls_per_second=3.0).pause(0) > 25.0


def terms() -> ClientContext:
    return ClientContext(host=TOY, account="me")


def test_the_ledger_is_asked_once_for_many_tasks() -> None:
    script, lessons = Script(records=lambda _: ADVICE), Lessons()

    for number in range(100):
        play(schedule_for(Pupil(operation="make", task_id=f"t{number}", born=0.0), terms(), lessons=lessons), script)

    assert script.recorded == 1


def test_a_ledger_that_cannot_be_read_leaves_the_vendors_advice() -> None:
    def fail(_: object) -> object:
        raise ReelscoreError("the disk is gone")

    schedule = play(
        schedule_for(Pupil(operation="make", task_id="t", born=0.0), terms(), lessons={}), Script(records=fail)
    )

    assert (schedule.first, schedule.ages) == (0.02, ())


@pytest.mark.parametrize("way", WAYS)
def test_a_client_learns_from_the_tasks_that_it_has_waited_for(way: str, server: ToyServer, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite", synchronous="NORMAL")
    given = options(server, ledger)
    if way == "sync":
        use(given, HANDFUL)
        with Toy(**given) as client:
            schedule = client.schedule(client.submit(Make(prompt="a fox")))
    else:
        schedule = WAYS[way](use_async, **given)

    assert len(schedule.ages) > 0
    assert [row.lasted is not None for row in ledger.tasks(stage="finished")] == [True] * HANDFUL
    ledger.close()


def use(given: dict[str, Any], count: int) -> None:
    with Toy(**given) as client:
        for _ in range(count):
            client.run(Make(prompt="a fox"))


async def use_async(client: AsyncToy) -> Schedule:
    for _ in range(HANDFUL):
        await client.run(Make(prompt="a fox"))
    fresh = client.with_options()
    return await fresh.schedule(await fresh.submit(Make(prompt="a fox")))


def test_a_task_that_nobody_saw_run_teaches_nothing(server: ToyServer) -> None:
    server.looks_needed = 1
    with Toy(**options(server, None)) as client:
        task = client.task("make", client.submit(Make(prompt="a fox")).id)
        task.wait()

        assert [row.lasted for row in client.books.run(lambda books: books.rows("1"))] == [None]


def test_limits_of_the_host_are_the_floor() -> None:
    slow = Limits(polls_per_second=0.1)

    assert learned([60.0] * 20, ADVICE, polls_per_second=slow.polls_per_second).least == 10.0
