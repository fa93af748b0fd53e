"""Log refusals without secrets and without filling the disk: one line per host and status every ten seconds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import attrs

EVERY_SECONDS = 10.0
logger = logging.getLogger("reelscore.webhooks")


@attrs.define(eq=False)
class Complaints:
    """Counts refusals, and says a line where one is due."""

    now: Callable[[], float] = time.monotonic
    _silent: dict[tuple[str, int], tuple[float, int]] = attrs.field(factory=dict, init=False)
    """When the last line was said, and how many came since; as many keys as there are hosts and statuses."""

    def hear(self, host: str, status: int, *, why: str) -> None:
        """Note a refusal; *why* is our own text, never the sender's."""
        now, key = self.now(), (host, status)
        said, count = self._silent.get(key, (float("-inf"), 0))
        if now - said < EVERY_SECONDS:
            self._silent[key] = (said, count + 1)
            return
        more = f" ({count} like it were not logged)" if count else ""
        logger.warning("a delivery for %s was refused with %d: %s%s", host, status, why, more)
        self._silent[key] = (now, 0)
