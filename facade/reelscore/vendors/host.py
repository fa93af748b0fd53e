"""What a vendor's host is to the rest of the package, and the four hosts by name."""

from __future__ import annotations

import abc
import importlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import attrs

from reelscore.effects import HttpCall
from reelscore.errors import ApiError, ConfigurationError
from reelscore.requests.hosts import register_host
from reelscore.requests.request import Kind as Kind  # noqa: PLC0414 - vendor packages take it from here
from reelscore.requests.request import Operation as Operation  # noqa: PLC0414

if TYPE_CHECKING:
    from reelscore.pricing import Plan
    from reelscore.requests.request import Request
    from reelscore.results import Progress
    from reelscore.vendors.schedule import Schedule


@attrs.frozen(kw_only=True)
class Accepted:
    """The vendor took the call."""

    task_id: str | None = None
    data: Any = None
    """The inner object of the envelope."""
    charge: Decimal | None = None
    """Credits, where the answer names them."""
    error: None = None


@attrs.frozen(kw_only=True)
class Rejected:
    """The vendor's envelope says no; nothing was charged."""

    error: ApiError


@attrs.frozen(kw_only=True)
class Indeterminate:
    """The answer is no verdict: HTML, nothing, a server fault. A paid call may have been taken."""

    error: ApiError


CallOutcome: TypeAlias = Accepted | Rejected | Indeterminate


@attrs.frozen(kw_only=True)
class Delivery:
    """A webhook as it was read."""

    task_id: str
    stage: str
    """The vendor's callback type, or "single"."""
    progress: Progress[Any]
    verified: bool
    """Whether a signature over the delivery was checked and fits."""
    raw: Any = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class Limits:
    """What the vendor allows one account."""

    submissions: int | None = None
    """Submissions per window; None where no figure is published."""
    window: float = 10.0
    """Length of the window in seconds."""
    polls_per_second: float = 3.0
    """Looks at one task."""
    slots: int | None = None
    """Tasks that may run at once on the usual plan; None where no cap is published."""
    slot_seconds: float = 600.0
    """A slot is free again after this, even if its task still runs."""


@attrs.frozen(kw_only=True)
class Host(abc.ABC):
    """A vendor's API under one base URL: tables, and the pure seams between them and everybody else."""

    replays: ClassVar[bool] = False
    """Whether a call sent again with its old trace id is answered with the first result and no new charge."""

    name: str
    vendor: str
    base_url: str
    upload_url: str
    key_variable: str
    """Environment variable of the key."""
    base_url_variable: str
    key_page: str
    """Where keys are made and reset."""
    log_page: str = ""
    """Where the vendor shows what was run and charged."""
    limits: Limits = attrs.field(factory=Limits)
    plans: Mapping[str, Plan] = attrs.field(factory=dict, repr=False)

    @property
    @abc.abstractmethod
    def operations(self) -> Mapping[str, Operation]:
        """Operations by name."""

    @abc.abstractmethod
    def headers(self, key: str, trace_id: str) -> dict[str, str]:
        """Headers that carry the key and the trace id."""

    @abc.abstractmethod
    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a vendor-shaped JSON body; never raises on a JSON object, wrong types are violations."""

    @abc.abstractmethod
    def complete(self, request: Request[Any], *, callback_url: str | None) -> Request[Any]:
        """Fill in what the client knows and the vendor wants, such as the callback address."""

    @abc.abstractmethod
    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request."""

    @abc.abstractmethod
    def status_call(self, op: str, task_id: str, *, trace_id: str) -> HttpCall:
        """Build the HTTP call that looks at a task."""

    @abc.abstractmethod
    def verdict(self, op: str, http_status: int, payload: Any) -> CallOutcome:
        """Judge an answer; payload is parsed JSON, text or bytes. Takes any word for the operation."""

    @abc.abstractmethod
    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a polling answer (the whole envelope); never raises."""

    @abc.abstractmethod
    def result(self, op: str, data: Any) -> Any:
        """Read the inner object of a direct call, an upload or a free read into its result type."""

    @abc.abstractmethod
    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Read a webhook; with a secret a bad signature raises BadSignature."""

    @abc.abstractmethod
    def schedule(self, op: str) -> Schedule:
        """When to look at a task of this operation, by the vendor's advice."""

    def operation(self, name: str) -> Operation:
        """Look an operation up; an unknown name tells which host has it."""
        found = self.operations.get(name)
        if found is None:
            raise ConfigurationError(f"{self.name} has no operation {name!r}; {_who_has(name)}")
        return found


_HOSTS = {
    "pixverse.ai": "reelscore.pixverse.hosts:PIXVERSE_AI",
    "pixverseai.cn": "reelscore.pixverse.hosts:PIXVERSEAI_CN",
    "kie.ai": "reelscore.suno.hosts:KIE_AI",
    "sunoapi.org": "reelscore.suno.hosts:SUNOAPI_ORG",
}
_ROUTES = {"kie.ai#jobs": "reelscore.suno.hosts:KIE_AI_JOBS"}
"""Second routes of a host: found by name, as ledgers and references keep it, but no hosts of their own."""
_FOUND: dict[str, Host] = {}
_DEFAULTS = {"pixverse": "pixverse.ai", "suno": "kie.ai"}


class Hosts(Mapping[str, Host]):
    """The hosts by name; a vendor's package is imported when one of its hosts is asked for."""

    def __getitem__(self, name: str) -> Host:
        if name not in _FOUND:
            module, _, attribute = {**_HOSTS, **_ROUTES}[name].partition(":")
            _FOUND[name] = getattr(importlib.import_module(module), attribute)
        return _FOUND[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_HOSTS)

    def __len__(self) -> int:
        return len(_HOSTS)


hosts = Hosts()
for _name in (*_HOSTS, *_ROUTES):
    _vendor = next((vendor for vendor, default in _DEFAULTS.items() if default == _name), None)
    register_host(_name, partial(hosts.__getitem__, _name), default_of=_vendor, listed=_name in _HOSTS)


def find_host(name: str | Host) -> Host:
    """Give the host of a name or URL part; a host passes through."""
    if isinstance(name, Host):
        return name
    if name not in _HOSTS and name not in _ROUTES:
        raise ConfigurationError(f"host is {name!r}; it is one of {', '.join(_HOSTS)}")
    return hosts[name]


def default_host(vendor: str) -> Host:
    """Give the host that a vendor's requests are judged by when none is named."""
    name = _DEFAULTS[vendor]
    return _FOUND.get(name) or hosts[name]


def _who_has(name: str) -> str:
    having = [host.name for host in hosts.values() if name in host.operations]
    return f"{' and '.join(having)} has it" if having else "no host has it"
