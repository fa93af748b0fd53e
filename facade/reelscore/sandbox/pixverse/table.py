"""Read `data/pixverse.toml`: paths, fields and durations of the operations."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import attrs

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
    text = files("reelscore.sandbox").joinpath("data/pixverse.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {name: _operation(name, row, shared=table["fields"]) for name, row in table["operations"].items()}


def _operation(name: str, row: dict[str, Any], *, shared: Mapping[str, Schema]) -> Operation:
    own = row.get("fields", {})
    names = (*row["required"], *row["optional"])
    return Operation(
        name=name,
        path=row["path"],
        seconds=row["seconds"],
        required=tuple(row["required"]),
        fields={field: own.get(field) or shared[field] for field in names},
        returns_credits=row.get("returns_credits"),
        slots=row.get("slots", 1),
    )


OPERATIONS: Mapping[str, Operation] = _read()
