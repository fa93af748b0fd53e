"""Requests from files: JSON, one object per line, or CSV, in facade or vendor shape; faults have line and column."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import NoneType
from typing import IO, Any

import attrs

from reelscore.catalog.operations import Misuse, near

_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_BY_LINE = {".jsonl", ".ndjson"}
_BY_ROW = {".csv": ",", ".tsv": "\t"}
BESIDE = ("operation", "host", "key")
"""What may stand beside the fields of a request."""


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
    after: tuple[str, ...] = ()
    """In a batch: keys of lines that come first."""
    source: str = ""
    """The file."""
    cells: Mapping[str, str] | None = None
    """Of a row of a CSV file, by column."""


def read_bodies(name: str) -> Iterator[Body]:
    """Read the requests of a file one after the other, "-" for standard input.

    A body is an object of fields, or ``{"operation": ..., "host": ..., "key": ..., "request": {fields}}``; a list, or
    one object per line, holds several. Lines are read when they are asked for, and forgotten; other JSON is read whole.
    The columns of a CSV file are fields, operation, host, key, or what templates name.

    Raises:
        Misuse: the file is unreadable, no UTF-8, no JSON or CSV, or names what is unknown beside a request.
    """
    found = _rows(name) if Path(name).suffix.lower() in _BY_ROW else _documents(name)
    first = next(found, None)
    if first is None:
        raise Misuse(f"{name} holds no request", next="write one JSON object, one per line, or CSV with a head line")
    yield first
    yield from found


def _rows(name: str) -> Iterator[Body]:
    with _opened(name) as file:
        text = decoded(file.read(), name)
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else _BY_ROW[Path(name).suffix.lower()]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        columns = [column.strip() for column in next(reader, [])]
        if len(set(columns)) < len(columns) or not all(columns):
            raise Misuse(f"{name}:1 has columns without a name, or with the same", next="name each column once")
        for row in reader:
            where, cells = f"{name}:{reader.line_num}", dict(zip(columns, row, strict=False))
            if len(row) > len(columns):
                raise Misuse(f"{where} has {len(row)} cells under {len(columns)} columns")
            if any(row):
                about: dict[str, Any] = {each: cells.get(each, "").strip() or None for each in BESIDE}
                yield Body(where=where, fields={}, cells=cells, source=name, **about)
    except csv.Error as error:
        raise Misuse(f"{name}:{reader.line_num} is no CSV: {error}") from error


def _documents(name: str) -> Iterator[Body]:
    suffix = Path(name).suffix.lower()
    with _opened(name) as file:
        head = [] if suffix in {*_BY_LINE, ".json"} else _head(file)
        if suffix in _BY_LINE or _are_lines(head):
            for number, line in enumerate(chain(head, file), start=1):
                text = decoded(line, name, first_line=number).removesuffix("\n")
                if text.strip():
                    yield _body(parsed(text, name, first_line=number), f"{name}:{number}", source=name)
            return
        value = parsed(decoded(b"".join([*head, file.read()]), name), name)
    for index, entry in enumerate(value if isinstance(value, list) else [value], start=1):
        yield _body(entry, f"{name}[{index}]" if isinstance(value, list) else name, source=name)


@contextmanager
def _opened(name: str) -> Generator[IO[bytes]]:
    try:
        if name == "-":
            yield sys.stdin.buffer
        else:
            with Path(name).expanduser().open("rb") as file:
                yield file
    except OSError as error:
        raise unreadable(name, error) from error


def unreadable(name: str, error: OSError) -> Misuse:
    return Misuse(f"{name} cannot be read: {error.strerror or error}", next="check the path and its permissions")


def _head(file: IO[bytes]) -> list[bytes]:
    """Read on until two lines hold something: what the first one is shows only when a second comes, or none."""
    head: list[bytes] = []
    written = 0
    while written <= 1 and (line := file.readline()):
        head.append(line)
        written += not line.isspace()
    return head


def _are_lines(head: list[bytes]) -> bool:
    """Whether the first line is an object that is not alone: one that is written over several lines is none yet."""
    written = [line.decode("utf-8-sig", "replace") for line in head if not line.isspace()]
    try:
        return len(written) > 1 and isinstance(json.loads(written[0]), dict)
    except (ValueError, RecursionError):
        return False


def decoded(data: bytes, name: str, *, first_line: int = 1) -> str:
    """Decode UTF-8, with or without its mark at the start of the file.

    Raises:
        Misuse: it is something else; line and column of the first wrong byte are named.
    """
    is_start = first_line == 1
    if is_start and data[:2] in _BOMS:
        raise Misuse(f"{name} is {_BOMS[data[:2]]}", next="save it as UTF-8")
    try:
        return data.decode("utf-8-sig" if is_start else "utf-8")
    except UnicodeDecodeError as error:
        # The error's own object: where a mark was taken off, its place is counted without the mark.
        before, wrong = error.object[: error.start].decode("utf-8", "replace"), error.object[error.start]
        line, column = before.count("\n") + first_line, len(before) - before.rfind("\n")
        guess = bytes([wrong]).decode("cp1252", "replace")
        words = f"{name} is not UTF-8: line {line}, column {column} has byte 0x{wrong:02x}"
        raise Misuse(f"{words} ({guess!r} in Windows-1252)", next="save it as UTF-8") from error


def parsed(text: str, name: str, *, first_line: int | None = None) -> Any:
    """Parse JSON, of a whole file or of the line that is named.

    Raises:
        Misuse: it is none, or names a key twice; line and column are said.
    """
    place = name if first_line is None else f"{name}:{first_line}"
    try:
        return json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, place))
    except json.JSONDecodeError as error:
        where = f"{name}, line {error.lineno + (first_line or 1) - 1}, column {error.colno}"
        raise Misuse(f"{where}: {error.msg}", next="mend the JSON there") from error
    except ValueError as error:
        raise Misuse(f"{place} holds a number that is too long", next="shorten it") from error
    except RecursionError as error:
        raise Misuse(f"{place} is nested too deeply") from error


def _object(pairs: list[tuple[str, Any]], place: str) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for index, name in enumerate(names) if name in names[:index])
        raise Misuse(f"{place} names {twice!r} twice in one object", next="keep one of them")
    return made


def _body(value: Any, where: str, *, source: str) -> Body:
    if not isinstance(value, dict):
        raise Misuse(f"{where} is no JSON object but {type(value).__name__}", next="write {...} with the fields")
    about: dict[str, Any] = {name: value[name] for name in BESIDE if name in value}
    inner = value.get("request")
    if not isinstance(inner, dict):
        about.pop("key", None)
        fields = {name: entry for name, entry in value.items() if name not in {"operation", "host"}}
    else:
        for name in value.keys() - {*BESIDE, "after", "request"}:
            meant = near("key" if name == "idempotency_key" else name, BESIDE)
            step = f'beside "request" stand {", ".join(BESIDE)}; fields stand in it'
            raise Misuse(f'{where}: {name!r} is unknown beside "request"{meant}', next=step)
        fields, about["after"] = inner, _after(value.get("after"), where)
    for name in BESIDE:
        if not isinstance(about.get(name, ""), (str, NoneType)):
            raise Misuse(f"{where}: {name!r} is no text")
    return Body(where=where, fields=fields, source=source, **about)


def _after(value: Any, where: str) -> tuple[str, ...]:
    keys = [value] if isinstance(value, str) else value or []
    if not (isinstance(keys, list) and all(isinstance(key, str) for key in keys)):
        raise Misuse(f"{where}: 'after' is no list of keys")
    return tuple(keys)
