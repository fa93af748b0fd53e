"""How the Suno hosts say yes and no: envelope, codes and texts, by host and code family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reelscore.sandbox.suno.table import OPERATIONS
from reelscore.sandbox.values import Answer, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reelscore.sandbox.calls import Call


class Row(NamedTuple):
    """One refusal."""

    code: int
    text: str
    """``{}`` is filled with what was wrong."""
    status: int = 200


NO_PATH: Final = "Not Found - The requested resource or endpoint does not exist"
NOT_FETCHED: Final = (
    "Failed to retrieve image. Please verify any access restrictions set by you or your service provider."
)
KIE_ROWS: Final[Mapping[str, Row]] = {
    "auth": Row(401, "You do not have access permissions"),
    "path": Row(404, NO_PATH, 404),
    "method": Row(404, NO_PATH, 404),
    "malformed": Row(422, "Validation Error - The request parameters failed validation checks"),
    "callback": Row(422, "Please enter {}"),
    **dict.fromkeys(("invalid", "long", "state"), Row(422, "{}")),
    "unknown_id": Row(422, "recordInfo is null"),
    "no_music": Row(422, "Music does not exist"),
    "conflict": Row(409, "Conflict - {} already exists"),
    "cover_exists": Row(400, "Validation error - Cover already generated for this task"),
    "unreachable": Row(451, f"Unauthorized - {NOT_FETCHED}"),
    "moderated": Row(400, "Song Description flagged for moderation"),
    "matches": Row(413, "Conflict - Uploaded audio matches existing work of art."),
    "credits": Row(402, "Insufficient Credits - Account does not have enough credits to perform the operation"),
    "throttle": Row(429, "Rate Limited - Your call frequency is too high. Please try again later."),
    "concurrency": Row(429, "Rate Limited - Request limit has been exceeded for this resource"),
    "maintenance": Row(455, "Service Unavailable - System is currently undergoing maintenance"),
    "server": Row(500, "Server Error - An unexpected error occurred while processing the request", 500),
}
"""Kie's dedicated routes. Source: docs.kie.ai and the published samples."""
OLDER: Final[Mapping[str, Row]] = {
    "auth": Row(401, "Unauthorized access"),
    "malformed": Row(400, "Invalid parameters"),
    "long": Row(413, "Theme or prompt too long"),
    "credits": Row(429, "Insufficient credits"),
    "maintenance": Row(455, "System maintenance"),
    "server": Row(500, "Server error", 500),
}
"""What the older pages of both hosts share."""
KIE_LYRICS_ROWS: Final[Mapping[str, Row]] = {
    **KIE_ROWS,
    **OLDER,
    "invalid": Row(400, "Invalid parameters"),
    "throttle": Row(405, "Rate limit exceeded"),
}
"""Kie's lyrics page alone keeps the older codes."""
KIE_JOBS_ROWS: Final[Mapping[str, Row]] = {
    **KIE_ROWS,
    "auth": Row(401, "Unauthorized", 401),
    "unknown_id": Row(422, "recordInfo is null", 422),
    "no_task_id": Row(400, "taskId parameter is required", 400),
    "throttle": Row(429, "Rate limit exceeded", 429),
}
"""Looks at jobs of Kie: the page prints refusals by HTTP status. Source: docs.kie.ai."""
SUNOAPI_B_ROWS: Final[Mapping[str, Row]] = {
    **KIE_ROWS,
    "auth": OLDER["auth"],
    **dict.fromkeys(("path", "method"), Row(404, "Invalid request method or path", 404)),
    "credits": Row(402, "Insufficient Credits"),
    "unreachable": Row(451, "Download Failed"),
    "unknown_id": Row(404, "The requested resource does not exist"),
    "maintenance": Row(455, "Service unavailable - System currently undergoing maintenance"),
}
"""Cover pictures, personas, replace-section and mashup on sunoapi.org: Kie's numbers."""
SUNOAPI_A_ROWS: Final[Mapping[str, Row]] = {
    **SUNOAPI_B_ROWS,
    **OLDER,
    "callback": Row(400, "Please enter {}"),
    "invalid": Row(400, "Invalid parameters: {}"),
    "no_music": Row(400, "Music does not exist"),
    "state": Row(400, "{}"),
    "throttle": Row(430, "Your call frequency is too high. Please try again later."),
    "concurrency": Row(405, "Rate limit exceeded"),
}
"""Everything else on sunoapi.org. Source: docs.sunoapi.org: 429 means no credit, 430 and 405 throttle."""


def rows_of(call: Call) -> Mapping[str, Row]:
    """Choose the table of codes for *call*."""
    operation = OPERATIONS.get(call.operation)
    if call.path == "/jobs/recordInfo":
        return KIE_JOBS_ROWS
    if call.host == "kie.ai":
        return KIE_LYRICS_ROWS if call.path == "/lyrics" else KIE_ROWS
    return SUNOAPI_B_ROWS if operation and operation.family == "B" else SUNOAPI_A_ROWS


def accept(data: Any) -> Answer:
    """Wrap *data* in the envelope of a success."""
    return Answer({"code": 200, "msg": "success", "data": data})


def refuse(call: Call, refusal: Refusal) -> Answer:
    """Return the answer for *refusal*; kind ``code`` takes the number in its text, ``unknown_id`` the word null."""
    if refusal.kind == "code":
        return Answer({"code": int(refusal.text or 500), "msg": "as the fault says", "data": None})
    if (refusal.kind, refusal.text) == ("unknown_id", "null"):
        return accept(None)
    row = rows_of(call)[refusal.kind]
    return Answer({"code": row.code, "msg": row.text.replace("{}", refusal.text), "data": refusal.data}, row.status)
