"""Clocks of clients: real without a sandbox, at its pace with one."""

from __future__ import annotations

import asyncio

import reelscore as rs
from reelscore.flows.drivers import Clock, clock_of, scaled_clock


def test_without_a_sandbox_a_client_waits_in_real_time() -> None:
    assert clock_of(None) == Clock()
    assert scaled_clock(1) == Clock()


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


def test_a_client_of_a_quick_sandbox_waits_at_its_pace() -> None:
    with rs.sandbox.running(speed=5000) as vendors, rs.Suno(sandbox=vendors, ledger=None) as suno:
        song = suno.generate(prompt="a fox in the snow", model="V5").wait()

    assert len(song.tracks) == 2
