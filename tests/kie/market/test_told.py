"""A schema that the vendor told judges inputs in place of an older snapshot, whatever shape it has."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from reelscore.kie import Kie, Market
from reelscore.kie.market.catalog import JOBS_PATH, MOST_TOLD, TOLD, SchemaDocument
from reelscore.kie.market.snapshot import snapshot
from tests.rows import each

NEW, KNOWN = "a/model-of-tomorrow", "z-image"


@pytest.fixture(autouse=True)
def nothing_told() -> Iterator[None]:
    TOLD.clear()
    yield
    TOLD.clear()


def tell(
    model: str, schema: Any, *, route: str = JOBS_PATH, folder: str = os.devnull, max_age: float = 0, **parts: Any
) -> None:
    """Ask a vendor that answers with a schema."""
    content = {"application/json": {"schema": {"properties": {"input": schema}}}}
    document = {"paths": {route: {"post": {"requestBody": {"content": content}}}}, "components": {"schemas": parts}}
    body = {"code": 200, "msg": "success", "data": {"model": model, "openapi": document}}
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=body))) as http_client:
        kie = Kie(api_key="k", http_client=http_client, ledger=None, environment={"REELSCORE_CACHE": folder})
        kie.model_schema(model, max_age=max_age)


def judged(model: str, value: Any) -> set[tuple[str, str]]:
    found = Market(model, input=value).violations()
    assert {each.severity for each in found} <= {"warning"}
    return {(each.rule, each.field) for each in found}


def test_a_model_of_tomorrow_is_judged_by_the_vendors_own_schema() -> None:
    assert judged(NEW, {"promt": "a"}) == {("model.unknown", "model")}

    tell(NEW, {"required": ["prompt"], "properties": {"prompt ": {"type": "string"}, "size": {"enum": ["1K"]}}})

    assert judged(NEW, {"prompt": "a", "size": "1K"}) == set()
    assert judged(NEW, {"promt": "a", "size": "2K"}) == {
        ("input.required", "input.prompt"),
        ("input.unknown-key", "input.promt"),
        ("input.enum", "input.size"),
    }


def test_what_the_vendor_says_since_holds_against_the_snapshot() -> None:
    given = {"prompt": "a", "aspect_ratio": "8:1", "style": "ink"}
    before = judged(KNOWN, given)
    fields = {**snapshot().models[KNOWN].fields, "aspect_ratio": {"enum": ["8:1"]}, "style": {"type": "string"}}
    tell(KNOWN, {"required": ["prompt"], "properties": fields})

    assert before == {("input.enum", "input.aspect_ratio"), ("input.unknown-key", "input.style")}
    assert judged(KNOWN, given) == set()


def test_a_model_that_is_called_elsewhere_is_warned_of() -> None:
    tell(NEW, {"properties": {}}, route="/gpt-9/v1/chat/completions")

    assert judged(NEW, {"prompt": "a"}) == {("model.route", "model")}


def test_alternatives_say_what_they_agree_on() -> None:
    ways = [
        {"required": ["prompt", "image"], "properties": {"prompt": {"type": "string"}, "size": {"enum": [1]}}},
        {"required": ["prompt"], "properties": {"image": {"type": "string"}, "size": {"enum": [2]}}},
    ]
    tell(NEW, {"oneOf": [{"$ref": "#/components/schemas/One"}, ways[1]]}, One=ways[0])

    assert judged(NEW, {"size": 3}) == {("input.required", "input.prompt")}


@each(
    "field",
    [
        None,
        "string",
        {"type": {"a": 1}, "enum": 5, "minimum": "0", "maxLength": "9", "maxItems": None},
        {"type": "array", "items": [{"type": "string"}]},
        {"type": "object", "properties": ["a"], "required": 7},
        {"type": ["integer", None], "pattern": "("},
        {"allOf": [{"type": "string"}], "enum": [[1], {}]},
        {"$ref": "#/components/schemas/Nowhere"},
    ],
)
def test_a_damaged_schema_never_stops_a_call(field: Any) -> None:
    tell(NEW, {"required": [None, 5], "properties": {"x": field}})

    for value in ("a", 5, ["a"], {"a": "b"}, None, True):
        judged(NEW, {"x": value, "y": "z"})


@pytest.mark.parametrize(
    ("model", "seconds", "broken"),
    [(KNOWN, -1, {"prompt", "aspect_ratio", "style"}), (KNOWN, 1, set()), (NEW, -1, set())],
)
def test_a_kept_schema_that_is_older_than_the_snapshot_judges_only_models_it_lacks(
    model: str, seconds: int, broken: set[str], tmp_path: Path
) -> None:
    tell(model, {"properties": {"style": {"type": "string"}}}, folder=str(tmp_path))
    TOLD.clear()
    (kept,) = (tmp_path / "market").iterdir()
    kept.write_text(json.dumps({**json.loads(kept.read_text()), "at": snapshot().day.timestamp() + seconds}))
    tell(model, {}, folder=str(tmp_path), max_age=1e12)

    assert {field for _, field in judged(model, {"style": "ink"})} == {f"input.{field}" for field in broken}


def test_of_more_models_than_any_vendor_has_the_newest_are_remembered() -> None:
    document = SchemaDocument(model=KNOWN, route=JOBS_PATH)
    TOLD.update((f"a/model-{number}", document) for number in range(MOST_TOLD))

    tell("a/model-0", {"properties": {"size": {"enum": ["1K"]}}})
    tell(NEW, {"properties": {"size": {"enum": ["1K"]}}})

    assert len(TOLD) == MOST_TOLD
    assert {"a/model-0", NEW} <= TOLD.keys()
