"""Schedules and pauses: bounded, growing, spread, and never shorter than the vendor asks."""

from __future__ import annotations

import attrs
import pytest
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


LEARNED = Schedule(ceiling=60.0, ages=(40.0, 50.0, 56.0), least=2.0, age=0.0)


@pytest.mark.parametrize(
    ("waited", "pause"),
    [(0.0, 40.0), (40.0, 10.0), (47.0, 3.0), (49.5, 2.0), (50.0, 6.0), (56.0, 6.0), (156.0, 16.0), (5000.0, 60.0)],
)
def test_a_learned_schedule_goes_by_age_and_grows_beyond_what_is_known(waited: float, pause: float) -> None:
    assert LEARNED.pause(9, waited=waited) == pause


def test_a_wait_that_begins_late_counts_from_the_submission() -> None:
    assert attrs.evolve(LEARNED, age=45.0).pause(1, waited=1.0) == 4.0
