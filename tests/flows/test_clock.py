"""Clocks of clients: real without a sandbox, at its pace with one."""

from __future__ import annotations

import asyncio

import reelscore as rs
from reelscore.flows.drivers import scaled_clock


def test_a_quick_clock_shows_more_time_than_passed() -> None:
    clock = scaled_clock(1000)
    before = clock.now()

    clock.sleep(5)
    asyncio.run(clock.sleep_async(5))  # type: ignore[arg-type]

    assert clock.now() - before >= 10


def test_a_client_of_a_stopped_sandbox_turns_its_clock_while_it_waits() -> None:
    with rs.sandbox.running(speed=0) as vendors:
        before = vendors.now()

        rs.PixVerse(sandbox=vendors, ledger=None).runtime().clock.sleep(30)

        assert vendors.now() - before == 30
