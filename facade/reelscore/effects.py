"""The only things that a flow can ask of the world, and what comes back; no I/O here.

A flow writes ``answer = yield from Send(...)``: an effect iterates as a generator that yields itself, so type checkers
know what comes back. ``drivers.py`` performs effects; a test may answer them by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

import attrs

from reelscore.requests.operations import CallKind as CallKind  # noqa: PLC0414 - others take it from here

if TYPE_CHECKING:
    from reelscore.ledger import LedgerTransaction
    from reelscore.ledger.records import NewCall
    from reelscore.results import Progress

A = TypeVar("A")
T = TypeVar("T")
Flow: TypeAlias = Generator["Effect[Any]", Any, T]


@attrs.frozen(kw_only=True)
class FilePart:
    """A file of a multipart body, opened anew for each try."""

    name: str
    """Name of the form field."""
    file_name: str
    content_type: str
    open: Callable[[], Any] = attrs.field(repr=False, eq=False)
    """Gives a binary file object at byte 0."""


@attrs.frozen(kw_only=True)
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


@attrs.frozen(kw_only=True)
class HttpResponse:
    """One HTTP answer, read to its end."""

    status: int
    headers: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    content: bytes = attrs.field(default=b"", repr=False)
    time: float = 0.0
    """The driver's clock when the answer was there, in seconds."""

    @property
    def payload(self) -> Any:
        """The body as JSON where it is JSON, else as it came."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return self.content


class Effect(Generic[A]):
    """Something asked of the world; ``yield from`` gives the answer."""

    __slots__ = ()

    def __iter__(self) -> Generator[Effect[Any], Any, A]:
        answer: A = yield self
        return answer


@attrs.frozen(kw_only=True)
class Send(Effect[HttpResponse]):
    """Send a call. A paid call carries ``first``: what must be on disk before its first byte leaves."""

    call: HttpCall
    role: CallKind = CallKind.READ
    first: NewCall | None = None
    """The driver commits it with a connection slot in hand, and voids it when no byte left."""
    again: bool = False
    """The entry is on disk already: a replay of a stored call."""


class WakeEvent(Protocol):
    """What may end a sleep early."""

    def wait(self, seconds: float) -> bool:
        """Return when it rings, or when the time is over; tell whether it has rung."""
        ...

    async def wait_async(self, seconds: float) -> bool:
        """Do what ``wait`` does, awaiting."""
        ...


@attrs.frozen
class Sleep(Effect[float]):
    """Wait; the clock's time comes back. 0 asks only for the time."""

    seconds: float
    alarm: WakeEvent | None = None


@attrs.frozen
class LedgerJob(Effect[A]):
    """Do a piece of work on the ledger, off the event loop; its value comes back once it is on disk."""

    job: Callable[[LedgerTransaction], A]


@attrs.frozen
class NotifyProgress(Effect[None]):
    """Show progress to whoever listens."""

    progress: Progress[Any]
