"""Operations as methods: the request's own signature on both clients, for people and for type checkers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, assert_type

import pytest

from reelscore.client.task import AsyncTask, Task
from tests.money.scenes import options
from tests.toy import AsyncToy, Clip, Make, Say, Toy

if TYPE_CHECKING:
    # Checked by mypy and basedpyright, never run.
    def blocking_client(client: Toy) -> None:
        """A task operation gives a task, a direct one its result."""
        assert_type(client.make(prompt="a fox"), Task[Clip])
        assert_type(client.make(prompt="a fox").wait(), Clip)
        assert_type(client.say(text="hi"), str)
        assert_type(client.submit(Make(prompt="a fox")), Task[Clip])
        assert_type(client.run(Make(prompt="a fox")), Clip)
        assert_type(client.run(Say(text="hi")), str)
        client.make(promt="a fox")  # type: ignore[call-arg]
        client.make(prompt=7)  # type: ignore[arg-type]

    async def async_client(client: AsyncToy) -> None:
        """The same, awaited."""
        _ = assert_type(client.make(prompt="a fox"), Coroutine[Any, Any, AsyncTask[Clip]])
        assert_type(await (await client.make(prompt="a fox")).wait(), Clip)
        assert_type(await client.say(text="hi"), str)
        assert_type(await client.run(Make(prompt="a fox")), Clip)
        await client.make(promt="a fox")  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", [Toy, AsyncToy])
def test_a_method_has_the_signature_and_the_words_of_its_request(kind: Callable[..., Any]) -> None:
    client = kind(**options("http://127.0.0.1:1", None))

    assert inspect.signature(client.make) == inspect.signature(Make)
    assert (client.make.__name__, client.make.__doc__) == ("make", Make.__doc__)
    assert client.make.__qualname__ == "ToyOperations.make"


def test_an_operation_on_the_class_is_itself() -> None:
    assert Toy.make is AsyncToy.make
    assert Toy.make.request is Make
