"""Prices of Suno in credits: the rows of ``prices.csv``; 1 credit is 0.005 USD on both hosts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product
from typing import Any

from reelscore.pricing import Quote
from reelscore.suno.literals import EVERY_MODEL
from reelscore.vendors.tables import priced


def quote(request: Any, host: str) -> Quote:
    """Price a request on a host; what no row covers is unknown, never 0."""
    operation = request.operation
    kind = (request.type or "separate_vocal") if operation == "stems" else getattr(request, "model", None)
    variant = str(kind or "")
    found = _quotes().get((host, operation, variant))
    return found or Quote.unknown(" ".join(f"no price of {operation} {variant} is published for {host}".split()))


@cache
def _quotes() -> Mapping[tuple[str, str, str], Quote]:
    """Read the rows by host, operation and variant; the first row that covers one holds.

    ``variants`` are models or kinds of stems; an empty cell covers every known model.
    """
    found: dict[tuple[str, str, str], Quote] = {}
    for row, quote in priced("reelscore.suno"):
        for host, variant in product(row["hosts"].split(), row["variants"].split() or ("", *EVERY_MODEL)):
            _ = found.setdefault((host, row["operation"], variant), quote)
    return found
