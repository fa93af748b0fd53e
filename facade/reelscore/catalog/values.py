"""How values are written, for people and as JSON: credits, times, lists; and how amounts are read."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from reelscore.pricing import Money

Amount: TypeAlias = Decimal | Money
"""Credits, or money."""
_AMOUNT = re.compile(r"(?P<number>\d[\d_]*(?:\.\d*)?|\.\d+)\s*(?P<currency>[A-Za-z]{3})?")


def words(value: Any) -> str:
    """Write a value for a person: nothing for None, figures without exponents, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(words(item) for item in value)
    return value if isinstance(value, str) else plain_text(value)


def plain_text(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False) if isinstance(value, dict) else str(value)


def amount(value: Decimal | None) -> str:
    """Write credits: no exponent, no trailing zeros; unknown is said, never shown as 0."""
    if value is None:
        return "unknown"
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def read_amount(text: str) -> Amount | None:
    """Read credits ("500") or money ("5USD"); None where it is neither."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    number = Decimal(found["number"].replace("_", ""))
    return Money(number, found["currency"].upper()) if found["currency"] else number


def plain(value: Any) -> Any:
    """Turn a value into JSON: credits as decimal text, times as ISO 8601, what JSON has no word for as text."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    is_json = value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value))
    return value if is_json else str(value)


def when(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
