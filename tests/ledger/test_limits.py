"""The limiter's arithmetic: never more than the vendor allows in any window, never a longer wait than needed."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.errors import ConcurrencyLimited
from reelscore.ledger import Ledger
from reelscore.ledger.records import RetryLater
from reelscore.ledger.store import pause_before
from reelscore.vendors.host import Limits
from tests.ledgers import Watch, intend

window = partial(pause_before, limit=20, seconds=11.0)


@given(st.lists(st.floats(0, 5), min_size=1, max_size=120))
def test_no_window_of_the_vendor_sees_more_than_it_allows(gaps: list[float]) -> None:
    now, sent = 0.0, list[float]()
    for gap in gaps:
        now += gap
        now += window(sent[::-1], now=now)
        sent.append(now)

    assert all(sent[index + 20] - sent[index] >= 10.0 for index in range(len(sent) - 20))


def test_a_place_is_free_at_once_until_the_window_is_full() -> None:
    assert window([0.0] * 19, now=0.0) == 0.0
    assert window([0.0] * 20, now=0.0) == 11.0


def test_a_window_of_ten_seconds_is_kept_with_a_margin_of_one(ledger: Ledger, clock: Watch) -> None:
    intend(ledger, "i1")
    clock.time += 4
    with pytest.raises(RetryLater) as told:
        intend(ledger, "i2", limits=Limits(submissions=1, window=10.0))

    assert told.value.seconds == pytest.approx(7.0)
    assert (told.value.error.retryable, told.value.error.retry_after, told.value.error.charged) == (
        True, told.value.seconds, False,
    )  # fmt: skip


def test_a_slot_comes_free_when_the_oldest_task_that_counts_is_ten_minutes_old(ledger: Ledger, clock: Watch) -> None:
    limits = Limits(slots=2)
    for number in range(2):
        intend(ledger, f"i{number}", limits=limits)
        clock.time += 100
    with pytest.raises(ConcurrencyLimited, match=r"no room for 400\.0 s"):
        intend(ledger, "i2", limits=limits)
    clock.time += 400
    intend(ledger, "i2", limits=limits)
