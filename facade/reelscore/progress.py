"""What one look at a task says; how to look and when is elsewhere."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

import attrs

from reelscore.errors import ApiError

R = TypeVar("R", covariant=True)


class State(StrEnum):
    """Where a task stands, in the same words for every vendor."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    MODERATED = "moderated"
    DELETED = "deleted"
    UNKNOWN = "unknown"
    """A word that no document names: keep looking."""

    @property
    def terminal(self) -> bool:
        """Whether the task will not change any more."""
        return self in _TERMINAL


_TERMINAL = frozenset({State.SUCCEEDED, State.FAILED, State.MODERATED, State.DELETED})


@attrs.frozen(kw_only=True)
class Progress(Generic[R]):
    """One look at a task."""

    state: State
    result: R | None = None
    """Set when the task has succeeded."""
    partial: R | None = None
    """What is there already: first tracks, stream URLs."""
    error: ApiError | None = None
    """Set when the task has failed, was moderated or was deleted."""
    percent: float | None = None
    """0 to 100, where the vendor says it."""
    stage: str = ""
    """The vendor's own word or number for the state."""
    charge: Decimal | None = None
    """Credits that the vendor says it took."""
    refunded: bool | None = None
    """Whether the vendor gave the credits back; None where it does not say."""
    provisional: bool = False
    """The vendor calls it failed, yet a result may still come (a callback that nobody took)."""
    waited: float = 0.0
    """Seconds since the first look; filled in by the wait."""
    raw: Any = attrs.field(default=None, repr=False)
