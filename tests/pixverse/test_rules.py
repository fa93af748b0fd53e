"""Each row has an operation, and words that are too long the code of the vendor's page."""

from pathlib import Path
from typing import Any

import pytest

from reelscore.pixverse.requests import REQUESTS
from reelscore.pixverse.rules import ROWS
from reelscore.pixverse.rules.words import SEEN_ON_AI_ONLY
from tests.families import family
from tests.rows import each

CLASSES = {cls.operation: cls for cls in REQUESTS}


def test_the_warning_that_a_host_may_lack_an_operation_names_the_operation_and_why() -> None:
    for operation in SEEN_ON_AI_ONLY:
        request = CLASSES[operation].build(CLASSES[operation].sample)
        [told] = [v.message for v in request.violations("pixverseai.cn") if v.field == "operation"]

        assert told.startswith(f"operation is {operation!r}; allowed: "), operation
        assert "seen on pixverse.ai only" in told, operation


@each(
    "given, rules",
    [
        *[(file, {"media.id"}) for file in ("fox.png", "https://example.com/fox.png", b"png", Path("fox.png"))],
        (7, set()),
        ("7", {"type.img_ids"}),
        (True, {"type.img_ids"}),
    ],
)
def test_a_body_of_the_vendors_own_holds_ids_and_no_file_in_any_form(given: Any, rules: set[str]) -> None:
    request = CLASSES["image_template"].from_wire({"img_ids": [1, given], "template_id": 7})

    assert {(v.rule, v.field) for v in request.violations()} == {(rule, "img_ids[1]") for rule in rules}


def test_each_row_is_for_some_operation() -> None:
    known = {cls.operation for cls in REQUESTS}

    assert [row.id for row in ROWS if not known >= set(row.operations)] == []


TOO_LONG: dict[str, tuple[str, str, int]] = {
    "text_to_video": ("prompt", "pixverse.ai", 400018),
    "image_to_video": ("prompt", "pixverseai.cn", 400018),
    "restyle": ("restyle_prompt", "pixverse.ai", 400018),
    "extend": ("negative_prompt", "pixverse.ai", 400019),
}
"""Codes of the vendor's error page: prompt too long, negative prompt too long."""


@pytest.mark.parametrize("operation", TOO_LONG)
def test_words_that_are_too_long_are_refused_with_the_vendors_own_code(operation: str) -> None:
    field, host, code = TOO_LONG[operation]
    cls = CLASSES[operation]
    others = {"restyle_id": None} if operation == "restyle" else {}
    request = cls.build({**cls.sample, **others, field: "a" * 6_000})

    assert {v.code for v in request.violations(host) if v.field == field and v.severity == "error"} == {code}


@each(
    "operation, field, value",
    [
        ("image_to_video", "img_id", "fox.png"),
        ("image_to_video", "img_id", "https://example.com/fox.png"),
        ("modify", "img_ids[1]", [1, "fox.png"]),
        ("fusion", "image_references[0].img_id", [{"img_id": "fox.png", "type": "subject", "ref_name": "fox"}]),
    ],
)
def test_a_body_of_the_vendors_own_names_no_file(operation: str, field: str, value: Any) -> None:
    cls = CLASSES[operation]
    body = {**cls.build(cls.sample).to_wire(), field.partition("[")[0]: value}
    found = {one.field: one for one in family("pixverse.ai").request(operation, body).violations("pixverse.ai")}

    assert (found[field].severity, found[field].code) == ("error", 400013)
