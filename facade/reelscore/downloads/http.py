"""The network's part of downloads over httpx, blocking and on asyncio; decides nothing, fetch.py does.

While one thread (or the event loop) reads, another writes and hashes; every wait has an end.
"""

from __future__ import annotations

import asyncio
import queue
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

import httpx

from reelscore.downloads.fetch import (
    DownloadOptions,
    DownloadProgress,
    Fetching,
    Notify,
    OnDisk,
    OpenStream,
    ReadPiece,
    refuse_private,
)
from reelscore.downloads.http_range import ResponseHead, TransferError
from reelscore.effects import Sleep
from reelscore.errors import ConfigurationError, DownloadError, ReelscoreError

T = TypeVar("T")

_STOPPED = "stopped; what came is kept"
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
    stream: _Stream | None = None
    answer: Any = None
    try:
        while True:
            effect: Any = flow.send(answer)
            answer = None
            try:
                match effect:
                    case OpenStream():
                        if stream:
                            stream.close()
                        stream = _Stream(client, _request(effect, options, awaits=False))
                        answer = stream.take(options.timeout, stop)
                    case ReadPiece():
                        answer = stream.take(options.timeout, stop) if stream else None
                    case OnDisk():
                        answer = effect.job()
                    case Notify():
                        notify(effect.progress)
                    case Sleep():
                        if stop.wait(effect.seconds):
                            raise DownloadError(_STOPPED)  # noqa: TRY301 - as _Stream does
                    case _:
                        raise TypeError(f"no download asks for {effect!r}")  # noqa: TRY301 - goes on as it is
            except Exception as error:  # noqa: BLE001 - told in words, see _lost
                answer = _lost(error, effect, seconds=options.timeout)
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        flow.close()
        if stream:
            stream.close()


async def run_async(
    flow: Fetching[T], client: httpx.AsyncClient, *, options: DownloadOptions, notify: Callable[[DownloadProgress], Any]
) -> T:
    """Play a flow on the running event loop; *notify* is awaited, all else is as in ``run``."""
    disk, writing = ThreadPoolExecutor(1, "reelscore-disk"), Future[None]()
    writing.set_result(None)
    response: httpx.Response | None = None
    pieces: AsyncIterator[bytes] | None = None
    answer: Any = None
    try:
        while True:
            effect: Any = flow.send(answer)
            answer = None
            try:
                match effect:
                    case OpenStream():
                        await _hang_up(response)
                        request = _request(effect, options, awaits=True)
                        async with asyncio.timeout(options.timeout):
                            response = await client.send(request, stream=True, auth=None, follow_redirects=False)
                        answer, pieces = _head(response), response.aiter_raw()
                    case ReadPiece():
                        answer = await anext(pieces, None) if pieces else None
                    case OnDisk():
                        # While one chunk is written, the next one is read.
                        await _settled(writing)
                        work = disk.submit(effect.job)
                        if effect.later:
                            writing = work
                        else:
                            answer = await _settled(work)
                    case Notify():
                        await notify(effect.progress)
                    case Sleep():
                        await asyncio.sleep(effect.seconds)
                    case _:
                        raise TypeError(f"no download asks for {effect!r}")  # noqa: TRY301 - goes on as it is
            except Exception as error:  # noqa: BLE001 - told in words, see _lost
                answer = _lost(error, effect, seconds=options.timeout)
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        # The disk has at most one chunk in hand; the loop waits for it, so that the part is free when this returns.
        disk.shutdown(wait=True)
        flow.close()
        await _hang_up(response)


async def _hang_up(response: httpx.Response | None) -> None:
    if response is not None:
        with suppress(Exception):
            await response.aclose()


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
                raise DownloadError(_STOPPED)
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


def _lost(error: Exception, effect: Any, *, seconds: float) -> TransferError:
    """Why a transfer broke, in words; errors of this library, of the disk and of programming go on as they are."""
    if isinstance(error, ReelscoreError) or not isinstance(effect, (OpenStream, ReadPiece)):
        raise error
    passing = isinstance(error, (httpx.TransportError, OSError)) and not isinstance(error, httpx.UnsupportedProtocol)
    words = str(error) or (f"no answer came in {seconds:g} s" if isinstance(error, TimeoutError) else "")
    return TransferError(f"{type(error).__name__}: {words}" if words else type(error).__name__, final=not passing)
