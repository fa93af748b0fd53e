"""What the documents show is what they allow: each example fits the schema beside it, and codes are told everywhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

import _specs
from _drift_model import operations

PAIRS = _specs.pairs()


def shown(node: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield place, schema and value of each example below *node*; examples of examples are none."""
    if _specs.is_list(node):
        for index, item in enumerate(node):
            yield from shown(item, f"{place}/{index}")
    elif _specs.is_mapping(node):
        yield from own(node, place)
        for key, value in node.items():
            if key not in {"example", "examples"}:
                yield from shown(value, f"{place}/{key}")


def own(node: dict[str, Any], place: str) -> Iterator[tuple[str, Any, Any]]:
    if _specs.is_mapping(node.get("schema")) and "example" in node:
        yield place, node["schema"], node["example"]
    if _specs.is_list(node.get("examples")):
        yield from ((place, node, example) for example in node["examples"])
    if _specs.is_mapping(node.get("schema")) and _specs.is_mapping(node.get("examples")):
        for name, example in node["examples"].items():
            yield f"{place}/{name}", node["schema"], example["value"]


def faults(document: dict[str, Any]) -> list[str]:
    """Return what each example of a document breaks."""
    registry: Any = Registry().with_resource("urn:document", DRAFT202012.create_resource(document))
    return [
        f"{place}: {error.json_path} {error.message}"
        for place, schema, value in shown(document)
        for error in Draft202012Validator(absolute(schema), registry=registry).iter_errors(value)
    ]


def absolute(node: Any) -> Any:
    """Point local references at the whole document."""
    if _specs.is_list(node):
        return [absolute(item) for item in node]
    if not _specs.is_mapping(node):
        return node
    return {key: f"urn:document{value}" if key == "$ref" else absolute(value) for key, value in node.items()}


@pytest.mark.parametrize("path", _specs.paths(), ids=lambda path: path.stem)
def test_every_example_fits_its_own_schema(path: Any) -> None:
    document = _specs.read(path)

    assert len(list(shown(document))) > 50
    assert faults(document) == []


@pytest.mark.parametrize(("name", "host"), PAIRS)
def test_every_example_fits_what_holds_for_one_host_too(name: str, host: str) -> None:
    assert faults(_specs.for_host(name, host)) == []


def test_an_example_that_does_not_fit_is_found() -> None:
    schemas = {"Length": {"type": "integer", "maximum": 8}}
    media = {"schema": {"$ref": "#/components/schemas/Length"}, "examples": {"long": {"value": 9}}}

    assert faults({"components": {"schemas": schemas}, "media": media}) == [
        "/media/long: $ 9 is greater than the maximum of 8"
    ]


@pytest.mark.parametrize(("name", "host"), PAIRS)
def test_every_operation_tells_its_codes_and_what_is_delivered_where_it_takes_a_callback(name: str, host: str) -> None:
    document = _specs.for_host(name, host)
    called = [(each, document["paths"][each.path][each.method]) for each in operations(document)]

    assert [each.name for each, body in called if not _specs.codes(body)] == []
    assert [each.name for each, body in called if "callBackUrl" in each.request and not body.get("callbacks")] == []
