"""Facts that a vendor package keeps as rows of CSV files: error codes, prices, plans."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from pkgutil import get_data
from typing import Any, cast

from reelscore import errors
from reelscore._attrs import frozen
from reelscore.errors import ApiError
from reelscore.pricing import Basis, Plan, PriceLine, Quote

_YES_NO = {"yes": True, "no": False, "": None}


def table(package: str, name: str) -> tuple[Mapping[str, str], ...]:
    """Read a CSV file that lies in a package."""
    lines = (get_data(package, name) or b"").decode("utf-8").splitlines()
    return tuple(csv.DictReader(lines, strict=True))


@frozen(kw_only=True)
class Code:
    """One row: what a code means in one place."""

    code: int | None
    """None: any code, or none at all; the words decide."""
    meaning: str = ""
    """In words, for an answer that has none."""
    error: type[ApiError]
    where: tuple[frozenset[str], ...] = ()
    """Each group must share a word with the answer's context, such as ``call``, ``task``, a host or a family."""
    words: re.Pattern[str] | None = None
    """Pattern that the vendor's message must hold."""
    retryable: bool = False
    indeterminate: bool = False
    """The server failed: a paid call may have been taken all the same."""
    refunded: bool | None = None
    field: str | None = None
    """The request's field that the vendor complains of."""
    hint: str = ""
    source: str = ""

    def applies(self, code: int | None, *, message: str, where: Collection[str]) -> bool:
        """Return whether the row is about an answer."""
        return (
            self.code in {code, None}
            and all(not group.isdisjoint(where) for group in self.where)
            and (self.words is None or self.words.search(message) is not None)
        )

    def to_error(self, message: str, **details: Any) -> ApiError:
        """Make the exception; *details* are fields of ``ApiError``."""
        known: dict[str, Any] = {
            "message": message or self.meaning,
            "code": self.code,
            "retryable": self.retryable,
            "charged": None if self.indeterminate else False,
            "field": self.field,
            "hint": self.hint,
        }
        return self.error(**known | details)


@frozen
class CodeTable:
    """The rows of a vendor; the first that applies holds."""

    rows: tuple[Code, ...]

    @classmethod
    def load(cls, package: str, name: str = "codes.csv") -> CodeTable:
        """Read a package's rows.

        Columns: code, meaning, class, retryable, indeterminate, refunded, where, words, field, hint, source. ``where``
        holds groups apart by blanks, alternatives within a group by "|"; a row holds where each group is met.
        """
        return cls(tuple(map(_row, table(package, name))))

    def find(self, code: int | None, *, message: str = "", where: Collection[str] = ()) -> Code | None:
        """Return the row of an answer; None for a code that no document names."""
        return next((row for row in self.rows if row.applies(code, message=message, where=where)), None)


def _row(cells: Mapping[str, str]) -> Code:
    kind: type[ApiError] = getattr(errors, cells["class"])
    return Code(
        code=int(cells["code"]) if cells["code"] else None,
        meaning=cells["meaning"],
        error=kind,
        where=tuple(frozenset(group.split("|")) for group in cells["where"].split()),
        words=re.compile(cells["words"], re.IGNORECASE) if cells["words"] else None,
        retryable=bool(_YES_NO[cells["retryable"]]),
        indeterminate=bool(_YES_NO[cells["indeterminate"]]),
        refunded=_YES_NO[cells["refunded"]],
        field=cells["field"] or None,
        hint=cells["hint"],
        source=cells["source"],
    )


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


def priced(package: str) -> Iterator[tuple[Mapping[str, str], Quote]]:
    """Read each row of a package's ``prices.csv`` with its price: operation, credits, basis, note, source."""
    for row in table(package, "prices.csv"):
        line = PriceLine(row["operation"], Decimal(row["credits"]), row["note"])
        yield row, Quote.of(line, basis=cast("Basis", row["basis"]), source=row["source"])


def load_prices(package: str, *columns: str) -> Mapping[tuple[str, ...], Decimal]:
    """Read credits from the package's ``prices.csv``, by the cells of *columns*; "11/5" is a share."""
    found: dict[tuple[str, ...], Decimal] = {}
    for row in table(package, "prices.csv"):
        credits, _, parts = row["credits"].partition("/")
        found[tuple(row[column] for column in columns)] = Decimal(credits) / Decimal(parts or 1)
    return found
