"""Streams of bytes over httpx for downloads, blocking and awaited; decides nothing, fetching.py does."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

import httpx

from reelscore.downloads.fetch import (
    DownloadOptions,
    DownloadProgress,
    Fetching,
    OpenStream,
    ReadBody,
    ResolveHost,
    RunInThread,
    refused_address,
)
from reelscore.downloads.http_range import ResponseHead, TransferError
from reelscore.downloads.lanes import Lane, Threads
from reelscore.downloads.partfile import PartialFile
from reelscore.effects import Sleep
from reelscore.errors import DownloadError
from reelscore.transport.ssrf import forbidden

T = TypeVar("T")

_WAITING = 4
"""Chunks that may wait for the disk; with the one that is being read they are the memory of a download."""


def new_client() -> httpx.Client:
    """Make a client for downloads alone; the caller closes it."""
    return httpx.Client(follow_redirects=False)


def new_async_client() -> httpx.AsyncClient:
    """Make a client for downloads alone on asyncio; the caller closes it."""
    return httpx.AsyncClient(follow_redirects=False)


def run(
    flow: Fetching[T], client: httpx.Client, *, manner: DownloadOptions, tell: Callable[[DownloadProgress], object]
) -> T:
    """Play a flow, blocking.

    Args:
        flow: what to do.
        client: its connections and proxies are used; its headers, cookies and keys are not sent.
        manner: time limits, and whether this machine is a fit place for files.
        tell: hears of each chunk; what it raises ends the download with its part kept.
    """
    hands = _Hands(client, manner=manner, tell=tell)
    answer: Any = None
    try:
        while True:
            answer = hands.do(flow.send(answer))
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        flow.close()
        hands.close()


async def run_async(
    flow: Fetching[T], client: httpx.AsyncClient, *, manner: DownloadOptions, tell: Callable[[DownloadProgress], Any]
) -> T:
    """Play a flow on the running event loop; *tell* is awaited, all else is as in ``run``."""
    hands = _AsyncHands(client, manner=manner, tell=tell)
    answer: Any = None
    try:
        while True:
            answer = await hands.do(flow.send(answer))
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        flow.close()
        await hands.close()


class _Hands:
    """Carries out the wishes of one flow, one after the other."""

    def __init__(
        self, client: httpx.Client, *, manner: DownloadOptions, tell: Callable[[DownloadProgress], object]
    ) -> None:
        self._client, self._manner, self._tell = client, manner, tell
        self._line: httpx.Response | None = None
        self._threads = Threads()

    def do(self, wish: Any) -> Any:
        match wish:
            case OpenStream():
                return self._open(wish)
            case ReadBody():
                return self._pour(wish.part)
            case RunInThread():
                return self._threads.disk.submit(wish.job).result()
            case ResolveHost():
                return _addresses(wish.host)
            case Sleep():
                return time.sleep(wish.seconds)
            case _:
                raise TypeError(f"no download asks for {wish!r}")

    def _open(self, wish: OpenStream) -> ResponseHead | TransferError:
        self._hang_up()
        try:
            request = _request(wish, self._manner)
            request.extensions["trace"] = _Watch(request, loopback=self._manner.loopback).see
            self._line = self._client.send(request, stream=True, auth=None, follow_redirects=False)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            return _lost(error)
        return _head(self._line)

    def _pour(self, part: PartialFile) -> str:
        lane, cut = Lane(part, self._threads), ""
        try:
            for piece in _opened(self._line).iter_raw():
                if lane.add(piece):
                    self._settle(lane, keep=_WAITING)
        except httpx.TransportError as error:
            cut = _words(error)
        lane.flush()
        self._settle(lane, keep=0)
        self._hang_up()
        return cut

    def _settle(self, lane: Lane, *, keep: int) -> None:
        for written in lane.overdue(keep):
            written.result()
        self._tell(lane.moved)

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def close(self) -> None:
        self._hang_up()
        self._threads.end()


class _AsyncHands:
    """The same for an event loop."""

    def __init__(
        self, client: httpx.AsyncClient, *, manner: DownloadOptions, tell: Callable[[DownloadProgress], Any]
    ) -> None:
        self._client, self._manner, self._tell = client, manner, tell
        self._line: httpx.Response | None = None
        self._threads = Threads()

    async def do(self, wish: Any) -> Any:
        match wish:
            case OpenStream():
                return await self._open(wish)
            case ReadBody():
                return await self._pour(wish.part)
            case RunInThread():
                return await _settled(self._threads.disk.submit(wish.job))
            case ResolveHost():
                return await asyncio.to_thread(_addresses, wish.host)
            case Sleep():
                return await asyncio.sleep(wish.seconds)
            case _:
                raise TypeError(f"no download asks for {wish!r}")

    async def _open(self, wish: OpenStream) -> ResponseHead | TransferError:
        await self._hang_up()
        try:
            request = _request(wish, self._manner)
            request.extensions["trace"] = _Watch(request, loopback=self._manner.loopback).see_async
            self._line = await self._client.send(request, stream=True, auth=None, follow_redirects=False)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            return _lost(error)
        return _head(self._line)

    async def _pour(self, part: PartialFile) -> str:
        lane, cut = Lane(part, self._threads), ""
        try:
            async for piece in _opened(self._line).aiter_raw():
                if lane.add(piece):
                    await self._settle(lane, keep=_WAITING)
        except httpx.TransportError as error:
            cut = _words(error)
        lane.flush()
        await self._settle(lane, keep=0)
        await self._hang_up()
        return cut

    async def _settle(self, lane: Lane, *, keep: int) -> None:
        for written in lane.overdue(keep):
            await _settled(written)
        await self._tell(lane.moved)

    async def _hang_up(self) -> None:
        if self._line is not None:
            await self._line.aclose()
            self._line = None

    async def close(self) -> None:
        # The thread has at most one chunk in hand; the loop waits for it, so that the part is free when this returns.
        self._threads.end()
        await self._hang_up()


class _Watch:
    """Looks at the address of each new connection before a byte is sent: a name may resolve differently the second time."""

    def __init__(self, request: httpx.Request, *, loopback: bool) -> None:
        self._host = request.url.raw_host.decode("ascii")
        self._loopback = loopback
        self._direct = False

    def see(self, name: str, info: dict[str, Any]) -> None:
        address = self._forbidden(name, info)
        if address is not None:
            info["return_value"].close()
            raise DownloadError(refused_address("download", host=self._host, address=address))

    async def see_async(self, name: str, info: dict[str, Any]) -> None:
        address = self._forbidden(name, info)
        if address is not None:
            await info["return_value"].aclose()
            raise DownloadError(refused_address("download", host=self._host, address=address))

    def _forbidden(self, name: str, info: dict[str, Any]) -> str | None:
        # A connection to a proxy has the proxy's host: that place is the user's own choice.
        if name == "connection.connect_tcp.started":
            self._direct = info["host"] == self._host
        if name != "connection.connect_tcp.complete" or not self._direct:
            return None
        peer = info["return_value"].get_extra_info("server_addr")
        return forbidden([str(peer[0])] if peer else (), loopback=self._loopback)


async def _settled(work: Future[T]) -> T:
    # Shielded: a cancelled wait must not take a chunk out of the middle of the row.
    return work.result() if work.done() else await asyncio.shield(asyncio.wrap_future(work))


def _request(wish: OpenStream, manner: DownloadOptions) -> httpx.Request:
    # Built by hand, because the client would add its own headers and cookies, and with them the key.
    timeout = httpx.Timeout(manner.timeout).as_dict()
    return httpx.Request("GET", wish.url, headers=dict(wish.headers), extensions={"timeout": timeout})


def _head(line: httpx.Response) -> ResponseHead:
    return ResponseHead(line.status_code, {name.lower(): value for name, value in line.headers.items()})


def _opened(line: httpx.Response | None) -> httpx.Response:
    if line is None:
        raise RuntimeError("a flow pours from a stream that it has not opened")
    return line


def _addresses(host: str) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(sorted({str(place[4][0]) for place in found}))


def _lost(error: Exception) -> TransferError:
    return TransferError(_words(error), final=isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol)))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
