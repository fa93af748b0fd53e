"""Requests from files: JSON or one JSON object per line, in facade or vendor shape; each fault has a line and a column."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from reelscore.cli.reports import Misuse

_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@attrs.frozen(kw_only=True)
class Body:
    """One request of a file, with what it names beside its fields."""

    where: str
    """File and line, for messages."""
    fields: Mapping[str, Any]
    operation: str | None = None
    """Such as "suno.generate"; None where the command line names it."""
    host: str | None = None
    key: str | None = None
    """Idempotency key."""


def read_bodies(name: str) -> list[Body]:
    """Read the requests of a file, "-" for standard input.

    A body is an object of fields, or ``{"operation": ..., "host": ..., "key": ..., "request": {fields}}``; a list or one
    object per line holds several.

    Raises:
        Misuse: the file is unreadable, no UTF-8, no JSON, or holds something else than objects.
    """
    text = _text(name)
    found = list(_documents(text, name))
    if not found:
        raise Misuse(f"{name} holds no request", next="write one JSON object, or one per line")
    return [_body(value, where) for where, value in found]


def _text(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).expanduser().read_bytes()
    except OSError as error:
        raise Misuse(f"{name} cannot be read: {error.strerror or error}") from error
    return decoded(data, name)


def decoded(data: bytes, name: str) -> str:
    """Decode UTF-8, with or without its mark.

    Raises:
        Misuse: it is something else; line and column of the first wrong byte are named.
    """
    if data[:2] in _BOMS:
        raise Misuse(f"{name} is {_BOMS[data[:2]]}", next="save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8", "replace"))
        guess = data[error.start : error.start + 1].decode("cp1252", "replace")
        words = f"{name} is not UTF-8: line {line}, column {column} has byte 0x{data[error.start]:02x}"
        raise Misuse(f"{words} ({guess!r} in Windows-1252)", next="save it as UTF-8") from error


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _documents(text: str, name: str) -> Iterator[tuple[str, Any]]:
    if _is_by_line(text, name):
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield f"{name}:{number}", parsed(line, name, first_line=number)
        return
    value = parsed(text, name)
    values = value if isinstance(value, list) else [value]
    for index, entry in enumerate(values, start=1):
        yield (f"{name}[{index}]" if isinstance(value, list) else name), entry


def _is_by_line(text: str, name: str) -> bool:
    if Path(name).suffix.lower() in {".jsonl", ".ndjson"}:
        return True
    if Path(name).suffix.lower() == ".json":
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines)


def parsed(text: str, name: str, *, first_line: int = 1) -> Any:
    """Parse JSON.

    Raises:
        Misuse: it is none, or names a key twice; line and column are said.
    """
    try:
        return json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, name))
    except json.JSONDecodeError as error:
        where = f"{name}, line {error.lineno + first_line - 1}, column {error.colno}"
        raise Misuse(f"{where}: {error.msg}", next="mend the JSON there") from error
    except RecursionError as error:
        raise Misuse(f"{name} is nested too deeply") from error


def _object(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise Misuse(f"{name} names {key!r} twice in one object", next="keep one of them")
        made[key] = value
    return made


def _body(value: Any, where: str) -> Body:
    if not isinstance(value, dict):
        raise Misuse(f"{where} is no JSON object but {type(value).__name__}", next="write {...} with the fields")
    about = {name: _word(value, name, where=where) for name in ("operation", "host", "key") if name in value}
    inner = value.get("request")
    if isinstance(inner, dict) and "operation" in value:
        return Body(where=where, fields=inner, **about)
    fields = {name: entry for name, entry in value.items() if name not in {"operation", "host"}}
    about.pop("key", None)
    return Body(where=where, fields=fields, **about)


def _word(value: Mapping[str, Any], name: str, *, where: str) -> str | None:
    found = value[name]
    if found is not None and not isinstance(found, str):
        raise Misuse(f"{where}: {name!r} is no text")
    return found
