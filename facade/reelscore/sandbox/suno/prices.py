"""What the Suno hosts charge: the published rows (`suno/prices.csv`), then the other host's, then nothing."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from reelscore.sandbox.tables import vendor_rows

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def _cells() -> Mapping[tuple[str, str, str], Decimal]:
    return {
        (host, row["operation"], variant): Decimal(row["credits"])
        for row in vendor_rows("suno", "prices")
        for host in row["hosts"].split()
        for variant in row["variants"].split() or [""]
    }


def price(operation: str, host: str, *, body: Mapping[str, Any]) -> Decimal:
    """Return the credits of *operation* at *host*: by its type or model where the price hangs on that.

    Where a host has no row its twin's stands in; where neither has one it is free: the sandbox's own choice.
    """
    variants = (body.get("type") or "separate_vocal",) if operation == "stems" else ("", str(body.get("model")), "V6")
    keys = ((name, operation, variant) for name in (host, "kie.ai", "sunoapi.org") for variant in variants)
    return next((_cells()[key] for key in keys if key in _cells()), Decimal(0))
