"""Every operation is found and described, from the specifications alone."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from reelscore.mcp import describing
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from tests.rows import each

CLASSES = list(describing.every_operation())


@each("cls", CLASSES)
def test_an_operations_example_fits_the_schema_that_agents_are_shown(cls: type[Request[Any]]) -> None:
    told = describing.describe(*describing.ask(describing.word_of(cls)))

    jsonschema.Draft202012Validator.check_schema(told["schema"])
    jsonschema.validate(json.loads(json.dumps(told["example"])), told["schema"])
    assert describing.describe_words(told).startswith(told["operation"])
    assert len(json.dumps(told)) < 60_000


def test_every_operation_is_listed_when_nothing_is_asked_for() -> None:
    assert [each["operation"] for each in describing.search("")] == [describing.word_of(cls) for cls in CLASSES]


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("lip sync", "pixverse.lip-sync"),
        ("make a song", "suno.generate"),
        ("stems of a song", "suno.stems"),
        ("video from words", "pixverse.text-to-video"),
        ("upload image", "pixverse.upload-image"),
    ],
)
def test_an_operation_is_found_by_what_it_does(text: str, operation: str) -> None:
    assert operation in [each["operation"] for each in describing.search(text)[:3]]


def test_words_that_fit_nothing_find_nothing() -> None:
    assert describing.search("qqqqzzzz") == []


def test_a_model_is_told_with_what_it_can_do_and_costs() -> None:
    [told] = [each for each in describing.models("v6") if each["operation"] == "pixverse.text-to-video"]

    assert (told["cheapest"], told["dearest"]) == ("5", "270")
    assert {"quality", "duration"} <= told["fields"].keys()
    assert describing.models("no-such-model") == []
    [market] = describing.models("kling-2.6/image-to-video")
    assert market["operation"] == "kie.market"
    listed = describing.model_names()
    assert "v6" in listed["pixverse.text-to-video"]
    assert "kling-2.6/image-to-video" in listed["kie.market"]
    assert len(json.dumps(listed)) < 16_000


def test_no_operation_has_a_field_that_a_tool_of_its_own_takes_itself() -> None:
    taken = {"again", "reason"}

    assert [cls for cls in CLASSES if taken & {field.name for field in fields_of(cls)}] == []


def test_a_model_of_the_market_is_found_and_its_own_input_is_described() -> None:
    market = describing.ask("kie.market")
    listed = describing.describe(*market)
    told = describing.describe(*market, "kling-2.6/image-to-video")

    assert describing.search("kling")[0]["operation"] == "kie.market"
    assert "kling-2.6/image-to-video" in listed["models"]
    assert told["schema"]["properties"]["input"]["properties"]["duration"]["enum"] == ["5", "10"]
    assert '"duration": ["5", "10"]' in describing.describe_words(told)
