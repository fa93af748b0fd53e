"""How the Suno hosts say yes and no: envelope, codes and texts, by host and code family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reelscore.sandbox.calls import Call
from reelscore.sandbox.suno.table import OPERATIONS
from reelscore.sandbox.tables import RefusalRow, refusal_rows, told
from reelscore.sandbox.values import Answer, Refusal

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
    if call.host == "kie.ai":
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
