"""The rows that hold for a class of requests on a host, laid out for a quick look; what they find is in checking.py."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import reduce
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from reelscore.rules.kinds import CustomRule, ExactlyOneOf, Fits, Length, Range, Required, Rule
from reelscore.rules.schema import derived_rules, fields_of
from reelscore.rules.values import AllowedValues, intersect

if TYPE_CHECKING:
    from reelscore.requests.request import Request

CompiledRule: TypeAlias = tuple[Rule, tuple[tuple[str, Container[Any]], ...], Fits]
"""A row, its conditions, and its quick test of a given value."""


@attrs.frozen(kw_only=True)
class RuleSet:
    """The rows that hold for one class of requests on one host, laid out for a quick look."""

    rows: tuple[Rule, ...]
    order: tuple[str, ...]
    """Fields, each after those that its rows look at."""
    always: tuple[CompiledRule, ...]
    """Rows that can break though their field is left out."""
    given: Mapping[str, tuple[CompiledRule, ...]]
    """Rows that only break a field that is given."""

    @property
    def eithers(self) -> tuple[ExactlyOneOf, ...]:
        """Choices between fields that make an error."""
        return tuple(row for row in self.rows if isinstance(row, ExactlyOneOf) and row.severity == "error")

    @property
    def checks(self) -> tuple[CustomRule, ...]:
        """Cross-item rows that make an error."""
        return tuple(row for row in self.rows if isinstance(row, CustomRule) and row.severity == "error")


_TABLES: dict[tuple[type[Any], str], RuleSet] = {}


def ruleset_for(cls: type[Request[Any]], host: str) -> RuleSet:
    """Gather the rows of a class on a host, once."""
    if (cls, host) not in _TABLES:
        _TABLES[cls, host] = _gather(cls, host)
    return _TABLES[cls, host]


def _gather(cls: type[Request[Any]], host: str) -> RuleSet:
    rows = rules_of(cls, host)
    given: dict[str, list[CompiledRule]] = {}
    always: list[CompiledRule] = []
    for row in rows:
        target = always if isinstance(row, (Required, ExactlyOneOf, CustomRule)) else given.setdefault(row.field, [])
        target.append((row, tuple(row.when.items()), row.fits()))
    probes = {name: tuple(own) for name, own in given.items()}
    return RuleSet(rows=rows, order=field_order(cls, rows), always=tuple(always), given=probes)


def rules_of(cls: type[Request[Any]], host: str) -> tuple[Rule, ...]:
    """List a class's rows on a host: the vendor's own, and those of the specification that none of them repeats."""
    own = tuple(row for row in cls.rules if _holds(row, cls.operation, host=host))
    told = {(type(row), row.field) for row in own if _stands_for_specification(row)}
    derived = (row for row in derived_rules(cls) if _holds(row, cls.operation, host=host))
    return (*own, *(row for row in derived if (type(row), row.field) not in told))


def _stands_for_specification(row: Rule) -> bool:
    # Bounds by model hold the loosest bound too, and what is needed at times says when; a vocabulary with conditions lets odd words pass.
    return row.severity == "error" and (isinstance(row, (Length, Range, Required)) or not row.when)


def _holds(row: Rule, operation: str, *, host: str) -> bool:
    return (not row.operations or operation in row.operations) and (not row.hosts or host in row.hosts)


def field_order(cls: type[Any], rows: Iterable[Rule]) -> tuple[str, ...]:
    """Sort fields so that each comes after those that its rows look at.

    Raises:
        graphlib.CycleError: two rows wait for each other.
    """
    graph: dict[str, set[str]] = {field.name: set() for field in fields_of(cls)}
    for row in rows:
        if isinstance(row, (CustomRule, ExactlyOneOf)):
            continue
        graph.setdefault(row.field, set()).update(row.reads - {row.field})
    # Sorted: the order of a set changes from process to process, and suggestions must not.
    return tuple(TopologicalSorter({name: sorted(after) for name, after in graph.items()}).static_order())


def allowed_values(name: str, table: RuleSet, *, values: Mapping[str, Any]) -> AllowedValues:
    """Intersect what every row that applies leaves to a field."""
    rows = [
        row for row in table.rows if row.field == name and row.severity == "error" and not isinstance(row, ExactlyOneOf)
    ]
    return reduce(intersect, (row.domain(values) for row in rows if row.applies(values)), AllowedValues())
