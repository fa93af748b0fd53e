"""What is changed on a vendor's page is reported as what it is, and nothing else is reported.

How a type, a limit or a list of words is graded stands in test_drift_compare; here whole pages go through the script.
"""

from collections.abc import Callable
from typing import Any

import pytest

from _drift import gone
from tests.rows import each
from tests.scripts.published import HOSTS, Page, as_page, pages_of, plain, verdicts

MADE = {
    "pixverse.ai": "POST /openapi/v2/video/text/generate", "pixverseai.cn": "POST /openapi/v2/video/text/generate",
    "kie.ai": "POST /api/v1/generate", "sunoapi.org": "POST /api/v1/generate",
}  # fmt: skip
LOOKED = "GET /api/v1/generate/record-info"


def page_of(host: str, name: str) -> Page:
    return next(page for page in pages_of(host) if page.name == name)


def holding(node: Any, name: str) -> Any:
    """Find the first schema below *node* that has a field of this name."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and name in node.get("properties", {}):
        return node
    return next((found for each in inner if (found := holding(each, name))), None)


def asked(page: Page) -> Any:
    return holding(page.operation["requestBody"], "model")


def rename(page: Page) -> None:
    schema = asked(page)
    schema["properties"]["models"] = schema["properties"].pop("model")
    schema["required"] = ["models" if name == "model" else name for name in schema["required"]]


def remove(page: Page) -> None:
    del asked(page)["properties"]["model"]
    asked_again = holding(page.operation["requestBody"], "prompt")
    asked_again["required"] = [name for name in asked_again["required"] if name != "model"]


def add(page: Page) -> None:
    asked(page)["properties"]["brand_new"] = {"type": "string"}


def add_required(page: Page) -> None:
    add(page)
    asked(page)["required"].append("brand_new")


def add_code(page: Page) -> None:
    name = "ErrCode" if holding(page.operation["responses"], "ErrCode") else "code"
    holding(page.operation["responses"], name)["properties"][name]["description"] += "\n- **987654**: new"


def send_a_form(page: Page) -> None:
    content = page.operation["requestBody"]["content"]
    content["multipart/form-data"] = content.pop("application/json")


def say_otherwise(page: Page) -> None:
    asked(page)["properties"]["model"]["description"] = "Other words."


def answer_more(page: Page) -> None:
    name = "Resp" if holding(page.operation["responses"], "Resp") else "data"
    holding(page.operation["responses"], name)["properties"]["brand_new"] = {"type": "string"}


@pytest.mark.parametrize("host", HOSTS)
def test_pages_that_agree_with_us_differ_in_nothing(host: str) -> None:
    reports = list(plain(host).values())

    assert verdicts(reports) == frozenset()
    assert [report.source for report in reports if not report.is_read or report.notes] == []


@each("host", HOSTS)
@each("change, expected", [
    (rename, {("breaking", "field gone"), ("breaking", "required field new")}),
    (remove, {("breaking", "field gone")}),
    (add, {("additive", "field new")}),
    (add_required, {("breaking", "required field new")}),
    (add_code, {("additive", "code new")}),
    (send_a_form, {("breaking", "media type")}),
    (say_otherwise, {("wording", "description")}),
    (answer_more, {("additive", "field new")}),
])  # fmt: skip
def test_a_change_is_reported_with_its_grade_and_nothing_else_is(
    host: str, change: Callable[[Page], None], expected: set[tuple[str, str]]
) -> None:
    page = page_of(host, MADE[host])
    change(page)

    assert verdicts([as_page(page, host)]) == expected


@each("host", ["kie.ai", "sunoapi.org"])
def test_a_query_parameter_of_another_name_is_a_field_gone_and_a_new_one(host: str) -> None:
    page = page_of(host, LOOKED)
    [parameter] = [each for each in page.operation["parameters"] if each["in"] == "query"]
    parameter["name"] = "id"

    assert verdicts([as_page(page, host)]) == {("breaking", "field gone"), ("breaking", "required field new")}


@each("host", HOSTS)
def test_operations_come_and_go_and_move(host: str) -> None:
    page, others = page_of(host, MADE[host]), dict(plain(host))
    del others[MADE[host]]

    def told(paths: dict[str, Any]) -> frozenset[tuple[str, str]]:
        page.document["paths"] = paths
        reports = [*others.values(), *([as_page(page, host)] if paths else [])]
        return verdicts([*reports, *gone(reports)])

    mine = page.document["paths"]
    lost, new = ("breaking", "operation gone"), ("additive", "operation new")
    assert told({}) == {lost}
    assert told({**mine, "/v9/brand/new": {"post": {"summary": "New", "responses": {}}}}) == {new}
    assert told({f"{page.path}/moved": mine[page.path]}) == {lost, new}
