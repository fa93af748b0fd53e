"""Prices of Suno in credits: the rows of ``prices.csv``; 1 credit is 0.005 USD on both hosts."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from reelscore.pricing import Basis, PriceLine, Quote
from reelscore.suno.literals import EVERY_MODEL
from reelscore.vendors.tables import table

_TWO_TRACKS = Decimal(12)


def quote(request: Any, host: str) -> Quote:
    """Price a request on a host; what no row covers is unknown, never 0."""
    operation, variant = request.operation, _variant(request)
    found = _quotes().get((host, operation, variant))
    if found is None:
        return Quote.unknown(f"no price of {operation} {variant} is published for {host}".replace("  ", " "))
    return found


def _variant(request: Any) -> str:
    if request.operation == "stems":
        return str(request.type or "separate_vocal")
    return str(getattr(request, "model", None) or "")


@lru_cache(maxsize=1)
def _quotes() -> dict[tuple[str, str, str], Quote]:
    """Read the rows by host, operation and variant; the first row that covers one holds.

    ``variants`` are models or kinds of stems; an empty cell covers every known model.
    """
    found: dict[tuple[str, str, str], Quote] = {}
    for row in table("reelscore.suno", "prices.csv"):
        credits = Decimal(row["credits"])
        line = PriceLine(row["operation"], credits, "two tracks" if credits == _TWO_TRACKS else "")
        made = Quote.of(line, basis=cast("Basis", row["basis"]), source=row["source"])
        for host in row["hosts"].split():
            for variant in row["variants"].split() or ("", *EVERY_MODEL):
                _ = found.setdefault((host, row["operation"], variant), made)
    return found
