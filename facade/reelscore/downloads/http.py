"""The network's part of downloads over httpx, blocking and on asyncio; decides nothing, fetch.py does.

One thread (or task) reads ahead while the caller's writes and hashes.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import queue
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, closing, contextmanager, suppress
from functools import partial
from typing import Any, TypeAlias, TypeVar

import httpx

from reelscore.downloads.fetch import DownloadOptions, Fetching, Notify, OnDisk, OpenStream, ReadChunk
from reelscore.downloads.http_range import ResponseHead, TransferError
from reelscore.downloads.origins import AddressGuard
from reelscore.effects import Sleep
from reelscore.errors import ConfigurationError, DownloadError, ReelscoreError

T = TypeVar("T")
Received: TypeAlias = ResponseHead | bytes | Exception | None
_CHUNK_BYTES = 1 << 20
_AHEAD = 3
"""Chunks that wait for the disk; a dropped reader must find room for its last one and for its end."""
_SLOWEST = 1000
"""Bytes for each second of ``DownloadOptions.timeout``; less is a line that drips."""
_GLANCE = 0.1
"""Seconds after which a blocking download among several sees that it is to stop."""
_STOPPED = "stopped; what came is kept"
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


def run(flow: Fetching[T], client: httpx.Client, *, options: DownloadOptions, stop: threading.Event) -> T:
    """Play a flow, blocking; *stop* ends it within moments, and its part is kept."""
    try:
        _play(flow, _Blocking(client, options, stop)).send(None)
    except StopIteration as end:
        value: T = end.value
        return value
    raise RuntimeError("a blocking download was suspended")


async def run_async(flow: Fetching[T], client: httpx.AsyncClient, *, options: DownloadOptions) -> T:
    """Play a flow on the running event loop."""
    return await _play(flow, _Awaiting(client, options))


async def _play(flow: Fetching[T], driver: _Blocking | _Awaiting) -> T:
    """Do what a flow asks for. With a blocking driver this coroutine never suspends, so one ``send`` runs it whole."""
    answer: Any = None
    try:
        while True:
            match flow.send(answer):
                case OpenStream() as stream:
                    answer = await driver.open(stream)
                case ReadChunk():
                    answer = await driver.read()
                case OnDisk(job):
                    answer = await driver.disk(job)
                case Notify(progress):
                    answer = None
                    await driver.notify(progress)
                case Sleep(seconds):
                    answer = None
                    await driver.sleep(seconds)
                case effect:
                    raise TypeError(f"no download asks for {effect!r}")
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        await driver.close()
        flow.close()


class _Blocking:
    """Its coroutines block."""

    def __init__(self, client: httpx.Client, options: DownloadOptions, stop: threading.Event) -> None:
        self._client, self._options, self._stop = client, options, stop
        self._received: queue.Queue[Received] = queue.Queue(_AHEAD)

    async def open(self, effect: OpenStream) -> ResponseHead | bytes | TransferError | None:
        await self.close()
        # In a thread of its own, so that whoever waits for it can stop waiting.
        arguments = (effect, self._received)
        threading.Thread(target=self._receive, args=arguments, name="reelscore-download", daemon=True).start()
        return await self.read(self._options.timeout)

    async def read(self, seconds: float = float("inf")) -> ResponseHead | bytes | TransferError | None:
        until = time.monotonic() + seconds
        while not self._stop.is_set():
            with suppress(queue.Empty):
                return _told(self._received.get(timeout=_GLANCE))
            if time.monotonic() >= until:
                return _no_answer(seconds)
        raise DownloadError(_STOPPED)

    async def disk(self, job: Callable[[], T]) -> T:
        return job()

    async def notify(self, progress: Any) -> None:
        with _logged():
            if self._options.on_progress:
                self._options.on_progress(progress)

    async def sleep(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise DownloadError(_STOPPED)

    async def close(self) -> None:
        """Let go of the open stream; its thread ends, wherever it waits."""
        dropped, self._received = self._received, queue.Queue(_AHEAD)
        with suppress(queue.Empty):
            while True:
                dropped.get_nowait()

    def _receive(self, effect: OpenStream, received: queue.Queue[Received]) -> None:
        chunks = _Chunks(self._options.timeout)
        end: Exception | None = None
        try:
            request, trace = _request(effect, self._options)
            request.extensions["trace"] = trace.see
            response = self._client.send(request, stream=True, auth=None, follow_redirects=False)
            with closing(response):
                received.put(_head(response))
                for piece in response.iter_raw():
                    if chunk := chunks.add(piece):
                        received.put(chunk)
                    if self._received is not received:
                        return
        except Exception as error:  # noqa: BLE001 - told in words, see _told
            end = error
        if rest := chunks.rest():
            received.put(rest)
        received.put(end)


class _Awaiting:
    """Its coroutines await."""

    def __init__(self, client: httpx.AsyncClient, options: DownloadOptions) -> None:
        self._client, self._options = client, options
        self._received: asyncio.Queue[Received] = asyncio.Queue(_AHEAD)
        self._reader: asyncio.Task[None] | None = None
        self._disk = ThreadPoolExecutor(1, "reelscore-disk")

    async def open(self, effect: OpenStream) -> ResponseHead | bytes | TransferError | None:
        await self._drop()
        self._received = asyncio.Queue(_AHEAD)
        self._reader = asyncio.create_task(self._receive(effect, self._received))
        try:
            async with asyncio.timeout(self._options.timeout):
                return await self.read()
        except TimeoutError:
            return _no_answer(self._options.timeout)

    async def read(self) -> ResponseHead | bytes | TransferError | None:
        return _told(await self._received.get())

    async def disk(self, job: Callable[[], T]) -> T:
        # Shielded: what was begun is ended before the part is given free, see close.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._disk, job))

    async def notify(self, progress: Any) -> None:
        with _logged():
            answer = self._options.on_progress(progress) if self._options.on_progress else None
            if inspect.isawaitable(answer):
                await answer

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def close(self) -> None:
        # The disk has at most one chunk in hand, and the loop waits for it.
        self._disk.shutdown(wait=True)
        await self._drop()

    async def _drop(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.wait([self._reader])

    async def _receive(self, effect: OpenStream, received: asyncio.Queue[Received]) -> None:
        chunks = _Chunks(self._options.timeout)
        end: Exception | None = None
        try:
            request, trace = _request(effect, self._options)
            request.extensions["trace"] = trace.see_async
            response = await self._client.send(request, stream=True, auth=None, follow_redirects=False)
            async with aclosing(response):
                await received.put(_head(response))
                async for piece in response.aiter_raw():
                    if chunk := chunks.add(piece):
                        await received.put(chunk)
        except Exception as error:  # noqa: BLE001 - told in words, see _told
            end = error
        if rest := chunks.rest():
            await received.put(rest)
        await received.put(end)


class _Trace(AddressGuard):
    """Also enlarges what a connection reads: of 64 KiB, the way through all layers costs more than the bytes."""

    def see(self, event: str, info: dict[str, Any]) -> None:
        super().see(event, info)
        self._enlarge(event, info)

    async def see_async(self, event: str, info: dict[str, Any]) -> None:
        await super().see_async(event, info)
        self._enlarge(event, info)

    def _enlarge(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            stream = info["return_value"]
            stream.read = partial(_read_more, stream.read)


def _read_more(read: Callable[..., T], max_bytes: int, timeout: float | None = None) -> T:
    return read(max(max_bytes, _CHUNK_BYTES // 2), timeout)


class _SlowError(Exception):
    pass


class _Chunks:
    """Joins the pieces of a body: hand-offs between threads cost more than bytes."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._began = seconds, 0.0
        self._pieces, self._size = list[bytes](), 0

    def add(self, piece: bytes) -> bytes:
        """Take a piece; returns a chunk of a MiB, or of what came in the time, else nothing.

        Raises:
            _SlowError: too little came in the time; it is left in ``rest``.
        """
        now = time.monotonic()
        if not self._pieces:
            self._began = now
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size >= _CHUNK_BYTES:
            return self.rest()
        if now - self._began < self._seconds:
            return b""
        if self._size < _SLOWEST * self._seconds:
            raise _SlowError(f"only {self._size} bytes came in {self._seconds:g} s")
        return self.rest()

    def rest(self) -> bytes:
        """What is left."""
        chunk = b"".join(self._pieces)
        self._pieces, self._size = [], 0
        return chunk


@contextmanager
def _logged() -> Generator[None]:
    try:
        yield
    except Exception:
        _logger.exception("on_progress failed; the download goes on")


def _request(effect: OpenStream, options: DownloadOptions) -> tuple[httpx.Request, _Trace]:
    # Built by hand, because the client would add its own headers and cookies, and with them the key.
    request = httpx.Request(effect.method, effect.url, headers=effect.headers)
    request.extensions["timeout"] = httpx.Timeout(options.timeout).as_dict()
    return request, _Trace(request.url.raw_host.decode("ascii"), loopback=options.loopback)


def _head(response: httpx.Response) -> ResponseHead:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return ResponseHead(response.status_code, headers, time.time())


def _no_answer(seconds: float) -> TransferError:
    return TransferError(f"no answer came in {seconds:g} s")


def _told(found: Received) -> ResponseHead | bytes | TransferError | None:
    """What came, an error in words; errors of this library are raised."""
    if not isinstance(found, Exception):
        return found
    if isinstance(found, ReelscoreError):
        raise found
    if isinstance(found, _SlowError):
        return TransferError(str(found), slow=True)
    passing = isinstance(found, (httpx.TransportError, OSError)) and not isinstance(found, httpx.UnsupportedProtocol)
    return TransferError(f"{type(found).__name__}: {found}".removesuffix(": "), final=not passing)
