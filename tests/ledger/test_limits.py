"""The limiter's arithmetic: never more than the vendor allows in any window, never a longer wait than needed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reelscore.errors import RateLimited
from reelscore.ledger.limits import pause_for_rate, pause_for_slot, refusal, window
from reelscore.vendors.host import Limits

LIMITS = Limits(submissions=20, window=10.0, slots=3)


@given(st.lists(st.floats(0, 5), min_size=1, max_size=120))
def test_no_window_of_the_vendor_sees_more_than_it_allows(gaps: list[float]) -> None:
    now, sent = 0.0, list[float]()
    for gap in gaps:
        now += gap
        now += pause_for_rate(LIMITS, sent[::-1], now=now)
        sent.append(now)

    assert all(sent[index + 20] - sent[index] >= 10.0 for index in range(len(sent) - 20))


def test_a_place_is_free_at_once_until_the_window_is_full() -> None:
    assert pause_for_rate(LIMITS, [0.0] * 19, now=0.0) == 0.0
    assert pause_for_rate(LIMITS, [0.0] * 20, now=0.0) == window(LIMITS)


def test_a_slot_comes_free_when_the_oldest_task_that_counts_is_ten_minutes_old() -> None:
    assert pause_for_slot(LIMITS, [500.0, 400.0], now=500.0) == 0.0
    assert pause_for_slot(LIMITS, [500.0, 400.0, 300.0], now=500.0) == 400.0


def test_a_host_without_figures_is_not_limited() -> None:
    assert pause_for_rate(Limits(), [0.0] * 1000, now=0.0) == pause_for_slot(Limits(), [0.0] * 1000, now=0.0) == 0.0


def test_a_limit_of_ours_says_how_long_it_lasts_and_that_nothing_was_charged() -> None:
    error = refusal(RateLimited, 4.0, host="toy", operation="make")

    assert (error.retryable, error.retry_after, error.charged) == (True, 4.0, False)
