"""A task of a vendor as a list of stages, each with the second at which it begins."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import attrs

SUCCEEDED: Final = "succeeded"
FAILED: Final = "failed"
MODERATED: Final = "moderated"
REFUNDED: Final = frozenset({FAILED, MODERATED})

Facts = dict[str, Any]
"""Plain JSON values; each vendor keeps in it what its answers need."""


@attrs.define(eq=False, kw_only=True)
class Task:
    """One task. Nothing ticks: what it is now follows from the clock and its stages."""

    id: int | str
    host: str
    key: str
    operation: str
    created: float
    """Unix seconds of the sandbox clock."""
    stages: tuple[tuple[float, str], ...]
    """Seconds after creation and stage, in order; the last stage is final."""
    credits: Decimal = Decimal(0)
    seed: int = 0
    weight: int = 1
    """Concurrency slots that it takes."""
    body: Facts = attrs.field(factory=dict[str, Any])
    """The request as it was sent."""
    facts: Facts = attrs.field(factory=dict[str, Any])
    """What the result is made of: seconds, pixels, parents, tracks."""
    error: tuple[int, str] | None = None
    """The vendor's code and text, for a task that fails."""
    origin: str = ""
    """Scheme and authority under which the client reached the sandbox, for links."""
    word: str | None = None
    """Status word that the fault *unknown-status* shows instead of the true one."""
    settled: bool = False

    @property
    def finishes(self) -> float:
        """When the last stage begins, in Unix seconds of the sandbox clock."""
        return self.created + self.stages[-1][0]

    @property
    def outcome(self) -> str:
        """The last stage."""
        return self.stages[-1][1]

    def stage(self, now: float) -> str:
        """Return the stage that the task is in at *now*."""
        current = self.stages[0][1]
        for begins, name in self.stages:
            if self.created + begins <= now:
                current = name
        return current

    def done(self, now: float) -> bool:
        """Tell whether the last stage has begun."""
        return now >= self.finishes
