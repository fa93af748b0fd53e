"""Whether an account may submit now, by the times that the ledger holds; the vendor is not asked."""

from __future__ import annotations

from collections.abc import Sequence

from reelscore.errors import ApiError, ConcurrencyLimited, RateLimited
from reelscore.ledger.database import OPEN, Database
from reelscore.ledger.records import NewCall, RetryLater

SLOT_PAUSE = 5.0
"""Seconds between looks for a free slot: a task that ends frees one sooner than its ten minutes."""
_MARGIN = 1.1
"""Exactly 20 per window at the sender came out as 22 in one at the receiver."""


def check_limits(database: Database, entry: NewCall, *, now: float) -> None:
    """Ask whether a call may leave now; only paid ones are limited.

    Raises:
        ConcurrencyLimited: the account's slots are taken; when one comes free is not known.
        RetryLater: it has submitted too much in the last seconds; how long to wait is known.
    """
    limits = entry.limits
    if entry.role != "paid":
        return
    for where, limit, seconds, kind in (
        (f"{OPEN} AND role = 'paid'", limits.slots, limits.slot_seconds, ConcurrencyLimited),
        ("status <> 'void'", limits.submissions, limits.window * _MARGIN, RateLimited),
    ):
        if limit is None:
            continue
        # Times that are far ahead were written before the clock was set back: they say nothing of the last seconds.
        sql = f"""SELECT reserved_at FROM calls
                  WHERE account = ? AND host = ? AND reserved_at > ? AND reserved_at < ? AND {where}
                  ORDER BY reserved_at DESC LIMIT ?"""  # noqa: S608 - no user text
        found = database.query(sql, entry.account, entry.host, now - seconds, now + seconds, limit)
        pause = pause_before([float(at) for (at,) in found], limit, seconds=seconds, now=now)
        if pause > 0:
            error = refusal(kind, pause, host=entry.host, operation=entry.operation)
            raise error if kind is ConcurrencyLimited else RetryLater(pause, error)


def pause_before(times: Sequence[float], limit: int, *, seconds: float, now: float) -> float:
    """Return the seconds until one more fits.

    Args:
        times: when the account submitted, newest first; older than the period does not matter.
        limit: how many fit into a period.
        seconds: length of the period, or how long a slot is taken at most.
        now: the time, on the same clock.

    Returns:
        Seconds, 0 when one fits now; never more than the period, also after the clock was set back.
    """
    return 0.0 if len(times) < limit else min(seconds, max(0.0, times[limit - 1] + seconds - now))


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
