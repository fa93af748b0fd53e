"""Every published example of every vendor is accepted, refused or read as it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import attrs
import pytest

from reelscore.errors import BadSignature
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.vendors.family import Accepted
from tests.published import ERRORS, Example, of_kind
from tests.rows import each

FACTS = {
    "source_duration_s": "source_seconds",
    "upload_duration_s": "source_seconds",
    "source_bytes": "source_bytes",
    "source_upscaled_to": "source_resolution",
    "source_model": "source_model",
}
"""What an example tells beside the body → our field."""
VARIANTS = {"origin": "origin_urls", "full": "full_urls", "image": "image_urls"}
QUESTIONS = {
    "kie.market.models.list": "models",
    "kie.market.models.schema": "model_schema",
    "kie.market.models.price": "model_price",
    "kie.market.models.success-rate": "model_success_rate",
}
"""Start of an example's id → the question about models that it is."""
A_LOOK = "kie.runway.error.record-unknown-recorded"
"""Names the creating call and shows the answer to a look: of that, code 200 without data is no such task."""


def op_of(example: Example) -> str:
    if example.id == A_LOOK:
        return f"{example.op}-details"
    if example.kind == "request":
        return "model_schema" if example.op == "market-models" else example.op
    return next((word for start, word in QUESTIONS.items() if example.id.startswith(start)), example.op)


def request_of(example: Example) -> Request[Any]:
    request: Any = example.family.request(op_of(example), example.payload)
    known = {field.name for field in fields_of(type(request))}
    facts = {FACTS[word]: value for word, value in example.context.items() if FACTS.get(word) in known}
    if facts:
        request = attrs.evolve(request, **facts)
        object.__setattr__(request, "_vendor_shaped", True)
    found: Request[Any] = request
    return found


@each("example", of_kind("request"))
def test_a_request_is_judged_as_published(example: Example) -> None:
    request, expect = request_of(example), example.expect
    wire = {field.name: field.wire for field in fields_of(type(request))}
    found = request.violations(example.family)
    broken = [each.field for each in found if each.severity == "error"]
    if example.file == "kie-market" and not expect["valid"]:  # what only a page says of an input is a warning
        broken = [each.field for each in found]
    named = {name for field in broken for name in (field, wire.get(field.partition("[")[0]), in_input(field))}

    assert (broken == []) is expect["valid"]
    assert {expect["field"], *expect.get("also", ())} <= named if "field" in expect else expect["valid"]


def in_input(field: str) -> str:
    return re.sub(r"\[\d+\]", "[]", field.removeprefix("input."))


@each("example", of_kind("request"))
def test_a_published_request_is_sent_as_it_came(example: Example) -> None:
    request = example.family.request(op_of(example), example.payload)
    body = {name.strip(): value for name, value in example.payload.items()}
    if request.operation == "runway" and body.get("duration") == "5":
        body["duration"] = 5
    is_query = example.family.operations[request.operation].method == "GET"

    assert plain(request.to_wire(), is_query=is_query) == plain(body, is_query=is_query)
    if "path" in example.expect:
        assert example.family.call(request, trace_id="").path == example.expect["path"]


def plain(body: Mapping[str, Any], *, is_query: bool) -> dict[str, Any]:
    return {name: str(value) if is_query else value for name, value in body.items()}


@each("example", [example for example in of_kind("request") if "credits" in example.expect])
def test_a_request_costs_what_the_example_says(example: Example) -> None:
    request = example.family.request(example.op, example.payload)
    told = {"source_seconds": example.expect["source_seconds"]} if "source_seconds" in example.expect else {}
    quote = type(request).build({**request.to_json(), **told}).quote(example.family)

    assert (quote.credits, quote.basis) == (Decimal(str(example.expect["credits"])), "exact")


@each("example", of_kind("status"))
def test_a_look_at_a_task_reads_as_published(example: Example) -> None:
    compare(example.family.progress(example.op, example.payload), example)


@each("example", of_kind("callback"))
def test_a_callback_reads_as_published(example: Example) -> None:
    expect, body = example.expect, json.dumps(example.payload).encode()
    delivery = example.family.delivery(example.context.get("headers", {}), body)

    assert delivery.task_id == expect.get("task_id", expect.get("video_id"))
    assert (delivery.stage, delivery.verified) == (expect.get("stage", "single"), False)
    compare(delivery.progress, example)
    if "signature" in expect:
        assert signature(example, body) == expect["signature"]


def signature(example: Example, body: bytes) -> str:
    try:
        found = example.family.delivery(example.context["headers"], body, example.context["webhook_hmac_key"])
    except BadSignature as error:
        return "missing" if "carries no" in str(error) else "invalid"
    return "valid" if found.verified else "unknown"


def compare(progress: Any, example: Example) -> None:
    expect, found = example.expect, progress.result or progress.partial
    urls = sorted(asset.url for asset in found.assets) if found else []

    assert progress.state == expect["state"]
    assert urls == sorted(expect.get("assets", expect.get("urls")))
    assert progress.charge == expect.get("credits", progress.charge)
    if example.file == "pixverse":
        assert progress.state.terminal is expect.get("terminal", progress.state.terminal)
        assert progress.refunded is expect.get("refunded", progress.refunded)
        assert expect.get("has_audio") in {None, getattr(found, "has_audio", None)}
    else:
        assert (progress.error.code if progress.error else None) == expect.get("error_code")
        assert progress.refunded is expect.get("refund")
        variants = expect.get("variants", {})
        assert {name: list(getattr(found, VARIANTS[name])) for name in variants} == variants
        assert not expect.get("expired") or found.expired


@pytest.mark.parametrize("order", ["body_order", "sorted_keys"])
@each("example", [example for example in of_kind("callback") if "accept" in example.expect])
def test_a_signature_of_each_documented_way_is_taken(example: Example, order: str) -> None:
    expect, body = example.expect, json.dumps(example.payload).encode()
    headers = {**expect["headers"], "webhook-signature": expect["accept"][order]}

    assert example.family.delivery(headers, body, expect["secret"]).verified
    with pytest.raises(BadSignature):
        example.family.delivery(headers, body.replace(b"true", b"false"), expect["secret"])


@each("example", of_kind("error"))
def test_a_refusal_is_named_as_published(example: Example) -> None:
    error, expect = example.family.verdict(op_of(example), example.http_status, example.payload).error, example.expect
    words = (expect.get("error", expect.get("category")), *expect.get("also_accept", ()))
    kinds = [ERRORS[word] for word in words if word]
    retryable = expect.get("retryable", expect.get("retry"))

    assert error is not None
    assert type(error) in (kinds or [type(error)])
    assert error.retryable is retryable or retryable is None or type(error) is not kinds[0]
    assert error.code == expect.get("error_code", error.code)
    assert error.charged is (False if expect.get("refund") else error.charged)


READ: Mapping[str, Callable[[Any, Accepted], Any]] = {
    "task_id": lambda _, verdict: verdict.task_id,
    "credits": lambda result, _: result.credits,
    "download_url": lambda result, _: result.url,
    "size": lambda result, _: next(
        value if isinstance(value, int) else len(value)
        for value in (getattr(result, name, None) for name in ("models", "points", "bytes"))
        if value is not None
    ),
    "available": lambda result, _: result.available,
    "words": lambda result, _: len(result.words),
    "first_start_s": lambda result, _: result.words[0].start,
    "first_end_s": lambda result, _: result.words[0].end,
    "route": lambda result, _: result.route,
    "price_rows": lambda result, _: [{"duration": f"{seconds:g}", "credits": each} for seconds, each in result.rows],
}


@each("example", [example for example in of_kind("response") if example.file != "pixverse"])
def test_an_answer_reads_as_published(example: Example) -> None:
    op, expect = op_of(example), {name: value for name, value in example.expect.items() if name != "ok"}
    verdict = example.family.verdict(op, example.http_status, example.payload)

    assert isinstance(verdict, Accepted) is example.expect["ok"]
    if isinstance(verdict, Accepted):
        result = example.family.result(op, verdict.data)
        assert {name: READ[name](result, verdict) for name in expect} == expect


@each("example", [example for example in of_kind("response", "status") if example.file == "pixverse"])
def test_an_answer_of_pixverse_reads_as_published(example: Example) -> None:
    expect = example.expect
    verdict = example.family.verdict(example.op, example.http_status, json.dumps(example.payload))

    assert isinstance(verdict, Accepted) is (expect["error_code"] == 0)
    if example.kind == "status" or not isinstance(verdict, Accepted):
        return
    if expect["state"] == "queued":
        assert verdict.task_id == str(expect.get("video_id", expect.get("image_id")))
        assert verdict.charge == expect.get("credits", verdict.charge)
    if expect["state"] == "succeeded":
        result = example.family.result(example.op, verdict.data)
        assert [asset.url for asset in result.assets] == expect["urls"]
        assert result.raw == example.payload["Resp"]
        assert getattr(result, "total", None) == expect.get("credits_total")
        assert [mask.name for mask in getattr(result, "masks", ())] == expect.get("mask_names", [])
        assert getattr(result, "id", None) == expect.get("img_id", expect.get("media_id"))
        assert getattr(result, "type", expect.get("media_type")) == expect.get("media_type")
