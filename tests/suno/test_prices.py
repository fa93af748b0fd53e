"""Prices agree with the published table, row by row; what it does not have is unknown."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import Any

import pytest

from reelscore.pricing import Money
from reelscore.suno.family import ON_KIE_AI_JOBS, ON_SUNOAPI_ORG
from reelscore.suno.requests import Generate, Mashup, Midi, RecoverAudio, Sounds
from reelscore.vendors.tables import table
from tests.published import DATA, READERS
from tests.rows import each

ROWS = list(csv.DictReader((DATA / "suno-prices.csv").read_text(encoding="utf-8").splitlines()))
WORDS = {"generate-details": None}
"""Rows for looks at tasks, which are no operations."""
PRICED = [row for row in ROWS if WORDS.get(row["op"], "") is not None]


@each("row", PRICED)
def test_a_published_price_is_quoted(row: dict[str, str]) -> None:
    host = READERS["suno"][row["vendor"]]
    cls = host.request(row["op"], {}).__class__
    quote = cls.build({**cls.sample, **_variant(row)}).quote(host)

    assert quote.credits == Decimal(row["credits"])
    assert quote.basis == row["certainty"]


def _variant(row: dict[str, str]) -> dict[str, Any]:
    if row["op"] == "vocal-removal":
        return {"type": row["model"]}
    return {"model": row["model"]} if row["model"].startswith("V") else {}


@pytest.mark.parametrize(
    "request_",
    [
        Mashup(upload_url_list=["https://a.example/1", "https://a.example/2"], model="V5"),
        Sounds(prompt="rain", model="V5"),
        Midi(task_id="5c79"),
        RecoverAudio(task_id="5c79"),
        Generate(prompt="a", model="V6_MINI"),
    ],
    ids=lambda request: str(request.operation),
)
def test_what_sunoapi_does_not_publish_is_unknown(request_: Any) -> None:
    quote = request_.quote(ON_SUNOAPI_ORG)

    assert (quote.credits, quote.basis) == (None, "unknown")


def test_a_price_in_money_is_exact() -> None:
    quote = Generate(prompt="a", model="V5").quote("kie.ai")

    assert quote.money() == Money(Decimal("0.06"), "USD")


def test_the_second_route_costs_the_same() -> None:
    assert Generate(prompt="a", model="V6").quote(ON_KIE_AI_JOBS).credits == Decimal(12)


def test_every_cell_names_its_source() -> None:
    assert [price["operation"] for price in table("reelscore.suno", "prices.csv") if not price["source"]] == []
