"""Values out of an answer, whatever stands there: numbers, words, truth values, entries of lists; none raises."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_DIGITS = 25
"""No id is longer."""


def whole(value: Any) -> int | None:
    """Give a whole number, also out of digits in quotes; ids of 64 bits stay whole."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        digits = value.strip()
        return (
            int(digits) if digits.isascii() and digits.removeprefix("-").isdigit() and len(digits) < _DIGITS else None
        )
    return value if isinstance(value, int) else None


def text(value: Any) -> str:
    """Give a text; anything else is none."""
    return value if isinstance(value, str) else ""


def number(value: Any) -> float | None:
    """Give a number; anything else is none."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def flag(value: Any) -> bool | None:
    """Give a truth value; anything else is none."""
    return value if isinstance(value, bool) else None


def entries(inner: Any, *names: str) -> tuple[Mapping[str, Any], ...]:
    """Give the objects of a list, or of the first of some fields that holds one."""
    fields = inner if isinstance(inner, Mapping) else {}
    found = (
        inner
        if isinstance(inner, list)
        else next((fields[name] for name in names if isinstance(fields.get(name), list)), ())
    )
    return tuple(entry for entry in found if isinstance(entry, Mapping))


def total(inner: Any) -> int | None:
    """Give the number of entries on all pages, where the vendor says it."""
    return whole(inner.get("total")) if isinstance(inner, Mapping) else None


def word(value: Any) -> str:
    """Give a text; numbers become one."""
    return value if isinstance(value, str) else "" if whole(value) is None else str(value)


def amount(value: Any) -> Decimal:
    """Give credits; anything that is no number is 0."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return Decimal(0)
    return Decimal(str(value))
