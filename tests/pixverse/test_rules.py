"""Every row of the rules is broken by its own example, and by nothing else; repairs are legal."""

from typing import Any

import pytest

from reelscore.pixverse.requests import REQUESTS
from reelscore.pixverse.rules import ROWS
from reelscore.requests.request import Request, iter_rules
from reelscore.rules.kinds import FROM_WIRE, Rule
from tests.rows import each

HOSTS = ("pixverse.ai", "pixverseai.cn")
CASES = [
    pytest.param(cls, row, host, id=f"{row.id}-{cls.operation}-{host}")
    for cls, row in iter_rules(REQUESTS)
    for host in HOSTS
    if not row.hosts or host in row.hosts
]


def broken(cls: type[Request[Any]], row: Rule) -> Request[Any]:
    overlaid = cls.build({**cls.sample, **row.example})
    return cls.from_wire(overlaid.to_wire()) if FROM_WIRE in row.when else overlaid


NOISE = {"unknown-field", "source.missing"}
"""Examples name files that no machine has, and fields of other operations."""


def errors(request: Request[Any], host: str) -> set[str]:
    return {violation.rule for violation in request.violations(host) if violation.severity == "error"} - NOISE


def followable(request: Request[Any], host: str) -> list[str]:
    found = request.violations(host)
    return [each.rule for each in found if each.severity == "error" and (each.remove or each.suggestion is not None)]


@each("cls, row, host", CASES)
def test_the_example_of_a_row_breaks_that_row_and_no_other(cls: type[Request[Any]], row: Rule, host: str) -> None:
    request = broken(cls, row)
    found = {violation.rule for violation in request.violations(host)}

    assert row.id in found
    assert errors(request, host) == ({row.id} if row.severity == "error" else set())


@each("cls, row, host", CASES)
def test_what_the_repair_of_an_example_leaves_broken_has_no_suggestion(
    cls: type[Request[Any]], row: Rule, host: str
) -> None:
    assert followable(broken(cls, row).repaired(host), host) == []


def test_each_row_has_a_name_of_its_own() -> None:
    names = [row.id for row in ROWS]

    assert sorted(set(names)) == sorted(names)


def test_each_row_says_who_says_so() -> None:
    assert [row.id for row in ROWS if not row.source] == []


def test_each_row_is_for_some_operation() -> None:
    assert {row.id for row in ROWS} == {row.id for _, row in iter_rules(REQUESTS)}


TOO_LONG: dict[str, tuple[str, str, int]] = {
    "text_to_video": ("prompt", "pixverse.ai", 400018),
    "image_to_video": ("prompt", "pixverseai.cn", 400018),
    "restyle": ("restyle_prompt", "pixverse.ai", 400018),
    "extend": ("negative_prompt", "pixverse.ai", 400019),
}
"""Codes of the vendor's error page: prompt too long, negative prompt too long."""


@pytest.mark.parametrize("operation", TOO_LONG)
def test_words_that_are_too_long_are_refused_with_the_vendors_own_code(operation: str) -> None:
    field, host, code = TOO_LONG[operation]
    cls = next(cls for cls in REQUESTS if cls.operation == operation)
    others = {"restyle_id": None} if operation == "restyle" else {}
    request = cls.build({**cls.sample, **others, field: "a" * 6_000})

    assert {each.code for each in request.violations(host) if each.field == field and each.severity == "error"} == {
        code
    }
