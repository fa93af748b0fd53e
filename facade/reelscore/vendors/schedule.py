"""When to look at a task next, and how long to pause before a repeat: schedules as data."""

from __future__ import annotations

import hashlib
from bisect import bisect_right

import attrs


@attrs.frozen(kw_only=True)
class Schedule:
    """Waits between looks, in seconds.

    The first look comes after ``first``; then ``steps`` are waited one after the other, the last of them again and
    again, never longer than ``ceiling``. A wait without a timeout of its own ends after ``timeout``. A schedule that was
    learned goes by the task's age instead: it looks at each of ``ages``, and later than that ever less often.
    """

    first: float = 3.0
    steps: tuple[float, ...] = (3.0,)
    ceiling: float = 30.0
    timeout: float = 7200.0
    ages: tuple[float, ...] = ()
    """Seconds since the task was submitted, rising; ``learning.py`` makes them."""
    least: float = 0.0
    """No two looks at ``ages`` are closer than this, however long a look takes."""
    age: float | None = None
    """Seconds since the task was submitted, when the wait begins; None where nobody knows."""

    def pause(self, looks: int, *, waited: float = 0.0) -> float:
        """Seconds to wait before look number *looks* (0 is the first), *waited* seconds after the wait began."""
        if self.ages:
            return max(self.least, self._until_next((self.age or 0.0) + waited))
        if looks <= 0:
            return self.first
        return min(self.steps[min(looks, len(self.steps)) - 1], self.ceiling)

    def _until_next(self, age: float) -> float:
        last = self.ages[-1]
        if age < last:
            return self.ages[bisect_right(self.ages, age)] - age
        gap = last - self.ages[-2] if len(self.ages) > 1 else last
        return min(self.ceiling, gap + _GROWTH * (age - last))


_GROWTH = 0.1
"""Of the time past what is known: a task that takes ten times as long costs some 25 looks more, each at most 10 % late."""
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
