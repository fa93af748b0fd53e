"""The tables that ship with the package: the vendors' prices and plans, and the sandbox's own."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def vendor_rows(vendor: str, table: str) -> list[dict[str, str]]:
    """Read ``codes``, ``plans`` or ``prices`` of a vendor package: one dict for each row."""
    return _rows(files("reelscore").joinpath(vendor, f"{table}.csv"))


def own_rows(vendor: str) -> list[dict[str, str]]:
    """Read ``data/<vendor>.csv``, the sandbox's own choices by operation: how long its tasks take, what they answer."""
    return _rows(files("reelscore.sandbox").joinpath("data", f"{vendor}.csv"))


def _rows(file: Traversable) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
