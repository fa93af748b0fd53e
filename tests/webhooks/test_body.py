from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from reelscore.webhooks.app import MAX_HELD_BYTES, BodyReader

Message = MutableMapping[str, Any]


def arriving(parts: Iterable[bytes], *, more: bool = False) -> Callable[[], Awaitable[Message]]:
    """Give the parts of a body one by one; *more* promises a part that never comes."""
    kept = list(parts)
    messages = iter(
        {"type": "http.request", "body": part, "more_body": more or index < len(kept)}
        for index, part in enumerate(kept, 1)
    )

    async def receive() -> Message:
        message = next(messages, None)
        if message is None and more:
            await asyncio.Event().wait()
        return message or {"type": "http.disconnect"}

    return receive


def read(reader: BodyReader, parts: Iterable[bytes], *, length: str = "", more: bool = False) -> bytes:
    async def run() -> bytes:
        headers = [(b"content-length", length.encode("latin-1"))] if length else []
        request = Request({"type": "http", "headers": headers}, arriving(parts, more=more))
        async with reader.reading(request) as body:
            assert reader.held == len(body)
            return body

    return asyncio.run(run())


def refusal(reader: BodyReader, parts: Iterable[bytes], **given: Any) -> int:
    with pytest.raises(HTTPException) as raised:
        read(reader, parts, **given)
    assert reader.held == 0
    return raised.value.status_code


def test_a_body_comes_whole_and_is_let_go() -> None:
    reader = BodyReader(limit=10)

    assert read(reader, [b"0123", b"456", b"789"]) == b"0123456789"
    assert reader.held == 0


def test_a_body_that_is_too_large_is_refused_by_its_length_and_by_its_bytes() -> None:
    assert refusal(BodyReader(limit=10), [b"0" * 11]) == 413
    assert refusal(BodyReader(limit=10), iter([b"0" * 4] * 3)) == 413
    assert refusal(BodyReader(limit=10), [b"0" * 11], length="11") == 413
    assert refusal(BodyReader(limit=10), [b"0" * 41], more=True) == 413
    assert refusal(BodyReader(limit=10), [], length="9" * 5_000) == 413


@pytest.mark.parametrize("length", ["-1", "ten", "\u00b2"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    assert refusal(BodyReader(limit=10), [b""], length=length) == 400


def test_a_body_that_stops_coming_is_given_up() -> None:
    assert refusal(BodyReader(limit=10, seconds=0.01), [b"0"], more=True) == 408


def test_a_sender_that_hangs_up_is_let_go() -> None:
    assert refusal(BodyReader(limit=10), []) == 400


def test_many_bodies_at_once_are_bounded_together() -> None:
    reader = BodyReader(limit=10)
    reader.held = MAX_HELD_BYTES

    with pytest.raises(HTTPException) as raised:
        read(reader, [b"0"])

    assert raised.value.status_code == 503
    assert reader.held == MAX_HELD_BYTES
