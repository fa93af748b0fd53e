"""How a file comes whole over HTTP: one flow that decides every step and asks for network, disk and clock.

A cut file is resumed where the server proves that it is still the same (RFC 9110, 13.1.5 If-Range and 14.2 Range).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urljoin

import attrs

from reelscore._attrs import frozen
from reelscore.downloads.completeness import TOLERANCE
from reelscore.downloads.partfile import DownloadedFile, FileIdentity, PartialFile, without_query
from reelscore.downloads.targets import DownloadTarget
from reelscore.effects import Effect, HttpResponse, NotifyProgress, OnDisk, Sleep, http_date
from reelscore.errors import DownloadError
from reelscore.transport.ssrf import is_loopback_url

T = TypeVar("T")
Fetching: TypeAlias = Generator[Effect[Any], Any, T]

MOST_REDIRECTS = 5
MOST_ATTEMPTS = 100
"""However far each of them comes."""
FRESH_TRIES = 7
"""How often a file that is not there yet is tried again: for about a minute with the usual pause."""
_LONGEST_PAUSE = 60.0
_CHUNK_BYTES = 1 << 20
_NOTHING = FileIdentity()
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({401, 403, 404, 410})
"""The link has expired, or was never there."""
_NOT_YET = frozenset({403, 404})
_PASSING = frozenset({202, 204, 408, 425, 429, *range(500, 600)})
"""Passes by itself: not there yet, throttled, or an outage of the server or of the gate before it (520 to 530)."""
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "": "", "identity": ""}
_MOST_DIGITS = 20
"""No file and no pause has more."""


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


# -- What the flow asks for --------------------------------------------------------------------------------------------


@frozen
class OpenStream(Effect["HttpResponse | TransferError"]):
    """Open a stream and read its head; an open stream is closed first."""

    url: str
    headers: dict[str, str] = attrs.field(factory=dict)
    method: str = "GET"


@frozen
class ReadChunk(Effect["bytes | TransferError | None"]):
    """Read about a MiB of the open stream; None is its regular end."""


@frozen
class Record(Effect[None]):
    """Have a saved file recorded by whoever asked for that."""

    saved: DownloadedFile


@frozen
class TransferError:
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


# -- The flow ----------------------------------------------------------------------------------------------------------


def fetch(target: DownloadTarget, *, options: DownloadOptions) -> Fetching[DownloadedFile]:
    """Download one file whole, resuming what is there and what is cut; its part is given free in any case.

    Raises:
        DownloadError: the link is gone, the server cannot be had, or what it sends is not the file.
    """
    urls = (target.url, *target.alternatives)
    part = PartialFile(target.target, urls=urls, kind=target.kind, overwrite=target.overwrite)
    try:
        saved = yield from OnDisk(part.open)
        if saved is None:
            yield from _Transfer(target, options, part).until_whole()
            saved = yield from OnDisk(part.finish)
        yield from Record(saved)
        yield from OnDisk(part.forget_saved)
        return saved
    finally:
        part.close()


@frozen
class _Transfer:
    target: DownloadTarget
    options: DownloadOptions
    part: PartialFile

    def until_whole(self) -> Fetching[None]:
        urls, name = self.part.urls, self.target.target.name
        made = idle = missing = best = 0
        while (lost := (yield from self._attempt(urls[0]))) is not None:
            size = self.part.size
            if lost.status == 404 and urls[1:]:  # noqa: PLR2004 - of HTTP
                urls = urls[1:]
                continue
            if lost.final:
                if not (self.target.fresh and lost.status in _NOT_YET and missing < FRESH_TRIES):
                    raise DownloadError(self._refusal(lost))
                missing += 1
            else:
                made, idle = made + 1, 0 if size > best and not lost.slow else idle + 1
                best = max(best, size)
                if idle >= self.options.tries or made >= MOST_ATTEMPTS:
                    kept = f"{size} bytes are kept, calling again goes on"
                    raise DownloadError(f"{name} did not come whole: {lost.reason}; {kept}")
            if lost.status in _GONE:
                urls = self.part.urls
            count = missing if lost.final else idle
            usual = self.options.pause * 2.0 ** (count - 1) if count else 0.0
            yield from Sleep(min(usual if lost.after is None else lost.after, _LONGEST_PAUSE))

    def _refusal(self, lost: TransferError) -> str:
        name = self.target.target.name
        if lost.status not in _GONE:
            return f"{name}: {lost.reason}"
        task = f" of task {self.target.owner}" if self.target.owner else ""
        advice = self.target.advice or "ask the vendor for a fresh link"
        return f"{name}: the link{task} has expired or is gone ({lost.reason}); {advice}"

    def _attempt(self, url: str) -> Fetching[TransferError | None]:
        known = self.part.identity if self.part.is_of(self.part.identity) else _NOTHING
        if self.part.size and self.part.size == known.length:
            return None
        answer = yield from self._ask(url, known, size=self.part.size)
        lost = answer if isinstance(answer, TransferError) else (yield from self._take(answer, url))
        if lost is not None and lost.afresh:
            yield from OnDisk(self.part.forget)
        return lost

    def _take(self, body: BodyStart, url: str) -> Fetching[TransferError | None]:
        part, identity = self.part, attrs.evolve(body.identity, url=without_query(url))
        yield from OnDisk(partial(part.begin, body.start, identity=identity))
        unpacker = Unpacker(body.coding, part.write) if body.coding else None
        write = unpacker.write if unpacker else part.write
        while chunk := (yield from ReadChunk()):
            if isinstance(chunk, TransferError):
                return attrs.evolve(chunk, afresh=unpacker is not None)
            yield from OnDisk(partial(write, chunk))
            yield from NotifyProgress(DownloadProgress(path=part.target, bytes=part.size, total=identity.length))
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
        found = answer if isinstance(answer, TransferError) else answer.identity.length
        if found is None and not isinstance(answer, TransferError):
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
            head = yield from OpenStream(url, headers, method)
            if isinstance(head, TransferError):
                return head
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


def interpret(head: HttpResponse, *, identity: FileIdentity, size: int) -> BodyStart | TransferError:
    """What follows from an answer to ``request_headers(identity, size)``.

    Returns:
        Where the body belongs: at *size* only if the answer itself proves that it continues the same file, else at 0;
        or why there is none.
    """
    match head.status:
        case 206:
            return _rest(head, identity=identity, size=size)
        case 416:
            return TransferError("the server has no more than what is here, which is not the whole file", afresh=True)
        case 200 | 203:
            return _body(head, 0, length=_number(head.headers.get("content-length")))
        case status if status in _PASSING:
            return TransferError(f"HTTP {status}", after=head.retry_after, status=status)
        case status:
            return TransferError(f"HTTP {status}", status=status, final=True)


def _rest(head: HttpResponse, *, identity: FileIdentity, size: int) -> BodyStart | TransferError:
    found = _RANGE.fullmatch(head.headers.get("content-range", "").strip())
    start, total = (_number(found[1]), _number(found[2])) if found else (None, None)
    if start != size:
        return TransferError("the server sent another range than it was asked for", afresh=True)
    body = _body(head, size, length=total)
    if isinstance(body, TransferError) or not size:
        return body
    now, before = body.identity, identity
    same = now.etag == before.etag if before.etag else bool(before.modified) and now.modified == before.modified
    if body.coding or not same or (total is not None and before.length not in {None, total}):
        return TransferError("the file changed on the server, or nothing proves that it did not", afresh=True)
    return BodyStart(size, attrs.evolve(before, length=before.length if total is None else total))


def _body(head: HttpResponse, start: int, *, length: int | None) -> BodyStart | TransferError:
    coding = head.headers.get("content-encoding", "").strip().lower()
    if coding not in _CODINGS:
        return TransferError(f"the server sends it as {coding[:40]}; only gzip and deflate can be unpacked", final=True)
    if _CODINGS[coding]:
        # Its length and its validators are those of the compressed bytes.
        return BodyStart(start, FileIdentity(), _CODINGS[coding])
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
        self.complete = False
        """Whether the compressed data came to its own end."""

    def write(self, data: bytes) -> None:
        """Unpack the next bytes; DownloadError where they are not compressed as the server says."""
        try:
            while data and not (self.complete and self._coding == "deflate"):
                if self._stream is None or self.complete:
                    self._stream, self.complete = self._new(data), False
                if unpacked := self._stream.decompress(data, _CHUNK_BYTES):
                    self._write(unpacked)
                self.complete = self._stream.eof
                data = self._stream.unused_data if self.complete else self._stream.unconsumed_tail
        except zlib.error as error:
            raise DownloadError(f"what the server sends as {self._coding} cannot be unpacked: {error}") from error

    def _new(self, data: bytes) -> Any:
        if self._coding == "gzip":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        # Some servers leave out the two bytes of zlib, which RFC 9110 asks for.
        wrapped = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2].ljust(2)) % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
