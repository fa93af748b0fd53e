"""Schedules and pauses: bounded, growing, spread, and never shorter than the vendor asks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reelscore.vendors.schedule import Schedule, backoff


def test_steps_are_taken_in_order_and_the_last_one_again_and_again() -> None:
    schedule = Schedule(first=10.0, steps=(3.0, 4.0, 50.0), ceiling=30.0)

    assert [schedule.pause(looks) for looks in range(5)] == [10.0, 3.0, 4.0, 30.0, 30.0]


@given(st.integers(0, 10_000), st.text())
def test_a_pause_is_never_zero_and_never_long(tries: int, seed: str) -> None:
    assert 0.3 < backoff(tries, seed=seed) <= 30.0


@given(st.integers(0, 100), st.floats(0.001, 3600), st.text())
def test_a_vendor_that_asks_for_a_pause_gets_it(tries: int, asked: float, seed: str) -> None:
    assert backoff(tries, asked, seed=seed) >= asked


def test_two_callers_do_not_march_in_step() -> None:
    assert len({backoff(3, seed=str(number)) for number in range(100)}) > 90
