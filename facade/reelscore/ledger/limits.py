"""When an account may submit next; pure arithmetic over the times that the ledger holds."""

from __future__ import annotations

from collections.abc import Sequence

from reelscore.errors import ApiError, ConcurrencyLimited
from reelscore.vendors.host import Limits

_MARGIN = 1.1
"""Exactly 20 per window at the sender came out as 22 in one at the receiver."""


SLOT_PAUSE = 5.0
"""Seconds between looks for a free slot: a task that ends frees one sooner than its ten minutes."""


def window(limits: Limits) -> float:
    """Give the seconds over which submissions are counted, with a margin."""
    return limits.window * _MARGIN


def pause_for_rate(limits: Limits, times: Sequence[float], *, now: float) -> float:
    """Tell how many seconds an account must wait before its next submission.

    Args:
        limits: the host's.
        times: when the account submitted, newest first; older than the window does not matter.
        now: the time, on the same clock.

    Returns:
        Seconds, 0 when it may submit now; never more than the window, also after the clock was set back.
    """
    if limits.submissions is None or len(times) < limits.submissions:
        return 0.0
    return min(window(limits), max(0.0, times[limits.submissions - 1] + window(limits) - now))


def pause_for_slot(limits: Limits, running: Sequence[float], *, now: float) -> float:
    """Tell how many seconds until a slot is surely free; a task that finishes may free one sooner.

    Args:
        limits: the host's.
        running: when the account's open tasks were submitted, newest first.
        now: the time, on the same clock.
    """
    if limits.slots is None or len(running) < limits.slots:
        return 0.0
    return min(limits.slot_seconds, max(0.0, running[limits.slots - 1] + limits.slot_seconds - now))


def refusal(kind: type[ApiError], seconds: float, *, host: str, operation: str) -> ApiError:
    """Make the error for a limit of ours: the vendor was not asked."""
    return kind(
        message=f"this account's own limit leaves no room for {seconds:.1f} s",
        host=host,
        operation=operation,
        retryable=True,
        retry_after=min(seconds, SLOT_PAUSE) if issubclass(kind, ConcurrencyLimited) else seconds,
        hint="pass a longer timeout to wait for it",
    )
