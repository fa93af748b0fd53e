"""HTTP calls and responses as values, kinds of call, and the effects that a flow can ask for; no I/O here.

A flow writes ``response = yield from Send(...)``: an effect iterates as a generator that yields itself, so type
checkers know what comes back. ``flows/drivers.py`` performs effects; a test may answer them by hand.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, cast

import attrs

from reelscore._attrs import frozen

_A_DAY = 86_400.0
_MOST_DIGITS = 4_000
A = TypeVar("A")
T = TypeVar("T")
Flow: TypeAlias = Generator["Effect[Any]", Any, T]


class CallKind(StrEnum):
    """How often a call may be sent: PAID and WRITE once, READ until it is answered, UPLOAD again from byte 0."""

    PAID = "paid"
    WRITE = "write"
    READ = "read"
    UPLOAD = "upload"


@frozen(kw_only=True)
class FilePart:
    """A file of a multipart body, opened anew for each try."""

    name: str
    """Name of the form field."""
    file_name: str
    content_type: str
    open: Callable[[], Any] = attrs.field(repr=False, eq=False)
    """Gives a binary file object at byte 0."""


@frozen(kw_only=True)
class HttpCall:
    """One HTTP call without the key: what the ledger may store and a replay may send again."""

    method: str
    path: str
    """Path below the host's base URL, or a whole URL for files."""
    params: Mapping[str, str] = attrs.field(factory=dict)
    headers: Mapping[str, str] = attrs.field(factory=dict)
    """No secrets: the client adds the key when it sends."""
    content: bytes | None = attrs.field(default=None, repr=False)
    fields: Mapping[str, str] = attrs.field(factory=dict)
    """Text parts of a multipart body."""
    file: FilePart | None = None
    base: str = "api"
    """"api" or "upload": which of the host's base URLs."""
    trace_id: str = ""


@frozen(kw_only=True)
class HttpResponse:
    """One HTTP answer, read to its end."""

    status: int
    headers: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    content: bytes = attrs.field(default=b"", repr=False)
    time: float = 0.0
    """The driver's clock when the answer was there, in seconds."""

    @property
    def retry_after(self) -> float | None:
        """Seconds that Retry-After asks for, as a number or as an HTTP date; None: missing, unreadable or over a day.

        A date is held against the server's own Date, else against this machine's clock.

        >>> HttpResponse(status=503, headers={"retry-after": "7"}).retry_after
        7.0
        >>> dates = {"retry-after": "Sun, 01 Nov 2026 00:00:07 GMT", "date": "Sun, 01 Nov 2026 00:00:00 GMT"}
        >>> HttpResponse(status=503, headers=dates).retry_after
        7.0
        """
        text = self.headers.get("retry-after", "").strip()
        if text[:1].isdigit():
            try:
                seconds = float(text)
            except ValueError:
                return None
        else:
            until, now = http_date(text), http_date(self.headers.get("date", "")) or datetime.now(UTC).timestamp()
            if until is None:
                return None
            seconds = until - now
        return max(seconds, 0.0) if seconds < _A_DAY else None

    @property
    def payload(self) -> Any:
        """The body as JSON where it is JSON, else as it came."""
        return parse_json(self.content)


def parse_json(content: Any) -> Any:
    """Read JSON out of text or bytes; what is no JSON comes back as it is, an endless integer as its text.

    Letters that are no UTF-8, and line breaks within a text, are forgiven.
    """
    try:
        return json.loads(content)
    except RecursionError:
        return content
    except (json.JSONDecodeError, UnicodeDecodeError):
        text: str = content if isinstance(content, str) else content.decode(errors="replace")
    except ValueError:  # an integer with more digits than Python reads
        return json.loads(content, parse_int=lambda digits: int(digits) if len(digits) <= _MOST_DIGITS else digits)
    try:
        return json.loads(text, strict=False) if text.lstrip().startswith("{") else content
    except (ValueError, RecursionError):
        return content


def http_date(text: str) -> float | None:
    """Read an HTTP date in seconds since 1970; None where it is none."""
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


class Effect(Generic[A]):
    """A request of a flow to its driver; ``yield from`` returns the answer."""

    __slots__ = ()

    def __iter__(self) -> Generator[Effect[Any], Any, A]:
        answer: A = yield self
        return answer


@frozen(kw_only=True)
class Send(Effect[HttpResponse]):
    """Send a call that may be repeated: a read or an upload."""

    call: HttpCall
    timeout: float | None = None
    """Seconds until the response must be whole; None leaves the client's own limit."""


@frozen(kw_only=True)
class PaidCall(Effect[HttpResponse]):
    """Send a paid or writing call, once.

    The driver takes a connection slot, commits ``before``, sends, and on any failure commits ``on_failure``. Both run
    inside a ledger transaction, which is their first argument.
    """

    call: HttpCall
    before: Callable[[Any], Any]
    """Writes the call down, or raises: then nothing is sent."""
    on_failure: Callable[[Any, bool, str], Any]
    """Records that no response came: whether a byte may have left, and why."""
    timeout: float | None = None
    """Seconds in which it must be written down; None leaves the ledger's own limit."""


class WakeEvent(Protocol):
    """An event that may end a sleep early."""

    def wait(self, seconds: float) -> bool:
        """Return when the event is set, or when the time is over; True if it is set."""
        ...

    async def wait_async(self, seconds: float) -> bool:
        """Like ``wait``, awaited."""
        ...


@frozen
class Sleep(Effect[float]):
    """Sleep; returns the clock's time in seconds afterwards."""

    seconds: float
    wake: WakeEvent | None = None


@frozen
class Now(Effect[float]):
    """Read the clock, in seconds."""


@frozen
class LedgerJob(Effect[A]):
    """Run a function inside a ledger transaction, off the event loop; returns its value once it is on disk."""

    job: Callable[[Any], A]
    reads: bool = False
    """It only reads: no write transaction is opened."""
    timeout: float | None = None
    """Seconds for which another process that holds the ledger is waited for; None leaves the ledger's own limit."""


@frozen
class OnDisk(Effect[A]):
    """Do a piece of work on the disk, off the event loop; returns its value."""

    job: Callable[[], A]


@frozen
class NotifyProgress(Effect[None]):
    """Pass progress to the caller's callback."""

    progress: Any
    """Progress of a task, or DownloadProgress of a file."""


@frozen(kw_only=True)
class Download(Effect[tuple[Any, ...]]):
    """Bring files; returns a DownloadedFile of each, whole and recorded, or raises when one did not come."""

    targets: Sequence[Any]
    """DownloadTarget of each file."""
    options: Any
    """DownloadOptions."""
    record: Callable[[Any, Any], Any]
    """Writes a file down as soon as it is whole; inside a ledger transaction, with the DownloadedFile."""


# -- One text for what blocks and what is awaited ----------------------------------------------------------------------


def run_here(work: Awaitable[T]) -> T:
    """Run what awaits only what blocks: it never suspends, so one step runs it whole."""
    try:
        next(work.__await__())
    except StopIteration as end:
        return cast("T", end.value)
    raise RuntimeError("what blocks was suspended")


async def value_of(value: T | Awaitable[T]) -> T:
    """Await what may be awaited."""
    return cast("T", await value if inspect.isawaitable(value) else value)
