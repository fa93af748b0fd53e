"""Every operation is found and described, from the specifications alone."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from reelscore.catalog import operations
from reelscore.mcp import describing
from reelscore.mcp.server import OF_SUBMIT
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from tests.rows import each

CLASSES = list(operations.every_operation())


def found(text: str) -> list[str]:
    return [each["operation"] for each in describing.find_operations(text).document["found"]]


def told_of(model: str) -> Any:
    return describing.models(model).document["models"]


@each("cls", CLASSES)
def test_an_operations_example_fits_the_schema_that_agents_are_shown(cls: type[Request[Any]]) -> None:
    said = describing.describe(operations.word_of(cls))
    told = said.document

    jsonschema.Draft202012Validator.check_schema(told["schema"])
    jsonschema.validate(json.loads(json.dumps(told["example"])), told["schema"])
    assert said.text.startswith(told["operation"])
    assert len(json.dumps(told)) < 60_000


def test_every_operation_is_listed_when_nothing_is_asked_for() -> None:
    assert found("") == [operations.word_of(cls) for cls in CLASSES]


@each(
    "text, operation",
    [
        ("lip sync", "pixverse.lip-sync"),
        ("make a song", "suno.generate"),
        ("stems of a song", "suno.stems"),
        ("video from words", "pixverse.text-to-video"),
        ("upload image", "pixverse.upload-image"),
    ],
)
def test_an_operation_is_found_by_what_it_does(text: str, operation: str) -> None:
    assert operation in found(text)[:3]


def test_words_that_fit_nothing_find_nothing() -> None:
    assert found("qqqqzzzz") == []


def test_a_model_is_told_with_what_it_can_do_and_costs() -> None:
    [told] = [each for each in told_of("v6") if each["operation"] == "pixverse.text-to-video"]

    assert (told["cheapest"], told["dearest"]) == ("5", "270")
    assert {"quality", "duration"} <= told["fields"].keys()
    assert told_of("no-such-model") == []
    [market] = told_of("kling-2.6/image-to-video")
    assert market["operation"] == "kie.market"
    listed = told_of("")
    assert "v6" in listed["pixverse.text-to-video"]
    assert "kling-2.6/image-to-video" in listed["kie.market"]
    assert len(json.dumps(listed)) < 16_000


def test_no_operation_has_a_field_that_a_tool_of_its_own_takes_itself() -> None:
    assert [cls for cls in CLASSES if set(OF_SUBMIT) & {field.name for field in fields_of(cls)}] == []


def test_a_model_of_the_market_is_found_and_its_own_input_is_described() -> None:
    listed = describing.describe("kie.market").document
    said = describing.describe("kie.market", model="kling-2.6/image-to-video")

    assert found("kling")[0] == "kie.market"
    assert "kling-2.6/image-to-video" in listed["models"]
    assert said.document["schema"]["properties"]["input"]["properties"]["duration"]["enum"] == ["5", "10"]
    assert '"duration": ["5", "10"]' in said.text
