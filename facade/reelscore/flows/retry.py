"""Pauses before a repeat: exponential backoff with jitter, and Retry-After in both of its forms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST_PAUSE = 30.0
_A_DAY = 86_400.0


def backoff(tries: int, asked: float | None = None, *, seed: str = "") -> float:
    """Return the seconds before a repeat: doubling from half a second, with jitter so that callers spread.

    Args:
        tries: how many have failed before, 0 for the first.
        asked: what the vendor asks for; never less than this is waited.
        seed: the jitter follows from it, so that a flow stays a pure function.

    Returns:
        Seconds, at most 30 where the vendor does not ask for more.
    """
    digest = hashlib.blake2b(f"{seed}:{tries}".encode("utf-8", "replace"), digest_size=4).digest()
    jitter = int.from_bytes(digest, "big") / 2**32
    pause = min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(tries, 10)) * (0.75 + jitter / 2)
    return max(pause, asked * (1 + jitter / 4)) if asked else min(pause, _LONGEST_PAUSE)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that Retry-After asks for, written as a number or as an HTTP date.

    Args:
        headers: names in lower case. A date is held against the server's own Date, else against this machine's clock.

    Returns:
        None where it is missing, unreadable or over a day.

    >>> retry_after({"retry-after": "7"})
    7.0
    >>> retry_after({"retry-after": "Sun, 01 Nov 2026 00:00:07 GMT", "date": "Sun, 01 Nov 2026 00:00:00 GMT"})
    7.0
    """
    text = headers.get("retry-after", "").strip()
    try:
        if text[:1].isdigit():
            seconds = float(text)
        else:
            now = _date(headers["date"]) if "date" in headers else datetime.now(UTC)
            seconds = (_date(text) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return max(seconds, 0.0) if seconds < _A_DAY else None


def _date(text: str) -> datetime:
    found = parsedate_to_datetime(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
