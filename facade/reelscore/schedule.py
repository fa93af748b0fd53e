"""When to look at a task next: polling schedules as data."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Schedule:
    """Waits between looks, in seconds.

    The first look comes after ``first``; then ``steps`` are waited one after the other, the last of them again and
    again, never longer than ``ceiling``. A wait without a timeout of its own ends after ``timeout``.
    """

    first: float = 3.0
    steps: tuple[float, ...] = (3.0,)
    ceiling: float = 30.0
    timeout: float = 7200.0

    def pause(self, looks: int) -> float:
        """Seconds to wait before look number *looks* (0 is the first)."""
        if looks <= 0:
            return self.first
        return min(self.steps[min(looks, len(self.steps)) - 1], self.ceiling)
