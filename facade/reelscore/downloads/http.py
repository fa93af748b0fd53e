"""The network's part of downloads: one exchange on httpx, blocking or on asyncio, and which addresses it may reach.

What is asked for is decided by fetch.py. No URL that a vendor answers may lead into a private network, or to this
machine.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
import weakref
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import attrs
import httpx

from reelscore._attrs import frozen
from reelscore.effects import HttpResponse, run_here, value_of
from reelscore.errors import ConfigurationError, DownloadError
from reelscore.transport.http import bound_reads
from reelscore.transport.ssrf import is_address, is_loopback_url, refusal
from reelscore.vendors import coercion

T = TypeVar("T")
CHUNK_BYTES = 1 << 20
_SLOWEST = 1000
"""Bytes for each second of ``DownloadOptions.timeout``; less is a line that drips."""
_logger = logging.getLogger("reelscore.downloads")


@frozen(kw_only=True)
class DownloadOptions:
    """How files are downloaded."""

    user_agent: str = "reelscore"
    tries: int = 5
    """Attempts in a row that may bring not one byte more."""
    pause: float = 0.5
    """Seconds after the first such attempt; doubled after each, 60 at most, as is what a server asks for."""
    timeout: float = 60.0
    """Seconds in which an answer must begin, and in which again and again 1 kB for each second must come."""
    at_once: int = 4
    """Files that come at the same time."""
    loopback: bool = False
    """Whether files may come from this machine: true for a client whose own base URL is on loopback."""
    on_progress: Callable[[DownloadProgress], object] | None = None
    """Called for about each MiB, on the thread that downloads; what it raises is logged. May be a coroutine function on
    asyncio."""


def options_for(base_url: str, **changes: Any) -> DownloadOptions:
    """Options of a client's downloads: files may come from this machine only if its own base URL does.

    Args:
        base_url: of the client.
        changes: other fields of DownloadOptions.
    """
    return DownloadOptions(loopback=is_loopback_url(base_url), **changes)


@frozen(kw_only=True)
class DownloadProgress:
    """How far one file is."""

    path: Path
    bytes: int
    """On disk, those of earlier calls included."""
    total: int | None
    """None where the server does not say."""


@attrs.define
class TransferError(Exception):
    """No more bytes came."""

    reason: str
    after: float | None = attrs.field(default=None, kw_only=True)
    """Seconds that the server asks to wait."""
    afresh: bool = attrs.field(default=False, kw_only=True)
    """Whether what is here belongs to another file."""
    slow: bool = attrs.field(default=False, kw_only=True)
    """Whether so little came in the time that it counts as nothing."""
    status: int = attrs.field(default=0, kw_only=True)
    final: bool = attrs.field(default=False, kw_only=True)
    """Whether asking again is of no use."""


class Stop:
    """Ends blocking downloads from another thread: at once, wherever they wait for the network."""

    def __init__(self, event: threading.Event | None = None) -> None:
        self._event, self._lines = event or threading.Event(), weakref.WeakSet[Any]()

    def set(self) -> None:
        """End them; what came is kept."""
        self._event.set()
        for line in list(self._lines):
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def check(self, line: Any = None) -> None:
        """Raise DownloadError once it is set; *line* is a socket to be shut down then."""
        if line is not None:
            self._lines.add(line)
        if self._event.is_set():
            raise DownloadError("stopped; what came is kept")

    def sleep(self, seconds: float) -> None:
        """Sleep as long as it is not set."""
        _ = self._event.wait(seconds)
        self.check()


class Network:
    """What one download asks of network, disk and clock; with a *stop* it blocks, and no method suspends."""

    def __init__(self, client: httpx.Client | httpx.AsyncClient, options: DownloadOptions, *, stop: Stop | None = None):
        self.options = options
        self._client: Any = client
        self._stop = stop
        self._is_async = stop is None
        self._response: Any = None
        self._pieces: Any = None
        self._end: TransferError | None = None
        self._ahead: asyncio.Task[Any] | None = None
        """Reads the next chunk while the disk has the last one."""
        self._disk = ThreadPoolExecutor(1, "reelscore-disk") if self._is_async else None

    async def open(self, url: str, headers: dict[str, str]) -> HttpResponse:
        """Open a stream and read its head; an open stream is closed first.

        Raises:
            TransferError: there is no answer, or the address may not be reached.
        """
        await self._hang_up()
        if why := _refusal(url, loopback=self.options.loopback):
            raise TransferError(why, final=True)
        try:
            # Built by hand, because the client would add its own headers and cookies, and with them the key.
            request = httpx.Request("GET", url, headers=headers)
            line = _Line(request.url.raw_host.decode("ascii"), self.options, self._stop)
            request.extensions["timeout"] = httpx.Timeout(self.options.timeout).as_dict()
            request.extensions["trace"] = line.see if self._is_async else lambda *event: run_here(line.see(*event))
            self._response = response = await value_of(
                self._client.send(request, stream=True, auth=None, follow_redirects=False)
            )
        except Exception as error:
            raise _told(error) from error
        line.deadline = None
        self._pieces = response.aiter_raw() if self._is_async else response.iter_raw()
        return HttpResponse(status=response.status_code, headers=dict(response.headers))

    async def read(self) -> bytes | None:
        """Read about a MiB of the open stream; None is its regular end.

        Raises:
            TransferError: it ends otherwise.
        """
        if self._ahead is None:
            chunk = await self._chunk()
        else:
            chunk, self._ahead = await self._ahead, None
        if isinstance(chunk, TransferError):
            raise chunk
        if self._is_async and chunk is not None:
            self._ahead = asyncio.create_task(self._chunk())
        return chunk

    async def _chunk(self) -> bytes | TransferError | None:
        """A MiB, or what came in the time: hand-offs between threads and layers cost more than bytes."""
        if self._end is not None:
            return self._end
        pieces, size, until = list[bytes](), 0, time.monotonic() + self.options.timeout
        try:
            while size < CHUNK_BYTES:
                piece = await anext(self._pieces, None) if self._is_async else next(self._pieces, None)
                if piece is None:
                    break
                pieces.append(piece)
                size += len(piece)
                if time.monotonic() >= until:
                    if size < _SLOWEST * self.options.timeout:
                        words = f"only {size} bytes came in {self.options.timeout:g} s"
                        self._end = TransferError(words, slow=True)
                    break
        except Exception as error:  # noqa: BLE001 - told in words
            self._end = _told(error)
        return b"".join(pieces) or self._end

    async def on_disk(self, job: Callable[..., T], *values: Any) -> T:
        """Do blocking work, on asyncio off the loop."""
        if self._stop is not None:
            self._stop.check()
            return job(*values)
        return await asyncio.get_running_loop().run_in_executor(self._disk, job, *values)

    async def notify(self, progress: DownloadProgress) -> None:
        """Report to ``on_progress``; an error of its own is logged."""
        try:
            answer = None if self.options.on_progress is None else self.options.on_progress(progress)
            if self._is_async:
                _ = await value_of(answer)
        except Exception:
            _logger.exception("on_progress failed; the download goes on")

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        if self._stop is not None:
            self._stop.sleep(seconds)
        else:
            await asyncio.sleep(seconds)

    async def close(self) -> None:
        """End what the disk has begun, which is one chunk at most, and close the stream."""
        if self._disk is not None:
            self._disk.shutdown(wait=True)
        await self._hang_up()

    async def _hang_up(self) -> None:
        response, ahead = self._response, self._ahead
        self._response = self._pieces = self._end = self._ahead = None
        if ahead is not None:
            _ = ahead.cancel()
            _ = await asyncio.wait([ahead])
        if response is not None:
            with suppress(Exception):
                await value_of(response.aclose() if self._is_async else response.close())


def _told(error: Exception) -> TransferError:
    if isinstance(error, _RefusedError):
        return TransferError(str(error), final=True)
    if isinstance(error, (ConfigurationError, DownloadError)):
        raise error
    passing = isinstance(error, (httpx.TransportError, OSError)) and not isinstance(error, httpx.UnsupportedProtocol)
    return TransferError(f"{type(error).__name__}: {error}".removesuffix(": "), final=not passing)


# -- Connections -------------------------------------------------------------------------------------------------------


class _RefusedError(Exception):
    """A connection that must not be made."""


class _Line:
    """What httpcore's trace tells of the connections of one exchange.

    It looks at the address of each new connection before a byte is sent: a name may resolve differently each time. A
    connection to a proxy has the proxy's host: that is the user's own choice, and it alone knows what a name means. It
    bounds the time of the head, and enlarges what is read at once: of 64 KiB, all the layers cost more than the bytes.
    """

    def __init__(self, host: str, options: DownloadOptions, stop: Stop | None) -> None:
        self._host, self._options, self._stop, self._direct = host, options, stop, False
        self.deadline: float | None = time.monotonic() + options.timeout
        """Monotonic time at which the head must be there; None once it is."""

    async def see(self, event: str, info: dict[str, Any]) -> None:
        """Take an event; with a *stop* it never suspends."""
        if event.endswith("connect_tcp.started"):
            self._direct = info.get("host") == self._host
            if self._direct:
                blocking = self._stop is not None
                self._refuse(_addresses(self._host) if blocking else await asyncio.to_thread(_addresses, self._host))
        elif event.endswith(("connect_tcp.complete", "start_tls.complete")):
            stream = info["return_value"]
            try:
                self._made(stream, is_new=event.endswith("connect_tcp.complete"))
            except Exception:
                await value_of(stream.close() if self._stop is not None else stream.aclose())
                raise

    def _made(self, stream: Any, *, is_new: bool) -> None:
        peer = stream.get_extra_info("server_addr") if self._direct and is_new else None
        self._refuse([str(peer[0])] if peer else [])
        if self._stop is not None:
            self._stop.check(stream.get_extra_info("socket"))
        bound_reads(stream, self._remaining, at_least=CHUNK_BYTES // 2)

    def _refuse(self, addresses: Iterable[str]) -> None:
        if why := refusal(self._host, addresses, loopback=self._options.loopback):
            raise _RefusedError(why)

    def _remaining(self) -> float | None:
        left = None if self.deadline is None else self.deadline - time.monotonic()
        if left is not None and left <= 0:
            raise httpx.ReadTimeout(f"no answer came in {self._options.timeout:g} s")
        return left


def _refusal(url: str, *, loopback: bool) -> str:
    """Why a URL may not be opened; names are looked at when they are connected to."""
    if not coercion.is_address(url):
        return f"{url.partition('?')[0][:200]!r} is no http or https URL"
    host = urlsplit(url).hostname or ""
    return refusal(host, [host] if is_address(host) else [], loopback=loopback)


def _addresses(host: str) -> set[str]:
    try:
        return {str(place[4][0]) for place in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return set()
