"""The tables that ship with the package: the vendors' prices and plans, and the sandbox's own."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from reelscore.sandbox.values import Refusal

_DATA = files("reelscore.sandbox").joinpath("data")


def vendor_rows(vendor: str, table: str) -> list[dict[str, str]]:
    """Read ``codes``, ``plans`` or ``prices`` of a vendor package: one dict for each row."""
    return _rows(files("reelscore").joinpath(vendor, f"{table}.csv"))


def own_rows(name: str) -> list[dict[str, str]]:
    """Read a table of the sandbox's own: its faults, or how long a vendor's tasks take and what they answer."""
    return _rows(_DATA.joinpath(f"{name}.csv"))


class RefusalRow(NamedTuple):
    """How a vendor says no: one row of `data/refusals.csv`."""

    code: int
    status: int
    text: str
    """``{}`` is filled with what was wrong."""


def refusal_rows(*tables: str) -> Mapping[str, RefusalRow]:
    """Return the rows of *tables* by kind; a later table wins over those before it."""
    found: dict[str, RefusalRow] = {}
    for table in tables:
        rows = (row for row in _rows(_DATA.joinpath("refusals.csv")) if row["table"] == table)
        found |= {row["kind"]: RefusalRow(int(row["code"]), int(row["status"]), row["text"]) for row in rows}
    return found


def told(rows: Mapping[str, RefusalRow], refusal: Refusal, *, code: int = 500) -> RefusalRow:
    """Return what is said to *refusal*; kind ``code`` takes the number in its text, or *code*."""
    if refusal.kind == "code":
        return RefusalRow(int(refusal.text or code), 200, "as the fault says")
    return rows[refusal.kind]._replace(text=rows[refusal.kind].text.replace("{}", refusal.text))


def _rows(file: Traversable) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
