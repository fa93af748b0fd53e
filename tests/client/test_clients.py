"""Both clients: the same names, arguments, results and errors, and the options that they are made of."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reelscore.client.task import AsyncTask, Task
from reelscore.errors import ConfigurationError, Conflict, ReelscoreError, RejectedRequest, TaskFailed
from reelscore.ledger import Ledger
from tests.money.scenes import options
from tests.toy import AsyncToy, Make, Say, Toy
from tests.toyserver import ToyServer

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Keep a ledger on disk."""
    found = Ledger(tmp_path / "ledger.sqlite", synchronous="NORMAL")
    yield found
    found.close()


def public(kind: type) -> dict[str, list[tuple[str, Any, Any]]]:
    """Give names with parameters."""
    methods = {name: value for name, value in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}
    return {
        name: [(parameter.name, parameter.kind, parameter.default) for parameter in signature.parameters.values()]
        for name, signature in ((name, inspect.signature(method)) for name, method in methods.items())
    }


@pytest.mark.parametrize(("one", "other"), [(Toy, AsyncToy), (Task, AsyncTask)])
def test_both_flavours_have_the_same_names_and_parameters(one: type, other: type) -> None:
    assert public(one) == public(other)


@pytest.mark.parametrize(
    ("fault", "error"), [("reject", RejectedRequest), ("after accept", ReelscoreError), ("", type(None))]
)
def test_both_flavours_end_alike(fault: str, error: type, server: ToyServer, ledger: Ledger) -> None:
    async def awaited() -> Any:
        async with AsyncToy(**options(server, ledger)) as client:
            return await client.run(Make(prompt="a fox"))

    def blocked() -> Any:
        with Toy(**options(server, ledger)) as client:
            return client.run(Make(prompt="a fox"))

    ends: list[Any] = []
    for way in (blocked, lambda: asyncio.run(awaited())):
        server.misbehave("make", *([fault] if fault else []))
        try:
            ends.append(type(way()))
        except ReelscoreError as caught:
            ends.append(type(caught))

    assert ends[0] is ends[1]
    assert error is type(None) or issubclass(ends[0], error)


def test_a_repr_tells_no_key() -> None:
    assert repr(Toy(**options(NOWHERE, None))) == "Toy('toy')"


def test_a_task_is_found_by_its_reference(server: ToyServer, ledger: Ledger) -> None:
    with Toy(**options(server, ledger)) as client:
        task = client.make(prompt="a fox")
        again = client.task(task.ref)

        assert again.wait() == task.wait()
        row = ledger.show(task.ref)
        assert row is not None
        assert (row.state, row.task_id) == ("succeeded", task.id)


@pytest.mark.parametrize("ref", ["make", "elsewhere/make/t1", "toy/fly/t1", "toy/make"])
def test_a_reference_of_something_else_is_refused(ref: str) -> None:
    with pytest.raises(ConfigurationError):
        Toy(**options(NOWHERE, None)).task(ref)


def test_a_failed_task_is_an_error_that_knows_its_task(server: ToyServer, ledger: Ledger) -> None:
    server.fail_tasks = True
    with Toy(**options(server, ledger)) as client, pytest.raises(TaskFailed) as caught:
        client.run(Make(prompt="a fox"))

    assert caught.value.task.id == "t1"
    assert [(row.state, row.refunded, row.reserved) for row in ledger.tasks()] == [("failed", True, Decimal(0))]


def test_run_all_gives_each_request_with_its_outcome(server: ToyServer, ledger: Ledger) -> None:
    requests = [Make(prompt=str(number)) for number in range(12)]
    server.misbehave("make", "reject")

    with Toy(**options(server, ledger)) as client:
        ended = dict(client.run_all(iter(requests), max_concurrency=3))

    assert set(ended) == set(requests)
    assert [type(outcome.error) for outcome in ended.values() if not outcome.ok] == [RejectedRequest]


def test_run_all_takes_no_more_requests_than_it_has_places_for(server: ToyServer, ledger: Ledger) -> None:
    taken: list[int] = []

    def source() -> Iterator[Make]:
        for number in range(1000):
            taken.append(number)
            yield Make(prompt=str(number))

    with Toy(**options(server, ledger)) as client:
        outcomes = client.run_all(source(), max_concurrency=2)
        next(outcomes)

    assert len(taken) <= 4


def test_a_request_without_a_task_is_run_not_submitted(server: ToyServer, ledger: Ledger) -> None:
    with Toy(**options(server, ledger)) as client:
        assert client.run(Say(text="hi")) == client.say(text="hi") == "hi"
        with pytest.raises(ConfigurationError, match="use run"):
            client.submit(Say(text="hi"))  # type: ignore[arg-type]


def test_a_key_is_the_same_task_for_ever(server: ToyServer, ledger: Ledger) -> None:
    with Toy(**options(server, ledger)) as client:
        first = client.submit(Make(prompt="a fox"), key="order-42")
        first.wait()
        again = client.submit(Make(prompt="a fox"), key="order-42")

        assert (again.id, len(server.jobs)) == (first.id, 1)
        with pytest.raises(Conflict) as caught:
            client.submit(Make(prompt="a hen"), key="order-42")
    assert caught.value.existing_id == first.id


def test_a_key_of_a_direct_call_gives_the_same_answer_for_ever(server: ToyServer, ledger: Ledger) -> None:
    with Toy(**options(server, ledger)) as client:
        assert client.run(Say(text="hi"), key="k") == client.run(Say(text="hi"), key="k") == "hi"

    assert len(server.jobs) == 1


def test_a_key_whose_call_was_refused_is_free_again(server: ToyServer, ledger: Ledger) -> None:
    server.misbehave("make", "reject")
    with Toy(**options(server, ledger)) as client:
        with pytest.raises(RejectedRequest):
            client.submit(Make(prompt="a fox"), key="order-42")

        assert client.submit(Make(prompt="a fox"), key="order-42").id == "t1"
