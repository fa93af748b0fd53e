"""Every published operation of the two vendors is in `specs/suno.yaml`, and each difference has a reason.

`tests/data/vendors/*-ops.json` lists what each vendor's pages print: fields, types, required flags, enums, limits,
codes. What holds for each host is compared field by field. What differs on purpose is a row of
`suno-differences.yaml`: whose page, which operations, which places (a last `*` stands for all below), what aspect, what
the document says there, and why. A row that no longer explains anything is a failure too.

Requests must be equal. Answers and callbacks are open in the document: documented types and words must be among ours.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
import yaml

import _specs

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "vendors"
HOSTS = {"kie": "kie.ai", "sunoapi": "sunoapi.org"}
LIMITS = ("minimum", "maximum", "exclusiveMinimum", "multipleOf", "maxLength", "minItems", "maxItems", "format")

Node = dict[str, Any]


class Difference(NamedTuple):
    """One point where the document does not say what the vendor's page says."""

    vendor: str
    operation: str
    place: str
    aspect: str
    theirs: Any
    ours: Any


@cache
def document(host: str) -> Node:
    return _specs.for_host("suno", host)


@cache
def published(vendor: str) -> list[Node]:
    return cast("list[Node]", json.loads((DATA / f"{vendor}-ops.json").read_text(encoding="utf-8")))


@cache
def deliberate() -> list[Node]:
    return cast("list[Node]", yaml.safe_load((DATA / "suno-differences.yaml").read_text(encoding="utf-8")))


def ours_of(vendor: str, theirs: Node) -> Node:
    """Find the document's operation by method and path; empty when this host has none."""
    return cast("Node", document(HOSTS[vendor])["paths"].get(theirs["path"], {}).get(theirs["method"].lower(), {}))


def plain(node: Node, host: str) -> Node:
    """Return a schema of a host: references followed, parts merged."""
    schema = _specs.flat(document(host), node)
    parts = [plain(part, host) for part in schema.pop("oneOf", []) if part.get("type") != "null"]
    fields = {name: field for part in parts for name, field in part["properties"].items()}
    required = [name for part in parts for name in part["required"]]
    alone = {key: value for part in parts for key, value in part.items()}
    merged = {"properties": {**schema["properties"], **fields}, "required": [*schema["required"], *required]}
    return {**schema, **alone, **merged}


def types(schema: Node) -> set[str]:
    named = schema.get("type", [])
    return {named} if isinstance(named, str) else set(named)


def leaves(node: Node, host: str, *, path: str = "") -> Iterator[tuple[str, Node]]:
    """Walk an answer down to its scalars, in the words of the vendors' lists (`response.sunoData[].id`)."""
    schema = plain(node, host)
    items = plain(schema["items"], host) if "items" in schema else {}
    if schema["properties"]:
        for name, field in schema["properties"].items():
            yield from leaves(field, host, path=f"{path}.{name}".lstrip("."))
    elif items and items["properties"]:
        yield from leaves(items, host, path=f"{path}[]")
    elif items:
        yield path, {"type": f"array<{items['type']}>"}
    else:
        yield path, schema


def body(content: Node) -> Node:
    """Return the schema of a body, whatever its media type."""
    (media,) = content["content"].values()
    return cast("Node", media["schema"])


def request_of(operation: Node, host: str) -> dict[str, Node]:
    """Return the fields of a request, each with its `required` flag: of the body or of the query."""
    if "requestBody" in operation:
        schema = plain(body(operation["requestBody"]), host)
        required = schema["required"]
        return {
            name: {**plain(field, host), "required": name in required} for name, field in schema["properties"].items()
        }
    parameters = [_specs.follow(document(host), item) for item in operation.get("parameters", [])]
    return {item["name"]: {**item["schema"], "in": item["in"], "required": item["required"]} for item in parameters}


def answer_of(operation: Node, host: str) -> dict[str, Node]:
    """Return the scalars under `data` of a success."""
    data = plain(body(_specs.follow(document(host), operation["responses"]["200"])), host)["properties"]["data"]
    return {path or "data": schema for path, schema in leaves(data, host)}


def callback_of(operation: Node, host: str) -> tuple[str, Node]:
    for name, deliveries in operation.get("callbacks", {}).items():
        (delivery,) = deliveries.values()
        return name, _specs.follow(document(host), delivery)["post"]
    return "", {}


def names(theirs: Iterable[str], ours: Iterable[str]) -> Iterator[tuple[str, str, Any, Any]]:
    yield from ((name, "missing", True, False) for name in sorted(set(theirs) - set(ours)))
    yield from ((name, "extra", False, True) for name in sorted(set(ours) - set(theirs)))


def field_points(theirs: Node, ours: Node) -> Iterator[tuple[str, Any, Any]]:
    yield "type", [theirs["type"]], sorted(types(ours))
    yield "required", theirs["required"], ours["required"]
    yield "in", theirs.get("in"), ours.get("in")
    yield "enum", sorted(theirs.get("enum", [])), sorted(_specs.vocabulary(ours))
    yield "default", theirs.get("default"), ours.get("x-default")
    yield from ((limit, theirs.get(limit), ours.get(limit)) for limit in LIMITS)
    yield "items", theirs.get("items"), ours.get("items")


def request_points(theirs: Node, ours: Node, *, host: str) -> Iterator[tuple[str, str, Any, Any]]:
    fields, known = theirs["request"], request_of(ours, host)
    yield from names(fields, known)
    for name in fields.keys() & known.keys():
        for aspect, one, other in field_points(fields[name], known[name]):
            if one != other:
                yield name, aspect, one, other
    printed = [theirs["content_type"]] if "content_type" in theirs else []
    media = list(ours.get("requestBody", {}).get("content", {}))
    if media != printed:
        yield "", "content type", printed, media


def open_points(theirs: Node, ours: dict[str, Node]) -> Iterator[tuple[str, str, Any, Any]]:
    """Compare an answer or a callback: documented names, types and words must be among ours."""
    yield from names(theirs, ours)
    for name in theirs.keys() & ours.keys():
        told = theirs[name] if isinstance(theirs[name], dict) else {"type": theirs[name]}
        admitted = types(ours[name]) | ({"integer"} if "number" in types(ours[name]) else set())
        if not set(told["type"].split("|")) <= admitted:
            yield name, "type", told["type"], sorted(admitted)
        if not set(told.get("enum", [])) <= set(_specs.vocabulary(ours[name])):
            yield name, "enum", told["enum"], _specs.vocabulary(ours[name])


def list_points(place: str, *, theirs: Iterable[Any], ours: Iterable[Any]) -> Iterator[tuple[str, str, Any, Any]]:
    yield from ((place, f"missing {item}", item, None) for item in sorted(set(theirs) - set(ours)))
    yield from ((place, f"extra {item}", None, item) for item in sorted(set(ours) - set(theirs)))


def callback_points(theirs: Node, ours: Node, *, host: str) -> Iterator[tuple[str, str, Any, Any]]:
    name, delivery = callback_of(ours, host)
    if "callback" not in theirs:
        return
    if name != theirs["callback"]:
        yield "", "name", theirs["callback"], name
    fields = dict(theirs["callback_body"])
    code = fields.pop("code")
    known = dict(leaves(body(delivery["requestBody"]), host))
    known.pop("code")
    yield from open_points(fields, known)
    printed = theirs.get("callback_codes") or (code["enum"] if isinstance(code, dict) else [])
    yield from list_points("codes", theirs=printed, ours=_specs.codes(delivery))


@cache
def differences() -> tuple[Difference, ...]:
    return tuple(point for vendor in HOSTS for theirs in published(vendor) for point in compared(vendor, theirs))


def compared(vendor: str, theirs: Node) -> Iterator[Difference]:
    host, ours = HOSTS[vendor], ours_of(vendor, theirs)
    found = {
        "request": request_points(theirs, ours, host=host),
        "answer": open_points(theirs["response"], answer_of(ours, host)),
        "callback": callback_points(theirs, ours, host=host),
        "operation": operation_points(theirs, ours),
    }
    for part, points in found.items():
        for place, aspect, one, other in points:
            yield Difference(vendor, theirs["op"], f"{part}.{place}".rstrip("."), aspect, one, other)


def operation_points(theirs: Node, ours: Node) -> Iterator[tuple[str, str, Any, Any]]:
    if "codes" in theirs:
        yield from list_points("codes", theirs=theirs["codes"], ours=_specs.codes(ours))
    yield from list_points("http", theirs=theirs["http_statuses"], ours=ours["responses"])


def explains(row: Node, point: Difference) -> bool:
    """Tell whether a row of deliberate differences is about this point and says what the document says."""
    about = point.vendor in row["vendors"] and point.operation in row["operations"] and point.aspect == row["aspect"]
    return about and point.ours == row["ours"] and any(matches(place, point.place) for place in row["places"])


def matches(place: str, found: str) -> bool:
    """Compare a place of a row, which may end in `*`, with one that was found."""
    return found.startswith(place[:-1]) if place.endswith("*") else found == place


def idle(row: Node) -> list[tuple[str, str, str]]:
    """Return vendor, operation and place of a row that explain nothing."""
    cells = [
        (vendor, name, place) for vendor in row["vendors"] for name in row["operations"] for place in row["places"]
    ]
    points = [point for point in differences() if explains(row, point)]
    return [
        (vendor, name, place)
        for vendor, name, place in cells
        if not any(point[:2] == (vendor, name) and matches(place, point.place) for point in points)
    ]


@pytest.mark.parametrize("vendor", HOSTS)
def test_every_published_operation_is_in_the_document(vendor: str) -> None:
    assert [theirs["op"] for theirs in published(vendor) if not ours_of(vendor, theirs)] == []


def test_every_difference_from_a_vendor_is_a_row_with_its_reason() -> None:
    """No field, type, flag, enum, limit or code differs without a row that says what we say and why."""
    assert [point for point in differences() if not any(explains(row, point) for row in deliberate())] == []


def test_every_row_of_deliberate_differences_still_explains_something() -> None:
    """A vendor, operation or place that needs no row any more leaves it, and no row is without a reason."""
    assert [cell for row in deliberate() for cell in idle(row)] == []
    assert [row for row in deliberate() if not row["reason"].strip()] == []


@pytest.mark.parametrize("vendor", HOSTS)
def test_every_operation_is_served_from_the_servers_that_the_vendor_names(vendor: str) -> None:
    """Uploads have servers of their own at path level; the rest takes the root's."""
    for theirs in published(vendor):
        ours = document(HOSTS[vendor])
        servers = ours["paths"][theirs["path"]].get("servers") or ours["servers"]
        assert {server["url"] for server in servers} == {theirs["server"]}


@pytest.mark.parametrize("vendor", HOSTS)
def test_every_task_is_polled_where_and_by_what_the_vendor_says(vendor: str) -> None:
    """The status route exists, takes the id under that name and has the status field."""
    for poll in [theirs["poll"] for theirs in published(vendor) if "poll" in theirs]:
        status = ours_of(vendor, {"path": poll["path"], "method": "GET"})
        assert set(request_of(status, HOSTS[vendor])) == {poll["query"]}
        assert poll["status_field"].removeprefix("data.") in answer_of(status, HOSTS[vendor])
