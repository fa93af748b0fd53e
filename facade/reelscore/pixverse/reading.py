"""Answers of PixVerse as values: envelope, progress, results; any shape is read, none raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from reelscore.errors import ApiError, ContentRejected, NotFound, ServerError
from reelscore.pixverse import results
from reelscore.pixverse.wire import CLIENT
from reelscore.results import Progress, State
from reelscore.vendors.coercion import (
    fields,
    fill,
    integer,
    objects,
    parsed,
)
from reelscore.vendors.envelope import CallContext, EnvelopeFormat, succeeded
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
        operation = "image_template" if family == "image" else "text_to_video"
        return succeeded(result(operation, data), **common)
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


def result(operation: str, data: Any) -> Any:
    """Read the content of an answer into the result of an operation; what is no operation gives a video."""
    row = CLIENT.row(operation)
    found = CLIENT.read(row.status or row.call, data)
    if row.kind == "task" or operation in READERS:
        return READERS.get(operation, _video)(found, data)
    from reelscore.pixverse.answers import READERS as OF_DIRECT_CALLS  # waits for tasks do without

    return OF_DIRECT_CALLS[operation](found, data)


def _video(found: Mapping[str, Any], raw: Any, *, cls: Callable[..., Any] = results.Video) -> Any:
    return fill(cls, found, credits=ENVELOPE.charge_of(raw), raw=raw)


def _masks(found: Mapping[str, Any], raw: Any) -> results.Masks:
    """Read the masks of a frame."""
    names = {"id": "mask_id", "name": "mask_name", "url": "mask_url"}
    keyframe = integer(found.get("keyframe_id"))
    return fill(
        results.Masks,
        found,
        keyframe_id=1 if keyframe is None else keyframe,
        masks=tuple(fill(results.Mask, entry, names) for entry in objects(found, "mask_info")),
        credits=ENVELOPE.charge_of(raw),
        raw=raw,
    )


READERS: Mapping[str, Callable[[Mapping[str, Any], Any], Any]] = {
    "mask_selection": _masks,
    "image_template": partial(_video, cls=results.Image),
}
"""Operation → reader of the fields of its answer and of the vendor's own object; ``answers`` has those of others."""
