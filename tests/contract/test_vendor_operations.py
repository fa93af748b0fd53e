"""Every published operation of the two vendors is in `specs/suno.yaml`, and each difference has a reason.

`tests/data/vendors/*-ops.json` lists what each vendor's pages print: fields, types, required flags, enums, limits,
codes. What holds for each host is compared field by field. What differs on purpose is a row of
`suno-differences.yaml`: whose page, which operations, which places (a last `*` stands for all below), what aspect, what
the document says there, and why. A row that no longer explains anything is a failure too.

Requests must be equal. Answers and callbacks are open in the document: documented types and words must be among ours.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
import yaml

import _specs
from _drift_model import Field, Limit, Operation, limits_of, operations, types_of

DATA = Path(__file__).resolve().parents[1] / "data" / "vendors"
HOSTS = {"kie": "kie.ai", "sunoapi": "sunoapi.org"}

Node = dict[str, Any]
Point = tuple[str, str, Any, Any]
"""Place, aspect, what the page says of it, and what the document says."""


class Difference(NamedTuple):
    """One point where the document does not say what the vendor's page says."""

    vendor: str
    operation: str
    place: str
    aspect: str
    theirs: Any
    ours: Any


@cache
def published(vendor: str) -> list[Node]:
    return cast("list[Node]", json.loads((DATA / f"{vendor}-ops.json").read_text(encoding="utf-8")))


@cache
def deliberate() -> list[Node]:
    return cast("list[Node]", yaml.safe_load((DATA / "suno-differences.yaml").read_text(encoding="utf-8")))


@cache
def documented(vendor: str) -> dict[str, tuple[Operation, Node]]:
    """Map method and path to what the document says of a host's operation: laid out as a table, and as written."""
    document = _specs.for_host("suno", HOSTS[vendor])
    return {each.name: (each, document["paths"][each.path][each.method]) for each in operations(document)}


def ours_of(vendor: str, theirs: Node) -> tuple[Operation, Node]:
    return documented(vendor)[f"{theirs['method']} {theirs['path']}"]


def scalars(fields: Mapping[str, Field], start: str) -> dict[str, Field]:
    """Return the fields below a place that are no objects, in the words of the vendors' lists."""
    below = {place.removeprefix(start): field for place, field in fields.items() if place.startswith(start)}
    return {
        place: field
        for place, field in below.items()
        if not (field.view.fields or (field.view.item and field.view.item.fields) or place.endswith("[]"))
    }


def types(field: Field) -> set[str]:
    item = field.view.item
    return {f"array<{','.join(sorted(item.types))}>"} if item else set(field.view.types)


def words(field: Field) -> set[str]:
    return set(field.view.words or ())


def plain(limit: Limit | None) -> Any:
    """Write a bound as a row of the table does: [0, true] is above 0."""
    return list(limit) if isinstance(limit, tuple) else limit


def names(theirs: Iterable[Any], ours: Iterable[Any]) -> Iterator[Point]:
    yield from ((str(name), "missing", True, False) for name in sorted(set(theirs) - set(ours)))
    yield from ((str(name), "extra", False, True) for name in sorted(set(ours) - set(theirs)))


def request_points(theirs: Node, ours: Operation, written: Node) -> Iterator[Point]:
    known = {place.removeprefix("query "): (place, field) for place, field in ours.request.items()}
    known = {name: found for name, found in known.items() if not name.endswith("[]")}
    yield from names(theirs["request"], known)
    for name in theirs["request"].keys() & known.keys():
        told, (place, field) = theirs["request"][name], known[name]
        limits, own = limits_of(told), field.view.limits
        items = field.view.item.types if field.view.item else frozenset()
        yield name, "type", sorted(types_of(told)), sorted(field.view.types)
        yield name, "required", told["required"], bool(field.required)
        yield name, "in", told.get("in"), "query" if place.startswith("query ") else None
        yield name, "enum", sorted(told.get("enum", ())), sorted(words(field))
        yield name, "format", told.get("format", ""), field.view.form
        yield name, "items", sorted(types_of(told.get("items", {}))), sorted(items)
        yield from ((name, limit, plain(limits.get(limit)), plain(own.get(limit))) for limit in {**limits, **own})
    printed = [theirs["content_type"]] if "content_type" in theirs else []
    yield "", "content type", printed, list(written.get("requestBody", {}).get("content", ()))


def open_points(theirs: Node, ours: dict[str, Field]) -> Iterator[Point]:
    """Compare an answer or a callback: documented names, types and words must be among ours."""
    yield from names(theirs, ours)
    for name in theirs.keys() & ours.keys():
        told = theirs[name] if isinstance(theirs[name], dict) else {"type": theirs[name]}
        admitted = types(ours[name]) | ({"integer"} if "number" in types(ours[name]) else set())
        if not set(told["type"].split("|")) <= admitted:
            yield name, "type", told["type"], sorted(admitted)
        if not set(told.get("enum", [])) <= words(ours[name]):
            yield name, "enum", told["enum"], sorted(words(ours[name]))


def callback_points(theirs: Node, ours: Operation, written: Node) -> Iterator[Point]:
    if "callback" in theirs:
        fields = dict(theirs["callback_body"])
        code = fields.pop("code")
        known = scalars(ours.answer, "callback ")
        del known["code"]
        yield "", "name", [theirs["callback"]], list(written.get("callbacks", ()))
        yield from open_points(fields, known)
        yield from codes(theirs.get("callback_codes") or code["enum"], ours.callback_codes)


def codes(theirs: Iterable[Any], ours: Iterable[Any]) -> Iterator[Point]:
    yield from ((f"codes {code}", aspect, one, other) for code, aspect, one, other in names(theirs, ours))


def compared(vendor: str, theirs: Node) -> Iterator[Difference]:
    ours, written = ours_of(vendor, theirs)
    answer = scalars(ours.answer, "data.") or {"data": ours.answer["data"]}
    found = {
        "request": request_points(theirs, ours, written),
        "answer": open_points(theirs["response"], answer),
        "callback": callback_points(theirs, ours, written),
        "operation": [
            *codes(theirs.get("codes", ours.codes), ours.codes),
            *names(theirs["http_statuses"], ours.statuses),
        ],
    }
    for part, points in found.items():
        for place, aspect, one, other in points:
            if one != other:
                yield Difference(vendor, theirs["op"], f"{part}.{place}".rstrip("."), aspect, one, other)


@cache
def differences() -> tuple[Difference, ...]:
    return tuple(point for vendor in HOSTS for theirs in published(vendor) for point in compared(vendor, theirs))


def explains(row: Node, point: Difference) -> bool:
    """Return whether a row of deliberate differences is about this point and says what the document says."""
    about = point.vendor in row["vendors"] and point.operation in row["operations"] and point.aspect == row["aspect"]
    return about and point.ours == row["ours"] and any(matches(place, point.place) for place in row["places"])


def matches(place: str, found: str) -> bool:
    """Compare a place of a row, which may end in `*`, with one that was found."""
    return found.startswith(place[:-1]) if place.endswith("*") else found == place


def idle(row: Node) -> list[tuple[str, str, str]]:
    """Return vendor, operation and place of a row that explain nothing."""
    points = [point for point in differences() if explains(row, point)]
    return [
        (vendor, name, place)
        for vendor in row["vendors"]
        for name in row["operations"]
        for place in row["places"]
        if not any(point[:2] == (vendor, name) and matches(place, point.place) for point in points)
    ]


def test_every_difference_from_a_vendor_is_a_row_with_its_reason() -> None:
    assert [point for point in differences() if not any(explains(row, point) for row in deliberate())] == []


def test_every_row_of_deliberate_differences_still_explains_something() -> None:
    assert [cell for row in deliberate() for cell in idle(row)] == []
    assert [row for row in deliberate() if not row["reason"].strip()] == []


@pytest.mark.parametrize("vendor", HOSTS)
def test_every_operation_is_served_and_polled_where_the_vendor_says(vendor: str) -> None:
    for theirs in published(vendor):
        assert set(ours_of(vendor, theirs)[0].servers) == {theirs["server"]}
        if poll := theirs.get("poll"):
            look, _ = ours_of(vendor, {"path": poll["path"], "method": "GET"})
            assert look.request.keys() == {f"query {poll['query']}"}
            assert poll["status_field"] in look.answer
