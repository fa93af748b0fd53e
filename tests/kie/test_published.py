"""Every published example of kie.ai's families reads as it says, and costs what the price list says."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from reelscore import errors
from reelscore.errors import BadSignature
from reelscore.kie import ON_KIE_AI, FluxKontext, Image4o, Runway, Veo, VeoExtend
from reelscore.rules.schema import fields_of
from reelscore.vendors.family import Accepted, Indeterminate
from tests.rows import each
from tests.suno.cases import ERRORS, payload

DATA = Path(__file__).resolve().parent.parent / "data"
CONTEXT = {
    "source_duration_s": "source_seconds",
    "source_bytes": "source_bytes",
    "source_upscaled_to": "source_resolution",
}
VARIANTS = {"origin": "origin_urls", "full": "full_urls", "image": "image_urls"}
LOOKS = {"runway.error.record-unknown-recorded": "code 200 without data: of a look no such task, of a creation a doubt"}
"""Cases that name the creating call and show the answer to a look."""


def all_cases() -> list[Any]:
    found: list[Any] = json.loads((DATA / "kie-examples.json").read_text(encoding="utf-8"))
    return found


def cases(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["id"].removeprefix("kie.")) for case in all_cases() if case["kind"] == kind]


@each("case", cases("request"))
def test_a_request_is_judged_as_published(case: Any) -> None:
    request = ON_KIE_AI.request(case["op"], payload(case["payload"]))
    known = {field.name: field.wire for field in fields_of(type(request))}
    facts = {CONTEXT[name]: value for name, value in case.get("context", {}).items()}
    judged = attrs.evolve(request, **facts)
    object.__setattr__(judged, "_vendor_shaped", True)

    broken = {found.field.partition("[")[0] for found in judged.violations() if found.severity == "error"}

    expected = set() if case["expect"]["valid"] else {case["expect"]["field"]}
    told = {known[name] for name in broken}
    assert told == expected or expected < told


@each("case", cases("request"))
def test_a_published_request_is_sent_as_it_came(case: Any) -> None:
    body = payload(case["payload"])
    sent = ON_KIE_AI.request(case["op"], body).to_wire()

    assert sent == {**body, **({"duration": 5} if body.get("duration") == "5" else {})}


@each("case", cases("status"))
def test_a_look_at_a_task_reads_as_published(case: Any) -> None:
    _compare(ON_KIE_AI.progress(case["op"], payload(case["payload"])), case["expect"])


@each("case", cases("callback"))
def test_a_callback_reads_as_published(case: Any) -> None:
    body = json.dumps(payload(case["payload"])).encode()
    context = case.get("context", {})
    delivery = ON_KIE_AI.delivery(context.get("headers", {}), body)

    assert (delivery.task_id, delivery.stage) == (case["expect"]["task_id"], case["expect"]["stage"])
    _compare(delivery.progress, case["expect"])
    if "signature" in case["expect"]:
        assert _signature(context, body) == case["expect"]["signature"]


def _signature(context: Mapping[str, Any], body: bytes) -> str:
    try:
        delivery = ON_KIE_AI.delivery(context["headers"], body, context["webhook_hmac_key"])
    except BadSignature as error:
        return "missing" if "carries no" in str(error) else "invalid"
    return "valid" if delivery.verified else "unknown"


def _compare(progress: Any, expect: Any) -> None:
    found = progress.result or progress.partial
    assert progress.state == expect["state"]
    assert sorted(asset.url for asset in found.assets) if found else sorted(expect["assets"]) == []
    assert (progress.error.code if progress.error else None) == expect.get("error_code")
    assert progress.refunded is expect.get("refund")
    assert {name: list(getattr(found, VARIANTS[name])) for name in expect.get("variants", {})} == expect.get(
        "variants", {}
    )
    assert "credits" not in expect or progress.charge == expect["credits"]
    assert not expect.get("expired") or found.expired


@each("case", cases("error"))
def test_a_refusal_is_named_as_published(case: Any) -> None:
    op = f"{case['op']}-details" if case["id"].removeprefix("kie.") in LOOKS else case["op"]
    verdict = ON_KIE_AI.verdict(op, case["http_status"], payload(case["payload"]))
    expect = case["expect"]
    kinds = tuple(ERRORS[word] for word in (expect["error"], *expect.get("also_accept", ())))

    assert type(verdict.error) in kinds
    assert verdict.error is not None
    assert verdict.error.retryable is expect["retryable"] or type(verdict.error) is not kinds[0]


@each("case", cases("response"))
def test_an_answer_reads_as_published(case: Any) -> None:
    verdict = ON_KIE_AI.verdict(case["op"], case["http_status"], payload(case["payload"]))
    assert isinstance(verdict, Accepted)
    assert case["expect"]["ok"]
    result = ON_KIE_AI.result(case["op"], verdict.data)
    read: dict[str, Callable[[], Any]] = {
        "task_id": lambda: verdict.task_id,
        "credits": lambda: result.credits,
        "download_url": lambda: result.url,
        "size": lambda: result.bytes,
    }

    expected = {name: value for name, value in case["expect"].items() if name != "ok"}
    assert {name: read[name]() for name in expected} == expected


MODES: Mapping[str, Mapping[str, Any]] = {
    "text-to-video": {},
    "image-to-video": {"image_urls": ["https://example.com/a.png"]},
    "reference-to-video": {"image_urls": ["https://example.com/a.png"], "generation_type": "REFERENCE_2_VIDEO"},
}


def _veo(row: Mapping[str, str]) -> Any:
    mode, resolution = row["options"].split("; ")[:2]
    return Veo(prompt="a", model=row["model"], resolution=resolution, **MODES[mode])


def _runway(row: Mapping[str, str]) -> Any:
    seconds, quality = row["options"].split("; ")[:2]
    return Runway(prompt="a", duration=int(seconds.removesuffix(" s")), quality=quality, aspect_ratio="1:1")


PRICED: Mapping[str, Callable[[Mapping[str, str]], Any]] = {
    "veo": _veo,
    "runway": _runway,
    "veo-extend": lambda row: VeoExtend(task_id="a", prompt="a", model=row["model"]),
    "flux-kontext": lambda row: FluxKontext(prompt="a", model=row["model"]),
    "gpt4o-image": lambda _: Image4o(prompt="a", size="1:1"),
}


def _request(row: Mapping[str, str]) -> Any:
    if row["op"] in PRICED:
        return PRICED[row["op"]](row)
    name = ON_KIE_AI.name_of(row["op"])
    kind = ON_KIE_AI.operation(name).request
    return kind.build(kind.sample)


def prices() -> list[dict[str, str]]:
    with (DATA / "kie-prices.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if not row["op"].endswith("-details")]


@each("row", [row for row in prices() if row["certainty"] in {"exact", "derived"}])
def test_a_request_costs_what_the_price_list_says(row: dict[str, str]) -> None:
    assert _request(row).quote().credits == Decimal(row["credits"])


@pytest.mark.parametrize("row", [row for row in prices() if row["certainty"] in {"uncertain", "unknown"}], ids=str)
def test_what_nobody_publishes_has_no_price(row: dict[str, str]) -> None:
    if row["op"] != "veo":  # the fallback that the vendor deprecates has a price of its own; the list's price is told
        assert _request(row).quote().credits is None


def test_where_two_lists_disagree_the_higher_price_is_an_estimate() -> None:
    found = Veo(prompt="a", model="veo3", resolution="4k").quote()

    assert (found.credits, found.basis) == (Decimal(380), "estimated")


def test_no_list_disagrees_on_a_4k_video_from_pictures() -> None:
    found = Veo(prompt="a", model="veo3", resolution="4k", **MODES["image-to-video"]).quote()

    assert (found.credits, found.basis) == (Decimal(370), "exact")


def test_a_refusal_of_a_render_that_is_not_ready_costs_nothing() -> None:
    for code in (400, 422, 500):
        message = "1080P is processing. It should be ready in 1-2 minutes. Please check back shortly."
        error = ON_KIE_AI.verdict("veo_1080p", 200, {"code": code, "msg": message, "data": None}).error

        assert type(error) is errors.NotReady
        assert (error.retryable, error.charged) == (True, False)


def test_a_server_fault_while_processing_the_request_leaves_open_whether_it_was_charged() -> None:
    message = "Server Error - An unexpected error occurred while processing the request"
    found = ON_KIE_AI.verdict("veo_1080p", 500, {"code": 500, "msg": message, "data": None})

    assert isinstance(found, Indeterminate)
    assert found.error.charged is None
