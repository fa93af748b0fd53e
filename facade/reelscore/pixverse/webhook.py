"""Webhooks of PixVerse: three signatures that its pages describe; keeps nothing, has no clock.

Samples disagree on what is signed: the form-encoded fields in the order of the body, the same sorted by name, or the
percent-encoded body. Any of the three is taken.

Source:
    Webhook guide of pixverse.ai (2026-05), and a client of 2026-09-18.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from reelscore._attrs import frozen
from reelscore.errors import BadSignature, ReplayedDelivery, WebhookError
from reelscore.vendors import coercion
from reelscore.vendors.signatures import header, hmac_sha256, matches

WINDOW_SECONDS = 300.0
"""How far the time of a delivery may be off."""
REPLY = b"ok"
"""What the vendor wants to hear, with HTTP 200; anything else and it sends again."""
_UNESCAPED = "-_.!~*'()"


@frozen
class Stamp:
    """When a delivery was sent, and its number used once."""

    time: float
    """Unix seconds."""
    nonce: str


def check_fresh(headers: Mapping[str, str], *, now: float) -> Stamp:
    """Raise ReplayedDelivery when the time of a delivery is more than 300 s off; remember its nonce yourself."""
    time, nonce = coercion.number(header(headers, "webhook-timestamp")), header(headers, "webhook-nonce")
    if time is None or not nonce:
        raise BadSignature("the delivery has no time or nonce")
    if not abs(now - time) <= WINDOW_SECONDS:
        raise ReplayedDelivery(f"the delivery was sent {abs(now - time):.0f} s away from now")
    return Stamp(time, nonce)


def signatures(headers: Mapping[str, str], body: bytes, *, secret: str) -> tuple[str, ...]:
    """Compute what the signature may be, in each of the documented ways."""
    head = f"{header(headers, 'webhook-timestamp')}\n{header(headers, 'webhook-nonce')}\n"
    return tuple(hmac_sha256(secret, (head + each).encode("utf-8", "replace")) for each in signed_texts(body))


def signed_texts(body: bytes) -> tuple[str, ...]:
    """Return the payload as it may have been signed: fields in order, fields sorted, the body itself."""
    raw = body.decode("utf-8", "replace")
    whole = quote(raw, safe=_UNESCAPED)
    try:
        # Numbers keep their digits: 10.5 and 10.50 are signed as they stand.
        fields = json.loads(raw, parse_float=str, parse_int=str)
        if not isinstance(fields, dict):
            return (whole,)
        pairs = [(str(name), _written(value)) for name, value in fields.items()]
        return urlencode(pairs, errors="replace"), urlencode(sorted(pairs), errors="replace"), whole
    except (ValueError, RecursionError):
        return (whole,)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def verify(headers: Mapping[str, str], body: bytes, *, secret: str) -> None:
    """Raise BadSignature unless the signature fits in one of the documented ways."""
    if not matches(header(headers, "webhook-signature"), signatures(headers, body, secret=secret)):
        raise BadSignature("the signature is missing or does not fit the body")


def fields_of(body: bytes) -> Mapping[str, Any]:
    """Read the body of a delivery."""
    found = coercion.parsed(body)
    if not isinstance(found, Mapping):
        raise WebhookError("the delivery is no JSON object")
    return found
