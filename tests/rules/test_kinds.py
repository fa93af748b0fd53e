"""Kinds of row: each breaks on its example, says what is allowed, and leaves other values alone."""

from __future__ import annotations

import pytest

from reelscore.rules.kinds import ABSENT, GIVEN, ExactlyOneOf, Forbidden, Length, OneOf, Range, Rule
from tests.shots import RULES, Shot

ROWS = [row for row in RULES if row.example and row.severity == "error"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_the_example_of_a_row_breaks_that_row(row: Rule) -> None:
    broken = {violation.rule for violation in Shot.build({**Shot.sample, **row.example}).violations()}

    assert row.id in broken


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Length("r", "f", max_length=5000), "at most 5,000 characters"),
        (Length("r", "f", min_length=2, max_length=7, unit="items"), "2 to 7 items"),
        (Length("r", "f", min_length=1), "at least 1 characters"),
        (OneOf("r", "f", enum=(5, 8)), "5, 8"),
        (Range("r", "f", exclusive_minimum=0, maximum=60), "more than 0, at most 60"),
        (Range("r", "f", minimum=0, maximum=1, multiple_of="0.01"), "at least 0, at most 1, in steps of 0.01"),
        (Forbidden("r", "f", unless=("normal",)), "nothing: leave it out, or normal"),
        (ExactlyOneOf("r", "f", others=("g",)), "exactly one of f, g"),
    ],
)
def test_a_row_says_what_it_allows(row: Rule, words: str) -> None:
    assert row.allowed({}) == words


@pytest.mark.parametrize("value", [None, "", (), []])
def test_nothing_and_empty_count_as_absent(value: object) -> None:
    assert value in ABSENT
    assert value not in GIVEN


@pytest.mark.parametrize("value", [0, False, "x", (1,)])
def test_zero_and_false_count_as_given(value: object) -> None:
    assert value in GIVEN
    assert value not in ABSENT


def test_a_row_with_a_known_vocabulary_lets_new_words_pass() -> None:
    row = OneOf("extend.model", "model", enum=("v5", "v6"), within=("v5", "v5.6", "v6"))

    assert not tuple(row.broken({"model": "v7"}))
    assert tuple(row.broken({"model": "v5.6"})) == (("model", "v5.6"),)
