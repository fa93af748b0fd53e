"""When to poll a task next, and how long to pause before a repeat."""

from __future__ import annotations

import hashlib

import attrs


@attrs.frozen(kw_only=True)
class Schedule:
    """Waits between polls, in seconds.

    The first poll comes after ``first``; then ``steps`` are waited one after the other, the last of them again and
    again, never longer than ``ceiling``. A wait without a timeout of its own ends after ``timeout``.
    """

    first: float = 3.0
    steps: tuple[float, ...] = (3.0,)
    ceiling: float = 30.0
    timeout: float = 7200.0

    def pause(self, polls: int) -> float:
        """Return the seconds to wait before poll number *polls* (0 is the first)."""
        return self.first if polls <= 0 else min(self.steps[min(polls, len(self.steps)) - 1], self.ceiling)


_LONGEST_PAUSE = 30.0


def backoff(tries: int, asked: float | None = None, *, seed: str = "") -> float:
    """Give the seconds before a repeat: doubling from half a second, spread so that callers do not march in step.

    Args:
        tries: how many have failed before, 0 for the first.
        asked: what the vendor asks for; never less than this is waited.
        seed: the spread follows from it, so that a flow stays a pure function.

    Returns:
        Seconds, at most 30 where the vendor does not ask for more.
    """
    digest = hashlib.blake2b(f"{seed}:{tries}".encode("utf-8", "replace"), digest_size=4).digest()
    spread = int.from_bytes(digest, "big") / 2**32
    pause = min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(tries, 10)) * (0.75 + spread / 2)
    return max(pause, asked * (1 + spread / 4)) if asked else min(pause, _LONGEST_PAUSE)
