"""Webhooks of PixVerse: three signatures that its pages describe, and what a delivery says; keeps nothing, has no clock.

Samples disagree on what is signed: the form-encoded fields in the order of the body, the same sorted by name, or the
percent-encoded body. Any of the three is taken, each compared in constant time.

Source:
    Webhook guide of pixverse.ai (2026-05), and a client of 2026-09-18.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import attrs

from reelscore.errors import BadSignature, ReplayedDelivery, WebhookError
from reelscore.pixverse import reading

WINDOW_SECONDS = 300.0
"""How far the time of a delivery may be off."""
REPLY = b"ok"
"""What the vendor wants to hear, with HTTP 200; anything else and it sends again."""
_UNESCAPED = "-_.!~*'()"


@attrs.frozen
class Stamp:
    """When a delivery was sent, and its number used once."""

    time: float
    """Unix seconds."""
    nonce: str


def stamp(headers: Mapping[str, str]) -> Stamp | None:
    """Read time and nonce; None where a header is missing or no number."""
    named = {name.lower(): value for name, value in headers.items()}
    try:
        moment = float(named.get("webhook-timestamp", ""))
    except ValueError:
        return None
    nonce = named.get("webhook-nonce", "")
    return Stamp(moment, nonce) if nonce else None


def check_fresh(headers: Mapping[str, str], *, now: float) -> Stamp:
    """Raise ReplayedDelivery when the time of a delivery is more than 300 s off; remember its nonce yourself."""
    found = stamp(headers)
    if found is None:
        raise BadSignature("the delivery has no time or nonce")
    if not abs(now - found.time) <= WINDOW_SECONDS:
        raise ReplayedDelivery(f"the delivery was sent {abs(now - found.time):.0f} s away from now")
    return found


def signatures(headers: Mapping[str, str], body: bytes, *, secret: str) -> tuple[str, ...]:
    """Compute what the signature may be, in each of the documented ways."""
    named = {name.lower(): value for name, value in headers.items()}
    head = f"{named.get('webhook-timestamp', '')}\n{named.get('webhook-nonce', '')}\n".encode()
    return tuple(_signature(secret, head + text.encode()) for text in signed_texts(body))


def signed_texts(body: bytes) -> tuple[str, ...]:
    """Give the payload as it may have been signed: fields in order, fields sorted, the body itself."""
    raw = body.decode("utf-8", "replace")
    whole = quote(raw, safe=_UNESCAPED)
    try:
        # Numbers keep their digits: 10.5 and 10.50 are signed as they stand.
        fields = json.loads(raw, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return (whole,)
    if not isinstance(fields, dict):
        return (whole,)
    pairs = [(str(name), _written(value)) for name, value in fields.items()]
    return urlencode(pairs), urlencode(sorted(pairs)), whole


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _signature(secret: str, text: bytes) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), text, hashlib.sha256)).decode()


def verify(headers: Mapping[str, str], body: bytes, *, secret: str) -> None:
    """Raise BadSignature unless the signature fits in one of the documented ways."""
    named = {name.lower(): value for name, value in headers.items()}
    given = named.get("webhook-signature", "").strip().encode("utf-8", "replace")
    # Each is compared, also after one fits: the time tells nothing.
    fits = [hmac.compare_digest(given, made.encode()) for made in signatures(headers, body, secret=secret)]
    if not any(fits):
        raise BadSignature("the signature is missing or does not fit the body")


def fields_of(body: bytes) -> Mapping[str, Any]:
    """Read the body of a delivery."""
    found = reading.parsed(body)
    if not isinstance(found, Mapping):
        raise WebhookError("the delivery is no JSON object")
    return found
