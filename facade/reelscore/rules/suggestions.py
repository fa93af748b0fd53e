"""One repair of a whole request, from all rows together: the legal values nearest to the given ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reelscore.rules.kinds import CustomRule, ExactlyOneOf
from reelscore.rules.ruleset import RuleSet, allowed_values
from reelscore.rules.schema import Field, fields_of
from reelscore.rules.values import is_missing

if TYPE_CHECKING:
    from reelscore.requests.request import Request

_PASSES = 4
"""Repairs of cross-item rows may wake a row of the table; they settle in two passes, four is the stop."""
_SAMPLES: dict[type[Any], Mapping[str, Any]] = {}


def suggested_values(request: Request[Any], table: RuleSet) -> dict[str, Any]:
    """Find the legal values nearest to the given ones, from all rows together."""
    values = dict(request.values())
    sample = sample_of(type(request))
    _mend_types(request, values, sample=sample)
    for _ in range(_PASSES):
        apply_constraints(values, table, sample=sample)
        broken = [row for row in (*table.eithers, *table.checks) if row.applies(values) and tuple(row.broken(values))]
        if not broken:
            break
        for row in broken:
            if isinstance(row, CustomRule):
                values.update(row.repair(values))
    return values


def sample_of(cls: type[Request[Any]]) -> Mapping[str, Any]:
    """Give a legal request's fields, with the objects inside its lists made."""
    if cls not in _SAMPLES:
        _SAMPLES[cls] = cls.build(cls.sample).values()
    return _SAMPLES[cls]


def apply_constraints(values: dict[str, Any], table: RuleSet, *, sample: Mapping[str, Any]) -> None:
    """Move every field into its domain, conditions before what they condition."""
    for row in table.eithers:
        if row.applies(values):
            _choose(row, values, sample=sample)
    for name in table.order:
        values[name] = allowed_values(name, table, values=values).nearest(values.get(name), sample.get(name))


def _choose(row: ExactlyOneOf, values: dict[str, Any], *, sample: Mapping[str, Any]) -> None:
    chosen = row.chosen(values)
    for name in row.fields:
        if name != chosen:
            values[name] = None
    if chosen is not None and is_missing(values.get(chosen)):
        values[chosen] = sample.get(chosen)


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
