"""What the vendors' codes mean, as rows; the first row that fits holds.

sunoapi.org documents two families: A (source document: 405, 413, 429, 430) and B (pages copied from Kie: 402, 409, 422, 429,
451). On 429 the words decide where they say something; else family A means credits, and everybody else the rate.
"""

from __future__ import annotations

import re
from typing import Any

import attrs

from reelscore import errors
from reelscore.errors import ApiError
from reelscore.suno.literals import JOBS, KIE, SUNOAPI

S1 = "sunoapi.org docs, Upload and extend (zh), 2025"
KIE_PAGES = "Kie.ai docs, 2026-04-20; Kie.ai OpenAPI export, 2026-08-12"
CALLBACKS = "callback pages of both vendors, 2025-11 to 2026-04"
_NO_CREDIT = r"credit|积分|insufficient|余额|balance"
_TOO_OFTEN = r"frequen|rate|频率|too many|too often|request limit"
_MODERATED = r"copyright|moderat|flagged|sensitive|violat|policy"
_UNFIT = r"param|validation|unsupported|format|generation failed|separation failed"
_WORK = r"existing work|matches"
FAMILY_B = ("cover_image", "persona", "replace_section", "mashup")


@attrs.frozen
class Code:
    """One meaning of one code."""

    code: int
    error: type[ApiError]
    hosts: tuple[str, ...] = attrs.field(kw_only=True, default=())
    families: tuple[str, ...] = attrs.field(kw_only=True, default=())
    """"a", "b", "kie", "lyrics", "upload", "account", or "task" for a task that failed; empty is all but "task"."""
    words: str = attrs.field(kw_only=True, default="")
    """A pattern that the message must hold."""
    retryable: bool = attrs.field(kw_only=True, default=False)
    refunded: bool | None = attrs.field(kw_only=True, default=None)
    field: str | None = attrs.field(kw_only=True, default=None)
    hint: str = attrs.field(kw_only=True, default="")
    source: str = attrs.field(kw_only=True, default=KIE_PAGES)

    def fits(self, host: str, family: str, *, message: str) -> bool:
        """Tell whether the row speaks of this answer."""
        mine = family in self.families if self.families else family != "task"
        return (
            mine
            and (not self.hosts or host in self.hosts)
            and (not self.words or re.search(self.words, message, re.IGNORECASE) is not None)
        )


_TOP_UP = "top up the account, or raise the limit of the key"
_WAIT = "wait a whole window of 10 s"
_TASK = ("task",)
_URL = "the vendor could not fetch the file: the URL must be public"
_WRONG_TASK = "the task id may belong to another kind of task: midi takes a stems task, the others a music task"

CODES: tuple[Code, ...] = (
    # A task that failed: record-info and callbacks.
    Code(400, errors.ContentRejected, families=_TASK, words=_MODERATED, source=CALLBACKS),
    Code(400, errors.RejectedRequest, families=_TASK, words=_UNFIT, source=CALLBACKS),
    Code(400, errors.ContentRejected, families=_TASK, hosts=(KIE, JOBS), hint="the lyrics are copyrighted or moderated"),
    Code(400, errors.RejectedRequest, families=_TASK, source=CALLBACKS),
    Code(408, errors.ServerError, families=_TASK, retryable=True, hint="nothing came for 10 minutes", source=CALLBACKS),
    Code(413, errors.ContentRejected, families=_TASK, hint="the upload matches an existing work", source=CALLBACKS),
    Code(451, errors.RejectedRequest, families=_TASK, field="upload_url", hint=_URL, source=CALLBACKS),
    Code(500, errors.ServerError, families=_TASK, retryable=True, source=CALLBACKS),
    Code(501, errors.ServerError, families=_TASK, retryable=True, hint="try once more", source=CALLBACKS),
    Code(531, errors.ServerError, families=_TASK, retryable=True, refunded=True, hint="the credits are back", source=CALLBACKS),
    # An answer to a call.
    Code(400, errors.Conflict, words=r"already|exist", hint="read what is there"),
    Code(400, errors.ContentRejected, words=_MODERATED),
    Code(400, errors.RejectedRequest, source=f"{S1}; {KIE_PAGES}"),
    Code(401, errors.AuthenticationError, source=f"{S1}; {KIE_PAGES}"),
    Code(402, errors.InsufficientCredits, hint=_TOP_UP),
    Code(403, errors.PermissionDenied, source="HTTP"),
    Code(404, errors.NotFound, source=f"{S1}; {KIE_PAGES}"),
    Code(405, errors.NotFound, families=("upload",), hint="wrong HTTP method"),
    Code(405, errors.RateLimited, retryable=True, hint=_WAIT, source=S1),
    Code(408, errors.ServerError, retryable=True),
    Code(409, errors.Conflict, hint="it was made before: read what is there"),
    Code(413, errors.ContentRejected, words=_WORK, hint="the upload matches an existing work", source=CALLBACKS),
    Code(413, errors.RejectedRequest, field="prompt", hint="the theme or prompt is too long", source=S1),
    Code(422, errors.NotFound, words=r"record\s*info is null|task not found", retryable=True,
         hint="also said for a moment right after a task was made", source="observed by third parties, 2026"),
    Code(422, errors.NotFound, words=r"music does not exist|record is not found", hint=_WRONG_TASK,
         source="observed by third parties, 2026"),
    Code(422, errors.RejectedRequest),
    Code(429, errors.InsufficientCredits, words=_NO_CREDIT, hint=_TOP_UP, source=S1),
    Code(429, errors.RateLimited, words=_TOO_OFTEN, retryable=True, hint=_WAIT),
    Code(429, errors.InsufficientCredits, hosts=(SUNOAPI,), families=("a",), hint=_TOP_UP, source=S1),
    Code(429, errors.RateLimited, retryable=True, hint=_WAIT),
    Code(430, errors.RateLimited, retryable=True, hint=_WAIT, source=S1),
    Code(433, errors.InsufficientCredits, hint="the key has reached its own cap"),
    Code(451, errors.RejectedRequest, field="upload_url", hint=_URL),
    Code(455, errors.Maintenance, retryable=True, hint="try again in some minutes", source=f"{S1}; {KIE_PAGES}"),
    Code(500, errors.ServerError, retryable=True, source=f"{S1}; {KIE_PAGES}"),
    Code(501, errors.ServerError, retryable=True),
    Code(505, errors.PermissionDenied, hint="the vendor has switched it off"),
    Code(531, errors.ServerError, retryable=True, refunded=True, hint="the credits are back", source=CALLBACKS),
)  # fmt: skip


def family_of(host: str, operation: str) -> str:
    """Say which family of codes an operation belongs to on a host."""
    if operation == "upload_file":
        return "upload"
    if host in (KIE, JOBS):
        return "lyrics" if operation == "lyrics" else "kie"
    return "b" if operation in FAMILY_B else "a"


def meaning(code: Any, *, host: str, family: str, message: str = "") -> Code | None:
    """Find the row for a code; None for one that no document names."""
    rows = (row for row in CODES if row.code == code)
    return next((row for row in rows if row.fits(host, family, message=message)), None)
