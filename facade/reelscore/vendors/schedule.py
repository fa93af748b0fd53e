"""When to poll a task next."""

from __future__ import annotations

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
