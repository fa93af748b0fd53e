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


def complaints(document: Node) -> list[str]:
    """Return what breaks a rule in *document*, with its place; empty when it may be compiled."""
    found = [
        f"{'/'.join(place)}: {text}"
        for place, node in walk(document)
        for rule in RULES
        if rule not in _OF_OPERATIONS
        for text in rule(place, node)
    ]
    found += _unknown_hosts(document)
    found += _unknown_words(document)
    for path, method, operation in _specs.operations(document):
        texts = [text for rule in _OF_OPERATIONS for text in rule((path, method), operation)]
        texts += _closed_answers(document, operation)
        found += [f"{method} {path}: {text}" for text in texts]
    return found


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
    """Tell whether the keys at *place* are names of the author's choice, not keywords."""
    return place[-1:] == ("properties",) or (len(place) == 2 and place[0] == "components")


def no_bare_required(_place: Place, node: Node) -> Iterator[str]:
    """Complain of exclusivity in the schema: the whole schema would vanish."""
    for word in ("oneOf", "anyOf"):
        if "properties" in node and any(set(option) == {"required"} for option in node.get(word, [])):
            yield f"{word} of bare `required` beside properties"


def no_uuid_header(_place: Place, node: Node) -> Iterator[str]:
    """Complain of a UUID header: the object would go to httpx, which refuses it."""
    if node.get("in") == "header" and node.get("schema", {}).get("format") == "uuid":
        yield "format uuid on a header"


def no_default(place: Place, node: Node) -> Iterator[str]:
    """Complain of a default: it would be sent in every request."""
    if "default" in node and place[-1:] != ("responses",):
        yield "a default is sent in every request; say it in the description"


def null_is_a_type(_place: Place, node: Node) -> Iterator[str]:
    """Complain of null written in the ways that only some tools read."""
    if "nullable" in node:
        yield "nullable means nothing in OpenAPI 3.1"
    if "enum" in node and isinstance(node.get("type"), list):
        yield "an inline enum with null makes three classes; use oneOf with a $ref"


def no_operation_servers(place: Place, node: Node) -> Iterator[str]:
    """Complain of servers of an operation: they are dropped. A path may have some, for readers."""
    if "servers" in node and place and not (len(place) == 2 and place[0] == "paths"):
        yield "servers of an operation are dropped; put them at the path"


def identified(_place: Place, operation: Node) -> Iterator[str]:
    """Complain of an operation without a plain name, one tag, a summary and a source."""
    if not re.fullmatch("[a-z][A-Za-z0-9]*", operation.get("operationId", "")):
        yield "operationId must be camelCase"
    tags = operation.get("tags", [])
    if len(tags) != 1 or not re.fullmatch("[A-Za-z][A-Za-z ]*", tags[0]):
        yield "exactly one tag of plain words"
    yield from [f"{key} is missing" for key in ("summary", "x-source") if not operation.get(key)]


_OF_OPERATIONS: tuple[Callable[[Place, Node], Iterator[str]], ...] = (identified,)
RULES = (
    no_bare_required,
    no_uuid_header,
    no_default,
    null_is_a_type,
    no_operation_servers,
    *_OF_OPERATIONS,
)


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


def _closed_answers(document: Node, operation: Node) -> Iterator[str]:
    """Yield each place in the answers of *operation* that a new word or another time format would break."""
    for place, node in _reachable(document, operation.get("responses", {})):
        for key in ("enum", "const"):
            if key in node:
                yield f"{'/'.join(place)}: {key} in an answer; say the words in the description"
        if node.get("format") in {"date", "date-time"}:
            yield f"{'/'.join(place)}: a time in an answer is a string without format"


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
