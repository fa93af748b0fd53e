"""Rows of code tables apply where they say, and become the exception that they name."""

import pytest

from reelscore import errors
from reelscore.vendors.tables import Code, CodeTable

VENDORS = ["reelscore.pixverse", "reelscore.suno"]


def row(code: int | None, *where: str, error: type[errors.ApiError] = errors.ServerError) -> Code:
    return Code(code=code, error=error, where=tuple(frozenset(group.split("|")) for group in where))


def test_the_first_row_that_applies_holds() -> None:
    table = CodeTable((row(7, "task", error=errors.NotFound), row(7, error=errors.Conflict)))

    assert table.find(7, where={"task"}) is table.rows[0]
    assert table.find(7, where={"call"}) is table.rows[1]
    assert table.find(8, where={"call"}) is None


def test_every_group_of_a_row_must_be_met() -> None:
    table = CodeTable((row(7, "call", "kie.ai|sunoapi.org"),))

    assert table.find(7, where={"call", "kie.ai"})
    assert not table.find(7, where={"call"})
    assert not table.find(7, where={"task", "kie.ai"})


@pytest.mark.parametrize("package", [*VENDORS, "reelscore.kie", "reelscore.kie.market"])
def test_every_row_has_a_meaning_and_a_source(package: str) -> None:
    assert [each.code for each in CodeTable.load(package).rows if not (each.meaning and each.source)] == []


@pytest.mark.parametrize("package", VENDORS)
def test_a_fault_of_the_server_is_indeterminate_unless_it_is_refunded(package: str) -> None:
    rows = [each for each in CodeTable.load(package).rows if each.code not in {500041, None}]  # an upload is not paid
    faults = [each for each in rows if each.error is errors.ServerError and not each.refunded]

    assert [each.code for each in rows if each.indeterminate] == [each.code for each in faults]


def test_an_answer_without_words_gets_those_of_the_table() -> None:
    found = Code(code=7, meaning="not there", error=errors.NotFound).to_error("", host="a.example")

    assert (type(found), found.message, found.code, found.host) == (errors.NotFound, "not there", 7, "a.example")
