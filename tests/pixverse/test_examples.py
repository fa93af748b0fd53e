"""Every published example is accepted, rejected or read as it says."""

import json
from decimal import Decimal
from typing import Any

import pytest

from reelscore import errors as kinds
from reelscore.errors import BadSignature
from reelscore.vendors.family import Accepted
from tests.families import family
from tests.pixverse.published import DEVIATIONS, EXAMPLES, host_of, of_kind, operation_of
from tests.rows import each

CATEGORIES = {
    "access_denied": kinds.PermissionDenied,
    "auth": kinds.AuthenticationError,
    "concurrency_limit": kinds.ConcurrencyLimited,
    "invalid_parameter": kinds.RejectedRequest,
    "moderation": kinds.ContentRejected,
    "not_found": kinds.NotFound,
    "provider_failed": kinds.ServerError,
    "quota_exceeded": kinds.InsufficientCredits,
}
"""Words of the collected examples."""


def cases(*kinds: str, expecting: str = "") -> list[Any]:
    found = [example for example in of_kind(*kinds) if not expecting or expecting in example["expect"]]
    return [pytest.param(example, id=example["id"]) for example in found]


def errors(example: dict[str, Any]) -> list[Any]:
    request = host_of(example).request(operation_of(example), example["payload"])
    return [violation for violation in request.violations(host_of(example)) if violation.severity == "error"]


def as_sent(request: Any, body: dict[str, Any] | None = None) -> dict[str, Any]:
    whole = request.to_wire() if body is None else body
    method = family("pixverse.ai").operations[request.operation].method
    return {name: str(value) for name, value in whole.items()} if method == "GET" else whole


@each("example", cases("request"))
def test_a_request_is_valid_as_the_example_says(example: dict[str, Any]) -> None:
    assert (errors(example) == []) is example["expect"]["valid"]


@each("example", cases("request", expecting="field"))
def test_an_invalid_request_names_the_field(example: dict[str, Any]) -> None:
    expected = {example["expect"]["field"], *example["expect"].get("also", ())}

    assert expected <= {violation.field for violation in errors(example)}


@each("example", cases("request"))
def test_a_request_goes_back_to_the_wire_as_it_came(example: dict[str, Any]) -> None:
    request = host_of(example).request(operation_of(example), example["payload"])

    assert as_sent(request) == as_sent(request, example["payload"])


@each("example", cases("request", expecting="credits"))
def test_a_request_costs_what_the_example_says(example: dict[str, Any]) -> None:
    request = host_of(example).request(operation_of(example), example["payload"])
    seconds = example["expect"].get("source_seconds")
    whole = type(request).build({**request.to_json(), **({"source_seconds": seconds} if seconds else {})})
    quote = whole.quote(host_of(example))

    assert (quote.credits, quote.basis) == (Decimal(str(example["expect"]["credits"])), "exact")


@each("example", cases("response", "error", "status"))
def test_a_verdict_is_what_the_example_says(example: dict[str, Any]) -> None:
    expect = example["expect"]
    verdict = host_of(example).verdict(example["op"], example.get("http_status", 200), json.dumps(example["payload"]))

    assert isinstance(verdict, Accepted) is (expect["error_code"] == 0)
    assert getattr(verdict.error, "code", 0) == expect["error_code"]


@each("example", cases("error", expecting="category"))
def test_an_error_has_the_class_of_its_category(example: dict[str, Any]) -> None:
    error = host_of(example).verdict(example["op"], 200, example["payload"]).error

    assert type(error) is CATEGORIES[example["expect"]["category"]]
    assert error is not None
    assert error.retryable is example["expect"].get("retry", error.retryable)


@each("example", [c for c in cases("response") if c.values[0]["expect"]["state"] == "queued"])
def test_an_accepted_task_has_its_id(example: dict[str, Any]) -> None:
    expect = example["expect"]
    verdict = host_of(example).verdict(example["op"], 200, example["payload"])

    assert isinstance(verdict, Accepted)
    assert verdict.task_id == str(expect.get("video_id", expect.get("image_id")))
    assert verdict.charge == expect.get("credits", verdict.charge)


@pytest.mark.parametrize("example", [c for c in cases("response") if c.values[0]["expect"]["state"] == "succeeded"])
def test_an_answer_has_the_files_that_the_example_says(example: dict[str, Any]) -> None:
    host = host_of(example)
    verdict = host.verdict(example["op"], 200, example["payload"])
    assert isinstance(verdict, Accepted)
    result = host.result(example["op"], verdict.data)
    expect = example["expect"]

    assert [asset.url for asset in result.assets] == expect["urls"]
    assert result.raw == example["payload"]["Resp"]
    assert getattr(result, "total", None) == expect.get("credits_total")
    assert [mask.name for mask in getattr(result, "masks", ())] == expect.get("mask_names", [])
    assert getattr(result, "id", None) == expect.get("img_id", expect.get("media_id"))


@each("example", cases("status"))
def test_a_look_says_what_the_example_says(example: dict[str, Any]) -> None:
    progress = host_of(example).progress(example["op"], example["payload"])
    expect = example["expect"]

    assert progress.state == expect["state"]
    assert progress.state.terminal is expect.get("terminal", progress.state.terminal)
    assert [asset.url for asset in getattr(progress.result, "assets", ())] == expect["urls"]
    assert progress.charge == expect.get("credits", progress.charge)
    assert progress.refunded is expect.get("refunded", progress.refunded)
    assert getattr(progress.result, "has_audio", None) is expect.get("has_audio")


@pytest.mark.parametrize("example", cases("callback"))
def test_a_delivery_says_what_the_example_says(example: dict[str, Any]) -> None:
    delivery = host_of(example).delivery({}, json.dumps(example["payload"]).encode())
    expect = example["expect"]

    assert (delivery.task_id, delivery.progress.state) == (expect["video_id"], expect["state"])
    assert [asset.url for asset in getattr(delivery.progress.result, "assets", ())] == expect["urls"]
    assert delivery.verified is False


@pytest.mark.parametrize("example", cases("callback", expecting="accept"))
@pytest.mark.parametrize("order", ["body_order", "sorted_keys"])
def test_a_signature_of_each_documented_way_is_taken(example: dict[str, Any], order: str) -> None:
    expect = example["expect"]
    headers = {**expect["headers"], "webhook-signature": expect["accept"][order]}
    body = json.dumps(example["payload"]).encode()
    host = host_of(example)

    assert host.delivery(headers, body, expect["secret"]).verified
    with pytest.raises(BadSignature):
        host.delivery(headers, body.replace(b"true", b"false"), expect["secret"])


def test_few_examples_are_read_otherwise_than_they_say() -> None:
    ids = {example["id"] for example in EXAMPLES}

    assert {deviation.id for deviation in DEVIATIONS} <= ids
    assert len(DEVIATIONS) <= 0.02 * len(EXAMPLES)
