"""A family: a vendor's operations on a host, and what reads their answers; and the families and hosts by name."""

from __future__ import annotations

import abc
import importlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import attrs

from reelscore._attrs import frozen
from reelscore.effects import CallKind, Flow, HttpCall
from reelscore.errors import ApiError, ConfigurationError
from reelscore.requests import hosts as registry
from reelscore.results import Progress, State
from reelscore.vendors.host import Host

if TYPE_CHECKING:
    from reelscore.requests.request import Request

Kind: TypeAlias = Literal["task", "direct", "read", "upload"]


@lru_cache(maxsize=512)
def plain_word(op: str) -> str:
    """Return a word for an operation in our spelling, without what says that its task is polled.

    >>> plain_word("music-video-details")
    'music_video'
    """
    return op.strip().lower().replace("-", "_").removesuffix("_details").removesuffix("_status")


@frozen(kw_only=True)
class Operation:
    """One operation of one host."""

    name: str
    request: type[Request[Any]]
    method: str
    path: str
    role: CallKind = CallKind.PAID
    kind: Kind = "task"
    answer_type: str = ""
    """Which codes, status and schedule its answers have, such as "video" or "music"."""


@frozen(kw_only=True)
class Schedule:
    """Waits between polls, in seconds.

    The first poll comes after ``first``; then ``steps`` are waited one after the other, the last of them again and
    again, never longer than ``ceiling``. A wait without a timeout of its own ends after ``timeout``.
    """

    first: float = 3.0
    steps: tuple[float, ...] = (3.0,)
    ceiling: float = 30.0
    timeout: float = 7200.0

    def pause(self, polls: int) -> float:
        """Return the seconds to wait before poll number *polls* (0 is the first)."""
        return self.first if polls <= 0 else min(self.steps[min(polls, len(self.steps)) - 1], self.ceiling)


@frozen(kw_only=True)
class Accepted:
    """The vendor took the call."""

    task_id: str | None = None
    data: Any = None
    """The inner object of the envelope."""
    charge: Decimal | None = None
    """Credits, where the answer names them."""
    error: None = None


@frozen(kw_only=True)
class Rejected:
    """The vendor's envelope says no; nothing was charged."""

    error: ApiError


@frozen(kw_only=True)
class Indeterminate:
    """The answer is no verdict: HTML, nothing, a server fault. A paid call may have been taken."""

    error: ApiError


CallOutcome: TypeAlias = Accepted | Rejected | Indeterminate


@frozen(kw_only=True)
class Delivery:
    """A webhook as it was read."""

    task_id: str
    stage: str
    """The vendor's callback type, or "single"."""
    progress: Progress[Any]
    verified: bool
    """Whether a signature over the delivery was checked and fits."""
    raw: Any = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class Family(abc.ABC):
    """A vendor's operations on a host: tables, and the pure seams between them and everybody else."""

    host: Host
    vendor: str
    """The vendor package, by its name."""
    route: str = ""
    """Name of a second way to the same operations of the host, such as "jobs"; empty for the first."""

    @property
    def name(self) -> str:
        """Name of the host, with its route where it is not the first: "example.com#jobs"; rules use it."""
        return f"{self.host.name}#{self.route}" if self.route else self.host.name

    @property
    @abc.abstractmethod
    def operations(self) -> Mapping[str, Operation]:
        """Operations by name."""

    @abc.abstractmethod
    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a vendor-shaped JSON body; never raises on a JSON object, wrong types are violations."""

    @abc.abstractmethod
    def complete(self, request: Request[Any], *, callback_url: str | None) -> Request[Any]:
        """Fill in what the client knows and the vendor wants, such as the callback address."""

    def calls_back(self, request: Request[Any]) -> bool:
        """Return whether a request that was sent told the vendor where to report."""
        return True

    def prepare(self, request: Request[Any], context: Any) -> Flow[Request[Any]]:
        """Upload the files that a request names, as a flow that returns the request with what stands for them.

        Args:
            request: as the user made it.
            context: the client's ``ClientContext``.
        """
        yield from ()
        return request

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

    def sibling(self, operation: str, name: str) -> Family:
        """Return the family of that name that has an operation, which is this one where it fits."""
        return self if name == self.name and operation in self.operations else family_of(name, operation)


class Hosts(Mapping[str, Host]):
    """The hosts by name."""

    def __getitem__(self, name: str) -> Host:
        try:
            return find_host(name)
        except ConfigurationError as error:
            raise KeyError(name) from error

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for name, _ in _registered() if "#" not in name))

    def __len__(self) -> int:
        return sum(1 for _ in self)


hosts = Hosts()


def find_host(name: str | Host) -> Host:
    """Return the host of a name; a host passes through.

    Raises:
        ConfigurationError: no vendor has a host of that name.
    """
    if isinstance(name, Host):
        return name
    found = families_of(name)
    if not found:
        raise ConfigurationError(f"host is {name!r}; it is one of {', '.join(hosts)}")
    return found[0].host


def find_family(vendor: str, host: str | Host | Family | None = None) -> Family:
    """Return a vendor's operations on a host; a family passes through.

    Args:
        vendor: its name.
        host: by value, or by name, which may end with a route: "example.com#jobs"; the vendor's first when left out.

    Raises:
        ConfigurationError: the vendor has no such host.
    """
    if isinstance(host, Family):
        if host.vendor != vendor:
            raise ConfigurationError(f"{host.name} is a host of {host.vendor}, not of {vendor}")
        return host
    _ = _registered()
    return cast("Family", registry.find_host(host, vendor))


def families_of(name: str) -> tuple[Family, ...]:
    """Return what vendors offer on a host, or by the route that the name ends with; empty where there is none."""
    return tuple(cast("Family", registry.find_host(known, of)) for known, of in _registered() if known == name)


def family_of(name: str, operation: str) -> Family:
    """Return the family of an operation on a host, or by the route that the name ends with.

    Raises:
        ConfigurationError: no vendor has a host of that name.
    """
    found = families_of(name)
    if not found:
        raise ConfigurationError(f"host is {name!r}; it is one of {', '.join(hosts)}")
    return next((family for family in found if operation in family.operations), found[0])


def read_delivery(
    families: Iterable[Family], headers: Mapping[str, str], body: bytes, *, secret: str | None = None
) -> Delivery:
    """Read a webhook of a host as the first of its families that understands it.

    Raises:
        BadSignature: a secret is given and the signature does not fit.
        WebhookError: it is no delivery.
    """
    unknown: list[Delivery] = []
    for family in families:
        found = family.delivery(headers, body, secret)
        if found.progress.state is not State.UNKNOWN:
            return found
        unknown.append(found)
    return unknown[0]


def vendors() -> tuple[str, ...]:
    """Return the vendors whose requests some host takes, in the order of their packages."""
    _ = _registered()
    return tuple(dict.fromkeys(vendor for _, vendor in registry.registered()))


def _registered() -> tuple[tuple[str, str], ...]:
    """Import the vendor packages, which register their families, and return host name and vendor of each."""
    for package in importlib.import_module("reelscore").VENDOR_PACKAGES:
        importlib.import_module(package)
    return tuple(sorted(registry.registered()))


def _who_has(name: str) -> str:
    having = [host for host in hosts if any(name in family.operations for family in families_of(host))]
    return f"{' and '.join(having)} {'have' if having[1:] else 'has'} it" if having else "no host has it"
