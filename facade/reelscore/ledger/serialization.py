"""Stored rows as values and back. A damaged row is read as far as it goes, so that it hides no other."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from reelscore.effects import CallKind, HttpCall
from reelscore.ledger.records import CallRecord, CallStatus, from_micros

T = TypeVar("T")
_WRITE = json.JSONEncoder(default=str, separators=(",", ":")).encode
"""Made once: json.dumps makes one each time."""


def to_json(value: Any) -> str:
    """Write any value as JSON, what JSON has no word for as text."""
    return _WRITE(value)


def to_text(text: str) -> str:
    """Replace what a database's text cannot hold: NUL and halves of surrogate pairs."""
    return text if text.isascii() and "\0" not in text else text.encode("utf-8", "replace").decode().replace("\0", "?")


def call_to_json(call: HttpCall) -> str:
    """Write a call without its body, which has a column of its own; files are named, not kept."""
    parts: dict[str, Any] = {"method": call.method, "path": call.path, "base": call.base, "trace_id": call.trace_id}
    for name, value in (("params", call.params), ("headers", call.headers), ("fields", call.fields)):
        if value:
            parts[name] = dict(value)
    if call.file is not None:
        parts["file"] = call.file.file_name
    return to_json(parts)


def call_from_json(text: str, body: bytes | None) -> tuple[HttpCall, str]:
    """Read a stored call, and the name of the file that it carried; without that file it must not be sent again."""
    parts: dict[str, Any] = json.loads(text)
    file = parts.pop("file", "")
    return HttpCall(**parts, content=None if body is None else bytes(body)), str(file)


def row_from(record: Mapping[str, Any], at_work: Callable[[str, str], bool]) -> CallRecord:
    """Make a value of one stored row.

    Args:
        record: the columns.
        at_work: tells, for an intent, whether somebody is at work on it: by its owner and its name.
    """
    fields = dict(record)
    damage: list[str] = []

    def read(name: str, reader: Callable[[Any], T], default: T) -> T:
        try:
            return reader(fields[name])
        except (ValueError, TypeError, ArithmeticError, RecursionError):
            damage.append(name)
            return default

    status = read("status", CallStatus, CallStatus.UNKNOWN)
    call, file = read("call", lambda text: call_from_json(text, fields["body"]), (HttpCall(method="", path=""), ""))
    nothing: tuple[Any, ...] = ()
    values: dict[str, Any] = {
        "role": read("role", CallKind, CallKind.PAID),
        "request": read("request", _object, dict[str, Any]()),
        "urls": read("urls", _texts, nothing),
        "answer": read("answer", json.loads, None),
        "files": read("files", _objects, nothing),
        "quoted": read("quoted", _credits, None),
        "reserved": read("reserved", _credits, None) or Decimal(0),
        "money": read("money", _credits, None) or Decimal(0),
        "charged": read("charged", _credits, None),
    }
    same = ("intent", "host", "account", "operation", "model", "digest", "created", "updated", "owner", "key", "unit")
    more = ("budget_id", "basis", "submitted", "finished", "saved", "state", "error", "expires", "duration")
    told = f"this row is damaged ({', '.join(damage)} cannot be read)" if damage else ""
    return CallRecord(
        **{name: fields[name] for name in (*same, *more, "charged_by", "currency", "route")},
        **values,
        status=status,
        call=call,
        file=file,
        alive=status is CallStatus.INTENT and at_work(fields["owner"], fields["intent"]),
        refunded=None if fields["refunded"] is None else bool(fields["refunded"]),
        task_id=fields["task"],
        note="; ".join(filter(None, (told, fields["note"]))),
        damage=told,
    )


def _credits(value: int | None) -> Decimal | None:
    if value is not None and value < 0:
        raise ValueError(value)
    return from_micros(value)


def _object(text: str) -> dict[str, Any]:
    found: dict[str, Any] = dict(json.loads(text))
    return found


def _texts(text: str) -> tuple[str, ...]:
    return tuple(str(item) for item in json.loads(text))


def _objects(text: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(dict(item) for item in json.loads(text))
