"""What the ledger is told of a call before it leaves, and what it tells afterwards; values only, no SQL and no I/O."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, overload

import attrs

from reelscore.effects import CallKind, HttpCall
from reelscore.errors import ApiError, ReelscoreError
from reelscore.vendors.host import Limits

if TYPE_CHECKING:
    from reelscore.ledger.budget import Budget
    from reelscore.pricing import Quote

_MICRO = 1_000_000
_SORTED = json.JSONEncoder(sort_keys=True, default=str).encode


class CallStatus(StrEnum):
    """How far a row has come."""

    INTENT = "intent"
    """On disk, no verdict yet; with a dead owner, money may have gone."""
    UNKNOWN = "unknown"
    """Bytes left and no verdict came: money may have gone."""
    SUBMITTED = "submitted"
    """The vendor has taken it and works."""
    FINISHED = "finished"
    SAVED = "saved"
    VOID = "void"
    """No byte left; nothing was charged."""
    REFUSED = "refused"
    """The vendor's envelope said no; nothing was charged."""

    @property
    def open(self) -> bool:
        """Whether something is still to be done about it."""
        return self in {CallStatus.INTENT, CallStatus.UNKNOWN, CallStatus.SUBMITTED}


TRANSITIONS: Mapping[CallStatus, frozenset[CallStatus]] = {
    CallStatus.INTENT: frozenset(
        {
            CallStatus.INTENT,  # sent again under its old trace id, after its process died
            CallStatus.UNKNOWN,
            CallStatus.SUBMITTED,
            CallStatus.FINISHED,
            CallStatus.VOID,
            CallStatus.REFUSED,
        }
    ),
    CallStatus.UNKNOWN: frozenset(
        {CallStatus.UNKNOWN, CallStatus.INTENT, CallStatus.SUBMITTED, CallStatus.FINISHED, CallStatus.VOID}
    ),
    CallStatus.SUBMITTED: frozenset({CallStatus.FINISHED}),
    CallStatus.FINISHED: frozenset({CallStatus.SAVED}),
    CallStatus.SAVED: frozenset(),
    CallStatus.VOID: frozenset(),
    CallStatus.REFUSED: frozenset(),
}
"""Where a row may go from each status."""


def check_transition(intent: str, old: CallStatus, *, new: CallStatus) -> None:
    """Raise ReelscoreError for a move that is not in ``TRANSITIONS``."""
    if new not in TRANSITIONS[old]:
        allowed = ", ".join(sorted(TRANSITIONS[old])) or "nothing: it is settled"
        raise ReelscoreError(
            f"call {intent} is {old} and cannot become {new}; from {old} it can become {allowed}. "
            f"Look at it with ledger.show({intent!r})"
        )


@attrs.frozen(kw_only=True)
class NewCall:
    """A call that is about to leave: committed, with its reservation, before the first byte does."""

    intent: str
    """Name of the row; also the trace id of the call."""
    host: str
    route: str = ""
    """Of the host's routes that which it takes; empty for the first."""
    account: str
    """Fingerprint of key and base URL, or the account's name; never the key."""
    operation: str
    call: HttpCall
    unit: str = ""
    """What the host's credits are; hosts whose credits are worth the same share it. The host's name when left out."""
    role: CallKind = CallKind.PAID
    model: str = ""
    request: Mapping[str, Any] = attrs.field(factory=dict)
    """Facade-named fields."""
    digest: str = ""
    """Equal for equal requests on one host."""
    quote: Quote | None = None
    key: str | None = None
    budget: Budget | None = None
    limits: Limits = attrs.field(factory=Limits)


@attrs.frozen(kw_only=True)
class CallRecord:
    """One row of the ledger, as it stands."""

    intent: str
    status: CallStatus
    host: str
    account: str
    operation: str
    model: str
    role: CallKind
    request: Mapping[str, Any]
    digest: str
    call: HttpCall
    created: float
    """Seconds since 1970, as all times here."""
    updated: float
    owner: str
    """The process that wrote it; empty once it may be taken over."""
    alive: bool
    """Whether somebody is still at work on an intent: its process runs and, in this process, its caller has not gone."""
    route: str = ""
    """The host's route that it took, such as "jobs"; empty for the first."""
    unit: str = ""
    """What its credits are."""
    key: str | None = None
    budget_id: str = ""
    basis: str = "unknown"
    quoted: Decimal | None = None
    """Credits."""
    reserved: Decimal = Decimal(0)
    """Credits that count against budgets now: the reservation, then the charge."""
    money: Decimal = Decimal(0)
    """The same in money, by the plan of its budget or else its host's first."""
    currency: str = ""
    """Empty where no plan tells what credits cost."""
    charged: Decimal | None = None
    charged_by: str = ""
    """Who told the charge: "vendor" in an answer; empty: nobody, and the quote stands in."""
    refunded: bool | None = None
    task_id: str | None = None
    submitted: float | None = None
    finished: float | None = None
    duration: float | None = None
    """Seconds that its task took, by the clock of whoever waited; None where nobody saw it run."""
    saved: float | None = None
    file: str = ""
    """Name of the file that the call carried; its bytes are not kept."""
    state: str = ""
    """The task's last state, once it has ended."""
    error: str = ""
    """Why it was refused, did not leave or is in doubt."""
    urls: tuple[str, ...] = ()
    expires: float | None = None
    files: tuple[Mapping[str, Any], ...] = ()
    """What was saved: path, bytes, sha256."""
    answer: Any = attrs.field(default=None, repr=False)
    """What came back at once, for calls that start no task."""
    note: str = ""
    """What a human should know or do."""
    damage: str = ""
    """What of the stored row cannot be read; such a call is never sent again."""

    @property
    def place(self) -> str:
        """Host and route, as references of tasks write them: "example.com#jobs"."""
        return f"{self.host}#{self.route}" if self.route else self.host

    @property
    def doubtful(self) -> bool:
        """Whether money may have gone with no verdict, and nobody is at it."""
        return self.status is CallStatus.UNKNOWN or (self.status is CallStatus.INTENT and not self.alive)


class RetryLater(ReelscoreError):
    """A limit of the account leaves no room now; nothing was written and nothing was sent."""

    def __init__(self, seconds: float, error: ApiError) -> None:
        super().__init__(str(error))
        self.seconds = seconds
        self.error = error


class DuplicateKey(ReelscoreError):
    """The idempotency key has a row; nothing was written and nothing was sent."""

    def __init__(self, row: CallRecord) -> None:
        super().__init__(f"key {row.key!r} belongs to {row.intent}")
        self.row = row


def request_fingerprint(host: str, operation: str, *, request: Mapping[str, Any]) -> str:
    """Name a request so that equal ones on one host have equal names."""
    text = _SORTED([host, operation, request])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def account_fingerprint(host: str, base_url: str, *, key: str) -> str:
    """Name an account without telling its key: a keyed hash over host, base URL and key."""
    text = f"{host}\0{base_url}\0{key}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=8, key=b"reelscore account").hexdigest()


@overload
def to_micros(credits: Decimal) -> int: ...
@overload
def to_micros(credits: None) -> None: ...
@overload
def to_micros(credits: Decimal | None) -> int | None: ...
def to_micros(credits: Decimal | None) -> int | None:
    """Write credits or money as whole millionths, rounded up, for the ledger's sums."""
    if credits is None:
        return None
    # A rate like 1/150 has no end: what it is off in the 28th digit must not become a millionth.
    return int(round(credits * _MICRO, 6).to_integral_value(ROUND_CEILING))


@overload
def from_micros(value: int) -> Decimal: ...
@overload
def from_micros(value: int | None) -> Decimal | None: ...
def from_micros(value: int | None) -> Decimal | None:
    """Read whole millionths as credits or money, without trailing zeros."""
    if value is None:
        return None
    whole, rest = divmod(value, _MICRO)
    return Decimal(whole) if not rest else (Decimal(value) / _MICRO).normalize()
