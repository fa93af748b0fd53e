"""Handles of tasks: what they know before and after a look, and how a wait that fails ends."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reelscore.client.task import Outcome
from reelscore.errors import TaskFailed, TaskTimeout
from reelscore.ledger import Ledger
from reelscore.results import State
from tests.money.scenes import WAYS, options
from tests.toy import PRICE
from tests.toyserver import ToyServer

both = pytest.mark.parametrize("way", list(WAYS))


def made(way: str, server: ToyServer, then: str, **more: Any) -> Any:
    """Make a task, call a method of it, and give the task and what came."""
    if way == "sync":

        def use(client: Any) -> Any:
            task = client.make(prompt="a fox")
            return task, getattr(task, then)()

        return WAYS[way](use, **options(server, None, **more))

    async def ause(client: Any) -> Any:
        task = await client.make(prompt="a fox")
        return task, await getattr(task, then)()

    return WAYS[way](ause, **options(server, None, **more))


@both
def test_a_look_changes_what_a_handle_knows(way: str, server: ToyServer) -> None:
    task, progress = made(way, server, "refresh")

    assert (task.state, progress.state, task.charge) == (State.RUNNING, State.RUNNING, None)


@both
def test_a_result_knows_the_task_that_it_came_from(way: str, server: ToyServer) -> None:
    task, clip = made(way, server, "wait")

    assert clip.task is task
    assert (task.state, task.charge, task.ref) == (State.SUCCEEDED, Decimal(PRICE), "toy/make/t1")


@both
def test_a_task_that_fails_is_raised_with_its_handle(way: str, server: ToyServer) -> None:
    server.fail_tasks = True

    with pytest.raises(TaskFailed, match="make t1") as caught:
        made(way, server, "wait")

    assert (caught.value.task.id, caught.value.task.state) == ("t1", State.FAILED)


def test_a_wait_that_runs_out_of_time_loses_nothing(server: ToyServer, tmp_path: Path) -> None:
    server.looks_needed = 10_000
    ledger = Ledger(tmp_path / "ledger.sqlite")

    def use(client: Any) -> Any:
        task = client.make(prompt="a fox")
        with pytest.raises(TaskTimeout) as caught:
            task.wait(0.5)
        server.looks_needed = 0
        return caught.value.task, client.task(task.ref).wait()

    task, clip = WAYS["sync"](use, **options(server, ledger))
    ledger.close()

    assert (task.id, clip.id) == ("t1", "t1")


def test_an_outcome_gives_its_result_or_raises_its_error() -> None:
    assert Outcome("clip").get() == "clip"
    with pytest.raises(ValueError, match="no"):
        Outcome[str](error=ValueError("no")).get()
