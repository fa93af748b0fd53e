"""Readers of vendor values: numbers, ids, times, URLs and lists out of any JSON; what cannot be read is None or empty.

None of them raises, whatever stands there: digits in quotes, Infinity, 2**63, half a surrogate pair, 5,000 digits.
"""

from __future__ import annotations

import inspect
import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

import attrs

from reelscore import pricing
from reelscore.effects import parse_json
from reelscore.rules.schema import snake

T = TypeVar("T")
_EXACT = 2**53
"""Amounts from here on are not believed: a float, as which JSON is mostly read, does not tell them apart."""
_INTEGER = re.compile(r"[+-]?[0-9]{1,24}(?:\.0{1,9})?")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")
_MOST = 10**24
_UNITS = ((1e11, 1.0), (1e14, 1e3), (1e17, 1e6), (1e20, 1e9))
"""Times below the first figure count seconds; the next ones milliseconds, microseconds, nanoseconds."""
_LONGEST_ID, _MOST_WORDS = 200, 1_000
_WORDS = {"true": True, "false": False, "1": True, "0": False, 1: True, 0: False}
_MODULE = re.compile(r"\b\w+\.")


def integer(value: Any) -> int | None:
    """Read a whole number, also from text or as 8.0; ids of 64 bits stay exact, a float beyond 2**53 is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < _MOST else None
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value.is_integer() and abs(value) < _EXACT else None
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value.strip().partition(".")[0])
    return None


def decimal(value: Any) -> Decimal | None:
    """Read an amount without losing a digit, also from text; None for what is not finite or 2**53 and more."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, int):
        return Decimal(value) if abs(value) < _EXACT else None
    given = value.strip() if isinstance(value, str) else repr(value)
    found = Decimal(given) if _DECIMAL.fullmatch(given) else None
    return None if found is None or abs(found) >= _EXACT else found


def charge(value: Any) -> Decimal | None:
    """Read credits that were taken: an amount that is not negative, and that the ledger can count."""
    found = decimal(value)
    return None if found is None or not 0 <= found <= pricing.LARGEST else found


def number(value: Any) -> float | None:
    """Read a finite number, also from text."""
    found = decimal(value)
    return None if found is None else float(found)


def flag(value: Any) -> bool | None:
    """Read a truth value: true and false, also as text, 1 and 0."""
    word = value.strip().lower() if isinstance(value, str) else value
    return _WORDS.get(word) if isinstance(word, (bool, int, str)) else None


def text(value: Any) -> str:
    """Read a text; other values are none. Half a surrogate pair becomes a question mark, so that it can be written."""
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def identifier(value: Any) -> str:
    """Read an id, a text or a whole number; empty for what no id is: too long, with blanks, or not UTF-8."""
    if isinstance(value, str):
        found = value.strip()
        is_id = len(found) <= _LONGEST_ID and found.isprintable() and " " not in found
        return found if is_id else ""
    whole = integer(value)
    return "" if whole is None else str(whole)


def words(value: Any) -> str:
    """Read what an answer says of a failure: a text, a number, or whatever object or list stands there as JSON."""
    if not isinstance(value, (list, Mapping)):
        return text(value) or identifier(value or "")
    if not value:
        return ""
    try:
        return text(json.dumps(value, ensure_ascii=False)[:_MOST_WORDS])
    except (ValueError, TypeError, RecursionError):
        return ""


def url(value: Any) -> str:
    """Read a URL as the vendor wrote it, even one that cannot be fetched; empty for anything but one printable line.

    Also the only one of a list, and that of an object with a ``url``.
    """
    inner = value[0] if isinstance(value, list) and len(value) == 1 else value
    found = text(inner.get("url") if isinstance(inner, Mapping) else inner).strip()
    return found if found.isprintable() else ""


def is_address(value: str) -> bool:
    """Return whether a URL names something that can be fetched over http or https."""
    try:
        parts = urlsplit(value)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def moment(value: Any) -> datetime | None:
    """Read a time: ISO or RFC 2822 text, or a count of s, ms, µs or ns since 1970; UTC where no zone stands."""
    count = decimal(value)
    try:
        if count is not None or not isinstance(value, str):
            return None if count is None else _from_epoch(float(count))
        return _with_zone(datetime.fromisoformat(value.strip().replace("/", "-")))
    except (ValueError, OverflowError, OSError):
        pass
    try:
        return _with_zone(parsedate_to_datetime(text(value)))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _from_epoch(count: float) -> datetime | None:
    scale = next((scale for below, scale in _UNITS if count < below), 0.0)
    return datetime.fromtimestamp(count / scale, UTC) if count > 0 and scale else None


def _with_zone(found: datetime) -> datetime:
    whole = found if found.tzinfo else found.replace(tzinfo=UTC)
    _ = whole.timestamp(), whole.astimezone(UTC)  # a time of day at the edge of the calendar raises here, not later
    return whole


def after(value: Any, life: timedelta) -> datetime | None:
    """Add a lifetime to a time of any spelling; None where the time is unknown."""
    made = moment(value)
    try:
        return None if made is None else made + life
    except OverflowError:
        return None


def parsed(payload: Any) -> Any:
    """Read JSON out of text or bytes; what is no JSON comes back as it is."""
    if not isinstance(payload, (str, bytes, bytearray)):
        return payload
    return parse_json(payload)


def fields(value: Any) -> dict[str, Any]:
    """Return an object's fields under snake_case names, from ``taskId``, ``task_id`` and ``TaskID`` alike.

    Of two spellings of one name the one that is not empty holds. Anything but an object, or a list of one object, also
    as JSON text, is empty.

    >>> fields({"taskId": "5c79", "Resp": None})
    {'task_id': '5c79', 'resp': None}
    """
    found: dict[str, Any] = {}
    value = parsed(value)
    value = value[0] if isinstance(value, list) and len(value) == 1 else value
    for key, held in value.items() if isinstance(value, Mapping) else ():
        name = snake(key) if isinstance(key, str) else str(key)
        if found.get(name) in (None, ""):
            found[name] = held
    return found


def first(found: Mapping[str, Any], *names: str, read: Callable[[Any], T]) -> T | None:
    """Read the first of some fields that has a value; None where none has."""
    values = (read(found.get(name)) for name in names)
    return next((value for value in values if value not in (None, "", ())), None)


def objects(value: Any, *names: str) -> tuple[Mapping[str, Any], ...]:
    """Return the objects of a list, or of the first of some fields that holds a list or an object; also of text."""
    held = [parsed(each) for each in ([value] if isinstance(value, list) else map(fields(value).get, names))]
    lone = [each for each in held if isinstance(each, Mapping)][:1]
    found: list[Any] = next((each for each in held if isinstance(each, list)), lone)
    return tuple(entry for entry in map(parsed, found) if isinstance(entry, Mapping))


def urls(value: Any) -> tuple[str, ...]:
    """Read URLs from a list, JSON text of one, a text in square brackets, or one URL; empty texts are none.

    >>> urls("[http://example.com/1.mp4, http://example.com/2.mp4]")
    ('http://example.com/1.mp4', 'http://example.com/2.mp4')
    """
    found = parsed(value)
    if isinstance(found, str) and found.strip().startswith("["):
        found = [part.strip(" \"'") for part in re.split(r",\s*(?=\W?\w+://)", found.strip().strip("[]"))]
    return tuple(filter(None, map(url, found if isinstance(found, list) else (found,))))


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": text,
    "int": lambda value: integer(value) or 0,
    "int | None": integer,
    "float": lambda value: number(value) or 0.0,
    "float | None": number,
    "bool": lambda value: flag(value) or False,
    "bool | None": flag,
    "Decimal | None": decimal,
    "datetime | None": moment,
}
"""By the annotation of a result's field."""


def fill(cls: Callable[..., T], value: Any, names: Mapping[str, str] | None = None, **known: Any) -> T:
    """Read an object into a result class: each field by its type, from the vendor's field of the same name.

    Args:
        cls: an attrs class; names that end in ``url`` are URLs, ``id`` and ``_id`` of type str are ids.
        value: the vendor's object, of any shape.
        names: the vendor's names where they differ, in snake_case.
        known: fields that are read elsewhere.
    """
    given, renamed = fields(value), names or {}
    plain = {
        name: read(given.get(renamed.get(name, name)))
        for name, read, required in _fields_of(cls)
        if name not in known and (required or given.get(renamed.get(name, name)) is not None)
    }
    return cls(**({"raw": value} | plain | known))


@lru_cache(maxsize=128)
def _fields_of(cls: Any) -> tuple[tuple[str, Callable[[Any], Any], bool], ...]:
    """Name each field that can be read by its type, with its reader and whether it must be given."""
    found: list[tuple[str, Callable[[Any], Any], bool]] = []
    for field in attrs.fields(cls):
        kind = field.type if isinstance(field.type, str) else _MODULE.sub("", inspect.formatannotation(field.type))
        if field.name not in {"raw", "task", "expires"} and kind in _READERS:
            ending = field.name.rpartition("_")[2]
            read = {"id": identifier, "url": url}.get(ending, text) if kind == "str" else _READERS[kind]
            found.append((field.name, read, field.default is attrs.NOTHING))
    return tuple(found)
