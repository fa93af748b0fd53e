"""The clock of a sandbox: real time that runs faster, or time that is turned by hand."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import httpx

from reelscore.transport.ssrf import is_loopback_url

EPOCH = 1_790_000_000.0
"""Where a stopped clock starts, in Unix seconds (September 2026), so that runs can be repeated."""


ISO = "%Y-%m-%dT%H:%M:%S"


def written(at: float, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """Write a time of the sandbox clock, in UTC."""
    return datetime.fromtimestamp(at, UTC).strftime(form)


def milliseconds(at: float) -> int:
    return int(at * 1000)


class Clock:
    """The sandbox's time in Unix seconds.

    Args:
        speed: sandbox seconds per real second; 0 stops the clock, only `advance` moves it.
    """

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._origin = EPOCH if speed == 0 else time.time()
        self._started = time.monotonic()

    def now(self) -> float:
        return self._origin + (time.monotonic() - self._started) * self.speed

    def advance(self, seconds: float) -> None:
        """Move the clock on by *seconds* of its own time.

        Raises:
            ValueError: *seconds* is negative.
        """
        if not seconds >= 0:
            raise ValueError(f"expected seconds of 0 or more, got {seconds:g}")
        self._origin += seconds

    def advance_to(self, moment: float) -> None:
        """Move the clock on to *moment* (Unix seconds), exactly when it stands still; never back."""
        if self.speed == 0:
            self._origin = max(self._origin, moment)
        else:
            self._origin += max(0.0, moment - self.now())

    def set_speed(self, speed: float) -> None:
        """Change the speed from now on; time does not jump."""
        self._origin, self._started, self.speed = self.now(), time.monotonic(), speed

    def restore(self, now: float) -> None:
        """Start again at *now* (Unix seconds): a kept state continues where it stopped."""
        self._origin, self._started = now, time.monotonic()

    def real_seconds(self, seconds: float) -> float | None:
        """Convert *seconds* of the sandbox to real ones; None when the clock stands still."""
        return seconds / self.speed if self.speed else None


def speed_at(url: str, *, seconds: float = 1.0) -> float | None:
    """Ask who listens at a URL of this computer for the speed of its clock; no key goes along.

    Args:
        url: base URL of a client; only its host and port are looked at, and no other computer is asked.
        seconds: how long to wait for the answer.

    Returns:
        Sandbox seconds per real second, above 0; None where no sandbox answers, or its clock stands still.
    """
    try:
        if not (url.startswith("http://") and is_loopback_url(url)):
            return None
        asked = httpx.URL(url).copy_with(raw_path=b"/_sandbox/clock")
        told = httpx.get(asked, timeout=seconds, trust_env=False).json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError):
        return None
    match told:
        case {"now": float(), "speed": int() | float() as speed} if 0 < speed < float("inf"):
            return speed
        case _:
            return None
