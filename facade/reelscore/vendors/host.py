"""A host: an address and an account, with its key, limits, credits, plans and webhooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from reelscore._attrs import frozen
from reelscore.effects import Flow
from reelscore.errors import BadSignature, ConfigurationError
from reelscore.pricing import Plan
from reelscore.vendors.signatures import SignatureHeaders, hmac_sha256, matches


@frozen(kw_only=True)
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


@frozen(kw_only=True)
class UsageCharge:
    """One entry of a vendor's log of charges."""

    at: float
    """Seconds since 1970."""
    credits: Decimal
    operations: frozenset[str] = frozenset()
    """What it may be for; empty where the entry does not say."""
    name: str = ""
    """The vendor's id of it; it may or may not be the task's."""


@frozen(kw_only=True)
class Host:
    """An address and an account: what all operations there have in common."""

    name: str
    """Its name, such as "example.com"."""
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
    """What its credits are, where hosts share one; else they are the host's own."""
    replays: bool = False
    """Whether a call sent again with its old trace id is answered with the first result and no new charge."""
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
    def unit(self) -> str:
        """What its credits are counted in: sums are only ever of one unit."""
        return self.credit_unit or self.name

    def headers(self, key: str, trace_id: str) -> dict[str, str]:
        """Headers that carry the key and, where the host takes one, the trace id."""
        return {"Authorization": f"Bearer {key}"}

    def alternative_urls(self, url: str) -> tuple[str, ...]:
        """Return other spellings of a file's URL, to be tried where the vendor's own is not found."""
        return ()

    def signed_texts(self, headers: Mapping[str, str], body: bytes, task_id: str) -> tuple[str, ...]:
        """Return what the signature of a webhook may be over; names of headers are in lower case."""
        return ()

    def verify(self, headers: Mapping[str, str], body: bytes, task_id: str, *, secret: str) -> None:
        """Check the signature of a webhook; its age is ``SignatureHeaders.check_timestamp``'s.

        Args:
            headers: in any case of letters.
            body: as it came.
            task_id: that the body names.
            secret: of the account's webhooks.

        Raises:
            BadSignature: it is missing or does not fit.
            ConfigurationError: the host signs nothing.
        """
        if self.webhook_headers is None:
            raise ConfigurationError(f"{self.name} signs no callbacks: leave the secret out, and look at the task")
        told = {name.lower(): value for name, value in headers.items()}
        given = told.get(self.webhook_headers.signature, "")
        if not given:
            raise BadSignature("the delivery carries no signature: make a key for webhooks in the account's settings")
        texts = self.signed_texts(told, body, task_id)
        if not matches(given, [hmac_sha256(secret, each.encode("utf-8", "replace")) for each in texts]):
            raise BadSignature("the signature does not fit the delivery")

    def usage_charges(self, context: Any, *, start: float, end: float) -> Flow[Sequence[UsageCharge]] | None:
        """Read the vendor's log of charges of a period, as a flow; None where the vendor has none.

        Args:
            context: the client's ``ClientContext``.
            start: seconds since 1970.
            end: likewise.
        """
        return None
