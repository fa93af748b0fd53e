"""What the ledger is told of a call before it leaves, and what it tells afterwards: values, and how they are stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs

from reelscore._attrs import frozen
from reelscore.effects import CallKind, HttpCall
from reelscore.errors import ApiError, ReelscoreError
from reelscore.ledger.budget import SANDBOX, Budget
from reelscore.pricing import Quote, from_micros
from reelscore.vendors.host import Limits

SLOT_PAUSE = 5.0
"""Seconds between looks for a free slot: a task that ends frees one sooner than its ten minutes."""
_WRITE = json.JSONEncoder(default=str, separators=(",", ":")).encode
"""Made once: json.dumps makes one each time."""
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


@frozen(kw_only=True)
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


@frozen(kw_only=True)
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
    """Whether somebody is at work on an intent: its process runs and, in this process, its caller has not gone."""
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
    def ref(self) -> str:
        """How ``client.task()`` and commands name its task; without a task id, the row's own name."""
        return f"{self.place}/{self.operation}/{self.task_id}" if self.task_id else self.intent

    @property
    def sandbox(self) -> bool:
        """Whether the call went to this very machine: what it cost is play money."""
        return self.unit.endswith(SANDBOX)

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


# -- As it is stored ---------------------------------------------------------------------------------------------------


def to_json(value: Any) -> str:
    """Write any value as JSON, what JSON has no word for as text."""
    return _WRITE(value)


def to_text(text: str) -> str:
    """Replace what a database's text cannot hold: NUL and halves of surrogate pairs."""
    return text if text.isascii() and "\0" not in text else text.encode("utf-8", "replace").decode().replace("\0", "?")


def call_to_json(call: HttpCall) -> str:
    """Write a call without its body, which has a column of its own; files are named, not kept."""
    parts: dict[str, Any] = {"method": call.method, "path": call.path, "base": call.base, "trace_id": call.trace_id}
    for name, value in (("params", call.params), ("headers", call.headers), ("fields", call.fields)):
        if value:
            parts[name] = dict(value)
    if call.file is not None:
        parts["file"] = call.file.file_name
    return to_json(parts)


def call_from_json(text: str, body: bytes | None) -> tuple[HttpCall, str]:
    """Read a stored call, and the name of the file that it carried; without that file it must not be sent again."""
    parts: dict[str, Any] = json.loads(text)
    file = parts.pop("file", "")
    return HttpCall(**parts, content=None if body is None else bytes(body)), str(file)


def _credits(value: int | None) -> Decimal | None:
    if value is not None and value < 0:
        raise ValueError(value)
    return from_micros(value)


_READERS: Mapping[str, tuple[Callable[[Any], Any], Any]] = {
    "status": (CallStatus, CallStatus.UNKNOWN),
    "role": (CallKind, CallKind.PAID),
    "request": (lambda text: dict(json.loads(text)), {}),
    "urls": (lambda text: tuple(map(str, json.loads(text))), ()),
    "answer": (json.loads, None),
    "files": (lambda text: tuple(map(dict, json.loads(text))), ()),
    "quoted": (_credits, None),
    "reserved": (_credits, Decimal(0)),
    "money": (_credits, Decimal(0)),
    "charged": (_credits, None),
    "refunded": (lambda value: None if value is None else bool(value), None),
}
"""How a column is read, and what stands for it where it cannot be."""
_NOT_SHOWN = ("body", "day", "quote", "rate", "reserved_at", "task")


def row_from(record: Mapping[str, Any], at_work: Callable[[str, str], bool]) -> CallRecord:
    """Make a value of one stored row. A damaged row is read as far as it goes, so that it hides no other.

    Args:
        record: the columns.
        at_work: tells, for an intent, whether somebody is at work on it: by its owner and its name.
    """
    stored, damage = dict(record), list[str]()
    fields: dict[str, Any] = {name: value for name, value in stored.items() if name not in _NOT_SHOWN}

    def read(name: str, reader: Callable[[Any], Any], default: Any) -> Any:
        try:
            return reader(stored[name])
        except (ValueError, TypeError, ArithmeticError, RecursionError):
            damage.append(name)
            return default

    fields |= {name: read(name, reader, default) for name, (reader, default) in _READERS.items()}
    nothing = HttpCall(method="", path=""), ""
    fields["call"], fields["file"] = read("call", lambda text: call_from_json(text, stored["body"]), nothing)
    told = f"this row is damaged ({', '.join(damage)} cannot be read)" if damage else ""
    is_intent = fields["status"] is CallStatus.INTENT
    fields["note"] = "; ".join(filter(None, (told, stored["note"])))
    return CallRecord(
        **fields,
        task_id=stored["task"],
        alive=is_intent and at_work(stored["owner"], stored["intent"]),
        damage=told,
    )
