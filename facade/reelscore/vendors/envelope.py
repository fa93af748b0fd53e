"""From HTTP status and body to the outcome of a call, and whether a finished task gave what was paid for.

The vendor's envelope decides, never the HTTP status. What has no envelope comes from a gate before the vendor: known
refusals are rejections, everything else leaves open whether a paid call was taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from reelscore._attrs import frozen
from reelscore.errors import ApiError, AuthenticationError, Conflict, UnknownApiError
from reelscore.results import Progress, State
from reelscore.vendors import coercion
from reelscore.vendors.coercion import is_address
from reelscore.vendors.family import Accepted, CallOutcome, Indeterminate, Rejected
from reelscore.vendors.tables import Code, CodeTable

_CLOUDFLARE = r"(?i)error(?:\s|-|</?span[^>]*>|&nbsp;)*(?:code)?[\s:>]*(1[0-2]\d\d)\b"
_TAGS = r"(?is)<(script|style|head)\b.*?</\1\s*>|<[^>]*>"
_TITLE = r"(?is)<title[^>]*>(.*?)</title"
_READ, _SHOWN = 20_000, 120
_SERVER_FAULT = 500


@frozen(kw_only=True)
class CallContext:
    """Which call an answer belongs to."""

    host: str
    keys_url: str = ""
    operation: str = ""
    """Empty for a word that no operation has."""
    is_poll: bool = False
    """Whether the call asked for the status of a task."""
    needs_task: bool = False
    """Whether the answer has to name one."""
    where: frozenset[str] = frozenset()
    """Words that rows of the code table ask for: a host, a family, ``call`` or ``task``."""


@frozen(kw_only=True)
class Envelope:
    """An answer: its code, its message and its content."""

    code: int | None
    message: str
    data: Any
    fields: Mapping[str, Any]


@frozen(kw_only=True)
class EnvelopeFormat:
    """How a vendor writes its envelope; field names in snake_case, each read in any spelling."""

    code: str
    message: tuple[str, ...]
    data: str
    task_id: tuple[str, ...]
    """Fields of the content, then of the envelope, that may name the task."""
    charge: tuple[str, ...]
    success: int
    codes: CodeTable

    def read(self, payload: Any) -> Envelope:
        """Read any answer; ``code`` is None where it has no envelope."""
        found = coercion.fields(payload)
        code = coercion.integer(found.get(self.code))
        message = coercion.first(found, *self.message, read=coercion.words) or ""
        return Envelope(code=code, message=message, data=coercion.parsed(found.get(self.data)), fields=found)

    def task_id_of(self, *places: Any) -> str:
        """Return the id of the task; empty where there is none."""
        found = (coercion.identifier(coercion.fields(place).get(name)) for place in places for name in self.task_id)
        return next(filter(None, found), "")

    def charge_of(self, data: Any) -> Any:
        """Read the credits that were taken; None where no believable figure stands."""
        return coercion.first(coercion.fields(data), *self.charge, read=coercion.charge)

    def outcome(self, http_status: int, payload: Any, *, context: CallContext) -> CallOutcome:
        """Return what an answer means for its call."""
        envelope = self.read(payload)
        if envelope.code == self.success or (envelope.code == 0 and self.task_id_of(envelope.data)):
            return self._accepted(envelope, http_status, payload, context=context)
        row = self.codes.find(envelope.code, message=envelope.message or _words_of(payload), where=context.where)
        if row is None and envelope.code is None:
            return gate_outcome(http_status, payload, context=context)
        if row is None:
            words = envelope.message or "a code that no document names"
            return Indeterminate(error=_unknown(words, http_status, payload, context, code=envelope.code))
        message = envelope.message or ("" if envelope.code is not None else _words_of(payload))
        error = error_of(
            row, message, context, code=envelope.code, http_status=http_status, raw=coercion.parsed(payload)
        )
        if isinstance(error, Conflict):
            error.existing_id = self.task_id_of(envelope.data, envelope.fields) or None
        return Indeterminate(error=error) if row.indeterminate else Rejected(error=error)

    def _accepted(self, envelope: Envelope, http_status: int, payload: Any, *, context: CallContext) -> CallOutcome:
        task_id = self.task_id_of(envelope.data, envelope.fields)
        if context.needs_task and not task_id:
            why = "the answer says success and names no task"
            return Indeterminate(error=_unknown(why, http_status, payload, context, code=envelope.code))
        return Accepted(task_id=task_id or None, data=envelope.data, charge=self.charge_of(envelope.data))


def guarded(read: Callable[[], CallOutcome], http_status: int, payload: Any, context: CallContext) -> CallOutcome:
    """Run a reader of an answer; whatever it raises makes the outcome indeterminate, with the answer kept."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - the answer to a paid call must never be lost to a defect in reading it
        why = f"the answer could not be read: {type(error).__name__}"
        return Indeterminate(error=_unknown(why, http_status, payload, context))


def error_of(row: Code, message: str, context: CallContext, **details: Any) -> ApiError:
    """Make the exception of a row; a refused key comes with the page where keys are made."""
    code = details.pop("code", None)
    error = row.to_error(message, host=context.host, operation=context.operation, **details)
    error.code = row.code if code is None else code
    if isinstance(error, AuthenticationError) and not error.hint:
        error.hint = f"Keys are made and reset at {context.keys_url}."
    return error


def gate_outcome(http_status: int, payload: Any, *, context: CallContext) -> CallOutcome:
    """Return what an answer without the vendor's envelope means: a page, a proxy, Cloudflare."""
    page = _text_of(payload)[:_READ]
    found = re.search(_CLOUDFLARE, page)
    told = coercion.integer(coercion.fields(payload).get("error_code")) if found is None else int(found[1])
    row = None if told is None else gates().find(told, where={"cloudflare"})
    row = row or gates().find(None, message=page, where={"page", str(http_status)})
    row = row or gates().find(http_status, where={"http"})
    what = f"HTTP {http_status} without the vendor's envelope"
    said = ": ".join(part for part in (what, "" if row is None else row.meaning, _words_of(payload)) if part)
    if row is None:
        return Indeterminate(error=_unknown(said, http_status, payload, context))
    error = error_of(row, said, context, http_status=http_status, raw=coercion.parsed(payload))
    error.code = None
    return Indeterminate(error=error) if row.indeterminate else Rejected(error=error)


@lru_cache(maxsize=1)
def gates() -> CodeTable:
    """Return what gates before any vendor answer: Cloudflare's own codes, and HTTP statuses."""
    return CodeTable.load("reelscore.vendors", "gates.csv")


def _unknown(
    message: str, http_status: int, payload: Any, context: CallContext, *, code: int | None = None
) -> UnknownApiError:
    return UnknownApiError(
        message=message,
        code=code,
        host=context.host,
        operation=context.operation,
        retryable=http_status >= _SERVER_FAULT,
        charged=None,
        http_status=http_status,
        raw=coercion.parsed(payload),
    )


def _text_of(payload: Any) -> str:
    if isinstance(payload, (bytes, bytearray)):
        return bytes(payload[: 4 * _READ]).decode("utf-8", "replace")
    return payload[:_READ] if isinstance(payload, str) else ""


def _words_of(payload: Any) -> str:
    """Return the first words of a page or of an object that is no envelope, for a message."""
    found = coercion.fields(payload)
    told = coercion.first(found, "message", "msg", "error", "detail", "title", read=coercion.words)
    page = _text_of(payload)[:_READ]
    title = re.search(_TITLE, page)
    words = told or coercion.text((f"{title[1]} " if title else "") + re.sub(_TAGS, " ", page))
    plain = " ".join(words.split())
    shown = "".join(letter if letter.isprintable() else "?" for letter in plain[:_SHOWN])
    return shown + ("…" if len(plain) > _SHOWN else "")


def is_complete(result: Any, *, files: int = 1) -> bool:
    """Return whether a result holds what its task promises.

    Args:
        result: of a finished task; a class whose content is no file says so in a property ``has_content``.
        files: how many are promised, such as the two tracks of a song.
    """
    if result is None:
        return False
    told = getattr(result, "has_content", None)
    return told if isinstance(told, bool) else sum(is_address(asset.url) for asset in result.assets) >= files


def has_content(result: Any) -> bool:
    """Return whether there is anything to keep."""
    return is_complete(result, files=1)


def progress_of(
    state: State, result: Any, *, files: int = 1, error: ApiError | None = None, **details: Any
) -> Progress[Any]:
    """Make the progress of a task.

    Where the vendor calls it done while something promised is missing, it is ``provisional``: the state is SUCCEEDED,
    and the task is worth polling again, since files often appear after the word.

    Args:
        state: of the task.
        result: what is there so far.
        files: how many are promised.
        error: why it failed; one that says that nothing was charged says that the credits came back.
        details: other fields.
    """
    if state is State.SUCCEEDED:
        return Progress(state=state, result=result, provisional=not is_complete(result, files=files), **details)
    partial = result if getattr(result, "tracks", ()) or has_content(result) else None
    refunded = getattr(error, "charged", None) is False or None
    return Progress(state=state, partial=partial, error=error, refunded=refunded, **details)
