"""Turn rows of the ledger's file into values and back; the sums and the changes are in books.py."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from reelscore.effects import CallKind, HttpCall
from reelscore.ledger.records import CallRecord, CallStatus, from_micros

_WRITE = json.JSONEncoder(default=str, separators=(",", ":")).encode
"""Made once: json.dumps makes one each time."""


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
    return HttpCall(**parts, content=body), file


def to_json(value: Any) -> str:
    """Write any value as JSON, what JSON has no word for as text."""
    return _WRITE(value)


def row_from(record: sqlite3.Row, alive: Callable[[str], bool]) -> CallRecord:
    """Make a value of one record; *alive* is asked only for open rows."""
    fields: Mapping[str, Any] = dict(record)
    stage = CallStatus(fields["stage"])
    call, file = call_from_json(fields["call"], fields["body"])
    same = ("intent", "host", "account", "operation", "model", "digest", "created", "updated", "owner", "key", "run")
    more = ("basis", "submitted", "finished", "saved", "outcome", "expires", "note", "lasted", "charged_by")
    return CallRecord(
        **{name: fields[name] for name in (*same, *more)},
        stage=stage,
        role=CallKind(fields["role"]),
        request=json.loads(fields["request"]),
        call=call,
        file=file,
        alive=stage.open and alive(fields["owner"]),
        quoted=from_micros(fields["quoted"]),
        held=from_micros(fields["held"]) or Decimal(0),
        charged=from_micros(fields["charged"]),
        refunded=None if fields["refunded"] is None else bool(fields["refunded"]),
        task_id=fields["task"],
        urls=tuple(json.loads(fields["urls"])),
        answer=json.loads(fields["answer"]),
        files=tuple(json.loads(fields["files"])),
    )
