"""Sockets below httpcore: no answer drips for ever, and what is sent once leaves on a connection that is surely alive.

They only wrap httpcore's own. Who sends, and how often, is decided above.
"""

from __future__ import annotations

import contextvars
import ssl
import time
from collections.abc import Iterable
from typing import Any, Protocol

import httpcore

ANSWER_TIMES = 5.0
"""A whole answer may take so many times the seconds that its next byte may."""
FRESH_SECONDS = 1.0
"""What is sent once does not leave on a connection that idled longer: servers close theirs without a word."""


class Heard(Protocol):
    """Who wants to know that a request left."""

    left: bool
    seen: bool
    once: bool
    """Whether it may never be sent again: a connection that closes under it would leave its fate unknown."""


current: contextvars.ContextVar[Heard | None] = contextvars.ContextVar("reelscore_attempt", default=None)
"""The try that this thread or task is at: neither sockets nor aiohttp's trace are told of the request."""


class Server:
    """What is known of one server's patience with idle connections."""

    __slots__ = ("hasty",)

    def __init__(self) -> None:
        self.hasty = False
        """It was seen to close one so early that no connection of it is surely alive: each paid call opens its own."""


class Line:
    """How long one connection has been busy or idle, and the head of a request that waits for its body."""

    __slots__ = ("answers", "asked", "begins", "head", "server", "used")

    def __init__(self, server: Server) -> None:
        self.server = server
        self.asked = self.used = time.monotonic()
        self.begins = True
        self.head = b""
        self.answers = 0

    def leaving(self, buffer: bytes) -> bytes:
        """Hold the head of a request back until what follows it, which may be nothing: one packet leaves, or none.

        What it gives is about to leave, which the try is told: httpcore's own trace tells the same at four times the cost.
        """
        if self.begins and buffer:
            self.begins, self.head = False, buffer
            return b""
        buffer, self.head = self.head + buffer, b""
        self.asked = time.monotonic()
        attempt = current.get()
        if attempt is not None:
            attempt.left = True
        return buffer

    def heard(self) -> None:
        """Note that bytes came: the next that leave begin a request."""
        self.answers += not self.begins
        self.begins = True
        self.used = time.monotonic()

    def left(self, seconds: float | None) -> float | None:
        """Give the seconds that the next byte may take; the whole answer has its own limit.

        Raises:
            httpcore.ReadTimeout: that limit is passed.
        """
        if seconds is None:
            return None
        left = self.asked + seconds * ANSWER_TIMES - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout(f"no whole answer in {seconds * ANSWER_TIMES:g} s")
        return min(seconds, left)

    def spent(self, *, readable: bool) -> bool:
        """Tell whether an idle connection is not to be used: the server closed it, or may be about to."""
        idle = time.monotonic() - self.used
        if readable:
            self.server.hasty = self.server.hasty or idle < FRESH_SECONDS
            return True
        attempt = current.get()
        return attempt is not None and attempt.once and (self.server.hasty or idle > FRESH_SECONDS)

    def cut(self) -> None:
        """Note that the connection ended: before the first byte of an answer to a later request, it was the race."""
        if self.answers and not self.begins:
            self.server.hasty = True


class Stream(httpcore.NetworkStream):
    """A connection of threads."""

    def __init__(self, stream: httpcore.NetworkStream, line: Line) -> None:
        self._stream = stream
        self._line = line

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there."""
        try:
            found = self._stream.read(max_bytes, self._line.left(timeout))
        except httpcore.ReadError:
            self._line.cut()
            raise
        self._line.heard() if found else self._line.cut()
        return found

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write it, a head together with what follows; the answer's time begins anew."""
        if whole := self._line.leaving(buffer):
            self._stream.write(whole, timeout)

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on in TLS."""
        return Stream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._line)

    def get_extra_info(self, info: str) -> Any:
        """Tell of the socket; httpcore leaves an idle one that is "readable" alone."""
        found = self._stream.get_extra_info(info)
        return self._line.spent(readable=bool(found)) if info == "is_readable" else found


class AsyncStream(httpcore.AsyncNetworkStream):
    """A connection of tasks."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, line: Line) -> None:
        self._stream = stream
        self._line = line

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there."""
        try:
            found = await self._stream.read(max_bytes, self._line.left(timeout))
        except httpcore.ReadError:
            self._line.cut()
            raise
        self._line.heard() if found else self._line.cut()
        return found

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write it, a head together with what follows; the answer's time begins anew."""
        if whole := self._line.leaving(buffer):
            await self._stream.write(whole, timeout)

    async def aclose(self) -> None:
        """Close it."""
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Go on in TLS."""
        return AsyncStream(await self._stream.start_tls(ssl_context, server_hostname, timeout), self._line)

    def get_extra_info(self, info: str) -> Any:
        """Tell of the socket; httpcore leaves an idle one that is "readable" alone."""
        found = self._stream.get_extra_info(info)
        return self._line.spent(readable=bool(found)) if info == "is_readable" else found


class Backend(httpcore.NetworkBackend):
    """Opens connections for threads."""

    def __init__(self) -> None:
        self._opener = httpcore.SyncBackend()
        self._servers: dict[tuple[str, int], Server] = {}

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Open one."""
        stream = self._opener.connect_tcp(host, port, timeout, local_address, socket_options)
        return Stream(stream, Line(self._servers.setdefault((host, port), Server())))

    def sleep(self, seconds: float) -> None:
        """Wait before a connect is tried again."""
        self._opener.sleep(seconds)


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for the tasks of one loop."""

    def __init__(self) -> None:
        self._opener: Any = httpcore.AnyIOBackend()
        self._servers: dict[tuple[str, int], Server] = {}

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open one."""
        stream = await self._opener.connect_tcp(host, port, timeout, local_address, socket_options)
        return AsyncStream(stream, Line(self._servers.setdefault((host, port), Server())))

    async def sleep(self, seconds: float) -> None:
        """Wait before a connect is tried again."""
        await self._opener.sleep(seconds)
