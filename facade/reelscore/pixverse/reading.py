"""Answers of PixVerse as values: envelope, progress, results; any shape is read, none raises."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from reelscore.errors import ApiError, ContentRejected, NotFound, ServerError
from reelscore.pixverse import pages, results, wire
from reelscore.pixverse.coercion import amount, entries, flag, number, text, whole, word
from reelscore.results import Progress, State

STATES: Mapping[int, State] = {
    1: State.SUCCEEDED,
    5: State.RUNNING,
    6: State.DELETED,
    7: State.MODERATED,
    8: State.FAILED,
    9: State.QUEUED,
    10: State.RUNNING,
}
"""Status numbers; 9 and 10 stand on no page, the vendor's own command line goes on looking. 2 is unverified: unknown."""

_ENDS: Mapping[State, tuple[type[ApiError], str, bool | None]] = {
    State.MODERATED: (ContentRejected, "moderation refused the content; the credits came back", True),
    State.FAILED: (ServerError, "the generation failed; the credits came back", True),
    State.DELETED: (NotFound, "the content was deleted", None),
}


@attrs.frozen(kw_only=True)
class Envelope:
    """The vendor's envelope, in either spelling."""

    code: int
    message: str
    inner: Any
    raw: Any = attrs.field(repr=False)


def parsed(payload: Any) -> Any:
    """Read JSON out of text or bytes; anything else is left as it is."""
    if not isinstance(payload, (str, bytes, bytearray)):
        return payload
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return payload


def envelope(payload: Any) -> Envelope | None:
    """Read the envelope, upper or lower case; None where the answer has none."""
    answer = parsed(payload)
    if not isinstance(answer, Mapping):
        return None
    fields = {str(name).replace("_", "").lower(): value for name, value in answer.items()}
    code = whole(fields.get("errcode"))
    if code is None:
        return None
    return Envelope(code=code, message=text(fields.get("errmsg")), inner=fields.get("resp"), raw=answer)


def words_of(payload: Any) -> str:
    """Find the vendor's words in an answer that may have no envelope."""
    answer = parsed(payload)
    if isinstance(answer, Mapping):
        fields = {str(name).replace("_", "").lower(): value for name, value in answer.items()}
        return next(
            (text(fields.get(name)) for name in ("errmsg", "message", "msg", "error") if text(fields.get(name))), ""
        )
    if isinstance(answer, (bytes, bytearray)):
        answer = answer.decode("utf-8", "replace")
    return answer[:300] if isinstance(answer, str) else ""


def charge_of(inner: Any) -> Decimal | None:
    """Read what was charged: ``credits``, else ``credit``; pages have both."""
    fields = inner if isinstance(inner, Mapping) else {}
    found = (fields.get(name) for name in ("credits", "credit", "consume_credit"))
    given = next((value for value in found if isinstance(value, (int, float)) and not isinstance(value, bool)), None)
    return None if given is None or given != given else Decimal(str(given))  # noqa: PLR0124 - NaN


def task_id_of(inner: Any) -> str | None:
    """Find the id of a started task."""
    fields = inner if isinstance(inner, Mapping) else {}
    found = (whole(fields.get(name)) for name in ("video_id", "image_id", "id"))
    return next((str(value) for value in found if value is not None), None)


def progress(inner: Any, *, family: str, fields: Mapping[str, Any]) -> Progress[Any]:
    """Read one look at a task.

    Args:
        inner: the inner object of the envelope.
        family: "video" or "image".
        fields: host and operation, for an error.
    """
    status = whole(inner.get("status")) if isinstance(inner, Mapping) else None
    state = STATES.get(status, State.UNKNOWN) if status is not None else State.UNKNOWN
    error, refunded = None, None
    if state in _ENDS:
        kind, words, refunded = _ENDS[state]
        error = kind(message=words, code=status, charged=None if refunded is None else False, raw=inner, **fields)
    return Progress(
        state=state,
        result=(image if family == "image" else video)(inner) if state is State.SUCCEEDED else None,
        error=error,
        stage="" if status is None else str(status),
        charge=charge_of(inner),
        refunded=refunded,
        raw=inner,
    )


def video(inner: Any) -> results.Video:
    """Read a finished video."""
    found = wire.load("VideoResult", inner)
    return results.Video(
        id=whole(found.id) or 0,
        url=text(found.url),
        prompt=text(found.prompt),
        negative_prompt=text(found.negative_prompt),
        style=text(found.style),
        seed=whole(found.seed),
        width=whole(found.output_width),
        height=whole(found.output_height),
        resolution=whole(found.resolution_ratio),
        size=number(found.size),
        has_audio=flag(found.has_audio),
        credits=charge_of(inner),
        created=text(found.create_time),
        modified=text(found.modify_time),
        raw=inner,
    )


def image(inner: Any) -> results.Image:
    """Read a finished image."""
    found = wire.load("ImageResult", inner)
    return results.Image(
        id=whole(found.image_id) or 0,
        url=text(found.url),
        prompt=text(found.prompt),
        seed=whole(found.seed),
        template_id=whole(found.template_id),
        width=whole(found.output_width),
        height=whole(found.output_height),
        credits=charge_of(inner),
        created=text(found.create_time),
        modified=text(found.modify_time),
        raw=inner,
    )


def masks(inner: Any) -> results.Masks:
    """Read the masks of a frame."""
    found = wire.load("MaskSelection", inner)
    read = ((wire.load("Mask", entry), entry) for entry in entries(inner, "mask_info"))
    every = tuple(
        results.Mask(id=word(mask.mask_id), name=text(mask.mask_name), url=text(mask.mask_url), raw=entry)
        for mask, entry in read
    )
    keyframe = whole(found.keyframe_id)
    return results.Masks(
        keyframe_id=1 if keyframe is None else keyframe,
        keyframe_url=text(found.keyframe_url),
        masks=every,
        credits=charge_of(inner),
        raw=inner,
    )


def balance(inner: Any) -> results.AccountBalance:
    """Read a balance."""
    found = wire.load("Balance", inner)
    return results.AccountBalance(
        account_id=whole(found.account_id),
        credit_monthly=amount(found.credit_monthly),
        credit_package=amount(found.credit_package),
        raw=inner,
    )


def uploaded_image(inner: Any) -> results.UploadedImage:
    """Read an uploaded image; a guide prints url where the reference has img_url."""
    found = wire.load("UploadedImage", inner)
    return results.UploadedImage(id=whole(found.img_id) or 0, url=text(found.img_url) or text(found.url), raw=inner)


def uploaded_media(inner: Any) -> results.UploadedMedia:
    """Read an uploaded video or sound."""
    found = wire.load("UploadedMedia", inner)
    return results.UploadedMedia(
        id=whole(found.media_id) or 0, type=text(found.media_type), url=text(found.url), raw=inner
    )


def done(inner: Any) -> results.Done:
    """Read an answer that says nothing more."""
    return results.Done(raw=inner)


READERS: Mapping[str, Callable[[Any], Any]] = {
    "balance": balance,
    "usage": pages.usage,
    "upload_image": uploaded_image,
    "upload_media": uploaded_media,
    "speakers": pages.speakers,
    "tts_speakers": pages.speakers,
    "create_voice": pages.voice,
    "delete_voice": done,
    "restyles": pages.restyles,
    "templates": pages.templates,
    "verify_audio": done,
    "mask_selection": masks,
    "image_template": image,
}
"""Operation → reader; every other operation gives a video."""


def reader(operation: str) -> Callable[[Any], Any]:
    """Give what reads the answers of an operation."""
    return READERS.get(operation, video)
