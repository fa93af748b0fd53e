"""How a file is downloaded: one flow that decides every step, and asks for all that touches network, disk or clock."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urljoin

import attrs

from reelscore.downloads.completeness import TOLERANCE
from reelscore.downloads.decompression import Unpacker
from reelscore.downloads.http_range import (
    GONE,
    BodyStart,
    FileIdentity,
    ResponseHead,
    TransferError,
    interpret,
    request_headers,
)
from reelscore.downloads.origins import check_url
from reelscore.downloads.partfile import DownloadedFile, PartialFile
from reelscore.downloads.targets import DownloadTarget
from reelscore.effects import Effect, Sleep
from reelscore.errors import DownloadError

T = TypeVar("T")
Fetching: TypeAlias = Generator[Effect[Any], Any, T]

MOST_REDIRECTS = 5
MOST_ATTEMPTS = 100
"""However far each of them comes."""
FRESH_TRIES = 7
"""How often a file that is not there yet is tried again: for about a minute with the usual pause."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_YET = frozenset({403, 404})
_LONGEST_PAUSE = 60.0
_NOTHING = FileIdentity()


@attrs.frozen(kw_only=True)
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
    """Called for about each MiB; what it raises is logged. May be a coroutine function on asyncio."""


@attrs.frozen(kw_only=True)
class DownloadProgress:
    """How far one file is."""

    path: Path
    bytes: int
    """On disk, those of earlier calls included."""
    total: int | None
    """None where the server does not say."""


@attrs.frozen
class OpenStream(Effect[ResponseHead | TransferError]):
    """Open a stream and read its head; an open stream is closed first."""

    url: str
    headers: dict[str, str] = attrs.field(factory=dict)
    method: str = "GET"


@attrs.frozen
class ReadChunk(Effect[bytes | TransferError | None]):
    """Read about a MiB of the open stream; None is its regular end."""


@attrs.frozen
class OnDisk(Effect[T]):
    """Do a piece of work on the disk, off the event loop."""

    job: Callable[[], T]


@attrs.frozen
class Notify(Effect[None]):
    """Show progress to whoever listens."""

    progress: DownloadProgress


def fetch(target: DownloadTarget, *, options: DownloadOptions) -> Fetching[DownloadedFile]:
    """Download one file whole, resuming what is there and what is cut; its part is given free in any case.

    Raises:
        DownloadError: the link is gone, the server cannot be had, or what it sends is not the file.
    """
    part = PartialFile(target.target, kind=target.kind, overwrite=target.overwrite)
    try:
        yield from OnDisk(part.open)
        yield from _Transfer(target, options, part).until_whole()
        return (yield from OnDisk(partial(part.finish, target.url)))
    finally:
        part.close()


@attrs.frozen(kw_only=True)
class Attempts:
    """How often it was tried, and how far the best try came."""

    tries: int
    pause: float
    idle: int = 0
    """Tries in a row without a byte more."""
    missing: int = 0
    """Tries that did not find the file of a fresh task."""
    made: int = 0
    best: int = 0

    def after(self, size: int, *, lost: TransferError, target: DownloadTarget) -> Attempts:
        """Count one more that was cut at *size* bytes; DownloadError if it was the last, or the answer is final."""
        if lost.final:
            if not (target.fresh and lost.status in _NOT_YET and self.missing < FRESH_TRIES):
                raise DownloadError(_refusal(lost, target))
            return attrs.evolve(self, missing=self.missing + 1)
        idle = 0 if size > self.best and not lost.slow else self.idle + 1
        if idle >= self.tries or self.made + 1 >= MOST_ATTEMPTS:
            kept = f"{size} bytes are kept, calling again goes on"
            raise DownloadError(f"{target.target.name} did not come whole: {lost.reason}; {kept}")
        return attrs.evolve(self, idle=idle, made=self.made + 1, best=max(size, self.best))

    def seconds(self, lost: TransferError) -> float:
        """How long to wait before the next one."""
        count = self.missing if lost.final else self.idle
        usual = self.pause * 2.0 ** (count - 1) if count else 0.0
        return min(usual if lost.after is None else lost.after, _LONGEST_PAUSE)


@attrs.frozen
class _Transfer:
    target: DownloadTarget
    options: DownloadOptions
    part: PartialFile

    def until_whole(self) -> Fetching[None]:
        attempts = Attempts(tries=self.options.tries, pause=self.options.pause)
        urls = self._urls()
        while (lost := (yield from self._attempt(urls[0]))) is not None:
            if lost.status == HTTPStatus.NOT_FOUND and urls[1:]:
                urls = urls[1:]
                continue
            attempts = attempts.after(self.part.size, lost=lost, target=self.target)
            if lost.status in GONE:
                urls = self._urls()
            yield from Sleep(attempts.seconds(lost))

    def _urls(self) -> tuple[str, ...]:
        return (self.target.url, *self.target.alternatives)

    def _attempt(self, url: str) -> Fetching[TransferError | None]:
        known = self.part.identity if self.part.identity.url in map(_bare, self._urls()) else _NOTHING
        if self.part.size and self.part.size == known.length:
            return None
        answer = yield from self._ask(url, known, size=self.part.size)
        lost = answer if isinstance(answer, TransferError) else (yield from self._take(answer, url))
        if lost is not None and lost.afresh:
            yield from OnDisk(self.part.forget)
        return lost

    def _take(self, body: BodyStart, url: str) -> Fetching[TransferError | None]:
        part, identity = self.part, attrs.evolve(body.identity, url=_bare(url))
        yield from OnDisk(partial(part.begin, body.start, identity=identity))
        unpacker = Unpacker(body.coding, part.write) if body.coding else None
        write = unpacker.write if unpacker else part.write
        while chunk := (yield from ReadChunk()):
            if isinstance(chunk, TransferError):
                return attrs.evolve(chunk, afresh=unpacker is not None)
            yield from OnDisk(partial(write, chunk))
            yield from Notify(DownloadProgress(path=part.target, bytes=part.size, total=identity.length))
        if unpacker:
            return None if unpacker.complete else TransferError("its compressed data ends in the middle", afresh=True)
        if identity.length is None:
            return (yield from self._prove(url))
        if part.size == identity.length:
            return None
        many = part.size > identity.length
        return TransferError(f"{part.size} bytes came, {identity.length} were announced", afresh=many)

    def _prove(self, url: str) -> Fetching[TransferError | None]:
        """Find out whether a file is whole whose length the server did not tell."""
        size, seconds = self.part.size, self.target.seconds
        complete = yield from OnDisk(partial(self.part.is_complete, seconds))
        if complete:
            return None
        if complete is False:
            told = f", or it is more than {TOLERANCE:g} s shorter than {seconds} s" if seconds else ""
            return TransferError(f"the file ends in the middle after {size} bytes (no length was told){told}")
        answer = yield from self._ask(url, method="HEAD")
        if isinstance(answer, TransferError) or answer.identity.length is None:
            answer = yield from self._ask(url)
        if isinstance(answer, TransferError):
            return answer
        found: int | TransferError | None = answer.identity.length
        if found is None:
            found = yield from self._count(answer.coding)
        if isinstance(found, TransferError):
            return found
        words = f"{size} bytes came without a length, a second look found {found}"
        return None if found == size else TransferError(words, afresh=True)

    def _count(self, coding: str) -> Fetching[int | TransferError]:
        sizes = list[int]()

        def count(data: bytes) -> None:
            sizes.append(len(data))

        write = Unpacker(coding, count).write if coding else count
        while chunk := (yield from ReadChunk()):
            if isinstance(chunk, TransferError):
                return chunk
            yield from OnDisk(partial(write, chunk))
        return sum(sizes)

    def _ask(
        self, url: str, known: FileIdentity = _NOTHING, *, size: int = 0, method: str = "GET"
    ) -> Fetching[BodyStart | TransferError]:
        """Open a stream, wherever it is redirected to."""
        headers = {"user-agent": self.options.user_agent} | request_headers(known, size)
        name = self.target.target.name
        for _ in range(MOST_REDIRECTS + 1):
            try:
                check_url(url, loopback=self.options.loopback)
            except DownloadError as error:
                raise DownloadError(f"{name}: {error}") from error
            head = yield from OpenStream(url, headers, method)
            if isinstance(head, TransferError):
                return head
            if head.status not in _REDIRECTS:
                return interpret(head, identity=known, size=size)
            url = _next(url, head, name=name)
        raise DownloadError(f"{name}: more than {MOST_REDIRECTS} redirects")


def _next(url: str, head: ResponseHead, *, name: str) -> str:
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


def _bare(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def _refusal(lost: TransferError, target: DownloadTarget) -> str:
    if lost.status not in GONE:
        return f"{target.target.name}: {lost.reason}"
    task = f" of task {target.owner}" if target.owner else ""
    advice = target.advice or "ask the vendor for a fresh link"
    return f"{target.target.name}: the link{task} has expired or is gone ({lost.reason}); {advice}"
