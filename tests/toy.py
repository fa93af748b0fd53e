"""A small vendor for tests of the core: request values, a host and clients; its server is in toyserver.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from reelscore.client import AsyncClient, Client
from reelscore.client.descriptor import operation
from reelscore.effects import CallKind, HttpCall
from reelscore.errors import ApiError, ConcurrencyLimited, NotFound, RateLimited, RejectedRequest, ServerError
from reelscore.pricing import PriceLine, Quote
from reelscore.requests.request import DirectRequest, Request, TaskRequest
from reelscore.results import Asset, Progress, Result, State
from reelscore.rules.schema import field_info
from reelscore.vendors.family import (
    Accepted,
    CallOutcome,
    Delivery,
    Family,
    Indeterminate,
    Kind,
    Operation,
    Rejected,
    Schedule,
)
from reelscore.vendors.host import Host, Limits

KEY = "toy-key-0123456789"
PRICE = 10


@attrs.frozen(kw_only=True)
class Clip(Result):
    """What the toy makes."""

    id: str = ""
    url: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """One file."""
        return (Asset(url=self.url, kind="video", extension="mp4"),) if self.url else ()


def _price(request: Any, _family: Family) -> Quote:
    price = PRICE if getattr(request, "model", "v1") == "v1" else None
    return Quote.unknown("no price for it") if price is None else Quote.of(PriceLine("clip", Decimal(price)))


@attrs.frozen(kw_only=True)
class Make(TaskRequest[Clip]):
    """Make a clip."""

    operation: ClassVar[str] = "make"
    vendor: ClassVar[str] = "toy"
    result: ClassVar[Any] = Clip
    sample: ClassVar[Mapping[str, Any]] = {"prompt": "a fox"}
    price = _price

    prompt: str = attrs.field(metadata=field_info("What to make."))
    model: str = attrs.field(default="v1", metadata=field_info("Which model."))
    callback: str | None = attrs.field(default=None, metadata=field_info("Where to tell."))


@attrs.frozen(kw_only=True)
class Say(DirectRequest[str]):
    """Say something, at once and for money."""

    operation: ClassVar[str] = "say"
    vendor: ClassVar[str] = "toy"
    price = _price

    text: str = attrs.field(metadata=field_info("What to say."))


@attrs.frozen(kw_only=True)
class Mark(Say):
    """Write something, for nothing."""

    operation: ClassVar[str] = "mark"
    role: ClassVar[CallKind] = CallKind.WRITE


@attrs.frozen(kw_only=True)
class Balance(DirectRequest[Decimal]):
    """Read the balance."""

    operation: ClassVar[str] = "balance"
    vendor: ClassVar[str] = "toy"
    role: ClassVar[CallKind] = CallKind.READ
    price = _price


_ERRORS: dict[int, tuple[type[ApiError], bool]] = {
    400: (RejectedRequest, False),
    404: (NotFound, False),
    405: (NotFound, True),
    429: (RateLimited, True),
    440: (ConcurrencyLimited, True),
}
_STATES = {"queued": State.QUEUED, "running": State.RUNNING, "done": State.SUCCEEDED, "failed": State.FAILED}


@attrs.frozen(kw_only=True)
class ToyHost(Host):
    """The toy's address and account."""

    name: str = "toy"
    base_url: str = "https://toy.example"
    upload_url: str = "https://toy.example"
    key_variable: str = "TOY_API_KEY"
    base_url_variable: str = "TOY_BASE_URL"
    key_page: str = "https://toy.example/keys"
    replays: bool = True

    def headers(self, key: str, trace_id: str) -> dict[str, str]:
        """Key and trace."""
        return {"x-key": key, "x-trace": trace_id}


@attrs.frozen(kw_only=True)
class ToyFamily(Family):
    """What the toy can do."""

    host: Host = attrs.field(factory=ToyHost)
    vendor: str = "toy"

    @property
    def operations(self) -> Mapping[str, Operation]:
        """All four."""
        return _OPERATIONS

    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a body."""
        return self.operations[op].request.from_wire(body)

    def complete(self, request: Request[Any], *, callback_url: str | None) -> Request[Any]:
        """Add the callback."""
        if isinstance(request, Make) and request.callback is None and callback_url:
            return attrs.evolve(request, callback=callback_url)
        return request

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Write a call."""
        found = self.operations[request.operation]
        content = None if found.method == "GET" else json.dumps(request.to_wire()).encode()
        return HttpCall(method=found.method, path=found.path, content=content, trace_id=trace_id)

    def status_call(self, op: str, task_id: str, *, trace_id: str) -> HttpCall:
        """Write a look."""
        return HttpCall(method="GET", path=f"/tasks/{task_id}", trace_id=trace_id)

    def verdict(self, op: str, http_status: int, payload: Any) -> CallOutcome:
        """Judge by the body."""
        if not isinstance(payload, dict) or "code" not in payload:
            return Indeterminate(error=ServerError(message="no envelope", host="toy", operation=op, retryable=True))
        code, data = payload["code"], payload.get("data")
        if code == 0:
            task = data.get("task") if isinstance(data, dict) and op == "make" else None
            return Accepted(task_id=task, data=data, charge=None)
        if code >= 500:
            return Indeterminate(error=ServerError(message="it broke", code=code, host="toy", retryable=True))
        kind, retryable = _ERRORS[code]
        return Rejected(error=kind(message="no", code=code, host="toy", operation=op, retryable=retryable))

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a look."""
        data = payload["data"]
        state = _STATES.get(data["state"], State.UNKNOWN)
        done = state is State.SUCCEEDED
        clip = Clip(id=data["task"], url=data["url"], raw=data) if done else None
        error = ServerError(message="it failed", host="toy", operation=op) if state is State.FAILED else None
        charge = None if data.get("credits") is None else Decimal(str(data["credits"]))
        refunded = True if state is State.FAILED else None
        return Progress(state=state, result=clip, error=error, charge=charge, refunded=refunded, raw=payload)

    def result(self, op: str, data: Any) -> Any:
        """Read a direct answer."""
        return Decimal(str(data["credits"])) if op == "balance" else data["text"]

    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Not for toys."""
        raise NotImplementedError

    def schedule(self, op: str) -> Schedule:
        """Look often."""
        return Schedule(first=0.02, steps=(0.02,), timeout=20.0)


def posted(cls: type[Request[Any]], *, method: str = "POST", kind: Kind = "direct") -> Operation:
    """Make the operation of a request that goes to the path of its name."""
    return Operation(name=cls.operation, request=cls, method=method, path=f"/{cls.operation}", role=cls.role, kind=kind)


_OPERATIONS = {
    "make": posted(Make, kind="task"),
    "say": posted(Say),
    "mark": posted(Mark),
    "balance": posted(Balance, method="GET"),
}
TOY = ToyFamily()
UNLIMITED = Limits(polls_per_second=1e6)


class ToyOperations:
    """The toy's operations, for both clients."""

    make = operation(Make)
    say = operation(Say)
    mark = operation(Mark)
    balance = operation(Balance)


class Toy(ToyOperations, Client):
    """A blocking client of the toy."""

    vendor: ClassVar[str] = "toy"


class AsyncToy(ToyOperations, AsyncClient):
    """An async client of the toy."""

    vendor: ClassVar[str] = "toy"
