"""What both kinds of client are told: host, key, URLs, ledger, budget; read from arguments and environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, TypeVar, cast
from urllib.parse import urlsplit

import attrs

from reelscore.client.task import Outcome, RecoveredTask
from reelscore.errors import ConfigurationError
from reelscore.flows.clocks import clock_for
from reelscore.flows.context import ClientContext, SubmitResult, Validation, WaitLimits
from reelscore.flows.drivers import Clock
from reelscore.flows.recovery import RecoveryItem
from reelscore.ledger import Ledger, find_ledger
from reelscore.ledger.budget import Budget
from reelscore.ledger.records import account_fingerprint
from reelscore.requests.request import TaskRequest
from reelscore.transport.ssrf import is_loopback_url
from reelscore.vendors.host import Host, default_host, find_host

if TYPE_CHECKING:
    from reelscore.transport.http import RequestBuilder

R = TypeVar("R")
T = TypeVar("T")
_SANDBOX_KEY = "sandbox-key"


class Sandbox(Protocol):
    """What ``sandbox=`` takes: the vendors, simulated."""

    def base_url(self, host_name: str, /) -> str:
        """Give the simulated host's base URL."""
        ...

    def upload_url(self, host_name: str, /) -> str:
        """Give the simulated upload host's base URL."""
        ...


def _default_host(client: Any) -> Host:
    return default_host(client.vendor)


def _default_clock(client: Any) -> Clock:
    return clock_for(client.sandbox)


@attrs.define(kw_only=True, eq=False, repr=False)
class ClientConfig:
    """The options of a client; everything that is left out comes from the environment or the host."""

    vendor: ClassVar[str] = ""

    host: Host = attrs.field(default=attrs.Factory(_default_host, takes_self=True), converter=find_host, kw_only=False)
    """One of the vendor's hosts, by name or value."""
    api_key: str | None = None
    """The host's environment variable when left out."""
    base_url: str | None = None
    upload_url: str | None = None
    timeout: float = 60.0
    """Seconds without a byte after which one HTTP exchange is given up; waits for tasks have their own."""
    http_client: Any = None
    """A client of httpx to send with; its retrying transport, if it has one, would defeat every promise here."""
    ledger: Ledger | str | os.PathLike[str] | None = "default"
    """A value or a file. None keeps nothing: a crash then loses what was paid for."""
    budget: Budget | None = None
    slots: int | str | None = None
    """Tasks that the account may run at once, or the name of its plan in ``host.plans``: further submissions wait for a
    free slot, those of other processes on the ledger included. None submits and leaves the refusal to the vendor."""
    validate: Validation = "strict"
    """What broken rules do: stop the call, are logged, or are not looked for."""
    callback_url: str | None = None
    """Where the vendor reports, as ``reelscore.webhooks`` gives it; ``{intent}`` in it names the row in the ledger."""
    webhook_secret: str | None = None
    sandbox: Sandbox | None = None
    """Where to find the vendors, simulated; nothing reaches a real one."""
    environment: Mapping[str, str] | None = None
    """Read instead of the process's own."""
    clock: Clock = attrs.field(default=attrs.Factory(_default_clock, takes_self=True))
    """Time for waits; a sandbox's clients keep its pace."""
    terms: ClientContext = attrs.field(init=False)
    """What flows are told of this client."""
    key: str = attrs.field(init=False, default="")
    """The key in use; in no repr, log, error or ledger."""

    def __attrs_post_init__(self) -> None:
        environment = os.environ if self.environment is None else self.environment
        self.key = self._find_key(environment)
        self.ledger = find_ledger(self.ledger, environment)
        self.terms = ClientContext(
            host=self.host,
            account=account_fingerprint(self.host.name, self._base(environment), key=self.key),
            budget=self.budget,
            slots=max_running_tasks(self.slots, self.host),
            validate=self.validate,
            callback_url=self.callback_url or environment.get("REELSCORE_CALLBACK_URL"),
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.host.name!r})"

    def with_options(self, **changes: Any) -> Self:
        """Give a copy with other options, on the same connections."""
        return attrs.evolve(self, **changes)

    @property
    def urls(self) -> tuple[str, str]:
        """Base URL and upload URL, as they are used."""
        environment = os.environ if self.environment is None else self.environment
        upload = self.upload_url or (self.sandbox.upload_url(self.host.name) if self.sandbox else self.host.upload_url)
        return self._base(environment), checked_url(upload, "upload_url")

    def _base(self, environment: Mapping[str, str]) -> str:
        named = self.base_url or (self.sandbox.base_url(self.host.name) if self.sandbox else None)
        url = named or environment.get(self.host.base_url_variable) or self.host.base_url
        return checked_url(url, "base_url")

    def _find_key(self, environment: Mapping[str, str]) -> str:
        given = self.api_key or (_SANDBOX_KEY if self.sandbox else environment.get(self.host.key_variable))
        key = (given or "").strip()
        if not key:
            raise ConfigurationError(
                f"{self.host.name} needs a key: pass api_key= or set {self.host.key_variable}; "
                f"keys are made at {self.host.key_page}"
            )
        if not key.isascii() or not key.isprintable() or " " in key:
            raise ConfigurationError(f"the key for {self.host.name} holds characters that no key has")
        return key

    @property
    def books(self) -> Ledger:
        """The ledger in use."""
        return cast("Ledger", self.ledger)

    def route(self) -> RequestBuilder:
        """Tell the transport where calls go."""
        from reelscore.transport.http import RequestBuilder

        base_url, upload_url = self.urls
        return RequestBuilder(
            host=self.host, key=self.key, base_url=base_url, upload_url=upload_url, seconds=self.timeout
        )

    def handle(self, kind: Callable[..., T], receipt: SubmitResult) -> T:
        """Make the handle of a task that was just submitted."""
        return kind(
            client=self,
            operation=receipt.operation,
            id=receipt.task_id,
            request=receipt.request,
            quote=receipt.quote,
            intent=receipt.intent,
            fresh=receipt.new,
        )

    def recovered(self, kind: Callable[..., Any], finding: RecoveryItem) -> RecoveredTask:
        """Make what the user sees of a finding."""
        row = finding.row
        task = kind(client=self, operation=row.operation, id=row.task_id, intent=row.intent) if row.task_id else None
        if task is not None and finding.progress is not None:
            task.seen(finding.progress)
        return RecoveredTask(
            intent=row.intent, operation=row.operation, action=finding.action, task=task, note=finding.note, row=row
        )

    def patience(self, timeout: float | None, wait_for_slot: float) -> WaitLimits:
        """Tell how long a call may wait for room."""
        own = WaitLimits().own if timeout is None else timeout
        return WaitLimits(own=own, vendor=min(wait_for_slot, own))

    def named(self, operation: str, id: str | None) -> tuple[str, str]:  # noqa: A002 - the vendor's word
        """Read what ``task()`` takes: an operation and an id, or one reference."""
        if id is not None:
            return self.host.operation(operation).name, id
        host, _, rest = operation.partition("/")
        name, _, found = rest.partition("/")
        if not found:
            raise ConfigurationError(f"{operation!r} is no reference; it looks like {self.host.name}/<operation>/<id>")
        if host != self.host.name:
            raise ConfigurationError(f"{operation!r} is a task of {host}; this client talks to {self.host.name}")
        return self.host.operation(name).name, found


def max_running_tasks(slots: int | str | None, host: Host) -> int | None:
    """Read how many tasks may run at once: a number, or a plan of the host.

    Raises:
        ConfigurationError: the number is below 1, or no such plan has a published figure.
    """
    if isinstance(slots, str):
        known = {name: plan.slots for name, plan in host.plans.items() if plan.slots}
        if slots not in known:
            raise ConfigurationError(f"slots is {slots!r}; {host.name} tells them for {', '.join(known) or 'no plan'}")
        return known[slots]
    if slots is not None and slots < 1:
        raise ConfigurationError(f"slots is {slots}; it must be 1 or more")
    return slots


def require_task(request: TaskRequest[R]) -> TaskRequest[R]:
    """Give a request back that starts a task."""
    if not isinstance(request, TaskRequest):
        raise ConfigurationError(f"{type(request).__name__} starts no task; use run(), it is answered at once")
    return request


def remaining(timeout: float | None, spent: float) -> float | None:
    """Tell what is left of a timeout in seconds."""
    return None if timeout is None else max(0.0, timeout - spent)


def outcome_of(error: BaseException) -> Outcome[Any]:
    """Keep an error as an outcome; an interrupt is none."""
    if not isinstance(error, Exception):
        raise error
    return Outcome(error=error)


def checked_url(url: str, what: str) -> str:
    """Give a base URL without its last slash.

    Raises:
        ConfigurationError: it is not https, and not on this very machine.
    """
    try:
        scheme, host, here = urlsplit(url).scheme, urlsplit(url).hostname, is_loopback_url(url)
    except ValueError:
        scheme, host, here = "", None, False
    if not host or not (scheme == "https" or (scheme == "http" and here)):
        raise ConfigurationError(f"{what} is {url!r}; it must be https, or http on the loopback address")
    return url.rstrip("/")
