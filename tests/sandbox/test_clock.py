"""The clock of the sandbox."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.sandbox.clock import EPOCH, Clock

moments = st.floats(0, 1e7, allow_nan=False)


@given(steps=st.lists(moments, max_size=5))
def test_a_stopped_clock_moves_by_hand_only(steps: list[float]) -> None:
    clock, expected = Clock(0), EPOCH
    for step in steps:
        clock.advance(step)
        expected += step

    assert clock.now() == expected


def test_time_goes_on_without_a_jump_when_the_speed_changes() -> None:
    clock = Clock(0)
    before = clock.now()
    clock.set_speed(1_000)
    clock.set_speed(0)

    assert 0 <= clock.now() - before < 1_000


def test_the_clock_never_goes_back() -> None:
    clock = Clock(0)
    clock.advance_to(EPOCH + 5)
    clock.advance_to(EPOCH + 1)

    assert clock.now() == EPOCH + 5
    with pytest.raises(ValueError, match="0 or more"):
        clock.advance(-1)


def test_real_seconds_are_fewer_by_the_speed_and_unknown_when_it_stands_still() -> None:
    assert (Clock(60).real_seconds(90), Clock(0).real_seconds(90)) == (1.5, None)
