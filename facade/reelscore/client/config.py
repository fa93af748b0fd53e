"""The options of a client, frozen: host, key, URLs, ledger, budget; read from arguments and environment."""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar, get_args
from urllib.parse import urlsplit

import attrs

from reelscore._attrs import frozen
from reelscore.client.keys import environment_for
from reelscore.client.task import RecoveredTask, checked_request
from reelscore.errors import ConfigurationError
from reelscore.flows.context import ClientContext, SubmitResult, Validation, WaitLimits, check_number, checked_timeout
from reelscore.flows.drivers import Clock, clock_of
from reelscore.flows.recovery import RecoveryItem
from reelscore.ledger import Ledger, find_ledger
from reelscore.ledger.budget import SANDBOX, Budget
from reelscore.ledger.records import account_fingerprint
from reelscore.pricing import Money, Quote
from reelscore.requests.request import Request, TaskRequest
from reelscore.transport.ssrf import is_loopback_url
from reelscore.vendors.coercion import identifier
from reelscore.vendors.family import Family, find_family
from reelscore.vendors.host import Host

H = TypeVar("H")
R = TypeVar("R")
T = TypeVar("T")
_SANDBOX_KEY = "sandbox-key"
_sandbox_ledgers: dict[int, Ledger] = {}
"""By the id of the sandbox."""


class Sandbox(Protocol):
    """What ``sandbox=`` takes: the vendors, simulated."""

    def base_url(self, host_name: str, /) -> str:
        """Return the simulated host's base URL."""
        ...

    def upload_url(self, host_name: str, /) -> str:
        """Return the simulated upload host's base URL."""
        ...


def _to_budget(value: Budget | Money | Decimal | float | None) -> Budget | None:
    if value is None or isinstance(value, Budget):
        return value
    if isinstance(value, Money):
        return Budget(money=value)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ConfigurationError(
            f"budget is {value!r}; it must be a number of credits, a Money or a Budget, such as Budget(500, per='day')"
        )
    return Budget(value)


def _as_given(value: str | Host | Family | None) -> Family:
    return value  # type: ignore[return-value]  # made a Family as soon as the vendor is known


_OWN_PARTS = {
    "connections", "context", "make_recovered", "make_task", "of_one_host", "parse_ref", "request_builder", "runtime",
}  # fmt: skip


@frozen(kw_only=True, eq=False, repr=False)
class ClientConfig(Generic[H]):
    """The options of a client; everything that is left out comes from the environment or the host.

    A client does not change after it was made: ``with_options`` makes a copy.
    """

    vendor: ClassVar[str] = ""
    of_one_host: ClassVar[tuple[str, ...]] = (
        "api_key", "base_url", "upload_url", "webhook_secret", "callback_url", "account",
    )  # fmt: skip
    """Options that a copy on another host does not inherit."""

    family: Family = attrs.field(default=None, converter=_as_given, alias="host", kw_only=False)
    """One of the vendor's hosts, by name or value, and what the vendor offers there."""
    api_key: str | None = attrs.field(default=None, repr=False)
    """The host's environment variable when left out."""
    account: str | None = None
    """A name of your own for the account, which survives a new key; the key's fingerprint when left out."""
    base_url: str | None = None
    upload_url: str | None = None
    timeout: float = 60.0
    """Seconds without a byte after which one HTTP exchange is given up; waits for tasks have their own."""
    http_client: H | None = None
    """A client of httpx to send with; its retrying transport, if it has one, would defeat every promise here."""
    ledger: Any = "default"
    """A ``Ledger``, a file, or None to keep nothing: a crash then loses what was paid for. "default" is the user's own
    ledger, or with ``sandbox=`` one that lives with the sandbox."""
    budget: Any = attrs.field(default=None, converter=_to_budget)
    """A ``Budget``, a ``Money``, or a number of credits."""
    slots: int | str | None = None
    """Tasks that the account may run at once, or the name of its plan in ``host.plans``: further submissions wait for a
    free slot, those of other processes on the ledger included. None submits and leaves the refusal to the vendor."""
    validate: Validation = "strict"
    """What broken rules do: stop the call, are logged, or are not looked for."""
    callback_url: str | None = None
    """Where the vendor reports, as ``reelscore.webhooks`` gives it; ``{intent}`` in it names the row in the ledger."""
    webhook_secret: str | None = attrs.field(default=None, repr=False)
    sandbox: Sandbox | None = None
    """Where to find the vendors, simulated; nothing reaches a real one."""
    environment: Mapping[str, str] | None = attrs.field(default=None, repr=False)
    """Read instead of the process's own."""
    clock: Clock | None = None
    """Time for waits; a sandbox's clients keep its pace."""
    connections: Any = attrs.field(default=None, repr=False)
    """Those of another client, to share them; ``with_options`` does."""
    context: ClientContext = attrs.field(init=False, repr=False)
    """What flows are told of this client."""
    urls: tuple[str, str] = attrs.field(init=False, repr=False)
    """Base URL and upload URL in use."""
    _key: str = attrs.field(init=False, repr=False)
    """The key in use; in no repr, log, error or ledger."""
    _time: Clock = attrs.field(init=False, repr=False)
    """The clock in use."""
    _parts: dict[str, Any] = attrs.field(init=False, factory=dict, repr=False)
    """Connections and transport, made on first use."""

    def __attrs_post_init__(self) -> None:
        check_number("timeout", self.timeout, least=sys.float_info.min, allowed="more than 0 seconds")
        self._check_types()
        family = self._find_family()
        object.__setattr__(self, "family", family)
        host, sandbox = family.host, self.sandbox
        environment = self._read_environment(host)
        base = self.base_url or (sandbox.base_url(host.name) if sandbox else environment.get(host.base_url_variable))
        upload = self.upload_url or (sandbox.upload_url(host.name) if sandbox else host.upload_url)
        given = {"base_url": base or host.base_url, "upload_url": upload}
        urls = tuple(_without_path(checked_url(url, name), family) for name, url in given.items())
        key = _checked_key(self.api_key or (_SANDBOX_KEY if sandbox else environment.get(host.key_variable)), host)
        account, here = self.account or account_fingerprint(host.name, urls[0], key=key), is_loopback_url(urls[0])
        if self.account and here:  # a trial must not answer for the real account of the same name
            account = self.account + SANDBOX
            if self.budget is not None and self.budget.account == self.account:
                object.__setattr__(self, "budget", attrs.evolve(self.budget, account=account))
        derived = {
            "urls": urls,
            "_key": key,
            "_time": self.clock or clock_of(sandbox),
            "ledger": self._find_ledger(environment),
            "context": ClientContext(
                family=family,
                account=account,
                sandbox=here,
                budget=self.budget,
                slots=max_running_tasks(self.slots, host),
                validate=self.validate,
                callback_url=self.callback_url or environment.get("REELSCORE_CALLBACK_URL"),
            ),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def _check_types(self) -> None:
        for name in ("api_key", "account", "base_url", "upload_url", "callback_url", "webhook_secret"):
            if not isinstance(given := getattr(self, name), str | None):
                raise ConfigurationError(f"{name} is a {type(given).__name__}; it must be a text")
        if self.sandbox is not None and not hasattr(self.sandbox, "base_url"):
            raise ConfigurationError(f"sandbox is {self.sandbox!r}; it is what reelscore.sandbox.running() gives")
        if self.validate not in get_args(Validation):
            words = ", ".join(get_args(Validation))
            raise ConfigurationError(f"validate is {self.validate!r}; it is one of {words}")

    def _read_environment(self, host: Host) -> Mapping[str, str]:
        if self.environment is not None:
            return self.environment
        return os.environ if self.api_key or self.sandbox else environment_for(host)

    def _find_ledger(self, environment: Mapping[str, str]) -> Ledger | None:
        if self.ledger != "default" or self.sandbox is None:
            return find_ledger(self.ledger, environment)
        return _ledger_of(self.sandbox)

    def _find_family(self) -> Family:
        """Return what the vendor offers on the host that was given, or on its first."""
        return find_family(self.vendor, self.family)

    @property
    def host(self) -> Host:
        """The host that its calls go to."""
        return self.family.host

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.family.name!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError(
            f"{self!r} holds connections and a key, which go into no file or process: make a client in each process; "
            "requests, results and tasks can be pickled"
        )

    def __copy__(self) -> Self:
        return self.with_options()

    def with_options(self, **changes: Any) -> Self:
        """Return a copy with other options, on the same connections; on another host without the first's key."""
        if "host" in changes and find_family(self.vendor, changes["host"]).host != self.host:
            changes = {**dict.fromkeys(self.of_one_host), **changes}
        if changes.get("sandbox", self.sandbox) is not self.sandbox and self.ledger is _ledger_of(self.sandbox):
            changes = {"ledger": "default", **changes}
        if "http_client" not in changes:
            changes["connections"] = self._connections()
        return attrs.evolve(self, **changes)

    def _connections(self) -> Any:
        """Return the connections that this client and its copies share."""
        return self.connections or self._parts.setdefault("connections", self._open_connections())

    def _open_connections(self) -> Any:
        raise NotImplementedError

    def quote(self, request: Request[Any]) -> Quote:
        """Price a request where this client would send it; nothing is sent, and an unknown price is never 0."""
        _ = self.family.operation(checked_request(request).operation)
        return request.quote(self.family)

    def __dir__(self) -> list[str]:
        """Names for those who use it; what its own parts ask of it is left out."""
        return sorted({*super().__dir__()} - _OWN_PARTS)

    def request_builder(self) -> Any:
        """Return the transport's view of this client: where calls go, and the key that they carry."""
        from reelscore.transport.http import RequestBuilder

        base_url, upload_url = self.urls
        return RequestBuilder(
            host=self.host, key=self._key, base_url=base_url, upload_url=upload_url, seconds=self.timeout
        )

    def make_task(self, kind: Callable[..., T], done: SubmitResult) -> T:
        """Make the handle of a task that was submitted."""
        return kind(
            client=self,
            operation=done.operation,
            id=done.task_id,
            request=done.request,
            quote=done.quote,
            intent=done.intent,
            just_submitted=done.just_submitted,
        )

    def make_recovered(self, kind: Callable[..., Any], item: RecoveryItem) -> RecoveredTask:
        """Make what the user sees of a recovery item."""
        row = item.row
        task = None
        if row.task_id:
            family = self.family.sibling(row.operation, row.place)
            task = kind(client=self, family=family, operation=row.operation, id=row.task_id, intent=row.intent)
            if item.progress is not None:
                task.update(item.progress)
        return RecoveredTask(
            intent=row.intent, operation=row.operation, action=item.action, task=task, note=item.note, row=row
        )

    def parse_ref(self, operation: str, id: str | None) -> tuple[Family, str, str]:  # noqa: A002 - the vendor's word
        """Read what ``task()`` takes: an operation and an id, or one reference."""
        if id is not None:
            return self.family, self.family.operation(operation).name, _checked_id(str(id))
        place, _, rest = operation.partition("/")
        name, _, found = rest.partition("/")
        if not found:
            raise ConfigurationError(
                f"{operation!r} is no reference; it looks like {self.family.name}/<operation>/<id>"
            )
        family = self.family.sibling(name, place)
        if family.host != self.host:
            raise ConfigurationError(f"{operation!r} is a task of {place}; this client talks to {self.host.name}")
        return family, family.operation(name).name, _checked_id(found)


def _checked_id(given: str) -> str:
    found = identifier(given)
    if not found:
        raise ConfigurationError(f"{given[:200]!r} is no id of a task; it is one printable word")
    return found


def _ledger_of(sandbox: Any) -> Ledger | None:
    """Return the ledger that lives with a sandbox; play money never stands in the user's own."""
    if sandbox is None:
        return None
    if id(sandbox) not in _sandbox_ledgers:
        _sandbox_ledgers[id(sandbox)] = find_ledger(None)
        weakref.finalize(sandbox, _sandbox_ledgers.pop, id(sandbox), None)
    return _sandbox_ledgers[id(sandbox)]


def wait_limits(timeout: float | None, wait_for_slot: float) -> WaitLimits:
    """Return how long a call may wait for room.

    Raises:
        ConfigurationError: a number is below 0.
    """
    checked_timeout(timeout)
    check_number("wait_for_slot", wait_for_slot, least=0, allowed="0 or more seconds")
    local = WaitLimits().local if timeout is None else timeout
    return WaitLimits(local=local, vendor_retry=min(wait_for_slot, local))


def check_concurrency(number: int) -> None:
    """Raise ConfigurationError for a number of calls at once that is below 1."""
    check_number("max_concurrency", number, least=1, allowed="a whole number, 1 or more", whole=True)


def max_running_tasks(slots: int | str | None, host: Host) -> int | None:
    """Return how many tasks may run at once: a number, or a plan of the host.

    Raises:
        ConfigurationError: the number is below 1, or no such plan has a published figure.
    """
    if isinstance(slots, str):
        known = {name: plan.slots for name, plan in host.plans.items() if plan.slots}
        if slots not in known:
            raise ConfigurationError(f"slots is {slots!r}; {host.name} tells them for {', '.join(known) or 'no plan'}")
        return known[slots]
    if slots is not None:
        check_number("slots", slots, least=1, allowed="a whole number, 1 or more, or the name of a plan", whole=True)
    return slots


def require_task(request: TaskRequest[R]) -> TaskRequest[R]:
    """Return a request that starts a task."""
    if not isinstance(checked_request(request), TaskRequest):
        raise ConfigurationError(f"{type(request).__name__} starts no task; use run(), it is answered at once")
    return request


def checked_url(url: str, what: str) -> str:
    """Return a base URL without its last slash, and without blanks around it.

    Raises:
        ConfigurationError: it is not https, and not on this very machine, cannot be, or has a query or a fragment.
    """
    url = url.strip()
    try:
        scheme, host, port, here = (parts := urlsplit(url)).scheme, parts.hostname, parts.port, is_loopback_url(url)
    except ValueError as error:
        raise ConfigurationError(f"{what} is {url!r}: {error}") from error
    if port == 0 or not url.isprintable():
        raise ConfigurationError(f"{what} is {url!r}; it must be one line, and its port 1 to 65535")
    if not host or not (scheme == "https" or (scheme == "http" and here)):
        raise ConfigurationError(f"{what} is {url!r}; it must be https, or http on the loopback address")
    if "?" in url or "#" in url:
        raise ConfigurationError(f"{what} is {url!r}; it must end with a host or a path, without '?' and '#'")
    return url.rstrip("/")


def _without_path(url: str, family: Family) -> str:
    """Take off the path that the vendor's pages print behind the host: each call brings it along.

    Behind a gateway's own path it is known by its second word: "/v1" alone might be the gateway's.
    """
    path = urlsplit(url).path
    words = [word for word in path.split("/") if word]
    base = url.removesuffix(path)
    for start in range(len(words)):
        tail = "/" + "/".join(words[start:])
        repeated = any(operation.path.startswith(f"{tail}/") for operation in family.operations.values())
        if repeated and (start == 0 or len(words) > start + 1):
            return "/".join((base, *words[:start]))
    return "/".join((base, *words))


def _checked_key(given: str | None, host: Host) -> str:
    key = (given or "").strip()
    if not key:
        raise ConfigurationError(
            f"{host.name} needs a key: pass api_key=, set {host.key_variable} or run reelscore init; "
            f"keys are made at {host.key_page}"
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigurationError(f"the key for {host.name} holds characters that no key has")
    return key
