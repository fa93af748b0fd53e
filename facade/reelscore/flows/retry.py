"""Pauses before a repeat: exponential backoff with jitter."""

from __future__ import annotations

import hashlib

_LONGEST_PAUSE = 30.0


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
