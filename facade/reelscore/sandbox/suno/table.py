"""The operations of the Suno hosts, what they cost, and how the hosts say yes and no, by host and code family.

What an operation takes is in `schemas`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from reelscore.sandbox.calls import Call
from reelscore.sandbox.tables import RefusalRow, own_rows, refusal_rows, told, vendor_rows
from reelscore.sandbox.values import Answer, Refusal

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


KIE_ROWS: Final = refusal_rows("kie")
"""Kie's dedicated routes. Source: docs.kie.ai and the published samples."""
KIE_LYRICS_ROWS: Final = refusal_rows("kie", "older", "kie-lyrics")
"""Kie's lyrics page alone keeps the codes that the older pages of both hosts share."""
KIE_JOBS_ROWS: Final = refusal_rows("kie", "kie-jobs")
"""Looks at jobs of Kie: the page prints refusals by HTTP status. Source: docs.kie.ai."""
SUNOAPI_B_ROWS: Final = refusal_rows("kie", "sunoapi-b")
"""Cover pictures, personas, replace-section and mashup on sunoapi.org: Kie's numbers."""
SUNOAPI_A_ROWS: Final = refusal_rows("kie", "sunoapi-b", "older", "sunoapi-a")
"""Everything else on sunoapi.org. Source: docs.sunoapi.org: 429 means no credit, 430 and 405 throttle."""


def rows_of(call: Call) -> Mapping[str, RefusalRow]:
    operation = OPERATIONS.get(call.operation)
    if call.path == "/jobs/recordInfo":
        return KIE_JOBS_ROWS
    if call.host == KIE:
        return KIE_LYRICS_ROWS if call.path == "/lyrics" else KIE_ROWS
    return SUNOAPI_B_ROWS if operation and operation.family == "B" else SUNOAPI_A_ROWS


def accept(data: Any) -> Answer:
    return Answer({"code": 200, "msg": "success", "data": data})


def refuse(call: Call, refusal: Refusal, *, rows: Mapping[str, RefusalRow] | None = None) -> Answer:
    """Return the answer for *refusal*; ``unknown_id`` with the word null is a success without data."""
    if (refusal.kind, refusal.text) == ("unknown_id", "null"):
        return accept(None)
    row = told(rows or rows_of(call), refusal)
    return Answer({"code": row.code, "msg": row.text, "data": refusal.data}, row.status)
