"""specs/kie.yaml has every operation that the vendor's pages print, with their fields, words and bounds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import _specs
from _drift_model import Field, Seer, View, operations
from tests.contract.adapters import document, top_fields
from tests.rows import each

FILE = Path(__file__).resolve().parents[1] / "data" / "vendors" / "kie-products-ops.json"
PUBLISHED: list[Any] = json.loads(FILE.read_text(encoding="utf-8"))
DIFFERENCES = {
    ("runway", "duration", "type"): "the page says number, its only values are 5 and 10",
    ("veo", "imageUrls", "minItems"): "an empty list is none",
    ("veo-1080p", "index", "minimum"): "a place in a list is not below 0",
    ("veo-4k", "index", "minimum"): "a place in a list is not below 0",
    ("flux-kontext", "safetyTolerance", "enum"): "the page lists 0 to 6: bounds",
    ("flux-kontext", "safetyTolerance", "minimum"): "the page lists 0 to 6: bounds",
    ("flux-kontext", "safetyTolerance", "maximum"): "the page lists 0 to 6: bounds",
}
"""Operation, field and aspect in which the document says something else on purpose, and why."""


OPERATIONS = {each.name: each for each in operations(document("kie", "kie.ai"))}


def fields_of(published: Any) -> dict[str, Field]:
    return top_fields(OPERATIONS[f"{published['method']} {published['path']}"])


def facts(view: View) -> dict[str, Any]:
    words = () if "array" in view.types else view.words or ()
    limits = {word: limit[0] if isinstance(limit, tuple) else limit for word, limit in view.limits.items()}
    return {"type": sorted(view.types), **({"enum": sorted(words, key=str)} if words else {}), **limits}


@each("published", PUBLISHED)
def test_the_document_has_the_fields_of_the_pages(published: Any) -> None:
    ours = {name: bool(field.required) for name, field in fields_of(published).items()}

    assert ours == {name: field["required"] for name, field in published["request"].items()}


def test_types_words_and_bounds_differ_where_a_reason_is_told() -> None:
    found = set()
    for published in PUBLISHED:
        for name, field in fields_of(published).items():
            theirs, ours = facts(Seer({}).see(published["request"][name])), facts(field.view)
            aspects = (aspect for aspect in theirs.keys() | ours.keys() if theirs.get(aspect) != ours.get(aspect))
            found |= {(published["op"], name, aspect) for aspect in aspects}

    assert found == set(DIFFERENCES)


@each("published", PUBLISHED)
def test_the_document_has_the_codes_callbacks_and_polls_of_the_pages(published: Any) -> None:
    whole = document("kie", "kie.ai")
    ours = whole["paths"][published["path"]][published["method"].lower()]
    polls = {operation["operationId"]: path for path, _, operation in _specs.operations(whole)}
    is_repeated = published["op"] == "veo-4k"  # the page asks again by the order itself, which costs

    assert set(published["codes"]) <= set(_specs.codes(ours))
    assert set(ours.get("callbacks", ())) == ({published["callback"]} if "callback" in published else set())
    assert is_repeated or polls.get(ours.get("x-status", "")) == published["poll"]
