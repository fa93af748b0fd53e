"""How old a signed delivery may be, read from its headers before anything else of it; no I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from reelscore.errors import BadSignature, ReplayedDelivery
from reelscore.webhooks.store import WINDOW

_LONGEST_NONCE = 128
_LONGEST_STAMP = 12


@attrs.frozen(kw_only=True)
class Marks:
    """Headers of a signed delivery, in lower case."""

    time: str
    """Unix seconds; part of what is signed."""
    signature: str
    nonce: str = ""


_PIXVERSE = Marks(time="webhook-timestamp", nonce="webhook-nonce", signature="webhook-signature")
MARKS: Mapping[str, Marks] = {
    # PixVerse: how-to-use-webhook-1905378m0. Kie: common-api/webhook-verification.
    "pixverse.ai": _PIXVERSE,
    "pixverseai.cn": _PIXVERSE,
    "kie.ai": Marks(time="x-webhook-timestamp", signature="x-webhook-signature"),
}
"""By host; others say nothing of their time."""
UNSIGNED = frozenset({"sunoapi.org"})
"""Hosts that sign nothing: only the path token keeps strangers away."""


def check_marks(host: str, headers: Mapping[str, str], *, now: float) -> str:
    """Look at the headers of a delivery that must be signed, before its body is read.

    Args:
        host: name of the host whose delivery it is.
        headers: names in lower case.
        now: seconds since 1970.

    Returns:
        Its nonce; empty where the vendor sends none.

    Raises:
        BadSignature: a header is missing or unreadable.
        ReplayedDelivery: its time is more than 300 s away.
    """
    marks = MARKS.get(host)
    if marks is None:
        return ""
    stamp, nonce = headers.get(marks.time, ""), headers.get(marks.nonce, "") if marks.nonce else ""
    if not headers.get(marks.signature) or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _LONGEST_STAMP):
        raise BadSignature("the delivery is not signed, or its time is no number of seconds")
    if marks.nonce and not 0 < len(nonce) <= _LONGEST_NONCE:
        raise BadSignature("the delivery has no nonce")
    if abs(now - int(stamp)) > WINDOW:
        raise ReplayedDelivery(f"the delivery was signed {abs(now - int(stamp)):.0f} s away from now")
    return nonce
