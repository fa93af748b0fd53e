"""The documents of specs/ follow the authoring rules that neither the generator nor a validator enforces.

The generator swallows what breaks them silently. Limits, words and prices are not judged here.
"""

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

import _specs
from tests.rows import each

Node = dict[str, Any]
Place = tuple[str, ...]
HIDDEN = ("example", "examples", "enum", "mapping")


RULES: dict[str, Callable[[Place, Node], object]] = {
    "`oneOf` or `anyOf` of bare `required` beside properties: the whole schema would vanish": lambda _, node: (
        "properties" in node
        and any(set(option) == {"required"} for word in ("oneOf", "anyOf") for option in node.get(word, ()))
    ),
    "format uuid on a header: the object would go to httpx, which refuses it": lambda _, node: (
        node.get("in") == "header" and node.get("schema", {}).get("format") == "uuid"
    ),
    "a default is sent in every request; say it in the description": lambda place, node: (
        "default" in node and place[-1:] != ("responses",)
    ),
    "nullable means nothing in OpenAPI 3.1": lambda _, node: "nullable" in node,
    "an inline enum with null makes three classes; use oneOf with a $ref": lambda _, node: (
        "enum" in node and isinstance(node.get("type"), list)
    ),
    "servers of an operation are dropped; put them at the path": lambda place, node: (
        "servers" in node and place and not (len(place) == 2 and place[0] == "paths")
    ),
}
OF_OPERATIONS: dict[str, Callable[[Node], object]] = {
    "operationId must be camelCase": lambda node: not re.fullmatch("[a-z][A-Za-z0-9]*", node.get("operationId", "")),
    "exactly one tag of plain words": lambda node: (
        not re.fullmatch("[A-Za-z][A-Za-z ]*", "".join(node.get("tags", ()))) or len(node["tags"]) > 1
    ),
    "summary is missing": lambda node: not node.get("summary"),
    "x-source is missing": lambda node: not node.get("x-source"),
}
IN_ANSWERS: dict[str, Callable[[Node], object]] = {
    "enum in an answer; say the words in the description": lambda node: "enum" in node,
    "const in an answer; say the words in the description": lambda node: "const" in node,
    "a time in an answer is a string without format": lambda node: node.get("format") in {"date", "date-time"},
}
"""What a new word or another time format would break."""


def complaints(document: Node) -> Iterator[str]:
    """Yield what breaks a rule in *document*, with its place; nothing when it may be compiled."""
    yield from _unknown_hosts(document)
    yield from _unknown_words(document)
    for place, node in walk(document):
        yield from (f"{'/'.join(place)}: {text}" for text, breaks in RULES.items() if breaks(place, node))
    for path, method, operation in _specs.operations(document):
        yield from (f"{method} {path}: {text}" for text, breaks in OF_OPERATIONS.items() if breaks(operation))
        for place, node in _reachable(document, operation.get("responses", {})):
            yield from (f"{'/'.join(place)}: {text}" for text, breaks in IN_ANSWERS.items() if breaks(node))


def walk(node: Any, place: Place = ()) -> Iterator[tuple[Place, Node]]:
    """Yield each mapping below *node* that means something to the generator; examples and extensions do not."""
    if _specs.is_list(node):
        for index, item in enumerate(node):
            yield from walk(item, (*place, str(index)))
    if _specs.is_mapping(node):
        if not _is_name_table(place):
            yield place, node
        for key, value in node.items():
            if _is_name_table(place) or not (str(key).startswith("x-") or key in HIDDEN):
                yield from walk(value, (*place, str(key)))


def _is_name_table(place: Place) -> bool:
    """Return whether the keys at *place* are names of the author's choice, not keywords."""
    return place[-1:] == ("properties",) or (len(place) == 2 and place[0] == "components")


def _unknown_hosts(document: Node) -> Iterator[str]:
    """Yield each mark with a host that has no server: what it marks would be lost to all."""
    known = {_specs.host_of(server) for server in document["servers"]}
    for place, node in walk(document):
        marked = set(node.get("x-hosts", known))
        if not marked or marked - known:
            yield f"{'/'.join(place)}: x-hosts names no server: {sorted(marked - known)}"


def _unknown_words(document: Node) -> Iterator[str]:
    """Yield each `x-` word that the document's own description does not explain, and each that only it knows."""
    explained = set(re.findall("`(x-[a-z-]+)`", document["info"].get("description", "")))
    used = _words_in(document)
    yield from (f"{word} is not explained in info.description" for word in sorted(used - explained))
    yield from (f"{word} is explained in info.description and stands nowhere" for word in sorted(explained - used))


def _words_in(node: Any) -> set[str]:
    if _specs.is_list(node):
        return {word for item in node for word in _words_in(item)}
    if not _specs.is_mapping(node):
        return set()
    inside = {word for key, value in node.items() if key not in HIDDEN for word in _words_in(value)}
    return inside | {key for key in node if str(key).startswith("x-")}


def _reachable(document: Node, node: Any) -> Iterator[tuple[Place, Node]]:
    """Walk *node* and, once each, the components that it refers to."""
    waiting: list[tuple[Place, Any]] = [((), node)]
    seen: set[str] = set()
    while waiting:
        start, current = waiting.pop()
        for place, found in walk(current, start):
            yield place, found
            reference = found.get("$ref")
            if isinstance(reference, str) and reference not in seen:
                seen.add(reference)
                waiting.append((tuple(reference.split("/")[1:]), _specs.follow(document, {"$ref": reference})))


SMALL = _specs.read(Path(__file__).with_name("small.yaml"))
DOCUMENTS = [pytest.param(path, id=path.stem) for path in _specs.paths()]
ANSWER = ("components", "schemas", "GoAnswer", "properties", "code")
BODY = ("components", "schemas", "GoBody")
GO = ("paths", "/v1/go", "post")

BROKEN: list[tuple[tuple[str, ...], dict[str, Any], str]] = [
    (BODY, {"oneOf": [{"required": ["prompt"]}]}, "of bare `required`"),
    (BODY, {"anyOf": [{"required": ["prompt"]}]}, "of bare `required`"),
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
    assert list(complaints(_specs.read(path))) == []


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_is_valid_openapi(path: Path) -> None:
    validate(_specs.read(path))


@pytest.mark.parametrize(("name", "host"), _specs.pairs())
def test_the_document_of_one_host_is_valid_openapi_too(name: str, host: str) -> None:
    validate(_specs.for_host(name, host))


def test_the_small_document_breaks_no_rule() -> None:
    assert list(complaints(SMALL)) == []


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
