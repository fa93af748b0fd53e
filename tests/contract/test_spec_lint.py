"""The documents of specs/ follow the rules that neither the generator nor a validator enforces."""

import copy
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

import _specs
from tests.contract.spec_rules import complaints
from tests.rows import each

SMALL = _specs.read(Path(__file__).with_name("small.yaml"))
DOCUMENTS = [pytest.param(path, id=path.stem) for path in _specs.paths()]
ANSWER = ("components", "schemas", "GoAnswer", "properties", "code")
BODY = ("components", "schemas", "GoBody")
GO = ("paths", "/v1/go", "post")

BROKEN: list[tuple[tuple[str, ...], dict[str, Any], str]] = [
    (BODY, {"oneOf": [{"required": ["prompt"]}]}, "oneOf of bare `required`"),
    (BODY, {"anyOf": [{"required": ["prompt"]}]}, "anyOf of bare `required`"),
    ((*GO, "parameters", "0", "schema"), {"format": "uuid"}, "format uuid on a header"),
    ((*BODY, "properties", "prompt"), {"default": "fox"}, "a default is sent"),
    ((*BODY, "properties", "prompt"), {"nullable": True}, "nullable means nothing"),
    ((*BODY, "properties", "prompt"), {"type": ["string", "null"], "enum": ["a", None]}, "three classes"),
    (GO, {"servers": [{"url": "https://example.com"}]}, "servers of an operation"),
    (GO, {"operationId": "go_now"}, "operationId must be camelCase"),
    (GO, {"tags": ["things", "more"]}, "exactly one tag"),
    (GO, {"tags": []}, "exactly one tag"),
    (GO, {"summary": ""}, "summary is missing"),
    (GO, {"x-source": None}, "x-source is missing"),
    (GO, {"x-hosts": ["thre"]}, "x-hosts names no server"),
    (GO, {"x-hosts": []}, "x-hosts names no server"),
    (GO, {"x-rolle": "paid"}, "x-rolle is not explained"),
    (("info",), {"description": "`x-mood`"}, "x-mood is explained in info.description and stands nowhere"),
    (ANSWER, {"enum": [0]}, "enum in an answer"),
    (ANSWER, {"const": 0}, "const in an answer"),
    (ANSWER, {"format": "date-time"}, "a time in an answer"),
]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_follows_the_authoring_rules(path: Path) -> None:
    assert complaints(_specs.read(path)) == []


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_is_valid_openapi(path: Path) -> None:
    validate(_specs.read(path))


@pytest.mark.parametrize(("name", "host"), _specs.pairs())
def test_the_document_of_one_host_is_valid_openapi_too(name: str, host: str) -> None:
    validate(_specs.for_host(name, host))


def test_the_small_document_breaks_no_rule() -> None:
    assert complaints(SMALL) == []


@each("place, change, complaint", BROKEN)
def test_each_rule_has_a_document_that_breaks_it(
    place: tuple[str, ...], change: dict[str, Any], complaint: str
) -> None:
    document = copy.deepcopy(SMALL)
    node: Any = document
    for key in place:
        node = node[int(key) if key.isdecimal() else key]
    node.update(change)

    assert [text for text in complaints(document) if complaint in text]
