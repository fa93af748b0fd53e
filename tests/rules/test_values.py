"""Domains: what is inside, and what is nearest."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.rules.values import AllowedValues, length, truncate

bounds = st.integers(-50, 50)
ranges = st.tuples(bounds, bounds).map(sorted).map(lambda pair: AllowedValues(low=pair[0], high=pair[1]))
lists = st.lists(st.integers(-50, 50), min_size=1).map(lambda values: AllowedValues(values=tuple(values)))


@given(domain=ranges | lists, value=st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_the_nearest_value_is_inside(domain: AllowedValues, value: float) -> None:
    assert domain.holds(domain.nearest(value, None))


@given(domain=ranges | lists, value=st.integers(-60, 60))
def test_a_value_inside_is_its_own_nearest(domain: AllowedValues, value: int) -> None:
    assert (domain.nearest(value, None) == value) == domain.holds(value)


@given(st.text(), st.integers(0, 20), st.sampled_from(["characters", "bytes", "words"]))
def test_a_cut_text_is_never_longer_than_its_limit(text: str, longest: int, unit: str) -> None:
    assert (length(truncate(text, longest, unit=unit), unit) or 0) <= longest


@pytest.mark.parametrize("weight", [0.29, 0.07, 0.57, 1, 0])
def test_two_decimals_are_on_the_step_of_a_hundredth(weight: float) -> None:
    assert AllowedValues(low=0, high=1, step=Decimal("0.01")).holds(weight)


def test_three_decimals_are_off_the_step_and_the_nearest_has_two() -> None:
    domain = AllowedValues(low=0, high=1, step=Decimal("0.01"))

    assert not domain.holds(0.655)
    assert domain.nearest(0.655, None) == 0.66


def test_the_nearest_to_an_open_end_keeps_off_it() -> None:
    assert AllowedValues(low=0, low_open=True).nearest(0, None) > 0


def test_a_misspelt_word_is_nearest_to_the_word_that_was_meant() -> None:
    assert AllowedValues(values=("zoom_in", "zoom_out", "pan_left")).nearest("zoomin", None) == "zoom_in"


def test_a_forbidden_field_is_nearest_to_nothing() -> None:
    assert AllowedValues(forbidden=True).nearest("x", "y") is None


def test_a_refused_word_gives_way_to_the_sample_and_a_new_word_passes() -> None:
    domain = AllowedValues(refused=("v5.6",))

    assert domain.nearest("v5.6", "v6") == "v6"
    assert domain.nearest("v9", "v6") == "v9"


def test_a_list_that_is_too_short_is_filled_with_its_last_entry() -> None:
    assert AllowedValues(shortest=2, longest=7, unit="items").nearest((4,), None) == (4, 4)
