"""Domains: what is inside, and what is nearest."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.rules.kinds import AllowedValues, intersect

bounds = st.integers(-50, 50)
ranges = st.tuples(bounds, bounds).map(sorted).map(lambda pair: AllowedValues(minimum=pair[0], maximum=pair[1]))
lists = st.lists(st.integers(-50, 50), min_size=1).map(lambda values: AllowedValues(enums=((tuple(values), None),)))


@given(domain=ranges | lists, value=st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_the_nearest_value_is_inside(domain: AllowedValues, value: float) -> None:
    assert domain.allows(domain.nearest(value))


@given(domain=ranges | lists, value=st.integers(-60, 60))
def test_a_value_inside_is_its_own_nearest(domain: AllowedValues, value: int) -> None:
    assert (domain.nearest(value) == value) == domain.allows(value)


@pytest.mark.parametrize("weight", [0.29, 0.07, 0.57, 1, 0])
def test_two_decimals_are_on_the_step_of_a_hundredth(weight: float) -> None:
    assert AllowedValues(minimum=0, maximum=1, multiple_of=Decimal("0.01")).allows(weight)


def test_three_decimals_are_off_the_step_and_the_nearest_has_two() -> None:
    domain = AllowedValues(minimum=0, maximum=1, multiple_of=Decimal("0.01"))

    assert not domain.allows(0.655)
    assert domain.nearest(0.655) == 0.66


def test_the_nearest_to_an_open_end_keeps_off_it() -> None:
    assert AllowedValues(exclusive_minimum=0).nearest(0) > 0


def test_between_open_ends_closer_than_a_step_the_middle_is_nearest() -> None:
    assert AllowedValues(exclusive_minimum=0, exclusive_maximum=1.5).nearest(9.0) == 0.75


def test_the_narrower_of_two_ranges_is_left() -> None:
    both = intersect(AllowedValues(minimum=0, exclusive_maximum=9), AllowedValues(exclusive_minimum=2, maximum=20))

    assert [value for value in range(-1, 22) if both.allows(value)] == [3, 4, 5, 6, 7, 8]


def test_the_narrower_of_two_lengths_is_left() -> None:
    both = intersect(AllowedValues(min_length=2, max_length=9), AllowedValues(min_length=1, max_length=4))

    assert [size for size in range(1, 11) if both.allows("a" * size)] == [2, 3, 4]
    assert both == intersect(AllowedValues(min_length=1, max_length=4), AllowedValues(min_length=2, max_length=9))


def test_of_a_list_only_what_further_rules_leave_is_listed_and_nearest() -> None:
    seconds = AllowedValues(enums=(((5, 8, 10, 15), None),))
    left = intersect(intersect(seconds, AllowedValues(enums=(((8, 10, 12), None),))), AllowedValues(maximum=9))

    assert (left.listed(), left.enum, left.nearest(5), left.nearest(15)) == ((8,), (8,), 8, 8)
    assert intersect(seconds, AllowedValues(maximum=10)).nearest(15) == 10


def test_a_misspelt_word_is_nearest_to_the_word_that_was_meant() -> None:
    words = ("zoom_in", "zoom_out", "pan_left")

    assert AllowedValues(enums=((words, None),)).nearest("zoomin") == "zoom_in"


def test_a_word_like_no_listed_one_has_no_nearest() -> None:
    assert AllowedValues(enums=((("anime", "clay"), None),)).nearest("watercolor") == "watercolor"


def test_a_forbidden_field_is_nearest_to_nothing() -> None:
    assert AllowedValues(forbidden=True).nearest("x") is None


def test_a_known_word_that_is_not_listed_is_refused_and_a_new_word_passes() -> None:
    domain = AllowedValues(enums=((("v5", "v6"), ("v5", "v5.6", "v6")),))

    assert domain.nearest("v5.6") in {"v5", "v6"}
    assert domain.nearest("v9") == "v9"


@pytest.mark.parametrize("given", ["a long text", (1, 2, 3)])
def test_a_text_or_list_of_the_wrong_length_is_left_as_it_is(given: object) -> None:
    unit = "items" if isinstance(given, tuple) else "characters"

    assert AllowedValues(max_length=2, unit=unit).nearest(given) == given
    assert AllowedValues(min_length=20, unit=unit).nearest(given) == given
