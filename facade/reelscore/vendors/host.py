"""What a vendor's host is to the rest of the package, and the four hosts by name."""

from __future__ import annotations

import abc
import importlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, cast

import attrs

from reelscore.effects import Flow, HttpCall
from reelscore.errors import ApiError, ConfigurationError
from reelscore.requests import hosts as registry
from reelscore.requests.request import Kind as Kind  # noqa: PLC0414 - vendor packages take it from here
from reelscore.requests.request import Operation as Operation  # noqa: PLC0414
from reelscore.vendors.signature_headers import SignatureHeaders

if TYPE_CHECKING:
    from reelscore.flows.context import ClientContext
    from reelscore.flows.reconciliation import UsageCharge
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
    credit_unit: str = ""
    """What its credits are, where hosts of the same vendor share one; else they are the host's own."""
    webhook_headers: SignatureHeaders | None = None
    """How its webhooks are signed; None where nothing is."""
    webhook_reply: bytes = b'{"status":"received"}'
    """What it wants to be answered."""
    callback_in_url: bool = True
    """Whether a callback address may carry the id of the call's row."""
    trace_header: str = ""
    """Header of its webhooks that repeats the trace id of the call."""
    download_advice: str = ""
    """What brings a fresh link when one has expired."""

    @property
    def address(self) -> str:
        """The host's name without a route: account, limits and webhooks belong to it."""
        return address_of(self.name)

    @property
    def unit(self) -> str:
        """What its credits are counted in: sums are only ever of one unit."""
        return self.credit_unit or self.address

    def alternative_urls(self, url: str) -> tuple[str, ...]:
        """Return other spellings of a file's URL, to be tried where the vendor's own is not found."""
        return ()

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

    def calls_back(self, request: Request[Any]) -> bool:
        """Return whether a request that was sent told the vendor where to report."""
        return True

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

    def prepare(self, request: Request[Any], context: ClientContext) -> Flow[Request[Any]]:
        """Upload the files that a request names, as a flow that returns the request with what stands for them."""
        yield from ()
        return request

    def usage_charges(self, context: ClientContext, *, start: float, end: float) -> Flow[Sequence[UsageCharge]] | None:
        """Read the vendor's log of charges of a period, as a flow; None where the vendor has none."""
        return None

    def operation(self, name: str) -> Operation:
        """Look an operation up; an unknown name tells which host has it."""
        found = self.operations.get(name)
        if found is None:
            raise ConfigurationError(f"{self.name} has no operation {name!r}; {_who_has(name)}")
        return found


def address_of(name: str) -> str:
    """Return a host's name without its route.

    >>> address_of("example.com#jobs")
    'example.com'
    """
    return name.partition("#")[0]


class Hosts(Mapping[str, Host]):
    """The hosts by name; a vendor's package is imported when one of its hosts is asked for."""

    def __getitem__(self, name: str) -> Host:
        try:
            return find_host(name)
        except ConfigurationError as error:
            raise KeyError(name) from error

    def __iter__(self) -> Iterator[str]:
        return (name for name in _packages() if "#" not in name)

    def __len__(self) -> int:
        return sum(1 for _ in self)


hosts = Hosts()


def find_host(name: str | Host) -> Host:
    """Return the host of a name; a host passes through. The vendor's package is imported where it is not yet.

    Raises:
        ConfigurationError: no vendor has a host of that name.
    """
    if isinstance(name, Host):
        return name
    if not registry.is_registered(name) and name in _packages():
        importlib.import_module(_packages()[name])
    if not registry.is_registered(name):
        raise ConfigurationError(f"host is {name!r}; it is one of {', '.join(hosts)}")
    return cast("Host", registry.find_host(name))


def default_host(vendor: str) -> Host:
    """Return the host that a vendor's requests are judged by when none is named."""
    return cast("Host", registry.default_host(vendor))


def _packages() -> Mapping[str, str]:
    """The packages whose import registers hosts, by the hosts' names; the top package lists them."""
    found: Mapping[str, str] = importlib.import_module("reelscore").HOST_PACKAGES
    return found


def _who_has(name: str) -> str:
    having = [host.name for host in hosts.values() if name in host.operations]
    return f"{' and '.join(having)} has it" if having else "no host has it"
