"""How a file is brought: one flow that decides every step, and asks for all that touches network, disk or clock."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urljoin, urlsplit

import attrs

from reelscore.downloads.http_range import BodyStart, ResponseHead, TransferError, ask_headers, judge
from reelscore.downloads.partfile import DownloadedFile, FileIdentity, PartialFile
from reelscore.downloads.targets import DownloadTarget
from reelscore.effects import Effect, Sleep
from reelscore.errors import DownloadError
from reelscore.transport.ssrf import forbidden

T = TypeVar("T")
Fetching: TypeAlias = Generator[Effect[Any], Any, T]

MOST_REDIRECTS = 5
MOST_ATTEMPTS = 100
"""However far each of them comes."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_PAUSE = 30.0


@attrs.frozen(kw_only=True)
class DownloadOptions:
    """How files are brought."""

    user_agent: str = "reelscore"
    tries: int = 5
    """Attempts in a row that may bring not one byte more."""
    pause: float = 0.5
    """Seconds after the first such attempt; doubled after each, 30 at most."""
    timeout: float = 60.0
    """Seconds in which a connection must be there, and in which at least one byte must come."""
    at_once: int = 4
    """Files that come at the same time."""
    loopback: bool = False
    """Whether files may come from this machine: true for a client whose own base URL is on loopback."""
    on_progress: Callable[[DownloadProgress], object] | None = None


@attrs.frozen(kw_only=True)
class DownloadProgress:
    """How far one file is."""

    path: Path
    bytes: int
    """On disk or on the way to it, those of earlier calls included."""
    total: int | None
    """None where the server does not say."""


@attrs.frozen
class ResolveHost(Effect[tuple[str, ...]]):
    """Ask for the addresses of a host; none where the name is unknown here."""

    host: str


@attrs.frozen
class OpenStream(Effect[ResponseHead | TransferError]):
    """Open a stream and read its head; an open stream is closed first."""

    url: str
    headers: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class ReadBody(Effect[str]):
    """Read the open stream into the part; the answer says why it was cut, and is empty at a regular end."""

    part: PartialFile


@attrs.frozen
class RunInThread(Effect[Any]):
    """Do a piece of work on the disk, off the event loop."""

    job: Callable[[], Any]


def fetch(order: DownloadTarget, *, manner: DownloadOptions, part: PartialFile) -> Fetching[DownloadedFile]:
    """Bring one file whole, resuming what is there and what is cut.

    Yields:
        Work on the part, the address of each host, a stream per attempt, and a Sleep between attempts.

    Returns:
        The saved file.

    Raises:
        DownloadError: the link is gone, the server cannot be had, or what it sends is not the file.
    """
    yield from RunInThread(part.open)
    attempts = Attempts(tries=manner.tries, pause=manner.pause)
    url = order.url
    while True:
        lost = yield from _attempt(attrs.evolve(order, url=url), manner=manner, part=part)
        if lost is None:
            break
        if lost.status == HTTPStatus.NOT_FOUND and url != (url := _decoded(url)):
            continue
        attempts = attempts.after(part.size, lost=lost, order=order)
        yield from Sleep(attempts.seconds(lost))
    saved: DownloadedFile = yield from RunInThread(part.finish)
    return saved


@attrs.frozen(kw_only=True)
class Attempts:
    """How often it was tried, and how far the best try came."""

    tries: int
    pause: float
    idle: int = 0
    """Tries in a row without a byte more."""
    made: int = 0
    best: int = 0

    def after(self, size: int, *, lost: TransferError, order: DownloadTarget) -> Attempts:
        """Count one more that was cut at *size* bytes.

        Raises:
            DownloadError: it was the last, or the answer is final.
        """
        if lost.final:
            raise DownloadError(_refusal(lost, order))
        idle = 0 if size > self.best else self.idle + 1
        if idle >= self.tries or self.made + 1 >= MOST_ATTEMPTS:
            raise DownloadError(
                f"{order.target.name} did not come whole: {lost.reason}; {size} bytes are kept, calling again goes on"
            )
        return attrs.evolve(self, idle=idle, made=self.made + 1, best=max(size, self.best))

    def seconds(self, lost: TransferError) -> float:
        """Say how long to wait before the next one."""
        wanted = lost.after if lost.after is not None else self.pause * 2.0 ** (self.idle - 1) if self.idle else 0.0
        return min(wanted, _LONGEST_PAUSE)


def _attempt(order: DownloadTarget, *, manner: DownloadOptions, part: PartialFile) -> Fetching[TransferError | None]:
    mark = part.mark if _same_file(part.mark.url, order.url) else FileIdentity()
    headers = {"user-agent": manner.user_agent} | ask_headers(mark, part.size)
    head = yield from _reach(order, headers, loopback=manner.loopback)
    answer = head if isinstance(head, TransferError) else judge(head, mark=mark, size=part.size)
    if isinstance(answer, BodyStart):
        return (yield from _take(answer, part, url=order.url))
    if isinstance(answer, TransferError) and answer.afresh:
        yield from RunInThread(part.forget)
    return answer


def _take(answer: BodyStart, part: PartialFile, *, url: str) -> Fetching[TransferError | None]:
    mark = attrs.evolve(answer.mark, url=_bare(url))
    yield from RunInThread(partial(part.begin, answer.start, mark=mark))
    cut = yield from ReadBody(part)
    if cut:
        return TransferError(cut)
    if mark.length is None or part.size == mark.length:
        return None
    return TransferError(f"{part.size} bytes came, {mark.length} were announced", afresh=part.size > mark.length)


def _reach(
    order: DownloadTarget, headers: Mapping[str, str], *, loopback: bool
) -> Fetching[ResponseHead | TransferError]:
    url = order.url
    for _ in range(MOST_REDIRECTS + 1):
        yield from _check(url, order, loopback=loopback)
        head = yield from OpenStream(url, headers)
        if isinstance(head, TransferError) or head.status not in _REDIRECTS:
            return head
        url = _next(url, head, order=order)
    raise DownloadError(f"{order.target.name}: more than {MOST_REDIRECTS} redirects")


def _check(url: str, order: DownloadTarget, *, loopback: bool) -> Fetching[None]:
    host = _host(url, order)
    addresses = yield from ResolveHost(host)
    found = forbidden(addresses, loopback=loopback)
    if found is not None:
        raise DownloadError(refused_address(order.target.name, host=host, address=found))


def refused_address(name: str, *, host: str, address: str) -> str:
    """Say why nothing is fetched from an address."""
    return f"{name}: {host} is {address}, an address of a private network or of this machine; nothing was fetched"


def _host(url: str, order: DownloadTarget) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in {"http", "https"} else None
    except ValueError:
        host = None
    if not host:
        raise DownloadError(f"{order.target.name}: {_bare(url)!r} is no http or https URL")
    return host


def _next(url: str, head: ResponseHead, *, order: DownloadTarget) -> str:
    place = head.headers.get("location", "")
    if not place:
        raise DownloadError(f"{order.target.name}: the server redirects (HTTP {head.status}) and does not say where to")
    target = urljoin(url, place)
    if url.startswith("https:") and target.startswith("http:"):
        raise DownloadError(f"{order.target.name}: the server redirects from https to http; nothing was fetched")
    return target


def _decoded(url: str) -> str:
    # PixVerse hands out object paths with an encoded slash that its own store does not always know.
    path, mark, query = url.partition("?")
    return f"{path.replace('%2F', '/').replace('%2f', '/')}{mark}{query}"


def _same_file(one: str, other: str) -> bool:
    # A fresh signature or an encoded slash makes no other file; If-Range has the last word.
    return bool(one) and one.lower().replace("%2f", "/") == _bare(other).lower().replace("%2f", "/")


def _bare(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def _refusal(lost: TransferError, order: DownloadTarget) -> str:
    if not lost.gone:
        return f"{order.target.name}: {lost.reason}"
    task = f" of task {order.owner}" if order.owner else ""
    advice = order.advice or "ask the vendor for a fresh link"
    return f"{order.target.name}: the link{task} has expired or is gone ({lost.reason}); {advice}"
