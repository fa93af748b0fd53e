"""Operations as methods: the request's own signature on both clients, for people and for type checkers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, assert_type

import pytest

import reelscore as rs
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


@pytest.mark.parametrize(("kind", "task"), [(Toy, "Task[Clip]"), (AsyncToy, "Coroutine[Any, Any, AsyncTask[Clip]]")])
def test_a_method_has_the_fields_and_the_words_of_its_request(kind: Callable[..., Any], task: str) -> None:
    client = kind(**options("http://127.0.0.1:1", None))
    signature = inspect.signature(client.make)

    assert set(signature.parameters) == set(inspect.signature(Make).parameters)
    assert list(signature.parameters)[-1] == "extra"
    assert signature.return_annotation == task
    assert (client.make.__name__, client.make.__qualname__) == ("make", "ToyOperations.make")
    assert client.make.__doc__.startswith(Make.__doc__)


def test_a_methods_document_tells_each_argument_an_example_and_its_price() -> None:
    client = rs.PixVerse(api_key="k", ledger=None)
    document = client.text_to_video.__doc__ or ""

    assert inspect.signature(client.balance).return_annotation == "AccountBalance"
    assert "    duration: seconds: 5 or 8 up to v5;" in document
    assert "client.text_to_video(\n        prompt=" in document
    assert re.search(r"Price of the example: \d+ credits", document)


def test_a_client_prices_for_its_own_host() -> None:
    song = rs.suno.Generate(prompt="a calm song", custom_mode=False, instrumental=True, model="V5")

    for host in ("kie.ai", "sunoapi.org"):
        assert rs.Suno(host, api_key="k", ledger=None).quote(song) == song.quote(host)


def test_an_operation_on_the_class_is_itself() -> None:
    assert Toy.make is AsyncToy.make
    assert Toy.make.request is Make
