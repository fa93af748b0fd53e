"""How a file is downloaded: one flow that decides every step, and asks for all that touches network, disk or clock."""

from __future__ import annotations

import ipaddress
import time
import zlib
from collections.abc import Callable, Generator, Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urljoin, urlsplit

import attrs

from reelscore.downloads.completeness import TOLERANCE
from reelscore.downloads.http_range import (
    GONE,
    BodyStart,
    FileIdentity,
    ResponseHead,
    TransferError,
    interpret,
    request_headers,
)
from reelscore.downloads.partfile import DownloadedFile, PartialFile
from reelscore.downloads.targets import DownloadTarget
from reelscore.effects import Effect, Sleep
from reelscore.errors import DownloadError
from reelscore.transport.ssrf import forbidden

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
_CHUNK_BYTES = 1 << 20
SLOWEST = 1000
"""Bytes for each second of ``DownloadOptions.timeout``; less is a line that drips."""
_FAKE = ipaddress.ip_network("198.18.0.0/15")


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
    """On disk or on the way to it, those of earlier calls included."""
    total: int | None
    """None where the server does not say."""


@attrs.frozen
class OpenStream(Effect[ResponseHead | TransferError]):
    """Open a stream and read its head; an open stream is closed first."""

    url: str
    headers: dict[str, str] = attrs.field(factory=dict)
    method: str = "GET"


@attrs.frozen
class ReadPiece(Effect[bytes | TransferError | None]):
    """Read on in the open stream; None is its regular end."""


@attrs.frozen
class OnDisk(Effect[Any]):
    """Do a piece of work on the disk, off the event loop and in order."""

    job: Callable[[], Any]
    later: bool = False
    """Whether to go on before it is done."""


@attrs.frozen
class Notify(Effect[None]):
    """Show progress to whoever listens."""

    progress: DownloadProgress


def fetch(target: DownloadTarget, *, options: DownloadOptions, part: PartialFile) -> Fetching[DownloadedFile]:
    """Download one file whole, resuming what is there and what is cut.

    Yields:
        Work on the part, a stream per attempt, and a Sleep between attempts.

    Raises:
        DownloadError: the link is gone, the server cannot be had, or what it sends is not the file.
    """
    yield from OnDisk(part.open)
    attempts = Attempts(tries=options.tries, pause=options.pause)
    url, others = target.url, list(target.alternatives)
    while (lost := (yield from _attempt(url, target, options=options, part=part))) is not None:
        if lost.status == HTTPStatus.NOT_FOUND and others:
            url = others.pop(0)
            continue
        attempts = attempts.after(part.size, lost=lost, target=target)
        if lost.status in GONE:
            url, others = target.url, list(target.alternatives)
        yield from Sleep(attempts.seconds(lost))
    saved: DownloadedFile = yield from OnDisk(part.finish)
    return saved


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
        """Count one more that was cut at *size* bytes.

        Raises:
            DownloadError: it was the last, or the answer is final.
        """
        if lost.final:
            if not (target.fresh and lost.status in _NOT_YET and self.missing < FRESH_TRIES):
                raise DownloadError(_refusal(lost, target))
            return attrs.evolve(self, missing=self.missing + 1)
        idle = 0 if size > self.best and not lost.slow else self.idle + 1
        if idle >= self.tries or self.made + 1 >= MOST_ATTEMPTS:
            raise DownloadError(
                f"{target.target.name} did not come whole: {lost.reason}; {size} bytes are kept, calling again goes on"
            )
        return attrs.evolve(self, idle=idle, made=self.made + 1, best=max(size, self.best))

    def seconds(self, lost: TransferError) -> float:
        """How long to wait before the next one."""
        count = self.missing if lost.final else self.idle
        usual = self.pause * 2.0 ** (count - 1) if count else 0.0
        return min(usual if lost.after is None else lost.after, _LONGEST_PAUSE)


class Unpacker:
    """Unpacks a body that was compressed although nobody asked."""

    def __init__(self, coding: str, write: Callable[[bytes], None]) -> None:
        self._coding, self._write = coding, write
        self._stream: Any = None
        self.complete = False
        """Whether the compressed data came to its own end."""

    def write(self, data: bytes) -> None:
        """Unpack and hand on; DownloadError where it is not compressed as the server says."""
        try:
            while data and not (self.complete and self._coding == "deflate"):
                if self._stream is None or self.complete:
                    self._stream, self.complete = self._new(data), False
                unpacked = self._stream.decompress(data, _CHUNK_BYTES)
                if unpacked:
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


def _attempt(
    url: str, target: DownloadTarget, *, options: DownloadOptions, part: PartialFile
) -> Fetching[TransferError | None]:
    known = part.identity if part.identity.url in map(_bare, (target.url, *target.alternatives)) else FileIdentity()
    if part.size and part.size == known.length:
        return None
    headers = {"user-agent": options.user_agent} | request_headers(known, part.size)
    head = yield from _reach(OpenStream(url, headers), target, options=options)
    answer = head if isinstance(head, TransferError) else interpret(head, identity=known, size=part.size)
    lost = (
        answer
        if isinstance(answer, TransferError)
        else (yield from _take(answer, url, target, options=options, part=part))
    )
    if lost is not None and lost.afresh:
        yield from OnDisk(part.forget)
    return lost


def _take(
    body: BodyStart, url: str, target: DownloadTarget, *, options: DownloadOptions, part: PartialFile
) -> Fetching[TransferError | None]:
    identity = attrs.evolve(body.identity, url=_bare(url))
    yield from OnDisk(partial(part.begin, body.start, identity=identity))
    unpacker = Unpacker(body.coding, part.write) if body.coding else None

    def progress() -> DownloadProgress:
        return DownloadProgress(path=part.target, bytes=part.size, total=identity.length)

    cut = yield from _pour(unpacker.write if unpacker else part.write, progress, seconds=options.timeout)
    if cut:
        return attrs.evolve(cut, afresh=unpacker is not None)
    if unpacker:
        return None if unpacker.complete else TransferError("its compressed data ends in the middle", afresh=True)
    if identity.length is None:
        return (yield from _prove(url, target, options=options, part=part))
    if part.size == identity.length:
        return None
    return TransferError(
        f"{part.size} bytes came, {identity.length} were announced", afresh=part.size > identity.length
    )


def _pour(
    write: Callable[[bytes], None], progress: Callable[[], DownloadProgress] | None = None, *, seconds: float
) -> Fetching[TransferError | None]:
    """Hand the body on, chunk by chunk; the answer says why it was cut."""
    held, size, window, began = list[bytes](), 0, 0, time.monotonic()
    try:
        while isinstance(piece := (yield from ReadPiece()), bytes):
            held.append(piece)
            window += len(piece)
            size += len(piece)
            if size >= _CHUNK_BYTES:
                chunk, held, size = b"".join(held), [], 0
                yield from OnDisk(partial(write, chunk), later=True)
                if progress:
                    yield from Notify(progress())
            if (now := time.monotonic()) - began >= seconds:
                if window < SLOWEST * seconds:
                    piece = TransferError(f"only {window} bytes came in {seconds:g} s", slow=True)
                    break
                window, began = 0, now
    except GeneratorExit:
        # Interrupted or cancelled, with nothing of it on its way to the disk any more.
        write(b"".join(held))
        raise
    yield from OnDisk(partial(write, b"".join(held)))
    if progress and held:
        yield from Notify(progress())
    return piece if isinstance(piece, TransferError) else None


def _prove(
    url: str, target: DownloadTarget, *, options: DownloadOptions, part: PartialFile
) -> Fetching[TransferError | None]:
    """Find out whether a file is whole whose length the server did not tell."""
    complete = yield from OnDisk(partial(part.is_complete, target.seconds))
    if complete:
        return None
    if complete is False:
        told = f", or it is more than {TOLERANCE:g} s shorter than {target.seconds} s" if target.seconds else ""
        return TransferError(f"the file ends in the middle after {part.size} bytes (no length was told){told}")
    headers = {"user-agent": options.user_agent} | request_headers(FileIdentity(), 0)
    found: int | TransferError = 0
    for method in ("HEAD", "GET"):
        head = yield from _reach(OpenStream(url, headers, method), target, options=options)
        answer = head if isinstance(head, TransferError) else interpret(head, identity=FileIdentity(), size=0)
        if isinstance(answer, BodyStart) and answer.identity.length is not None:
            found = answer.identity.length
            break
        if method == "GET":
            found = (
                answer if isinstance(answer, TransferError) else (yield from _count(answer, seconds=options.timeout))
            )
    if isinstance(found, TransferError):
        return found
    if found == part.size:
        return None
    return TransferError(f"{part.size} bytes came without a length, a second look found {found}", afresh=True)


def _count(body: BodyStart, *, seconds: float) -> Fetching[int | TransferError]:
    counted = 0

    def count(data: bytes) -> None:
        nonlocal counted
        counted += len(data)

    cut = yield from _pour(Unpacker(body.coding, count).write if body.coding else count, seconds=seconds)
    return cut or counted


def _reach(
    stream: OpenStream, target: DownloadTarget, *, options: DownloadOptions
) -> Fetching[ResponseHead | TransferError]:
    for _ in range(MOST_REDIRECTS + 1):
        _check(stream.url, target, loopback=options.loopback)
        head = yield from stream
        if isinstance(head, TransferError) or head.status not in _REDIRECTS:
            return head
        stream = attrs.evolve(stream, url=_next(stream.url, head, target=target))
    raise DownloadError(f"{target.target.name}: more than {MOST_REDIRECTS} redirects")


def _check(url: str, target: DownloadTarget, *, loopback: bool) -> None:
    # Names are looked at when they are connected to: behind a proxy, only the proxy knows their addresses.
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in {"http", "https"} else None
    except ValueError:
        host = None
    if not host:
        raise DownloadError(f"{target.target.name}: {_bare(url)[:200]!r} is no http or https URL")
    if _address(host) is not None:
        refuse_private(host, [host], loopback=loopback, name=target.target.name)


def refuse_private(host: str, addresses: Sequence[str], *, loopback: bool, name: str = "download") -> None:
    """Raise DownloadError where a host has an address of a private network, or of this machine."""
    if _address(host) is None:
        # A local tunnel may answer every name with an address of RFC 2544 and carry the connection itself.
        addresses = [each for each in addresses if (number := _address(each)) is None or number not in _FAKE]
    found = forbidden(addresses, loopback=loopback)
    if found is not None:
        where = f"{host} is {found}, an address of a private network or of this machine"
        raise DownloadError(f"{name}: {where}; nothing was fetched")


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _next(url: str, head: ResponseHead, *, target: DownloadTarget) -> str:
    place = head.headers.get("location", "")
    if not place:
        raise DownloadError(
            f"{target.target.name}: the server redirects (HTTP {head.status}) and does not say where to"
        )
    try:
        found = urljoin(url, place)
    except ValueError:
        found = place
    if url.startswith("https:") and found.startswith("http:"):
        raise DownloadError(f"{target.target.name}: the server redirects from https to http; nothing was fetched")
    return found


def _bare(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def _refusal(lost: TransferError, target: DownloadTarget) -> str:
    if lost.status not in GONE:
        return f"{target.target.name}: {lost.reason}"
    task = f" of task {target.owner}" if target.owner else ""
    advice = target.advice or "ask the vendor for a fresh link"
    return f"{target.target.name}: the link{task} has expired or is gone ({lost.reason}); {advice}"
