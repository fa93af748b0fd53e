"""The network's part of downloads: plain httpx, blocking and on asyncio, and which addresses may be connected to.

What is done is decided by fetch.py. No URL that a vendor answers may lead into a private network, or to this machine.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import queue
import socket
import threading
import time
import weakref
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast
from urllib.parse import urlsplit

import httpx

from reelscore.downloads.fetch import DownloadOptions, Fetching, OpenStream, ReadChunk, Record, TransferError, fetch
from reelscore.downloads.partfile import DownloadedFile
from reelscore.downloads.targets import DownloadTarget, target_from_url
from reelscore.effects import HttpResponse, NotifyProgress, OnDisk, Sleep
from reelscore.errors import ConfigurationError, DownloadError
from reelscore.results import AssetKind
from reelscore.transport.http import AsyncConnections, Connections, bound_reads
from reelscore.transport.ssrf import is_address, refusal

T = TypeVar("T")
MaybeAwaitable: TypeAlias = T | Awaitable[T]
CHUNK_BYTES = 1 << 20
_SLOWEST = 1000
"""Bytes for each second of ``DownloadOptions.timeout``; less is a line that drips."""
_STOP_SECONDS = 1.0
"""How long an interrupt waits for threads to give their parts free."""
_GLANCE_SECONDS = 0.1
"""How often it is looked whether somebody else has set *stop*."""
_logger = logging.getLogger("reelscore.downloads")


def download(
    url: str,
    to: str | Path,
    *,
    kind: AssetKind | None = None,
    overwrite: bool = False,
    options: DownloadOptions | None = None,
    http_client: httpx.Client | None = None,
) -> DownloadedFile:
    """Download one file.

    Args:
        url: http or https; a file of this name that was cut before is resumed when the server can prove that it is
            still the same.
        to: the file, or a folder as in ``target_for``.
        kind: what the bytes must be; None takes the file's ending for it.
        overwrite: whether a file of this name may be replaced.
        options: time limits, tries, progress.
        http_client: whose connections and proxies are used; its headers and key are not sent.

    Returns:
        Path, size and SHA-256 of the whole file.

    Raises:
        DownloadError: the file exists, the link has expired, or the file did not come whole; calling again resumes.
    """
    target = target_from_url(url, to, kind=kind, overwrite=overwrite)
    return download_all([target], options=options, http_client=http_client)[0]


async def download_async(
    url: str,
    to: str | Path,
    *,
    kind: AssetKind | None = None,
    overwrite: bool = False,
    options: DownloadOptions | None = None,
    http_client: httpx.AsyncClient | None = None,
) -> DownloadedFile:
    """Download one file without blocking the event loop; as ``download``."""
    target = target_from_url(url, to, kind=kind, overwrite=overwrite)
    return (await download_all_async([target], options=options, http_client=http_client))[0]


def download_all(
    targets: Sequence[DownloadTarget],
    *,
    options: DownloadOptions | None = None,
    http_client: httpx.Client | None = None,
    on_saved: Callable[[DownloadedFile], Any] | None = None,
    stop: threading.Event | None = None,
) -> tuple[DownloadedFile, ...]:
    """Download several files, ``options.at_once`` at a time, on threads of their own: an interrupt ends it at once.

    Args:
        targets: with different names.
        options: for all of them.
        http_client: whose connections and proxies are used; its headers and key are not sent.
        on_saved: records a file that stands whole under its name, on the thread that brought it. Where the process is
            killed before that has ended, or it raises, the next download of the target checks the file and calls again.
        stop: once set, what is under way ends; its parts are kept.

    Returns:
        What was saved, in the order of *targets*.

    Raises:
        DownloadError: a file could not be downloaded; the others are downloaded all the same.
        ConfigurationError: the progress callback is a coroutine function.
    """
    chosen, halt = options or DownloadOptions(), Stop(stop)
    callback: Any = chosen.on_progress
    its_call = getattr(callback, "__call__", None)  # noqa: B004 - an object may have a coroutine for it
    if inspect.iscoroutinefunction(callback) or inspect.iscoroutinefunction(its_call):
        raise ConfigurationError("on_progress is a coroutine function; use an async client, or a plain function")
    connections = Connections(http_client)
    client = connections.open(halt).single
    wanted, ended = queue.SimpleQueue[tuple[int, DownloadTarget]](), queue.SimpleQueue[tuple[int, Any]]()
    for each in enumerate(targets):
        wanted.put(each)

    def work() -> None:
        with suppress(queue.Empty):
            while True:
                number, target = wanted.get_nowait()
                try:
                    driver = _Driver(client, chosen, on_saved, halt)
                    outcome: Any = _play_here(fetch(target, options=chosen), driver)
                except BaseException as error:  # noqa: BLE001 - whoever waits raises it
                    outcome = error
                ended.put((number, outcome))

    workers = range(min(len(targets), max(1, chosen.at_once)))
    threads = [threading.Thread(target=work, name="reelscore-download", daemon=True) for _ in workers]
    outcomes = dict[int, Any]()
    try:
        for thread in threads:
            thread.start()
        while len(outcomes) < len(targets):
            with suppress(queue.Empty):
                number, outcome = ended.get(timeout=None if stop is None else _GLANCE_SECONDS)
                outcomes[number] = outcome
            halt.check()
    except BaseException:
        halt.set()
        for thread in threads:
            if thread.ident is not None:
                thread.join(_STOP_SECONDS)
        raise
    connections.leave(halt)
    return _all_or_error([outcomes[number] for number in range(len(targets))])


async def download_all_async(
    targets: Sequence[DownloadTarget],
    *,
    options: DownloadOptions | None = None,
    http_client: httpx.AsyncClient | None = None,
    on_saved: Callable[[DownloadedFile], Awaitable[Any]] | None = None,
) -> tuple[DownloadedFile, ...]:
    """Download several files without blocking the event loop; as ``download_all``, with callbacks that may await."""
    chosen = options or DownloadOptions()
    places = asyncio.Semaphore(max(1, chosen.at_once))

    async def one(target: DownloadTarget) -> DownloadedFile:
        async with places:
            return await _play(fetch(target, options=chosen), _Driver(client, chosen, on_saved))

    connections = AsyncConnections(http_client)
    client = connections.open(places).single
    try:
        return _all_or_error(await asyncio.gather(*map(one, targets), return_exceptions=True))
    finally:
        if (closed := connections.leave(places)) is not None:
            await closed


def _all_or_error(outcomes: Sequence[DownloadedFile | BaseException]) -> tuple[DownloadedFile, ...]:
    errors = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    if len(errors) > 1 and all(isinstance(error, DownloadError) for error in errors):
        words = "; ".join(map(str, errors))
        raise DownloadError(f"{len(errors)} of {len(outcomes)} files failed: {words}") from errors[0]
    for error in errors:
        raise error
    return tuple(outcome for outcome in outcomes if isinstance(outcome, DownloadedFile))


# -- What the flow asks for --------------------------------------------------------------------------------------------


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


def _play_here(flow: Fetching[T], driver: _Driver) -> T:
    try:
        # With a blocking client the coroutine never suspends, so one ``send`` runs it whole.
        _play(flow, driver).send(None)
    except StopIteration as end:
        return cast("T", end.value)
    raise RuntimeError("a blocking download was suspended")


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
                case NotifyProgress(progress):
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

    async def open(self, effect: OpenStream) -> HttpResponse | TransferError:
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
        return HttpResponse(status=response.status_code, headers=dict(response.headers))

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

    def see(self, event: str, info: dict[str, Any]) -> None:
        """Take an event of a blocking client."""
        if self._begins(event, info):
            self._refuse(_addresses(self._host))
        elif event.endswith(("connect_tcp.complete", "start_tls.complete")):
            try:
                self._made(event, info["return_value"])
            except Exception:
                info["return_value"].close()
                raise

    async def see_async(self, event: str, info: dict[str, Any]) -> None:
        """Take an event of an async client."""
        if self._begins(event, info):
            self._refuse(await asyncio.to_thread(_addresses, self._host))
        elif event.endswith(("connect_tcp.complete", "start_tls.complete")):
            try:
                self._made(event, info["return_value"])
            except Exception:
                await info["return_value"].aclose()
                raise

    def _begins(self, event: str, info: dict[str, Any]) -> bool:
        if event.endswith("connect_tcp.started"):
            self._direct = info.get("host") == self._host
            return self._direct
        return False

    def _made(self, event: str, stream: Any) -> None:
        peer = stream.get_extra_info("server_addr") if self._direct and event.endswith("connect_tcp.complete") else None
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
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in {"http", "https"} else None
        _ = httpx.URL(url) if host else None
    except (ValueError, httpx.InvalidURL):
        host = None
    if not host:
        return f"{url.partition('?')[0][:200]!r} is no http or https URL"
    return refusal(host, [host] if is_address(host) else [], loopback=loopback)


def _addresses(host: str) -> set[str]:
    try:
        return {str(place[4][0]) for place in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return set()
