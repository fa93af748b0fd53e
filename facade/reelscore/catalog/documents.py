"""The JSON that tells of violations, prices and tasks: the same keys from every command and tool.

Keys may be added; none goes away or changes its meaning before the next major version.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reelscore.catalog.operations import op_word
from reelscore.catalog.values import when
from reelscore.errors import Violation
from reelscore.ledger.records import CallRecord
from reelscore.pricing import Quote, Total
from reelscore.rules.schema import described
from reelscore.vendors.family import family_of, hosts

TASK = (
    "id intent task_id host operation model stage outcome request quoted basis charged refunded created submitted "
    "finished saved expires urls files note sandbox"
)
"""The keys of ``task``."""


def violation(value: Violation) -> dict[str, Any]:
    names = ("rule", "field", "allowed", "message", "remove", "severity", "code", "source")
    told = {name: getattr(value, name) for name in names}
    return told | {name: json_value(getattr(value, name)) for name in ("given", "suggestion", "example")}


def json_value(value: Any) -> Any:
    if hasattr(value, "to_json"):
        return value.to_json()
    if isinstance(value, (list, tuple)):
        return [json_value(item) for item in value]
    return described(value)


def quote(value: Quote) -> dict[str, Any]:
    lines = [{"what": line.what, "credits": line.credits, "note": line.note} for line in value.lines]
    told = {name: getattr(value, name) for name in ("credits", "basis", "low", "high", "source")}
    return {**told, "lines": lines, "money": money(value)}


def money(value: Quote) -> list[dict[str, Any]]:
    found = [(name, value.money(name)) for name in value.plans]
    return [{"plan": name, "amount": m.amount, "currency": m.currency} for name, m in found if m is not None]


def total(value: Total) -> dict[str, Any]:
    told = [{"plan": plan, "amount": each, "currency": word} for (plan, word), each in value.money.items()]
    return {"credits": value.credits, "unknown": value.unknown, "money": told}


def task(row: CallRecord) -> dict[str, Any]:
    same = ("intent", "task_id", "host", "model", "quoted", "basis", "charged", "refunded")
    times = ("created", "submitted", "finished", "saved", "expires")
    return {
        "id": row.ref,
        "operation": op(row),
        **{name: getattr(row, name) for name in same},
        "stage": str(row.status),
        "outcome": row.state or row.error,
        "request": dict(row.request),
        **{name: when(getattr(row, name)) for name in times},
        "urls": list(row.urls),
        "files": [dict(file) for file in row.files],
        "note": row.note,
        "sandbox": row.sandbox,
    }


def credits_left(balance: Any) -> Decimal | None:
    """Return the credits that a vendor's answer about the balance names, of all purses."""
    found: Decimal | None = balance.total if hasattr(balance, "total") else balance.credits
    return found


def op(row: CallRecord) -> str:
    """The operation as commands and tools name it: vendor, a dot, words with dashes."""
    if row.host not in hosts:
        return row.operation
    return op_word(family_of(row.place, row.operation).vendor, row.operation)
