"""When a wait with webhooks looks at its task, played by hand."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from reelscore.effects import Effect, HttpResponse, Sleep
from reelscore.errors import TaskTimeout
from reelscore.flows.context import ClientContext
from reelscore.flows.polling import TaskRef, WaitOptions, wait
from reelscore.results import State
from reelscore.vendors.family import Schedule
from tests.rows import each
from tests.toy import TOY
from tests.turned import Script, Turned, play

TERMS = ClientContext(family=TOY, account="me")
TARGET = TaskRef(operation="make", task_id="t1", just_submitted=True)
ADVICE = Schedule(first=10.0, steps=(30.0,), timeout=7_200.0)
TEXT, DONE = State.RUNNING, State.SUCCEEDED


@attrs.frozen
class Claim:
    """A delivery as a wait sees it."""

    state: State


@attrs.define
class Arriving:
    """An inbox to which deliveries come at given seconds."""

    turned: Turned
    due: list[tuple[float, State]]
    deliveries: list[Claim] = attrs.field(factory=list)

    def take(self) -> list[Claim]:
        """Return what has come in."""
        deliveries, self.deliveries = self.deliveries, []
        return deliveries

    def wait(self, seconds: float) -> bool:
        """Let time pass until a delivery comes."""
        end = self.turned.time + seconds
        if self.due and self.due[0][0] <= end:
            moment, state = self.due.pop(0)
            end = max(moment, self.turned.time)
            self.deliveries.append(Claim(state))
        self.turned.time = end
        return bool(self.deliveries)

    async def wait_async(self, seconds: float) -> bool:
        """Do the same."""
        return self.wait(seconds)


class World(Script):
    """A script whose sleeps a delivery may end."""

    async def perform(self, effect: Effect[Any]) -> Any:
        """Note when looks happen."""
        if isinstance(effect, Sleep) and effect.wake is not None:
            effect.wake.wait(effect.seconds)
            return self.turned.now()
        return await super().perform(effect)


def looks(deliveries: list[tuple[float, State]], states: str, *, timeout: float | None = None) -> list[float]:
    """Wait for a task, and tell when it was looked at."""
    world = World(*[seen(state) for state in states.split()])
    moments: list[float] = []
    box = Arriving(world.turned, deliveries)
    watch = WaitOptions(schedule=ADVICE, timeout=timeout, deliveries=box)
    tell = world.told
    try:
        play(wait(TARGET, TERMS, options=watch), world)
    finally:
        moments.extend(progress.waited for progress in tell)
    return moments


def seen(state: str) -> HttpResponse:
    data = {"task": "t1", "state": state, "url": "u", "credits": 10}
    return HttpResponse(status=200, content=json.dumps({"code": 0, "data": data}).encode())


FLOOD = [(20.0 + number / 10, DONE) for number in range(1_000)]


@each(
    "deliveries, states, moments",
    [
        pytest.param([(71.0, DONE)], "done", [71.0], id="the end is looked at the moment it is told"),
        pytest.param([(15.0, State.FAILED)], "done", [15.0], id="as is a failure"),
        pytest.param([(60.0, TEXT), (170.0, TEXT), (280.0, DONE)], "done", [280.0], id="steps on the way cost no look"),
        pytest.param([], "running running done", [120.0, 240.0, 360.0], id="without any, now and then"),
        pytest.param(
            [(20.0, DONE)], "running running done", [20.0, 50.0, 80.0], id="the usual pauses after a false claim"
        ),
        pytest.param(
            FLOOD, "running running running done", [20.0, 50.0, 80.0, 110.0], id="claims make no look more frequent"
        ),
        pytest.param([(125.0, DONE)], "running done", [120.0, 150.0], id="a claim soon after a look waits its turn"),
        pytest.param([(200.0, DONE)], "running done", [120.0, 200.0], id="a claim long after a look does not"),
    ],
)
def test_a_delivery_of_the_end_is_looked_at_and_no_task_more_often_than_the_schedule_says(
    deliveries: list[tuple[float, State]], states: str, moments: list[float]
) -> None:
    assert looks(deliveries, states) == moments


def test_deliveries_do_not_stretch_the_wait_beyond_its_end() -> None:
    with pytest.raises(TaskTimeout):
        looks([(second, TEXT) for second in range(10, 90, 10)], "running", timeout=100.0)
