"""Limits are keywords in specs/ and rows of rules: no rule is looser than the document, no keyword tighter."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import pytest

import _specs
from reelscore.requests.request import Request
from reelscore.rules.kinds import Length, OneOf, Range, Rule
from reelscore.rules.ruleset import ruleset_for
from reelscore.rules.schema import Field, fields_of
from reelscore.vendors.family import Family, find_family
from tests.contract.adapters import SIDES, document
from tests.contract.teaching import body_of
from tests.rows import each

Kind: TypeAlias = type[Request[Any]]
UPPER = ("maxLength", "maxItems", "maximum")
LOWER = ("minLength", "minItems", "minimum")


def cases() -> Iterator[Any]:
    """Give each field that a document limits, as pytest wants its cases: request, host, field, keywords."""
    for vendor, name in SIDES:
        host, written = find_family(vendor, name), document(vendor, name)
        for _, _, operation in _specs.operations(written):
            schema = body_of(written, operation)
            for word in sorted(set(_specs.served(operation)) & host.operations.keys()):
                yield from _fields(host, word, schema=schema)


def _fields(host: Family, word: str, *, schema: Mapping[str, Any]) -> Iterator[Any]:
    kind = host.operations[word].request
    for field in fields_of(kind):
        limits = schema.get(field.wire, {})
        if set(limits) & {*UPPER, *LOWER, "enum"}:
            yield pytest.param(kind, host.name, field, limits, id=f"{host.name}-{word}-{field.name}")


CASES = [*cases()]


def beyond(limits: Mapping[str, Any], field: Field) -> dict[str, Any]:
    """Build a value just outside each limit; an empty text or list counts as left out, which another rule judges."""
    item = "a" if field.shape.name == "text" else (1,)
    found = {word: item * (limits[word] + 1) for word in ("maxLength", "maxItems") if word in limits}
    found |= {word: item * (limits[word] - 1) for word in ("minLength", "minItems") if limits.get(word, 0) > 1}
    found |= {"maximum": limits["maximum"] + 1} if "maximum" in limits else {}
    return found | ({"minimum": limits["minimum"] - 1} if "minimum" in limits else {})


def refused(request: Request[Any], host: str, *, name: str) -> bool:
    """Tell whether the request is refused for this field."""
    return any(v.severity == "error" and v.field.startswith(name) for v in request.violations(host))


def bounds(rows: tuple[Rule, ...], keyword: str) -> list[float]:
    """Gather what rows allow, in the terms of a schema's keyword."""
    lengths = [row for row in rows if isinstance(row, Length) and row.unit in {"characters", "items"}]
    ranges = [row for row in rows if isinstance(row, Range)]
    given: Mapping[str, list[Any]] = {
        "maxLength": [row.max_length for row in lengths],
        "maxItems": [row.max_length for row in lengths],
        "minLength": [row.min_length for row in lengths if row.min_length],
        "minItems": [row.min_length for row in lengths if row.min_length],
        "maximum": [row.maximum for row in ranges],
        "minimum": [row.minimum for row in ranges],
    }
    return [bound for bound in given[keyword] if isinstance(bound, (int, float))]


def listed(rows: tuple[Rule, ...]) -> set[Any]:
    """Gather the values that rows allow."""
    return {value for row in rows if isinstance(row, OneOf) and row.within is None for value in row.enum}


@each("kind, host, field, limits", CASES)
def test_no_row_is_looser_than_the_document(kind: Kind, host: str, field: Field, limits: dict[str, Any]) -> None:
    rows = tuple(row for row in ruleset_for(kind, host).rules if row.field == field.name and row.severity == "error")
    highest = {word: max(bounds(rows, word), default=limits[word]) for word in UPPER if word in limits}
    lowest = {word: min(bounds(rows, word), default=limits[word]) for word in LOWER if word in limits}
    words = listed(rows)

    assert {word: bound for word, bound in highest.items() if bound > limits[word]} == {}
    assert {word: bound for word, bound in lowest.items() if bound < limits[word]} == {}
    assert words - set(limits.get("enum", words)) == set(), field.name


@each("kind, host, field, limits", CASES)
def test_what_the_document_forbids_breaks_a_rule(kind: Kind, host: str, field: Field, limits: dict[str, Any]) -> None:
    passed = {
        word: value
        for word, value in beyond(limits, field).items()
        if not refused(kind.build({**kind.sample, field.name: value}), host, name=field.name)
    }

    assert passed == {}
