"""The network's part of downloads: plain httpx, blocking and on asyncio, and which addresses may be connected to.

What is done is decided by fetch.py. No URL that a vendor answers may lead into a private network, or to this machine.
"""

from __future__ import annotations

import asyncio
import inspect
import ipaddress
import logging
import socket
import threading
import time
import weakref
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeAlias, TypeVar, cast
from urllib.parse import urlsplit

import httpx

from reelscore.downloads.fetch import (
    DownloadOptions,
    Fetching,
    Notify,
    OnDisk,
    OpenStream,
    ReadChunk,
    Record,
    ResponseHead,
    TransferError,
)
from reelscore.effects import Sleep
from reelscore.errors import ConfigurationError, DownloadError
from reelscore.transport.ssrf import forbidden

T = TypeVar("T")
MaybeAwaitable: TypeAlias = T | Awaitable[T]
CHUNK_BYTES = 1 << 20
_SLOWEST = 1000
"""Bytes for each second of ``DownloadOptions.timeout``; less is a line that drips."""
_FAKE = ipaddress.ip_network("198.18.0.0/15")
_logger = logging.getLogger("reelscore.downloads")


def new_client(kind: Callable[..., T]) -> T:
    """Make an httpx client for downloads alone, with the proxies of the environment; the caller closes it.

    Raises:
        ConfigurationError: the environment names a proxy or certificates that cannot be used.
    """
    try:
        # A connection that a server closed since would cost an attempt.
        return kind(limits=httpx.Limits(max_connections=None, max_keepalive_connections=0))
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        raise ConfigurationError(
            f"the connection settings of the environment cannot be used: {error}; look at HTTPS_PROXY, ALL_PROXY, NO_PROXY, "
            "SSL_CERT_FILE and SSL_CERT_DIR (a SOCKS proxy needs pip install 'httpx[socks]')"
        ) from error


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


def run(
    flow: Fetching[T],
    client: httpx.Client,
    *,
    options: DownloadOptions,
    on_saved: Callable[[Any], Any] | None,
    stop: Stop,
) -> T:
    """Play a flow, blocking."""
    try:
        # With a blocking client the coroutine never suspends, so one ``send`` runs it whole.
        _play(flow, _Driver(client, options, on_saved, stop)).send(None)
    except StopIteration as end:
        return cast("T", end.value)
    raise RuntimeError("a blocking download was suspended")


async def run_async(
    flow: Fetching[T],
    client: httpx.AsyncClient,
    *,
    options: DownloadOptions,
    on_saved: Callable[[Any], Awaitable[Any]] | None,
) -> T:
    """Play a flow on the running event loop."""
    return await _play(flow, _Driver(client, options, on_saved))


async def _play(flow: Fetching[T], driver: _Driver) -> T:
    answer: Any = None
    try:
        while True:
            match flow.send(answer):
                case OpenStream() as stream:
                    answer = await driver.open(stream)
                case ReadChunk():
                    answer = await driver.read()
                case OnDisk(job):
                    answer = await driver.on_disk(job)
                case Notify(progress):
                    answer = await driver.notify(progress)
                case Record(saved):
                    answer = await driver.record(saved)
                case Sleep(seconds):
                    answer = await driver.sleep(seconds)
                case effect:
                    raise TypeError(f"no download asks for {effect!r}")
    except StopIteration as end:
        return cast("T", end.value)
    finally:
        await driver.close()
        flow.close()


class _Driver:
    """Does what a flow asks for; with a blocking client none of its coroutines suspends."""

    def __init__(
        self, client: Any, options: DownloadOptions, on_saved: Callable[[Any], Any] | None, stop: Stop | None = None
    ) -> None:
        self._client, self._options, self._on_saved, self._stop = client, options, on_saved, stop
        self._is_async = stop is None
        self._response: Any = None
        self._pieces: Any = None
        self._end: TransferError | None = None
        self._ahead: asyncio.Task[Any] | None = None
        """Reads the next chunk while the disk has the last one."""
        self._disk = ThreadPoolExecutor(1, "reelscore-disk") if self._is_async else None

    async def open(self, effect: OpenStream) -> ResponseHead | TransferError:
        await self._hang_up()
        if why := _refusal(effect.url, loopback=self._options.loopback):
            return TransferError(why, final=True)
        # Built by hand, because the client would add its own headers and cookies, and with them the key.
        request = httpx.Request(effect.method, effect.url, headers=effect.headers)
        line = _Line(request.url.raw_host.decode("ascii"), self._options, self._stop)
        request.extensions["timeout"] = httpx.Timeout(self._options.timeout).as_dict()
        request.extensions["trace"] = line.see_async if self._is_async else line.see
        try:
            self._response = response = await _value(
                self._client.send(request, stream=True, auth=None, follow_redirects=False)
            )
        except Exception as error:  # noqa: BLE001 - told in words
            return _told(error)
        line.deadline = None
        self._pieces = response.aiter_raw() if self._is_async else response.iter_raw()
        return ResponseHead(response.status_code, {k.lower(): v for k, v in response.headers.items()}, time.time())

    async def read(self) -> bytes | TransferError | None:
        if self._ahead is None:
            chunk = await self._chunk()
        else:
            chunk, self._ahead = await self._ahead, None
        if self._is_async and isinstance(chunk, bytes):
            self._ahead = asyncio.create_task(self._chunk())
        return chunk

    async def _chunk(self) -> bytes | TransferError | None:
        """A MiB, or what came in the time: hand-offs between threads and layers cost more than bytes."""
        if self._end is not None:
            return self._end
        pieces, size, until = list[bytes](), 0, time.monotonic() + self._options.timeout
        try:
            while size < CHUNK_BYTES:
                piece = await anext(self._pieces, None) if self._is_async else next(self._pieces, None)
                if self._stop is not None:
                    self._stop.check()
                if piece is None:
                    break
                pieces.append(piece)
                size += len(piece)
                if time.monotonic() >= until:
                    if size < _SLOWEST * self._options.timeout:
                        words = f"only {size} bytes came in {self._options.timeout:g} s"
                        self._end = TransferError(words, slow=True)
                    break
        except Exception as error:  # noqa: BLE001 - told in words
            self._end = _told(error)
        return b"".join(pieces) or self._end

    async def on_disk(self, job: Callable[[], T]) -> T:
        if self._stop is not None:
            self._stop.check()
            return job()
        # Shielded: what was begun is ended before the part is given free, see close.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._disk, job))

    async def notify(self, progress: Any) -> Any:
        try:
            if self._options.on_progress is not None:
                await _value(self._options.on_progress(progress))
        except Exception:
            _logger.exception("on_progress failed; the download goes on")

    async def record(self, saved: Any) -> Any:
        if self._on_saved is not None:
            await _value(self._on_saved(saved))

    async def sleep(self, seconds: float) -> Any:
        if self._stop is not None:
            self._stop.sleep(seconds)
        else:
            await asyncio.sleep(seconds)

    async def close(self) -> None:
        if self._disk is not None:
            # The disk has at most one chunk in hand, and the loop waits for it.
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
                await _value(response.aclose() if self._is_async else response.close())


async def _value(value: MaybeAwaitable[T]) -> T:
    return cast("T", await value if inspect.isawaitable(value) else value)


def _told(error: Exception) -> TransferError:
    if isinstance(error, _RefusedError):
        return TransferError(str(error), final=True)
    if isinstance(error, DownloadError):
        raise error
    passing = isinstance(error, (httpx.TransportError, OSError)) and not isinstance(error, httpx.UnsupportedProtocol)
    return TransferError(f"{type(error).__name__}: {error}".removesuffix(": "), final=not passing)


# -- Connections -------------------------------------------------------------------------------------------------------


class _RefusedError(Exception):
    """A connection that must not be made."""


class _Line:
    """What httpcore's trace tells of the connections of one exchange.

    It looks at the address of each new connection before a byte is sent: a name may resolve differently each time. A
    connection to a proxy has the proxy's host: that place is the user's own choice, and what a name means is known to it
    alone. It bounds the time of the head, and enlarges what is read at once: of 64 KiB, the way through all layers costs
    more than the bytes.
    """

    def __init__(self, host: str, options: DownloadOptions, stop: Stop | None) -> None:
        self._host, self._options, self._stop, self._direct = host, options, stop, False
        self.deadline: float | None = time.monotonic() + options.timeout
        """Monotonic time at which the head must be there; None once it is."""

    def see(self, event: str, info: dict[str, Any]) -> None:
        """Take an event of a blocking client."""
        if self._begins(event, info):
            self._refuse(_addresses(self._host))
        elif event.endswith(("connect_tcp.complete", "start_tls.complete")):
            stream = info["return_value"]
            try:
                self._refuse(self._peer(event, stream))
                if self._stop is not None:
                    self._stop.check(stream.get_extra_info("socket"))
            except Exception:
                stream.close()
                raise
            self._bound(stream)

    async def see_async(self, event: str, info: dict[str, Any]) -> None:
        """Take an event of an async client."""
        if self._begins(event, info):
            self._refuse(await asyncio.to_thread(_addresses, self._host))
        elif event.endswith(("connect_tcp.complete", "start_tls.complete")):
            stream = info["return_value"]
            try:
                self._refuse(self._peer(event, stream))
            except _RefusedError:
                await stream.aclose()
                raise
            self._bound(stream)

    def _begins(self, event: str, info: dict[str, Any]) -> bool:
        if event.endswith("connect_tcp.started"):
            self._direct = info.get("host") == self._host
            return self._direct
        return False

    def _peer(self, event: str, stream: Any) -> list[str]:
        peer = stream.get_extra_info("server_addr") if self._direct and event.endswith("connect_tcp.complete") else None
        return [str(peer[0])] if peer else []

    def _refuse(self, addresses: Iterable[str]) -> None:
        if why := _private(self._host, addresses, loopback=self._options.loopback):
            raise _RefusedError(why)

    def _bound(self, stream: Any) -> None:
        read = stream.read

        def bounded(max_bytes: int, timeout: float | None = None) -> Any:
            if self.deadline is not None:
                left = self.deadline - time.monotonic()
                if left <= 0:
                    raise httpx.ReadTimeout(f"no answer came in {self._options.timeout:g} s")
                timeout = left if timeout is None else min(timeout, left)
            return read(max(max_bytes, CHUNK_BYTES // 2), timeout)

        stream.read = bounded


def _refusal(url: str, *, loopback: bool) -> str:
    """Why a URL may not be opened; names are looked at when they are connected to."""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in {"http", "https"} else None
        _ = httpx.URL(url) if host else None
    except (ValueError, httpx.InvalidURL):
        host = None
    if not host:
        return f"{url.partition('?')[0][:200]!r} is no http or https URL"
    return _private(host, [host], loopback=loopback) if _address(host) else ""


def _private(host: str, addresses: Iterable[str], *, loopback: bool) -> str:
    if _address(host) is None:
        # A local tunnel may answer every name with an address of RFC 2544 and carry the connection itself.
        addresses = [each for each in addresses if (number := _address(each)) is None or number not in _FAKE]
    found = forbidden(addresses, loopback=loopback)
    where = f"{host} is {found}, an address of a private network or of this machine; nothing was fetched"
    return "" if found is None else where


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _addresses(host: str) -> set[str]:
    try:
        return {str(place[4][0]) for place in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return set()
