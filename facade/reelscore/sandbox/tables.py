"""The tables that ship with the package: the vendors' prices, plans and codes, and the sandbox's own."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def vendor_rows(vendor: str, table: str) -> list[dict[str, str]]:
    """Read ``codes``, ``plans`` or ``prices`` of a vendor package: one dict for each row."""
    text = files("reelscore").joinpath(vendor, f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def published_codes(vendor: str) -> frozenset[int]:
    """Return the error codes that a vendor's documents name."""
    return frozenset(int(row["code"]) for row in vendor_rows(vendor, "codes") if row["code"])


def own_table(vendor: str) -> dict[str, Any]:
    """Read ``data/<vendor>.toml``: paths, fields and durations of the operations."""
    return tomllib.loads(files("reelscore.sandbox").joinpath("data", f"{vendor}.toml").read_text(encoding="utf-8"))
