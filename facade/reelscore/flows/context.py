"""What a flow knows of the client that runs it, and what a submission returns; values only."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs

from reelscore._attrs import frozen
from reelscore.effects import HttpResponse
from reelscore.errors import ConfigurationError
from reelscore.ledger.budget import SANDBOX, Budget
from reelscore.pricing import Quote
from reelscore.requests.request import Request
from reelscore.vendors.family import Accepted, CallOutcome, Family
from reelscore.vendors.host import Host, Limits

Validation: TypeAlias = Literal["strict", "warn", "off"]


@frozen(kw_only=True)
class ClientContext:
    """What a flow knows of the client that runs it."""

    family: Family
    """The operations that it runs, on their host."""
    account: str = ""
    """The client's name for its account, or the fingerprint of address and key."""
    sandbox: bool = False
    """Whether its calls stay on this machine: what they cost is play money, and counts in no real sum."""
    budget: Budget | None = None
    validate: Validation = "strict"
    callback_url: str | None = None
    """``{intent}`` in it becomes the id of the call's row, so that a lost submission is known by its webhook."""
    slots: int | None = None
    """Tasks that may run at once on the account's plan; None keeps the host's figure."""
    files: Mapping[str, str] = attrs.field(factory=dict)
    """Fingerprints of the files of the request at hand, by place: part of the request's fingerprint."""
    new_id: Callable[[], str] = lambda: str(uuid.uuid4())
    """Makes the id of a row, which is also the trace id of its call."""

    @property
    def host(self) -> Host:
        """The host that calls go to."""
        return self.family.host

    @property
    def unit(self) -> str:
        """What its credits are counted in."""
        return self.host.unit + SANDBOX if self.sandbox else self.host.unit

    @property
    def limits(self) -> Limits:
        """The host's limits, with the slots of the account's plan."""
        return self.host.limits if self.slots is None else attrs.evolve(self.host.limits, slots=self.slots)

    def interpret(self, operation: str, response: HttpResponse) -> CallOutcome:
        """Interpret a response by its body, with the pause that its headers ask for."""
        outcome = self.family.verdict(operation, response.status, response.payload)
        if outcome.error is not None and outcome.error.retry_after is None:
            outcome.error.retry_after = response.retry_after
        return outcome

    def interpret_paid(self, operation: str, response: HttpResponse) -> CallOutcome:
        """Interpret the response to a call that is sent once; one that starts no task names none, whatever it says."""
        outcome = self.interpret(operation, response)
        if isinstance(outcome, Accepted) and self.family.operation(operation).kind != "task":
            return Accepted(data=outcome.data, charge=outcome.charge)
        return outcome


@frozen(kw_only=True)
class SubmitResult:
    """What is known of a call that the vendor accepted."""

    intent: str
    operation: str
    request: Request[Any]
    quote: Quote | None
    task_id: str | None = None
    data: Any = None
    """The inner object of the answer."""
    charge: Decimal | None = None
    just_submitted: bool = True
    """False: an idempotency key led to a task that was there already."""


@frozen(kw_only=True)
class WaitLimits:
    """How many seconds a call may wait for room before it is sent, or sent anew."""

    local: float = 7200.0
    """Under the limits that this package keeps for the account; nothing was sent."""
    vendor_retry: float = 0.0
    """After the vendor refused because too much is running: the call is sent anew, under a new intent. 0 raises."""


def check_number(name: str, value: object, *, least: float, allowed: str, whole: bool = False) -> None:
    """Raise ConfigurationError for an option that is no number, or below *least*."""
    kinds = int if whole else (int, float, Decimal)
    if isinstance(value, bool) or not isinstance(value, kinds) or not value >= least:
        raise ConfigurationError(f"{name} is {value!r}; it must be {allowed}")


def checked_timeout(timeout: float | None) -> float | None:
    """Return a timeout in seconds.

    Raises:
        ConfigurationError: it is below 0, or no number.
    """
    if timeout is not None:
        check_number("timeout", timeout, least=0, allowed="0 or more seconds, or None")
    return timeout
