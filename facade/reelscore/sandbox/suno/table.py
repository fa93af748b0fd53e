"""The operations of the Suno hosts, from `data/suno.csv`, and what they cost, from `suno/prices.csv`.

What they take is in `schemas`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from reelscore.sandbox.tables import own_rows, vendor_rows

Route: TypeAlias = Literal["paths", "jobs"]
KIE: Final = "kie.ai"
SUNOAPI: Final = "sunoapi.org"
V6: Final = frozenset({"V6", "V6_WILD", "V6_MINI"})


class Operation(NamedTuple):
    name: str
    record: str
    """Name of the record's shape; empty for what is answered at once."""
    stages: tuple[float, ...]
    """Seconds on the sandbox clock after which each stage begins: third-party measurements where they exist (text in
    seconds, streams at 22-32 s, files at 57-74 s), the sandbox's own choice elsewhere."""
    family: str
    """Code family on sunoapi.org: B answers with Kie's codes. Source: docs.sunoapi.org."""
    jobs: str
    """Model string on Kie's second route."""


OPERATIONS: Final = {
    row["operation"]: Operation(
        row["operation"], row["record"], tuple(map(float, row["stages"].split())), row["family"], row["jobs"]
    )
    for row in own_rows("suno")
}
BY_JOBS_MODEL: Final = {operation.jobs: operation for operation in OPERATIONS.values()}


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
