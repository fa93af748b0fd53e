"""Clocks that keep pace with a sandbox: nobody waits for real where the vendors are simulated."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from reelscore.flows.drivers import Clock


def clock_for(sandbox: Any) -> Clock:
    """Give a client's clock: a sandbox's own pace where it tells it, else real time."""
    speed = getattr(sandbox, "speed", None)
    if speed is None:
        return Clock()
    return scaled_clock(speed) if speed > 0 else manual_clock(sandbox)


def scaled_clock(speed: float) -> Clock:
    """Give a clock of which *speed* seconds pass in a real one."""
    if speed == 1:
        return Clock()

    async def pause(seconds: float) -> None:
        await asyncio.sleep(seconds / speed)

    return Clock(now=lambda: time.monotonic() * speed, sleep=lambda seconds: time.sleep(seconds / speed), pause=pause)


def manual_clock(sandbox: Any) -> Clock:
    """Give a clock whose waits turn the sandbox's, which stands still by itself: they take no real time."""

    async def pause(seconds: float) -> None:
        await asyncio.to_thread(sandbox.advance, seconds)

    return Clock(now=sandbox.now, sleep=sandbox.advance, pause=pause)
