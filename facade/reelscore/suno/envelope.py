"""Envelopes of both vendors: what an answer says of a call, before its content is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs

from reelscore import errors
from reelscore.errors import ApiError
from reelscore.suno import codes
from reelscore.vendors.host import Accepted, CallOutcome, Indeterminate, Rejected

OK, RUNNING, FAULT = 200, 201, 500
"""Body codes: done, still running (recovery only), a fault of the vendor."""
_NO_KEY, _THROTTLED = 401, 429
_BLOCKED = re.compile(rb"error code:?\s*10\d\d", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Asked:
    """Which call an answer belongs to."""

    host: str
    key_page: str
    operation: str
    """Facade name; empty for a word that no operation has."""
    details: bool = False
    """Whether it was a look at a task."""
    makes_task: bool = False
    """Whether the answer has to name a task."""


def verdict(asked: Asked, http_status: int, *, payload: Any) -> CallOutcome:
    """Judge an answer by its body; what is no envelope is no verdict."""
    envelope = _envelope(payload)
    code = whole(envelope.get("code"))
    if code is None:
        return _no_envelope(asked, http_status, payload=payload)
    if _is_state(asked, code, envelope=envelope):
        return Accepted(task_id=task_id_of(envelope) or None, data=envelope.get("data"))
    if code == OK or (code == 0 and task_id_of(envelope)):
        return _accepted(asked, http_status, envelope=envelope)
    return _refused(asked, http_status, envelope=envelope)


def _envelope(payload: Any) -> Mapping[str, Any]:
    return payload if isinstance(payload, Mapping) else {}


def _is_state(asked: Asked, code: int, *, envelope: Mapping[str, Any]) -> bool:
    """Tell the answers to a look at a recovery, whose code is the task's state."""
    if asked.operation != "recover_audio" or not asked.details:
        return False
    return code == RUNNING or (code == FAULT and (isinstance(envelope.get("data"), list) or "task_id" in envelope))


def _accepted(asked: Asked, http_status: int, *, envelope: Mapping[str, Any]) -> CallOutcome:
    task_id = task_id_of(envelope)
    data = envelope.get("data")
    if asked.makes_task and not asked.details and not task_id:
        return Indeterminate(error=_unknown(asked, http_status, why="an answer without a task id", raw=envelope))
    charge = number(data.get("creditsConsumed")) if isinstance(data, Mapping) else None
    return Accepted(task_id=task_id or None, data=data, charge=None if charge is None else Decimal(str(charge)))


def _refused(asked: Asked, http_status: int, *, envelope: Mapping[str, Any]) -> CallOutcome:
    code = whole(envelope.get("code"))
    message = text(envelope.get("msg")) or text(envelope.get("message"))
    family = codes.family_of(asked.host, asked.operation)
    row = codes.meaning(code, host=asked.host, family=family, message=message)
    if row is None:
        return Indeterminate(
            error=_unknown(asked, http_status, why=message or "a code that no document names", raw=envelope)
        )
    error = error_of(row, asked, message=message, raw=envelope)
    error.http_status = http_status
    if isinstance(error, errors.Conflict):
        error.existing_id = task_id_of(envelope) or None
    doubtful = isinstance(error, errors.ServerError) and not row.refunded
    if doubtful:
        error.charged = None
    return Indeterminate(error=error) if doubtful else Rejected(error=error)


def error_of(row: codes.Code, asked: Asked, *, message: str, raw: Any) -> ApiError:
    """Make the error that a row of the code table names."""
    hint = row.hint or (f"keys are made and reset at {asked.key_page}" if row.code == _NO_KEY else "")
    return row.error(
        message=message,
        code=row.code,
        host=asked.host,
        operation=asked.operation,
        retryable=row.retryable,
        field=row.field,
        hint=hint,
        raw=raw,
    )


def _no_envelope(asked: Asked, http_status: int, *, payload: Any) -> CallOutcome:
    body = payload.encode("utf-8", "replace") if isinstance(payload, str) else payload
    if isinstance(body, (bytes, bytearray)) and _BLOCKED.search(body):
        blocked = errors.PermissionDenied(
            message="the vendor's gate refused the call", host=asked.host, operation=asked.operation,
            http_status=http_status, raw=payload, hint="it wants a User-Agent, and may block addresses",
        )  # fmt: skip
        return Rejected(error=blocked)
    return Indeterminate(error=_unknown(asked, http_status, why="the answer is not the vendor's envelope", raw=payload))


def _unknown(asked: Asked, http_status: int, *, why: str, raw: Any) -> ApiError:
    return errors.UnknownApiError(
        message=why,
        code=whole(raw.get("code")) if isinstance(raw, Mapping) else None,
        host=asked.host,
        operation=asked.operation,
        retryable=http_status >= FAULT or http_status == _THROTTLED,
        charged=None,
        http_status=http_status,
        raw=raw,
    )


def task_id_of(envelope: Mapping[str, Any]) -> str:
    """Find the task's id, where and however it is spelled; empty where there is none."""
    data = envelope.get("data")
    places = (data, envelope) if isinstance(data, Mapping) else (envelope,)
    found = (text(place.get(name)) for place in places for name in ("task_id", "taskId"))
    return next((task_id for task_id in found if task_id), "")


def text(value: Any) -> str:
    """Give a text, or an empty one."""
    return value if isinstance(value, str) else ""


def whole(value: Any) -> int | None:
    """Give a whole number, digits in a text included, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().lstrip("-").isascii() and value.strip().lstrip("-").isdigit():
        return int(value[:20])
    return value if isinstance(value, int) else None


def number(value: Any) -> float | None:
    """Give a finite number, one written as text included, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < float("inf") else None
