"""specs/kie.yaml has every operation that the vendor's pages print, with their fields, words and bounds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import _specs
from tests.contract.adapters import document
from tests.contract.teaching import body_of
from tests.rows import each

FILE = Path(__file__).resolve().parents[1] / "data" / "vendors" / "kie-products-ops.json"
PUBLISHED: list[Any] = json.loads(FILE.read_text(encoding="utf-8"))
LIMITS = ("minimum", "maximum", "maxLength", "maxItems")
DIFFERENCES = {
    ("runway", "duration", "type"): "the page says number, its only values are 5 and 10",
    ("veo-1080p", "index", "minimum"): "a place in a list is not below 0",
    ("veo-4k", "index", "minimum"): "a place in a list is not below 0",
    ("flux-kontext", "safetyTolerance", "enum"): "the page lists 0 to 6: bounds",
    ("flux-kontext", "safetyTolerance", "minimum"): "the page lists 0 to 6: bounds",
    ("flux-kontext", "safetyTolerance", "maximum"): "the page lists 0 to 6: bounds",
}
"""Operation, field and aspect in which the document says something else on purpose, and why."""


def ours_of(published: Any) -> Any:
    return document("kie", "kie.ai")["paths"].get(published["path"], {}).get(published["method"].lower(), {})


def facts(field: Any) -> dict[str, Any]:
    words = [] if field.get("type") == "array" else _specs.vocabulary(field)
    limits = {word: field[word] for word in LIMITS if word in field}
    return {"type": field.get("type"), **({"enum": sorted(words, key=str)} if words else {}), **limits}


def required_of(operation: Any) -> set[str]:
    whole = document("kie", "kie.ai")
    if "requestBody" in operation:
        (media,) = operation["requestBody"]["content"].values()
        return set(_specs.flat(whole, media["schema"])["required"])
    places = (_specs.follow(whole, node) for node in operation.get("parameters", ()))
    return {each["name"] for each in places if each["required"]}


@each("published", PUBLISHED)
def test_the_document_has_the_fields_of_the_pages(published: Any) -> None:
    ours = ours_of(published)

    assert body_of(document("kie", "kie.ai"), ours).keys() == published["request"].keys()
    assert required_of(ours) == {name for name, field in published["request"].items() if field["required"]}


def test_types_words_and_bounds_differ_where_a_reason_is_told() -> None:
    whole, found = document("kie", "kie.ai"), set()
    for published in PUBLISHED:
        for name, node in body_of(whole, ours_of(published)).items():
            theirs, ours = facts(published["request"][name]), facts(_specs.follow(whole, node))
            aspects = (aspect for aspect in theirs.keys() | ours.keys() if theirs.get(aspect) != ours.get(aspect))
            found |= {(published["op"], name, aspect) for aspect in aspects}

    assert found == set(DIFFERENCES)


@each("published", PUBLISHED)
def test_the_document_has_the_codes_callbacks_and_polls_of_the_pages(published: Any) -> None:
    whole, ours = document("kie", "kie.ai"), ours_of(published)
    polls = {operation["operationId"]: path for path, _, operation in _specs.operations(whole)}
    is_repeated = published["op"] == "veo-4k"  # the page asks again by the order itself, which costs

    assert set(published["codes"]) <= set(_specs.codes(ours))
    assert set(ours.get("callbacks", ())) == ({published["callback"]} if "callback" in published else set())
    assert is_repeated or polls.get(ours.get("x-status", "")) == published["poll"]
