"""Prices of kie.ai's families are those of the published list; and what a render that is not ready costs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from reelscore import errors
from reelscore.kie import ON_KIE_AI, FluxKontext, Image4o, Runway, Veo, VeoExtend
from reelscore.vendors.family import Indeterminate
from tests.published import DATA
from tests.rows import each

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
