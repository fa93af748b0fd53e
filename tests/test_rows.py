"""A test of a table fails for each row that is wrong, and for a table without rows."""

import pytest

from tests.rows import each


def test_every_row_is_tried_and_all_that_fail_are_named() -> None:
    tried = []

    @each("value, twice", [(1, 2), (2, 5), pytest.param(3, 7, id="three"), (4, 8)])
    def doubling(value: int, twice: int) -> None:
        tried.append(value)
        assert value * 2 == twice

    with pytest.raises(ExceptionGroup, match="2 of 4 rows fail") as caught:
        doubling()

    assert tried == [1, 2, 3, 4]
    assert [error.__notes__ for error in caught.value.exceptions] == [["in the row (2, 5)"], ["in the row three"]]


def test_a_table_without_rows_fails() -> None:
    @each("value", [])
    def anything(value: int) -> None:
        pass

    with pytest.raises(AssertionError, match="tests nothing"):
        anything()
