"""Paths, fields and durations of PixVerse's operations, from `data/pixverse.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from reelscore.sandbox.tables import own_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reelscore.sandbox.checking import Schema


@attrs.frozen(kw_only=True)
class Operation:
    """One operation that makes a task."""

    name: str
    path: str
    seconds: float
    """How long its tasks take."""
    required: tuple[str, ...]
    fields: Mapping[str, Schema]
    returns_credits: str | None = None
    """Key of the charge in the answer to the submission."""
    slots: int = 1


def _read() -> dict[str, Operation]:
    def operation(name: str, row: dict[str, Any]) -> Operation:
        own, required = row.pop("fields", {}), tuple(row.pop("required"))
        fields = {field: own.get(field) or table["fields"][field] for field in (*required, *row.pop("optional"))}
        return Operation(name=name, required=required, fields=fields, **row)

    table = own_table("pixverse")
    return {name: operation(name, row) for name, row in table["operations"].items()}


OPERATIONS: Mapping[str, Operation] = _read()
