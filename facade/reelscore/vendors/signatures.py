"""Webhook signatures: HMAC-SHA256 in Base64, compared in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping


def hmac_sha256(secret: str, signed: bytes) -> str:
    """Return the Base64 of HMAC-SHA256."""
    return base64.b64encode(hmac.digest(secret.encode("utf-8", "replace"), signed, hashlib.sha256)).decode("ascii")


def matches(given: str, expected: Iterable[str]) -> bool:
    """Return whether a signature is one of the expected ones; each is compared, so the time tells nothing."""
    told = given.strip().encode("utf-8", "replace")
    return any([hmac.compare_digest(told, made.encode()) for made in expected])  # noqa: C419 - a list compares all


def header(headers: Mapping[str, str], name: str) -> str:
    """Return a header, whatever the case of its name; empty where it is missing."""
    return next((value for key, value in headers.items() if key.lower() == name), "")
