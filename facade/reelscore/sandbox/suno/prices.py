"""What the Suno hosts charge: published rows, the other host's row, then stand-ins of the sandbox."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VENDORS: Final = {"kie.ai": "kie", "sunoapi.org": "sunoapi"}
STAND_INS: Final[Mapping[str, Decimal]] = {"recovery": Decimal(0), "voice-check": Decimal(0)}
"""Credits where neither host publishes a price: the sandbox's own choice."""


@cache
def _cells() -> Mapping[tuple[str, str, str], Decimal]:
    text = files("reelscore.sandbox").joinpath("data/suno-prices.csv").read_text(encoding="utf-8")
    return {
        (row["vendor"], row["op"], row["model"]): Decimal(row["credits"]) for row in csv.DictReader(text.splitlines())
    }


def price(name: str, host: str, *, body: Mapping[str, Any]) -> Decimal:
    """Return the credits of the price row *name* at *host*.

    Rows of the host come first, whatever their model; where sunoapi.org has none, Kie's twin stands in.
    """
    kinds = (body.get("type") or "separate_vocal",) if name == "vocal-removal" else ("all", "unstated", "-", "V6")
    for vendor in (VENDORS[host], "kie", "sunoapi"):
        found = next((_cells()[vendor, name, kind] for kind in kinds if (vendor, name, kind) in _cells()), None)
        if found is not None:
            return found
    return STAND_INS[name]
