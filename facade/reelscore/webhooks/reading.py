"""Read a stranger's body with care: its size, its time and the memory of all of them together are bounded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import attrs

READ_SECONDS = 5.0
"""A body that takes longer is given up."""
HELD_BYTES = 32 * 1024 * 1024
"""Bodies that are held at once, of all senders."""
_THROWN_AWAY = 4
"""Times the limit."""


@attrs.frozen
class Reply:
    """What a sender is answered."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Refusal(Exception):
    """An answer other than 200; its text is ours and holds nothing of what was sent."""

    def __init__(self, status: int, why: str, **headers: str) -> None:
        super().__init__(why)
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        self.reply = Reply(status, b'{"status":"refused"}', {"content-type": "application/json", **named})


def check_head(method: str, headers: Mapping[str, str]) -> None:
    """Look at method and content type.

    Raises:
        Refusal: 405 for another method than POST, 415 for another type than JSON.
    """
    if method != "POST":
        raise Refusal(405, f"{method[:10]} is no delivery", allow="POST")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Refusal(415, "the content type is not JSON", accept="application/json")


@attrs.define(eq=False)
class Reader:
    """Reads bodies for one app."""

    limit: int
    """Bytes of one body."""
    seconds: float = READ_SECONDS
    held: int = attrs.field(default=0, init=False)
    """Bytes that are in memory now."""

    @asynccontextmanager
    async def reading(
        self, headers: Mapping[str, str], receive: Callable[[], Awaitable[MutableMapping[str, Any]]]
    ) -> AsyncGenerator[bytes]:
        """Read a body, and count it as held until the block ends.

        Raises:
            Refusal: 413 too large, 408 too slow, 503 too much at once, 400 cut.
        """
        length = self._length(headers.get("content-length", ""))
        taken = 0
        try:
            parts: list[bytes] = []
            async for part in self._parts(receive, length=length):
                taken += len(part)
                self.held += len(part)
                if self.held > HELD_BYTES:
                    raise Refusal(503, "too much at once", retry_after="5")
                parts.append(part)
            yield b"".join(parts)
        finally:
            self.held -= taken

    async def _parts(
        self, receive: Callable[[], Awaitable[MutableMapping[str, Any]]], *, length: int
    ) -> AsyncIterator[bytes]:
        """Give the parts of a body; what is a little too large is thrown away, so that its sender hears of it."""
        size, more = 0, True
        deadline = asyncio.get_running_loop().time() + self.seconds
        while more and max(size, length) <= self.limit * _THROWN_AWAY:
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                raise Refusal(408, "the body took too long", connection="close") from error
            if message["type"] == "http.disconnect":
                raise Refusal(400, "the sender hung up")
            part, more = message.get("body", b""), message.get("more_body", False)
            size += len(part)
            if max(size, length) <= self.limit:
                yield part
        if max(size, length) > self.limit:
            raise Refusal(413, "the body is too large", connection="close")

    def _length(self, told: str) -> int:
        if told and not (told.isascii() and told.isdigit()):
            raise Refusal(400, "the content length is no number")
        return int(told[:18] or 0)
