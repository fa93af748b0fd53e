"""The network's part of downloads over httpx, blocking and on asyncio; decides nothing, fetch.py does.

While one thread (or the event loop) reads, another writes and hashes; every wait has an end.
"""

from __future__ import annotations

import asyncio
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

import httpx

from reelscore.downloads.fetch import (
    DownloadOptions,
    DownloadProgress,
    Fetching,
    OnDisk,
    OpenStream,
    ReadBody,
    refuse_private,
)
from reelscore.downloads.http_range import ResponseHead, TransferError
from reelscore.effects import Sleep
from reelscore.errors import ConfigurationError, DownloadError, ReelscoreError

T = TypeVar("T")

CHUNK_BYTES = 1 << 20
SLOWEST = 1000
"""Bytes for each second of ``DownloadOptions.timeout``; less is a line that drips."""
_WAITING = 16
"""Pieces of at most 64 KiB that wait for the disk."""
_GLANCE = 0.1
"""Seconds after which a blocking download among several sees that it is to stop."""


def new_client() -> httpx.Client:
    """Make a client for downloads alone, with the proxies of the environment; the caller closes it."""
    return _new(httpx.Client)


def new_async_client() -> httpx.AsyncClient:
    """Make a client for downloads alone on asyncio; as ``new_client``."""
    return _new(httpx.AsyncClient)


def _new(kind: Callable[..., T]) -> T:
    """A client that follows no redirects by itself.

    Raises:
        ConfigurationError: the environment names a proxy or certificates that cannot be used.
    """
    try:
        return kind(follow_redirects=False)
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        raise ConfigurationError(
            f"the connection settings of the environment cannot be used: {error}; look at HTTPS_PROXY, ALL_PROXY, NO_PROXY, "
            "SSL_CERT_FILE and SSL_CERT_DIR (a SOCKS proxy needs pip install 'httpx[socks]')"
        ) from error


def run(
    flow: Fetching[T],
    client: httpx.Client,
    *,
    options: DownloadOptions,
    notify: Callable[[DownloadProgress], object],
    stop: threading.Event,
) -> T:
    """Play a flow, blocking.

    Args:
        flow: what to do.
        client: its connections and proxies are used; its headers, cookies and keys are not sent.
        options: time limits, and whether this machine is a fit place for files.
        notify: hears of each chunk.
        stop: ends the download within moments when it is set; its part is kept.
    """
    driver = _Driver(client, options=options, notify=notify, stop=stop)
    answer: Any = None
    try:
        while True:
            answer = driver.perform(flow.send(answer))
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        flow.close()
        driver.close()


async def run_async(
    flow: Fetching[T], client: httpx.AsyncClient, *, options: DownloadOptions, notify: Callable[[DownloadProgress], Any]
) -> T:
    """Play a flow on the running event loop; *notify* is awaited, all else is as in ``run``."""
    driver = _AsyncDriver(client, options=options, notify=notify)
    answer: Any = None
    try:
        while True:
            answer = await driver.perform(flow.send(answer))
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        flow.close()
        await driver.close()


class _Chunks:
    """Pieces of a body gathered to chunks, and a watch over how fast they come."""

    def __init__(self, seconds: float) -> None:
        self._held: list[bytes] = []
        self._size = self._window = 0
        self._seconds, self._began = seconds, time.monotonic()

    def add(self, piece: bytes) -> bytes:
        """Take a piece; a chunk comes back when it is full."""
        self._held.append(piece)
        self._size += len(piece)
        self._window += len(piece)
        return self.rest() if self._size >= CHUNK_BYTES else b""

    def rest(self) -> bytes:
        """What is held, however little."""
        chunk, self._held, self._size = b"".join(self._held), [], 0
        return chunk

    def too_slow(self) -> TransferError | None:
        """Why to give up on the line, once in each span of time."""
        now = time.monotonic()
        if now - self._began < self._seconds:
            return None
        came, self._window, self._began = self._window, 0, now
        return TransferError(f"only {came} bytes in {self._seconds:g} s", slow=True) if self._drips(came) else None

    def _drips(self, came: int) -> bool:
        return came < SLOWEST * self._seconds


class _Stream:
    """A response that a thread of its own reads, so that whoever waits for it can stop waiting."""

    def __init__(self, client: httpx.Client, request: httpx.Request) -> None:
        self._client, self._request = client, request
        self._read: queue.Queue[ResponseHead | bytes | Exception | None] = queue.Queue(_WAITING)
        self._closed = False
        threading.Thread(target=self._run, name="reelscore-download", daemon=True).start()

    def take(self, seconds: float, stop: threading.Event) -> Any:
        """The head, then the pieces, then None at the regular end.

        Raises:
            TimeoutError: nothing came in time.
        """
        until = time.monotonic() + seconds
        while True:
            with suppress(queue.Empty):
                found = self._read.get(timeout=max(0.0, min(_GLANCE, until - time.monotonic())))
                if isinstance(found, Exception):
                    raise found
                return found
            if stop.is_set():
                raise DownloadError("stopped; what came is kept")
            if time.monotonic() >= until:
                raise TimeoutError(f"nothing came in {seconds:g} s")

    def close(self) -> None:
        """Let go of the response; the thread ends, wherever it waits."""
        self._closed = True
        with suppress(queue.Empty):
            while True:
                self._read.get_nowait()

    def _run(self) -> None:
        try:
            response = self._client.send(self._request, stream=True, auth=None, follow_redirects=False)
            try:
                self._read.put(_head(response))
                for piece in response.iter_raw():
                    if self._closed:
                        return
                    self._read.put(piece)
            finally:
                response.close()
            self._read.put(None)
        except Exception as error:  # noqa: BLE001 - told in words, see _lost
            self._read.put(error)


class _Driver:
    """Performs the effects of one flow, one after the other."""

    def __init__(
        self,
        client: httpx.Client,
        *,
        options: DownloadOptions,
        notify: Callable[[DownloadProgress], object],
        stop: threading.Event,
    ) -> None:
        self._client, self._options, self._notify, self._stop = client, options, notify, stop
        self._stream: _Stream | None = None

    def perform(self, effect: Any) -> Any:
        match effect:
            case OpenStream():
                return self._open(effect)
            case ReadBody():
                return self._pour(effect)
            case OnDisk():
                return effect.job()
            case Sleep():
                if self._stop.wait(effect.seconds):
                    raise DownloadError("stopped; what came is kept")
                return None
            case _:
                raise TypeError(f"no download asks for {effect!r}")

    def _open(self, effect: OpenStream) -> ResponseHead | TransferError:
        self.close()
        try:
            self._stream = _Stream(self._client, _request(effect, self._options, awaits=False))
            head: ResponseHead = self._stream.take(self._options.timeout, self._stop)
        except Exception as error:  # noqa: BLE001 - told in words, see _lost
            return _lost(error)
        return head

    def _pour(self, effect: ReadBody) -> TransferError | None:
        if self._stream is None:
            raise RuntimeError("a flow reads a stream that it has not opened")
        chunks, cut = _Chunks(self._options.timeout), None
        try:
            while cut is None and (piece := self._next(self._stream)) is not None:
                if isinstance(piece, TransferError):
                    cut = piece
                else:
                    self._write(chunks.add(piece), effect)
                    cut = chunks.too_slow()
        finally:
            self._write(chunks.rest(), effect)
            self.close()
        return cut

    def _next(self, stream: _Stream) -> bytes | TransferError | None:
        try:
            piece: bytes | None = stream.take(self._options.timeout, self._stop)
        except Exception as error:  # noqa: BLE001 - told in words, see _lost
            return _lost(error)
        return piece

    def _write(self, chunk: bytes, effect: ReadBody) -> None:
        if chunk:
            effect.write(chunk)
            if effect.progress:
                self._notify(effect.progress())

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None


class _AsyncDriver:
    """The same on asyncio; the disk has a thread of its own."""

    def __init__(
        self, client: httpx.AsyncClient, *, options: DownloadOptions, notify: Callable[[DownloadProgress], Any]
    ) -> None:
        self._client, self._options, self._notify = client, options, notify
        self._response: httpx.Response | None = None
        self._disk = ThreadPoolExecutor(1, "reelscore-disk")
        self._writing: Future[None] | None = None

    async def perform(self, effect: Any) -> Any:
        match effect:
            case OpenStream():
                return await self._open(effect)
            case ReadBody():
                return await self._pour(effect)
            case OnDisk():
                return await _settled(self._disk.submit(effect.job))
            case Sleep():
                return await asyncio.sleep(effect.seconds)
            case _:
                raise TypeError(f"no download asks for {effect!r}")

    async def _open(self, effect: OpenStream) -> ResponseHead | TransferError:
        await self._hang_up()
        try:
            request = _request(effect, self._options, awaits=True)
            async with asyncio.timeout(self._options.timeout):
                self._response = await self._client.send(request, stream=True, auth=None, follow_redirects=False)
        except TimeoutError:
            return TransferError(f"no answer came in {self._options.timeout:g} s")
        except Exception as error:  # noqa: BLE001 - told in words, see _lost
            return _lost(error)
        return _head(self._response)

    async def _pour(self, effect: ReadBody) -> TransferError | None:
        if self._response is None:
            raise RuntimeError("a flow reads a stream that it has not opened")
        chunks, cut = _Chunks(self._options.timeout), None
        pieces = self._response.aiter_raw()
        try:
            while cut is None:
                try:
                    piece = await anext(pieces)
                except StopAsyncIteration:
                    break
                except Exception as error:  # noqa: BLE001 - told in words, see _lost
                    cut = _lost(error)
                    break
                await self._write(chunks.add(piece), effect)
                cut = chunks.too_slow()
        finally:
            # Handed over even when this is cancelled: ``close`` waits for the disk.
            rest = chunks.rest()
            last = self._disk.submit(effect.write, rest) if rest else None
        for written in filter(None, (self._writing, last)):
            await _settled(written)
        self._writing = None
        if effect.progress and rest:
            await self._notify(effect.progress())
        await self._hang_up()
        return cut

    async def _write(self, chunk: bytes, effect: ReadBody) -> None:
        # While one chunk is written, the next one is read.
        if not chunk:
            return
        before, self._writing = self._writing, None
        if before:
            await _settled(before)
        self._writing = self._disk.submit(effect.write, chunk)
        if effect.progress and before:
            await self._notify(effect.progress())

    async def _hang_up(self) -> None:
        if self._response is not None:
            response, self._response = self._response, None
            with suppress(Exception):
                await response.aclose()

    async def close(self) -> None:
        # The disk has at most two chunks in hand; the loop waits for them, so that the part is free when this returns.
        self._disk.shutdown(wait=True)
        await self._hang_up()


class _Guard:
    """Looks at the address of each new connection before a byte is sent: a name may resolve differently each time.

    A connection to a proxy has the proxy's host: that place is the user's own choice, and what a name means is known to
    it alone.
    """

    def __init__(self, host: str, *, loopback: bool) -> None:
        self._host, self._loopback, self._direct = host, loopback, False

    def see(self, name: str, info: dict[str, Any]) -> None:
        if self._begins(name, info):
            self._refuse(_addresses(self._host))
        elif (peer := self._peer(name, info)) is not None:
            try:
                self._refuse(peer)
            except DownloadError:
                info["return_value"].close()
                raise

    async def see_async(self, name: str, info: dict[str, Any]) -> None:
        if self._begins(name, info):
            self._refuse(await asyncio.to_thread(_addresses, self._host))
        elif (peer := self._peer(name, info)) is not None:
            try:
                self._refuse(peer)
            except DownloadError:
                await info["return_value"].aclose()
                raise

    def _begins(self, name: str, info: dict[str, Any]) -> bool:
        if not name.endswith("connect_tcp.started"):
            return False
        self._direct = info.get("host") == self._host
        return self._direct

    def _peer(self, name: str, info: dict[str, Any]) -> tuple[str, ...] | None:
        if not (self._direct and name.endswith("connect_tcp.complete")):
            return None
        peer = info["return_value"].get_extra_info("server_addr")
        return (str(peer[0]),) if peer else ()

    def _refuse(self, addresses: Sequence[str]) -> None:
        refuse_private(self._host, addresses, loopback=self._loopback)


async def _settled(work: Future[T]) -> T:
    # Shielded: a cancelled wait must not take a chunk out of the middle of the row.
    return work.result() if work.done() else await asyncio.shield(asyncio.wrap_future(work))


def _request(effect: OpenStream, options: DownloadOptions, *, awaits: bool) -> httpx.Request:
    # Built by hand, because the client would add its own headers and cookies, and with them the key.
    request = httpx.Request(effect.method, effect.url, headers=effect.headers)
    guard = _Guard(request.url.raw_host.decode("ascii"), loopback=options.loopback)
    request.extensions["timeout"] = httpx.Timeout(options.timeout).as_dict()
    request.extensions["trace"] = guard.see_async if awaits else guard.see
    return request


def _head(response: httpx.Response) -> ResponseHead:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return ResponseHead(response.status_code, headers, time.time())


def _addresses(host: str) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(sorted({str(place[4][0]) for place in found}))


def _lost(error: Exception) -> TransferError:
    """Why a transfer broke, in words; errors of this library go on as they are."""
    if isinstance(error, ReelscoreError):
        raise error
    passing = isinstance(error, (httpx.TransportError, OSError)) and not isinstance(error, httpx.UnsupportedProtocol)
    return TransferError(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__, final=not passing)
