"""Answers of PixVerse as values: envelope, progress, results; any shape is read, none raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from reelscore.errors import ApiError, ContentRejected, NotFound, ServerError
from reelscore.pixverse import results
from reelscore.results import Progress, State
from reelscore.vendors import content
from reelscore.vendors.codes import CodeTable
from reelscore.vendors.coercion import (
    decimal,
    fields,
    fill,
    first,
    flag,
    identifier,
    integer,
    objects,
    parsed,
    text,
    url,
)
from reelscore.vendors.envelope import CallContext, EnvelopeFormat

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
"""Status numbers. 9 and 10 stand on no page: the vendor's own command line goes on polling. 2 is unverified: unknown."""
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
        "raw": data,
    }
    if state is State.SUCCEEDED:
        return content.succeeded((image if family == "image" else video)(data), **common)
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


_FILE = {
    "width": "output_width",
    "height": "output_height",
    "resolution": "resolution_ratio",
    "created": "create_time",
    "modified": "modify_time",
}


def video(data: Any) -> results.Video:
    """Read a finished video."""
    return fill(results.Video, data, _FILE, credits=ENVELOPE.charge_of(data))


def image(data: Any) -> results.Image:
    """Read a finished image."""
    return fill(results.Image, data, {**_FILE, "id": "image_id"}, credits=ENVELOPE.charge_of(data))


def masks(data: Any) -> results.Masks:
    """Read the masks of a frame."""
    names = {"id": "mask_id", "name": "mask_name", "url": "mask_url"}
    found = tuple(fill(results.Mask, entry, names) for entry in objects(data, "mask_info"))
    keyframe = integer(fields(data).get("keyframe_id"))
    return fill(
        results.Masks,
        data,
        keyframe_id=1 if keyframe is None else keyframe,
        masks=found,
        credits=ENVELOPE.charge_of(data),
    )


def uploaded_image(data: Any) -> results.UploadedImage:
    """Read an uploaded image; a guide prints url where the reference has img_url."""
    address = first(fields(data), "img_url", "url", read=url) or ""
    return fill(results.UploadedImage, data, {"id": "img_id"}, url=address)


def _page(data: Any, page: Callable[..., Any], *, item: Callable[[Any], Any]) -> Any:
    """Read a page of a list; a client saw a bare one."""
    items = tuple(map(item, objects(data, "data", "items", "list", "effect_items")))
    return page(items=items, total=integer(fields(data).get("total")), raw=data)


def _template(entry: Any) -> results.Template:
    names = ("name", "template_name", "display_name", "effect_name")
    return fill(results.Template, entry, {"id": "template_id"}, name=first(fields(entry), *names, read=text) or "")


def usage(data: Any) -> results.UsagePage:
    """Read a page of the usage log."""
    found = fields(data)
    return results.UsagePage(
        items=tuple(results.UsageItem(raw=entry) for entry in objects(data, "items")),
        next_cursor=identifier(found.get("next_cursor")) or text(found.get("next_cursor")),
        has_more=flag(found.get("has_more")) or False,
        raw=data,
    )


def balance(data: Any) -> results.AccountBalance:
    """Read a balance; a figure that cannot be read is unknown, never 0."""
    found = fields(data)
    return results.AccountBalance(
        account_id=integer(found.get("account_id")),
        credit_monthly=decimal(found.get("credit_monthly")),
        credit_package=decimal(found.get("credit_package")),
        raw=data,
    )


_SPEAKER = partial(fill, results.Speaker, names={"id": "speaker_id"})
_PRESET = partial(
    fill, results.RestylePreset, names={"id": "restyle_id", "name": "restyle_name", "prompt": "restyle_prompt"}
)
_speakers = partial(_page, page=results.SpeakersPage, item=_SPEAKER)
READERS: Mapping[str, Callable[[Any], Any]] = {
    "balance": balance,
    "usage": usage,
    "upload_image": uploaded_image,
    "upload_media": partial(fill, results.UploadedMedia, names={"id": "media_id", "type": "media_type"}),
    "speakers": _speakers,
    "tts_speakers": _speakers,
    "create_voice": partial(fill, results.Voice, names={"id": "speaker_id"}),
    "delete_voice": partial(fill, results.Done),
    "restyles": partial(_page, page=results.RestylesPage, item=_PRESET),
    "templates": partial(_page, page=results.TemplatesPage, item=_template),
    "verify_audio": partial(fill, results.Done),
    "mask_selection": masks,
    "image_template": image,
}
"""Operation → reader of its answer; every other operation gives a video."""
