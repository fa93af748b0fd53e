"""Answers of PixVerse as values: envelope, progress, results; any shape is read, none raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.errors import ApiError, ContentRejected, NotFound, ServerError
from reelscore.pixverse import results
from reelscore.results import Progress, State
from reelscore.vendors.coercion import fields, fill, integer, parsed
from reelscore.vendors.envelope import CallContext, EnvelopeFormat, progress_of
from reelscore.vendors.tables import CodeTable

ENVELOPE = EnvelopeFormat(
    code="err_code",
    message=("err_msg",),
    data="resp",
    task_id=("video_id", "image_id", "id"),
    charge=("credits", "credit", "consume_credit"),
    success=0,
    codes=CodeTable.load("reelscore.pixverse"),
)
STATES: Mapping[int, State] = {
    1: State.SUCCEEDED,
    5: State.RUNNING,
    6: State.DELETED,
    7: State.MODERATED,
    8: State.FAILED,
    9: State.QUEUED,
    10: State.RUNNING,
}
"""Status numbers. 9 and 10 stand on no page: the vendor's command line goes on polling. 2 is unverified: unknown."""
_ENDS: Mapping[State, tuple[type[ApiError], str, bool | None]] = {
    State.MODERATED: (ContentRejected, "moderation refused the content; the credits came back", True),
    State.FAILED: (ServerError, "the generation failed; the credits came back", True),
    State.DELETED: (NotFound, "the content was deleted", None),
}
_OF_IMAGE = {
    "id": "image_id",
    "width": "output_width",
    "height": "output_height",
    "created": "create_time",
    "modified": "modify_time",
}
_OF_VIDEO = {**_OF_IMAGE, "id": "id", "resolution": "resolution_ratio"}
"""The vendor's names of a result's fields, where they differ."""
_MISSING = "record not found"
"""Said for a moment right after a task was made."""


def progress(data: Any, *, family: str, context: CallContext) -> Progress[Any]:
    """Read the status of a task.

    Args:
        data: the content of the envelope, or a webhook.
        family: "video" or "image".
        context: for an error.
    """
    status = integer(fields(data).get("status"))
    state = State.UNKNOWN if status is None else STATES.get(status, State.UNKNOWN)
    common: dict[str, Any] = {
        "stage": "" if status is None else str(status),
        "charge": ENVELOPE.charge_of(data),
        "missing": not fields(data),
        "raw": data,
    }
    if state is State.SUCCEEDED:
        made, names = (results.Image, _OF_IMAGE) if family == "image" else (results.Video, _OF_VIDEO)
        return progress_of(state, fill(made, data, names, credits=common["charge"], raw=data), **common)
    if state not in _ENDS:
        return Progress(state=state, **common)
    kind, words, refunded = _ENDS[state]
    error = kind(
        message=words,
        code=status,
        host=context.host,
        operation=context.operation,
        charged=None if refunded is None else False,
        raw=data,
    )
    return Progress(state=state, error=error, refunded=refunded, **common)


def poll(payload: Any, *, family: str, context: CallContext) -> Progress[Any]:
    """Read the answer to a status call, its envelope included."""
    envelope = ENVELOPE.read(payload)
    if envelope.code == ENVELOPE.success:
        return progress(envelope.data, family=family, context=context)
    outcome = ENVELOPE.outcome(200, payload, context=context)
    is_queued = _MISSING in str(outcome.error).lower()
    return Progress(
        state=State.QUEUED if is_queued else State.UNKNOWN,
        missing=is_queued,
        error=None if is_queued or envelope.code is None else outcome.error,
        stage=envelope.message[:100],
        raw=parsed(payload),
    )
