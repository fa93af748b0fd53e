"""The rows that hold for a class of requests on a host, laid out for a quick look; what they find is in checking.py."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import reduce
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from reelscore.domains import Domain, meet
from reelscore.fields import fields_of
from reelscore.rules import Check, Either, Fits, Needed, Row

if TYPE_CHECKING:
    from reelscore.requests import Request

Probe: TypeAlias = tuple[Row, tuple[tuple[str, Container[Any]], ...], Fits]
"""A row, its conditions, and its quick test of a given value."""


@attrs.frozen(kw_only=True)
class Table:
    """The rows that hold for one class of requests on one host, laid out for a quick look."""

    rows: tuple[Row, ...]
    order: tuple[str, ...]
    """Fields, each after those that its rows look at."""
    always: tuple[Probe, ...]
    """Rows that can break though their field is left out."""
    given: Mapping[str, tuple[Probe, ...]]
    """Rows that only break a field that is given."""

    @property
    def eithers(self) -> tuple[Either, ...]:
        """Choices between fields that make an error."""
        return tuple(row for row in self.rows if isinstance(row, Either) and row.severity == "error")

    @property
    def checks(self) -> tuple[Check, ...]:
        """Cross-item rows that make an error."""
        return tuple(row for row in self.rows if isinstance(row, Check) and row.severity == "error")


_TABLES: dict[tuple[type[Any], str], Table] = {}


def table_of(cls: type[Request[Any]], host: str) -> Table:
    """Gather the rows of a class on a host, once."""
    if (cls, host) not in _TABLES:
        _TABLES[cls, host] = _gather(cls, host)
    return _TABLES[cls, host]


def _gather(cls: type[Request[Any]], host: str) -> Table:
    rows = tuple(row for row in cls.rules if _holds(row, cls.operation, host=host))
    given: dict[str, list[Probe]] = {}
    always: list[Probe] = []
    for row in rows:
        target = always if isinstance(row, (Needed, Either, Check)) else given.setdefault(row.field, [])
        target.append((row, tuple(row.when.items()), row.fits()))
    probes = {name: tuple(own) for name, own in given.items()}
    return Table(rows=rows, order=order_of(cls, rows), always=tuple(always), given=probes)


def _holds(row: Row, operation: str, *, host: str) -> bool:
    return (not row.operations or operation in row.operations) and (not row.hosts or host in row.hosts)


def order_of(cls: type[Any], rows: Iterable[Row]) -> tuple[str, ...]:
    """Sort fields so that each comes after those that its rows look at.

    Raises:
        graphlib.CycleError: two rows wait for each other.
    """
    graph: dict[str, set[str]] = {field.name: set() for field in fields_of(cls)}
    for row in rows:
        if isinstance(row, (Check, Either)):
            continue
        graph.setdefault(row.field, set()).update(row.reads - {row.field})
    # Sorted: the order of a set changes from process to process, and suggestions must not.
    return tuple(TopologicalSorter({name: sorted(after) for name, after in graph.items()}).static_order())


def domain_of(name: str, table: Table, *, values: Mapping[str, Any]) -> Domain:
    """Intersect what every row that applies leaves to a field."""
    rows = [row for row in table.rows if row.field == name and row.severity == "error" and not isinstance(row, Either)]
    return reduce(meet, (row.domain(values) for row in rows if row.applies(values)), Domain())
