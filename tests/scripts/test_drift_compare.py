"""How bad a difference is depends on who sends the field."""

import pytest
import yaml

from _drift_compare import compare
from _drift_model import Operation, operations


def operation(request: str = "{}", answer: str = "{}") -> Operation:
    text = (
        "paths: {/a: {post: {requestBody: {content: {application/json: {schema: %s}}},"
        " responses: {'200': {content: {application/json: {schema: %s}}}}}}}"
    )
    (found,) = operations(yaml.safe_load(text % (request, answer)))
    return found


def fields(schema: str, *, required: str = "[]") -> str:
    return f"{{type: object, required: {required}, properties: {{other: {{type: boolean}}, field: {schema}}}}}"


def told(theirs: str, ours: str, *, is_answer: bool) -> set[tuple[str, str]]:
    one, other = (("{}", theirs), ("{}", ours)) if is_answer else ((theirs, "{}"), (ours, "{}"))
    return {(change.grade, change.kind) for change in compare(operation(*one), operation(*other))}


@pytest.mark.parametrize(
    ("theirs", "ours", "request_grade", "answer_grade"),
    [
        ("{type: integer}", "{type: string}", "breaking: type", "breaking: type"),
        ("{type: number}", "{type: integer}", "additive: type wider", "breaking: type wider"),
        ("{type: integer}", "{type: number}", "breaking: type narrower", "additive: type narrower"),
        ("{type: [string, 'null']}", "{type: string}", "additive: type wider", "breaking: type wider"),
        ("{type: string, nullable: true}", "{type: string}", "additive: type wider", "breaking: type wider"),
        (
            "{type: string, enum: [a, b]}",
            "{type: string, enum: [a, b, c]}",
            "breaking: value gone",
            "wording: value gone",
        ),
        ("{type: string, enum: [a, b]}", "{type: string, enum: [a]}", "additive: value new", "additive: value new"),
        ("{type: string, enum: [a]}", "{type: string, enum: [a, b]}", "breaking: value gone", "wording: value gone"),
        ("{type: string, enum: [a, b]}", "{type: string}", "breaking: values closed", "additive: values closed"),
        ("{type: string}", "{type: string, enum: [a, b]}", "additive: values open", "wording: values open"),
    ],
)
def test_a_request_and_an_answer_are_judged_the_other_way_round(
    theirs: str, ours: str, request_grade: str, answer_grade: str
) -> None:
    for grade, is_answer in ((request_grade, False), (answer_grade, True)):
        found = {f"{one}: {kind}" for one, kind in told(fields(theirs), fields(ours), is_answer=is_answer)}
        assert found == {grade}


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ("{maximum: 5}", "{maximum: 6}", {("breaking", "limit narrower")}),
        ("{maximum: 7}", "{maximum: 6}", {("additive", "limit wider")}),
        ("{maximum: 6, exclusiveMaximum: true}", "{maximum: 6}", {("breaking", "limit narrower")}),
        ("{exclusiveMaximum: 6}", "{maximum: 6, exclusiveMaximum: true}", set()),
        ("{minimum: 2}", "{minimum: 1}", {("breaking", "limit narrower")}),
        ("{minimum: 0}", "{}", set()),
        ("{}", "{minimum: 0}", set()),
        ("{minItems: 1}", "{}", set()),
        ("{multipleOf: 0.1}", "{multipleOf: 0.01}", {("breaking", "limit narrower")}),
        ("{multipleOf: 0.01}", "{multipleOf: 0.1}", {("additive", "limit wider")}),
        ("{multipleOf: 0.01}", "{}", {("breaking", "limit narrower")}),
        ("{maxLength: '20'}", "{maxLength: 10}", {("additive", "limit wider")}),
        ("{maxLength: many}", "{}", set()),
    ],
)
def test_a_limit_is_narrower_or_wider(theirs: str, ours: str, expected: set[tuple[str, str]]) -> None:
    assert told(fields(theirs), fields(ours), is_answer=False) == expected


def test_a_limit_that_stands_in_the_text_has_not_been_taken_away() -> None:
    ours = fields("{maximum: 360, description: d}")

    assert told(fields("{description: 10 到 360 秒}"), ours, is_answer=False) == {
        ("wording", "limit in prose"),
        ("wording", "description"),
    }


def test_required_counts_in_requests_and_what_is_promised_in_answers() -> None:
    free, needed = fields("{}"), fields("{}", required="[field]")

    assert told(needed, free, is_answer=False) == {("breaking", "required")}
    assert told(free, needed, is_answer=False) == {("additive", "optional")}
    assert told(needed, free, is_answer=True) == set()
    assert told(free, needed, is_answer=True) == {("breaking", "optional")}


def test_a_page_that_documents_nothing_is_silent_and_breaks_nothing() -> None:
    assert told("{type: object, properties: {}}", fields("{}"), is_answer=True) == set()
    assert told("{type: object, properties: {}}", fields("{}"), is_answer=False) == set()


def test_fields_of_all_parts_of_a_schema_are_seen() -> None:
    parts = "{allOf: [{properties: {other: {type: boolean}}}, {anyOf: [{properties: {field: {}}}, {type: 'null'}]}]}"

    assert told(parts, fields("{}"), is_answer=True) == set()


def test_of_a_lost_object_only_the_object_is_told() -> None:
    inner = "{type: array, items: {type: object, properties: {deep: {type: string}}}}"

    assert told("{properties: {other: {type: boolean}}}", fields(inner), is_answer=True) == {("breaking", "field gone")}
    found = compare(operation(fields("{}").replace("field", "x")), operation(fields(inner)))
    assert [change.place for change in found if change.kind == "field gone"] == ["field"]


def test_alternatives_are_compared_one_by_one() -> None:
    one, other = fields("{maxLength: 9}"), fields("{maxLength: 5}").replace("other", "extra")
    ours = f"{{oneOf: [{one}, {other}]}}"
    theirs = ours.replace("maxLength: 5", "maxLength: 4")

    assert told(theirs, ours, is_answer=False) == {("breaking", "limit narrower")}
