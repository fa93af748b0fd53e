"""How files come whole over HTTP: what is asked for, what an answer means, when it is asked again.

A cut file is resumed where the server proves that it is still the same (RFC 9110, 13.1.5 If-Range and 14.2 Range).
"""

from __future__ import annotations

import asyncio
import inspect
import itertools
import queue
import re
import threading
import zlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

import attrs
import httpx

from reelscore._attrs import frozen
from reelscore.downloads.completeness import TOLERANCE
from reelscore.downloads.http import (
    CHUNK_BYTES,
    DownloadOptions,
    DownloadProgress,
    Network,
    Stop,
    TransferError,
)
from reelscore.downloads.partfile import DownloadedFile, FileIdentity, PartialFile, without_query
from reelscore.downloads.targets import DownloadTarget
from reelscore.effects import HttpResponse, http_date, run_here, value_of
from reelscore.errors import ConfigurationError, DownloadError
from reelscore.transport.http import AsyncConnections, Connections

MOST_REDIRECTS = 5
FRESH_TRIES = 7
"""How often a file that is not there yet is tried again: for about a minute with the usual pause."""
MOST_ATTEMPTS = 100
"""However far each of them comes."""
_LONGEST_PAUSE = 60.0
_STOP_SECONDS = 1.0
"""How long an interrupt waits for threads to give their parts free."""
_GLANCE_SECONDS = 0.1
"""How often it is looked whether somebody else has set *stop*."""
_NOTHING = FileIdentity()
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({401, 403, 404, 410})
"""The link has expired, or was never there."""
_NOT_YET = frozenset({403, 404})
_PASSING = frozenset({202, 204, 408, 425, 429, *range(500, 600)})
"""Passes by itself: not there yet, throttled, or an outage of the server or of the gate before it (520 to 530)."""
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_MOST_DIGITS = 20
"""No file has more."""


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
        targets: with different names; one that was cut before is resumed when the server can prove that it is still
            the same file.
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
                    outcome: Any = run_here(_fetch(target, Network(client, chosen, stop=halt), on_saved))
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
    connections = AsyncConnections(http_client)
    client = connections.open(places).single

    async def one(target: DownloadTarget) -> DownloadedFile:
        async with places:
            return await _fetch(target, Network(client, chosen), on_saved)

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


# -- One file ----------------------------------------------------------------------------------------------------------


async def _fetch(
    target: DownloadTarget, network: Network, on_saved: Callable[[DownloadedFile], Any] | None
) -> DownloadedFile:
    """Download one file whole, resuming what is there and what is cut; its part is given free in any case.

    Raises:
        DownloadError: the link is gone, the server cannot be had, or what it sends is not the file.
    """
    urls = (target.url, *target.alternatives)
    part = PartialFile(target.target, urls=urls, kind=target.kind, overwrite=target.overwrite)
    try:
        saved = await network.on_disk(part.open)
        if saved is None:
            await _Transfer(target, network, part).until_whole()
            saved = await network.on_disk(part.finish)
        if on_saved is not None:
            _ = await value_of(on_saved(saved))
        await network.on_disk(part.forget_saved)
        return saved
    finally:
        await network.close()
        part.close()


@frozen
class _Transfer:
    target: DownloadTarget
    network: Network
    part: PartialFile

    async def until_whole(self) -> None:
        options, idle, missing, best = self.network.options, 0, 0, 0
        for made in itertools.count(1):
            try:
                await self._attempt()
            except TransferError as lost:
                size = self.part.size
                if lost.final:
                    if not (self.target.fresh and lost.status in _NOT_YET and missing < FRESH_TRIES):
                        raise DownloadError(self._refusal(lost)) from lost
                    missing += 1
                else:
                    idle = 0 if size > best and not lost.slow else idle + 1
                    best = max(best, size)
                    if idle >= options.tries or made >= MOST_ATTEMPTS:
                        why = f"{lost.reason}; {size} bytes are kept, calling again goes on"
                        raise DownloadError(f"{self.target.target.name} did not come whole: {why}") from lost
                failed = missing if lost.final else idle
                usual = options.pause * 2.0 ** (failed - 1) if failed else 0.0
                pause = min(usual if lost.after is None else lost.after, _LONGEST_PAUSE)
            else:
                return
            await self.network.sleep(pause)

    def _refusal(self, lost: TransferError) -> str:
        name = self.target.target.name
        if lost.status not in _GONE:
            return f"{name}: {lost.reason}"
        task = f" of task {self.target.owner}" if self.target.owner else ""
        advice = self.target.advice or "ask the vendor for a fresh link"
        return f"{name}: the link{task} has expired or is gone ({lost.reason}); {advice}"

    async def _attempt(self) -> None:
        """Bring what is missing, from the first of the file's URLs that is found."""
        part = self.part
        known = part.identity if part.is_of(part.identity) else _NOTHING
        if part.size and part.size == known.length:
            return
        for url in part.urls:
            try:
                await self._take(url, known)
            except TransferError as lost:
                if lost.afresh:
                    await self.network.on_disk(part.forget)
                if lost.status != 404 or url == part.urls[-1]:  # noqa: PLR2004 - of HTTP
                    raise
            else:
                break

    async def _take(self, url: str, known: FileIdentity) -> None:
        part, body = self.part, await self._ask(url, known, size=self.part.size)
        identity = attrs.evolve(body.identity, url=without_query(url))
        await self.network.on_disk(part.begin, body.start, identity)
        write = Unpacker(body.coding, part.write) if body.coding else part.write
        try:
            while chunk := await self.network.read():
                await self.network.on_disk(write, chunk)
                progress = DownloadProgress(path=part.target, bytes=part.size, total=identity.length)
                await self.network.notify(progress)
        except TransferError as lost:
            lost.afresh = bool(body.coding)
            raise
        if isinstance(write, Unpacker):
            write.end()
        elif identity.length is None:
            await self._prove(url)
        elif part.size != identity.length:
            many = part.size > identity.length
            raise TransferError(f"{part.size} bytes came, {identity.length} were announced", afresh=many)

    async def _prove(self, url: str) -> None:
        """Find out whether a file is whole whose length the server did not tell."""
        size, seconds = self.part.size, self.target.seconds
        complete = await self.network.on_disk(self.part.is_complete, seconds)
        if complete is False:
            told = f", or it is more than {TOLERANCE:g} s shorter than {seconds} s" if seconds else ""
            raise TransferError(f"the file ends in the middle after {size} bytes (no length was told){told}")
        if complete is None and (found := await self._length(url)) != size:
            raise TransferError(f"{size} bytes came without a length, a second look found {found}", afresh=True)

    async def _length(self, url: str) -> int:
        """Ask a second time how long a file is: by the answer's head, or by counting."""
        body, sizes = await self._ask(url), list[int]()
        if body.identity.length is not None:
            return body.identity.length

        def count(data: bytes) -> None:
            sizes.append(len(data))

        write = Unpacker(body.coding, count) if body.coding else count
        while chunk := await self.network.read():
            await self.network.on_disk(write, chunk)
        return sum(sizes)

    async def _ask(self, url: str, known: FileIdentity = _NOTHING, *, size: int = 0) -> BodyStart:
        """Open a stream, wherever it is redirected to."""
        headers = {"user-agent": self.network.options.user_agent} | request_headers(known, size)
        name = self.target.target.name
        for _ in range(MOST_REDIRECTS + 1):
            head = await self.network.open(url, headers)
            if head.status not in _REDIRECTS:
                return interpret(head, identity=known, size=size)
            url = _next(url, head, name=name)
        raise DownloadError(f"{name}: more than {MOST_REDIRECTS} redirects")


def _next(url: str, head: HttpResponse, *, name: str) -> str:
    place = head.headers.get("location", "")
    if not place:
        raise DownloadError(f"{name}: the server redirects (HTTP {head.status}) and does not say where to")
    try:
        found = urljoin(url, place)
    except ValueError:
        found = place
    if url.startswith("https:") and found.startswith("http:"):
        raise DownloadError(f"{name}: the server redirects from https to http; nothing was fetched")
    return found


# -- What an answer means ----------------------------------------------------------------------------------------------


@frozen
class BodyStart:
    """Bytes come, from *start* on."""

    start: int
    identity: FileIdentity
    coding: str = ""
    """"gzip" or "deflate" where the server compressed the file although nobody asked."""


def request_headers(identity: FileIdentity, size: int) -> dict[str, str]:
    """Headers that ask for what is missing; compressed bytes would have other places and another length."""
    headers = {"accept": "*/*", "accept-encoding": "identity"}
    if size and identity.validator:
        headers |= {"range": f"bytes={size}-", "if-range": identity.validator}
    return headers


def interpret(head: HttpResponse, *, identity: FileIdentity, size: int) -> BodyStart:
    """What follows from an answer to ``request_headers(identity, size)``.

    Returns:
        Where the body belongs: at *size* only if the answer itself proves that it continues the same file, else at 0.

    Raises:
        TransferError: there is none.
    """
    match head.status:
        case 206:
            return _rest(head, identity=identity, size=size)
        case 416:
            raise TransferError("the server has no more than what is here, which is not the whole file", afresh=True)
        case 200 | 203:
            return _body(head, 0, length=_number(head.headers.get("content-length")))
        case status if status in _PASSING:
            raise TransferError(f"HTTP {status}", after=head.retry_after, status=status)
        case status:
            raise TransferError(f"HTTP {status}", status=status, final=True)


def _rest(head: HttpResponse, *, identity: FileIdentity, size: int) -> BodyStart:
    found = _RANGE.fullmatch(head.headers.get("content-range", "").strip())
    start, total = (_number(found[1]), _number(found[2])) if found else (None, None)
    if start != size:
        raise TransferError("the server sent another range than it was asked for", afresh=True)
    body = _body(head, size, length=total)
    if not size:
        return body
    now, before = body.identity, identity
    same = now.etag == before.etag if before.etag else bool(before.modified) and now.modified == before.modified
    if body.coding or not same or (total is not None and before.length not in {None, total}):
        raise TransferError("the file changed on the server, or nothing proves that it did not", afresh=True)
    return BodyStart(size, attrs.evolve(before, length=before.length if total is None else total))


def _body(head: HttpResponse, start: int, *, length: int | None) -> BodyStart:
    coding = head.headers.get("content-encoding", "").strip().lower()
    if coding in {"gzip", "x-gzip", "deflate"}:
        # Its length and its validators are those of the compressed bytes.
        return BodyStart(start, FileIdentity(), coding)
    if coding not in {"", "identity"}:
        raise TransferError(f"the server sends it as {coding[:40]}; only gzip and deflate can be unpacked", final=True)
    etag, modified = head.headers.get("etag", ""), head.headers.get("last-modified", "")
    # RFC 9110, 8.8.2.2: a file may change twice in the second of its answer, so only an older date proves anything.
    changed, sent = http_date(modified), http_date(head.headers.get("date", ""))
    modified = modified if changed is not None and sent is not None and changed < sent else ""
    return BodyStart(start, FileIdentity(etag=etag if etag[:1] == '"' else "", modified=modified, length=length))


def _number(text: str | None) -> int | None:
    return int(text) if text and len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit() else None


class Unpacker:
    """Unpacks gzip or deflate, at most 1 MiB at a time, and hands it on."""

    def __init__(self, coding: str, write: Callable[[bytes], None]) -> None:
        self._coding, self._write = coding, write
        self._stream: Any = None

    def __call__(self, data: bytes) -> None:
        """Unpack the next bytes; DownloadError where they are not compressed as the server says."""
        try:
            while data:
                if self._stream is None or self._stream.eof:
                    if self._stream is not None and self._coding == "deflate":
                        return  # gzip may have several members; what follows deflate is no part of the file
                    self._stream = zlib.decompressobj(self._format(data))
                if unpacked := self._stream.decompress(data, CHUNK_BYTES):
                    self._write(unpacked)
                data = self._stream.unused_data or self._stream.unconsumed_tail
        except zlib.error as error:
            raise DownloadError(f"what the server sends as {self._coding} cannot be unpacked: {error}") from error

    def end(self) -> None:
        """Raise TransferError where the compressed data did not come to its own end."""
        if self._stream is None or not self._stream.eof:
            raise TransferError("its compressed data ends in the middle", afresh=True)

    def _format(self, data: bytes) -> int:
        # Some servers leave out the two bytes of zlib, which RFC 9110 asks for.
        wrapped = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2].ljust(2)) % 31 == 0
        return -zlib.MAX_WBITS if self._coding == "deflate" and not wrapped else 32 + zlib.MAX_WBITS
