"""Every published example of the Market reads as it says; what only a page says of an input is a warning."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from reelscore.kie import ON_KIE_AI
from reelscore.kie.market import catalog
from reelscore.vendors.family import Accepted
from tests.rows import each
from tests.suno.cases import ERRORS, payload

DATA = Path(__file__).resolve().parent.parent.parent / "data"
ANSWERS: Mapping[str, str] = {
    "market.models.list": "models",
    "market.models.schema": "model_schema",
    "market.models.price": "model_price",
    "market.models.success-rate": "model_success_rate",
}
UNREAD = "market.pricing-feed"
"""The price list of the vendor's web site is no call of its API: nothing of ours asks for it."""


def all_cases() -> list[Any]:
    found: list[Any] = json.loads((DATA / "kie-market-examples.json").read_text(encoding="utf-8"))
    return [case for case in found if UNREAD not in case["id"]]


def cases(kind: str, op: str = "") -> list[Any]:
    found = [case for case in all_cases() if case["kind"] == kind and case["op"].endswith(op)]
    return [pytest.param(case, id=case["id"].removeprefix("kie.market.")) for case in found]


@each("case", cases("request", "create-task"))
def test_an_input_is_judged_as_published(case: Any) -> None:
    found = ON_KIE_AI.request(case["op"], payload(case["payload"])).violations(ON_KIE_AI)

    if case["expect"]["valid"]:
        assert [violation for violation in found if violation.severity == "error"] == []
    else:
        assert wire_name(case["expect"]["field"]) in {place(violation.field) for violation in found}


def wire_name(field: str) -> str:
    return "call_back_url" if field == "callBackUrl" else field


def place(field: str) -> str:
    return re.sub(r"\[\d+\]", "[]", field.removeprefix("input."))


@each("case", cases("request", "create-task"))
def test_a_published_request_is_sent_as_it_came(case: Any) -> None:
    body = payload(case["payload"])

    assert ON_KIE_AI.request(case["op"], body).to_wire() == body


@pytest.mark.parametrize("case", cases("request", "models"))
def test_a_question_about_a_model_goes_to_its_path(case: Any) -> None:
    request = ON_KIE_AI.request("model_schema", case["payload"])
    broken = {violation.field for violation in request.violations(ON_KIE_AI) if violation.severity == "error"}

    assert broken == ({case["expect"]["field"]} if "field" in case["expect"] else set())
    if case["expect"]["valid"]:
        assert ON_KIE_AI.call(request, trace_id="").path == case["expect"]["path"]


@each("case", cases("status"))
def test_a_record_reads_as_published(case: Any) -> None:
    progress = ON_KIE_AI.progress(case["op"], payload(case["payload"]))

    compare(progress, case["expect"])


@pytest.mark.parametrize("case", cases("callback"))
def test_a_callback_reads_as_published(case: Any) -> None:
    delivery = ON_KIE_AI.delivery({}, json.dumps(payload(case["payload"])).encode())

    assert (delivery.task_id, delivery.stage) == (case["expect"]["task_id"], case["expect"]["stage"])
    assert delivery.verified is False
    compare(delivery.progress, case["expect"])


def compare(progress: Any, expect: Any) -> None:
    found = progress.result or progress.partial
    urls = [asset.url for asset in found.assets] if found is not None else []

    assert progress.state == expect["state"]
    assert sorted(urls) == sorted(expect["assets"])
    assert (progress.error.code if progress.error else None) == expect.get("error_code")


@each("case", cases("error"))
def test_a_refusal_is_named_as_published(case: Any) -> None:
    verdict = ON_KIE_AI.verdict(case["op"], case["http_status"], payload(case["payload"]))
    expect = case["expect"]
    kinds = tuple(ERRORS[word] for word in (expect["error"], *expect.get("also_accept", ())))

    assert verdict.error is not None
    assert type(verdict.error) in kinds
    assert verdict.error.retryable is expect["retryable"] or type(verdict.error) is not kinds[0]


@each("case", cases("response"))
def test_an_answer_reads_as_published(case: Any) -> None:
    named = (word for start, word in ANSWERS.items() if start in case["id"])
    op, expect = next(named, case["op"]), case["expect"]
    verdict = ON_KIE_AI.verdict(op, case["http_status"], payload(case["payload"]))

    assert isinstance(verdict, Accepted) is expect["ok"]
    if isinstance(verdict, Accepted):
        compare_answer(ON_KIE_AI.result(op, verdict.data), verdict, expect)


def compare_answer(result: Any, verdict: Accepted, expect: Any) -> None:
    read: Mapping[str, Callable[[], Any]] = {
        "task_id": lambda: verdict.task_id,
        "size": lambda: len(result.models if isinstance(result, catalog.ModelList) else result.points),
        "route": lambda: result.route,
        "price_rows": lambda: [{"duration": f"{seconds:g}", "credits": credits} for seconds, credits in result.rows],
    }

    assert {name: read[name]() for name in expect if name != "ok"} == {k: v for k, v in expect.items() if k != "ok"}
