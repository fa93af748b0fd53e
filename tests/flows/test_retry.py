"""Schedules and pauses: bounded, growing, spread, and never shorter than the vendor asks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reelscore.effects import HttpResponse
from reelscore.flows.polling import backoff
from reelscore.vendors.family import Schedule
from tests.rows import each


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


@each(
    "headers, seconds",
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "Sun, 01 Nov 2026 00:01:00 GMT", "date": "Sun, 01 Nov 2026 00:00:00 GMT"}, 60.0),
        ({"retry-after": "Sun, 01 Nov 2026 00:00:00 GMT", "date": "Sun, 01 Nov 2026 00:01:00 GMT"}, 0.0),
        ({"retry-after": "86401"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert HttpResponse(status=429, headers=headers).retry_after == seconds


@given(st.text())
def test_no_retry_after_raises(text: str) -> None:
    found = HttpResponse(status=429, headers={"retry-after": text}).retry_after

    assert found is None or found >= 0
