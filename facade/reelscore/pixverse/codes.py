"""What PixVerse's codes mean: code → error class, in words, whether it may pass later; read from the body alone.

No page says whether a refused submission is charged: it gives no id, so it is taken as not charged. Codes of a server
that failed leave that open (``doubtful``). HTTP statuses are not published and decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from reelscore.errors import (
    ApiError,
    AuthenticationError,
    ConcurrencyLimited,
    ContentRejected,
    InsufficientCredits,
    NotFound,
    PermissionDenied,
    RejectedRequest,
    ServerError,
    UnknownApiError,
)


@attrs.frozen
class Code:
    """One row of the table."""

    error: type[ApiError]
    meaning: str
    retryable: bool = False
    doubtful: bool = False
    """The server failed: a paid call may have been taken all the same."""
    hint: str = ""


_TOP_UP = "Top up in the console, or take another plan."
_MODERATED = "Change the words or the picture; the same content will be refused again."
_ACTIVATE = "Activate the template in the console; each plan has few places for active templates."

# fmt: off
CODES: Mapping[int, Code] = {
    400011: Code(RejectedRequest, "empty or missing parameter"),
    400012: Code(PermissionDenied, "invalid account", hint="Check on the console which account the key belongs to."),
    400013: Code(RejectedRequest, "wrong type or value of a parameter"),
    400017: Code(RejectedRequest, "invalid parameter"),
    400018: Code(RejectedRequest, "prompt too long"),
    400019: Code(RejectedRequest, "negative prompt too long"),
    400032: Code(RejectedRequest, "image id invalid", hint="Upload the image again."),
    400080: Code(RejectedRequest, "invalid lyrics"),
    500008: Code(RejectedRequest, "requested data not found"),
    500020: Code(PermissionDenied, "no permission for this operation"),
    500030: Code(RejectedRequest, "image larger than 20 MB or 10,000 px"),
    500031: Code(RejectedRequest, "could not read the image", retryable=True),
    500032: Code(RejectedRequest, "image format invalid"),
    500033: Code(RejectedRequest, "image width or height invalid"),
    500041: Code(ServerError, "image upload failed", retryable=True),
    500042: Code(RejectedRequest, "image path invalid"),
    500044: Code(ConcurrencyLimited, "limit of concurrent generations reached", retryable=True, hint="A slot is free again when a task ends, or after 10 minutes."),
    500052: Code(ContentRejected, "image refused by moderation", hint=_MODERATED),
    500054: Code(ContentRejected, "image refused by moderation", hint=_MODERATED),
    500060: Code(InsufficientCredits, "template activations of the month used up", hint="Wait for the reset."),
    500063: Code(ContentRejected, "video, image or text refused by moderation", hint=_MODERATED),
    500064: Code(RejectedRequest, "content deleted"),
    500069: Code(ServerError, "system overloaded", retryable=True, doubtful=True),
    500070: Code(RejectedRequest, "template not activated", hint=_ACTIVATE),
    500071: Code(RejectedRequest, "template does not support 720p or 1080p", hint="Take 360p or 540p."),
    500090: Code(InsufficientCredits, "not enough credits", hint=_TOP_UP),
    500100: Code(ServerError, "database error", retryable=True, doubtful=True),
    701002: Code(RejectedRequest, "mimic needs an image with a clear subject"),
    701003: Code(RejectedRequest, "mimic needs a video with a person"),
    701020: Code(RejectedRequest, "the audio was not verified", hint="Call verify_audio first."),
    99999: Code(ServerError, "unknown error", retryable=True, doubtful=True),
}
# fmt: on

_LOOKS: Mapping[int, Code] = {
    500008: Code(NotFound, "requested data not found"),
    500064: Code(NotFound, "content deleted"),
}
"""What codes mean when something is looked up by its id."""
_NOT_YET = Code(NotFound, "record not found", retryable=True)
"""Right after submission the record of a task may be missing for a moment."""
_UNKNOWN = Code(UnknownApiError, "a code that no document names")

CATEGORIES: Mapping[str, type[ApiError]] = {
    "access_denied": PermissionDenied,
    "auth": AuthenticationError,
    "concurrency_limit": ConcurrencyLimited,
    "invalid_parameter": RejectedRequest,
    "moderation": ContentRejected,
    "not_found": NotFound,
    "provider_failed": ServerError,
    "quota_exceeded": InsufficientCredits,
}
"""Words of the collected examples."""


def code_of(number: int, *, message: str = "", look: bool = False) -> Code:
    """Find the row of a code.

    Args:
        number: from the body.
        message: the vendor's words.
        look: whether something was looked up by its id: then the same number means "not there".
    """
    if look and "record not found" in message.lower():
        return _NOT_YET
    return (_LOOKS.get(number) if look else None) or CODES.get(number, _UNKNOWN)


def is_bad_key(message: str) -> bool:
    """Tell the words for a wrong key; the code that comes with them is not published."""
    words = message.lower().replace("_", "-")
    return "invalid api-key" in words or "invalid api key" in words


def bad_key(message: str, *, key_page: str, **fields: Any) -> AuthenticationError:
    """Make the error of a wrong key."""
    return AuthenticationError(message=message, hint=f"Keys are made and reset at {key_page}.", **fields)


def error_of(number: int, message: str, **fields: Any) -> ApiError:
    """Make the error of a code.

    Args:
        number: the vendor's code.
        message: the vendor's words; the table's where there are none.
        fields: host, operation and the like; ``look`` as in ``code_of``.
    """
    row = code_of(number, message=message, look=fields.pop("look", False))
    return row.error(
        message=message or row.meaning,
        code=number,
        retryable=row.retryable,
        charged=None if row.doubtful or row is _UNKNOWN else False,
        hint=row.hint,
        **fields,
    )
