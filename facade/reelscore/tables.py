"""How a table of rules is checked against one request, and how one repair of the whole request is found."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import reduce
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from reelscore.domains import Domain, is_missing
from reelscore.fields import Field, Problem, fields_of, part_problems
from reelscore.rules import Check, Either, Fits, Needed, Row, Violation

if TYPE_CHECKING:
    from reelscore.requests import Request

_SHOWN = 60
"""Characters of a value that a message shows."""
_NOTHING: frozenset[str] = frozenset()
_PASSES = 4
"""Repairs of cross-item rows may wake a row of the table; they settle in two passes, four is the stop."""


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
_SAMPLES: dict[type[Any], Mapping[str, Any]] = {}


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
    return tuple(TopologicalSorter(graph).static_order())


def violations(request: Request[Any], table: Table) -> tuple[Violation, ...]:
    """Find all broken rules at once, sorted by field, with suggestions from one repair of the whole request."""
    problems = tuple(part_problems(request))
    values = request.values()
    wrong = frozenset(path.split("[")[0].split(".")[0] for path, _, _ in problems) if problems else _NOTHING
    found = [*map(_type_violation, problems)] if problems else []
    found += broken_rows(table, values, wrong=wrong)
    found += request.extra_violations()
    if not found:
        return ()
    found.sort(key=lambda violation: (violation.field, violation.rule))
    repaired = repair(request, table) if any(v.severity == "error" for v in found) else values
    changes = {field.name: repaired.get(field.name) for field in fields_of(type(request))}
    changes = {name: value for name, value in changes.items() if not _same(value, values.get(name))}
    return tuple(_advised(found, changes))


def _advised(found: list[Violation], changes: Mapping[str, Any]) -> Iterator[Violation]:
    """Give each error its suggestion, and the first one what else must change with them."""
    errors = [violation for violation in found if violation.severity == "error"]
    named = {_field_of(violation) for violation in errors}
    also = {name: value for name, value in changes.items() if name not in named}
    for violation in found:
        rest = also if errors and violation is errors[0] else {}
        advised = _with_advice(violation, changes, also=rest) if violation.severity == "error" else violation
        yield attrs.evolve(advised, message=sentence(advised))


def _with_advice(violation: Violation, changes: Mapping[str, Any], *, also: Mapping[str, Any]) -> Violation:
    name = _field_of(violation)
    advice = changes.get(name)
    return attrs.evolve(violation, suggestion=advice, remove=name in changes and advice is None, also=also)


def _field_of(violation: Violation) -> str:
    return violation.field.split("[")[0].split(".")[0]


def broken_rows(table: Table, values: Mapping[str, Any], *, wrong: frozenset[str]) -> list[Violation]:
    """Run the rows over the values, leaving out rows that look at a field of the wrong type."""
    broken = [*_broken_given(table, values, wrong=wrong), *_broken_always(table, values, wrong=wrong)]
    return [_violation(row, values, path=path, given=given) for row in broken for path, given in row.broken(values)]


def _broken_given(table: Table, values: Mapping[str, Any], *, wrong: frozenset[str]) -> Iterator[Row]:
    # The hot path of every check: plain loops over prepared tuples, no value object is made unless a row breaks.
    for name, probes in table.given.items():
        value = values.get(name)
        if value is not None:
            for row, conditions, fits in probes:
                if wrong and row.reads & wrong:
                    continue
                if not fits(value, values) and _all_hold(conditions, values):
                    yield row


def _broken_always(table: Table, values: Mapping[str, Any], *, wrong: frozenset[str]) -> Iterator[Row]:
    # Conditions first: a cross-item function may count on them, and on the types of what it reads.
    for row, conditions, fits in table.always:
        if wrong and row.reads & wrong:
            continue
        if _all_hold(conditions, values) and not fits(values.get(row.field), values):
            yield row


def _all_hold(conditions: tuple[tuple[str, Container[Any]], ...], values: Mapping[str, Any]) -> bool:
    for name, allowed in conditions:  # noqa: SIM110 - the hot path; a generator costs as much as the test
        if values.get(name) not in allowed:
            return False
    return True


def _violation(row: Row, values: Mapping[str, Any], *, path: str, given: Any) -> Violation:
    return Violation(
        rule=row.id,
        field=path,
        given=given,
        allowed=row.allowed(values),
        message=row.message,
        severity=row.severity,
        code=row.code,
        source=row.source,
    )


def _type_violation(problem: Problem) -> Violation:
    path, given, expected = problem
    rule = "needed" if given is None else "type"
    return Violation(rule=f"{rule}.{path.split('[')[0]}", field=path, given=given, allowed=expected, source="type")


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def sentence(violation: Violation) -> str:
    """Say the whole of it: field, given, why, allowed, what to do."""
    given = "is missing" if violation.given is None else f"is {_short(violation.given)}"
    why = f" ({violation.message})" if violation.message else ""
    advice = ""
    if violation.remove:
        advice = "; leave it out"
    elif violation.suggestion is not None:
        advice = f"; try {_short(violation.suggestion)}"
    rest = ", ".join(f"{name}={_short(value)}" for name, value in violation.also.items())
    return f"{violation.field} {given}; allowed: {violation.allowed}{why}{advice}{f', with {rest}' if rest else ''}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:40]}… ({len(value) if hasattr(value, '__len__') else len(text)})"


def repair(request: Request[Any], table: Table) -> dict[str, Any]:
    """Find the legal values nearest to the given ones, from all rows together."""
    values = dict(request.values())
    sample = sample_of(type(request))
    _mend_types(request, values, sample=sample)
    for _ in range(_PASSES):
        settle(values, table, sample=sample)
        broken = [row for row in (*table.eithers, *table.checks) if row.applies(values) and tuple(row.broken(values))]
        if not broken:
            break
        for row in broken:
            if isinstance(row, Check):
                values.update(row.repair(values))
    return values


def sample_of(cls: type[Request[Any]]) -> Mapping[str, Any]:
    """Give a legal request's fields, with the objects inside its lists made."""
    if cls not in _SAMPLES:
        _SAMPLES[cls] = cls.build(cls.sample).values()
    return _SAMPLES[cls]


def settle(values: dict[str, Any], table: Table, *, sample: Mapping[str, Any]) -> None:
    """Move every field into its domain, conditions before what they condition."""
    for row in table.eithers:
        if row.applies(values):
            _choose(row, values, sample=sample)
    for name in table.order:
        values[name] = domain_of(name, table, values=values).nearest(values.get(name), sample.get(name))


def _choose(row: Either, values: dict[str, Any], *, sample: Mapping[str, Any]) -> None:
    chosen = row.chosen(values)
    for name in row.fields:
        if name != chosen:
            values[name] = None
    if chosen is not None and is_missing(values.get(chosen)):
        values[chosen] = sample.get(chosen)


def domain_of(name: str, table: Table, *, values: Mapping[str, Any]) -> Domain:
    """Intersect what every row that applies leaves to a field."""
    rows = [row for row in table.rows if row.field == name and row.severity == "error" and not isinstance(row, Either)]
    return reduce(meet, (row.domain(values) for row in rows if row.applies(values)), Domain())


def meet(one: Domain, other: Domain) -> Domain:
    """Intersect two domains."""
    low_of_other = one.low is None or (other.low is not None and other.low > one.low)
    high_of_other = one.high is None or (other.high is not None and other.high < one.high)
    low, high = (other if low_of_other else one), (other if high_of_other else one)
    lengths = [longest for longest in (one.longest, other.longest) if longest is not None]
    return Domain(
        values=_common(one.values, other.values),
        refused=(*one.refused, *other.refused),
        low=low.low,
        low_open=low.low_open,
        high=high.high,
        high_open=high.high_open,
        step=one.step or other.step,
        shortest=max(one.shortest, other.shortest),
        longest=min(lengths) if lengths else None,
        unit=other.unit if other.longest is not None or other.shortest else one.unit,
        needed=one.needed or other.needed,
        forbidden=one.forbidden or other.forbidden,
    )


def _common(one: tuple[Any, ...] | None, other: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    return tuple(value for value in one if value in other)


def _mend_types(request: Request[Any], values: dict[str, Any], *, sample: Mapping[str, Any]) -> None:
    for field in fields_of(type(request)):
        given = values.get(field.name)
        if given is None:
            values[field.name] = sample.get(field.name) if field.required else None
        elif any(True for _ in field.shape.problems(field.name, given)):
            values[field.name] = converted(given, field, fallback=sample.get(field.name))


def converted(value: Any, field: Field, *, fallback: Any) -> Any:
    """Make what was meant of a value of the wrong type, or give the fallback."""
    tries = (lambda: int(value), lambda: round(float(value)), lambda: float(value), lambda: str(value))
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        for attempt in tries:
            try:
                result = attempt()
            except (ValueError, OverflowError):
                continue
            if field.shape.fits(result):
                return result
    return fallback
