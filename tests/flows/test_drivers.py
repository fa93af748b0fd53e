"""Drivers: what goes back into a flow, what ends it, and who hears of progress."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Any, cast

import attrs
import pytest

from reelscore.effects import Effect, Flow, NotifyProgress, Sleep
from reelscore.errors import ConfigurationError
from reelscore.flows.drivers import (
    AsyncRuntime,
    Stopped,
    SyncRuntime,
    check_callback,
    iter_async,
    iter_sync,
    run_async,
    run_sync,
)
from reelscore.ledger import Ledger
from reelscore.results import Progress, State
from tests.turned import Turned

QUEUED = Progress[Any](state=State.QUEUED)


class Failing:
    """A world in which everything fails."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    async def perform(self, effect: Effect[Any]) -> Any:
        """Fail."""
        raise self.error


def catcher(seen: list[BaseException]) -> Flow[str]:
    try:
        yield from Sleep(1.0)
    except BaseException as error:
        seen.append(error)
        raise
    return "slept"


def drive(way: str, flow: Flow[Any], error: BaseException) -> Any:
    if way == "blocking":
        return run_sync(flow, Failing(error))  # type: ignore[arg-type]
    return asyncio.run(run_async(flow, Failing(error)))  # type: ignore[arg-type]


both = pytest.mark.parametrize("way", ["blocking", "awaiting"])


@both
def test_a_failure_of_the_world_goes_back_into_the_flow(way: str) -> None:
    seen: list[BaseException] = []
    problem = ValueError("no")

    with pytest.raises(ValueError, match="no"):
        drive(way, catcher(seen), problem)

    assert seen == [problem]


@pytest.mark.parametrize(
    ("way", "end"),
    [("blocking", KeyboardInterrupt), ("awaiting", KeyboardInterrupt), ("awaiting", asyncio.CancelledError)],
)
def test_an_interrupt_or_a_cancellation_ends_the_flow_where_it_stands(way: str, end: type[BaseException]) -> None:
    seen: list[BaseException] = []

    with pytest.raises(end):
        drive(way, catcher(seen), end())

    assert [type(error) for error in seen] == [GeneratorExit]


def telling() -> Flow[float]:
    yield from NotifyProgress(QUEUED)
    yield from Sleep(3.0)
    yield from NotifyProgress(QUEUED)
    return (yield from Sleep(0))


def world(listener: Any = None) -> SyncRuntime:
    clock, nobody = Turned(100.0).clock, cast("Any", None)
    return SyncRuntime(transport=nobody, ledger=Ledger(":memory:"), clock=clock, on_progress=listener)


def aworld(listener: Any = None) -> AsyncRuntime:
    clock, nobody = Turned(100.0).clock, cast("Any", None)
    return AsyncRuntime(transport=nobody, ledger=Ledger(":memory:"), clock=clock, on_progress=listener)


def test_both_drivers_give_a_flow_the_same_answers() -> None:
    assert run_sync(telling(), world()) == asyncio.run(run_async(telling(), aworld())) == 103.0


def test_a_flow_whose_caller_has_gone_ends_where_it_stands() -> None:
    seen, stop = list[BaseException](), threading.Event()
    stop.set()

    with pytest.raises(Stopped):
        run_sync(catcher(seen), attrs.evolve(world(), stop=stop))

    assert [type(error) for error in seen] == [GeneratorExit]


def test_a_listener_that_fails_is_logged_and_the_flow_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def listener(_: Progress[Any]) -> None:
        raise ValueError("a bug of the caller")

    with caplog.at_level(logging.ERROR):
        assert run_sync(telling(), world(listener)) == 103.0

    assert "a progress callback failed" in caplog.text


def test_a_coroutine_function_listens_on_an_async_client() -> None:
    heard: list[Progress[Any]] = []

    async def listener(progress: Progress[Any]) -> None:
        await asyncio.sleep(0)
        heard.append(progress)

    assert asyncio.run(run_async(telling(), aworld(listener))) == 103.0
    assert heard == [QUEUED, QUEUED]


def test_a_coroutine_function_is_refused_by_a_blocking_client() -> None:
    async def listener(_: Progress[Any]) -> None: ...

    with pytest.raises(ConfigurationError, match="use an async client"):
        check_callback(listener)


def test_a_blocking_client_leaves_to_a_loop_what_its_listener_starts_there() -> None:
    heard: list[Progress[Any]] = []

    async def later(progress: Progress[Any]) -> None:
        await asyncio.sleep(0)
        heard.append(progress)

    async def notebook() -> float:
        started = list[asyncio.Task[None]]()

        def listener(progress: Progress[Any]) -> asyncio.Task[None]:
            started.append(asyncio.create_task(later(progress)))
            return started[-1]

        end: float = run_sync(telling(), world(listener))
        await asyncio.gather(*started)
        return end

    assert asyncio.run(notebook()) == 103.0
    assert heard == [QUEUED, QUEUED]


def test_watching_gives_what_a_flow_tells() -> None:
    async def watched() -> list[Progress[Any]]:
        return [progress async for progress in iter_async(telling(), aworld())]

    assert list(iter_sync(telling(), world())) == asyncio.run(watched()) == [QUEUED, QUEUED]
