"""Effects: what a flow yields and receives."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from reelscore.effects import Effect, HttpCall, HttpResponse, Send, Sleep


def test_an_effect_yields_itself_and_gives_what_it_is_sent() -> None:
    def flow() -> Generator[Effect[Any], Any, float]:
        return (yield from Sleep(3.0))

    running = flow()

    assert next(running) == Sleep(3.0)
    with pytest.raises(StopIteration) as stopped:
        running.send(7.0)
    assert stopped.value.value == 7.0


def test_effects_are_equal_by_what_they_ask() -> None:
    call = HttpCall(method="GET", path="/a")

    assert Send(call=call) == Send(call=HttpCall(method="GET", path="/a"))


def test_an_answer_that_is_no_json_is_given_as_it_came() -> None:
    assert HttpResponse(status=502, content=b"<html>").payload == b"<html>"
    assert HttpResponse(status=200, content=b'{"code": 200}').payload == {"code": 200}


def test_a_call_shows_no_body_when_it_is_printed() -> None:
    assert "secret words" not in repr(HttpCall(method="POST", path="/a", content=b"secret words"))
