"""Signed webhooks: which headers carry signature, time and nonce; HMAC-SHA256, compared in constant time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reelscore._attrs import frozen
from reelscore.errors import BadSignature, ReplayedDelivery

_MAX_NONCE = 128
_MAX_TIME = 12


@frozen(kw_only=True)
class SignatureHeaders:
    """Names of the headers of a signed webhook, in lower case; empty where the vendor sends none."""

    signature: str
    time: str = ""
    """Unix seconds; part of what is signed."""
    nonce: str = ""
    """Number used once; part of what is signed."""
    window: float = 300.0
    """Seconds that the signed time may be off, either way."""

    def check_timestamp(self, headers: Mapping[str, str], *, now: float) -> str:
        """Check that a delivery is signed and fresh, before its body is read; the signature itself is not verified.

        Args:
            headers: names in lower case.
            now: seconds since 1970.

        Returns:
            The nonce; empty where the vendor sends none.

        Raises:
            BadSignature: a header is missing or unreadable.
            ReplayedDelivery: the signed time is outside of the window.
        """
        if not headers.get(self.signature):
            raise BadSignature("the delivery is not signed")
        nonce = headers.get(self.nonce, "") if self.nonce else ""
        if self.nonce and not 0 < len(nonce) <= _MAX_NONCE:
            raise BadSignature("the delivery has no nonce")
        if not self.time:
            return nonce
        stamp = headers.get(self.time, "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _MAX_TIME):
            raise BadSignature("the time of the delivery is no number of seconds")
        if abs(now - int(stamp)) > self.window:
            raise ReplayedDelivery(f"the delivery was signed {abs(now - int(stamp)):.0f} s away from now")
        return nonce


def hmac_sha256(secret: str, signed: bytes) -> str:
    """Return the Base64 of HMAC-SHA256."""
    import base64  # only who receives webhooks needs it
    import hmac

    return base64.b64encode(hmac.digest(secret.encode("utf-8", "replace"), signed, "sha256")).decode("ascii")


def matches(given: str, expected: Iterable[str]) -> bool:
    """Return whether a signature is one of the expected ones; each is compared, so the time tells nothing."""
    import hmac

    told = given.strip().encode("utf-8", "replace")
    return any([hmac.compare_digest(told, made.encode()) for made in expected])  # noqa: C419 - a list compares all
