"""Published prices and plans as rows of CSV files; arithmetic is the vendor packages'."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from reelscore.pricing import Plan
from reelscore.vendors.codes import table


def load_plans(package: str, host: str) -> Mapping[str, Plan]:
    """Read the plans and packs of a host from the package's ``plans.csv``."""
    return {
        row["name"]: Plan(
            name=row["name"],
            price=Decimal(row["price"]),
            credits=Decimal(row["credits"]),
            currency=row["currency"],
            slots=int(row["slots"]) if row["slots"] else None,
            source=row["source"],
        )
        for row in table(package, "plans.csv")
        if row["host"] == host
    }


def load_prices(package: str, *columns: str) -> Mapping[tuple[str, ...], Decimal]:
    """Read credits from the package's ``prices.csv``, by the cells of *columns*; "11/5" is a share."""
    found: dict[tuple[str, ...], Decimal] = {}
    for row in table(package, "prices.csv"):
        share = Fraction(row["credits"])
        found[tuple(row[column] for column in columns)] = Decimal(share.numerator) / Decimal(share.denominator)
    return found
