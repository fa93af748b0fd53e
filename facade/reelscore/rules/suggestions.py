"""One repair of a whole request, from all rules together: settings move to the nearest legal value.

What was asked for stays: a repair never replaces a given id, drops an item of a list, cuts or rewrites a text, or makes
up what is missing. Those violations have no suggestion; the user decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from reelscore.rules.kinds import CustomRule
from reelscore.rules.ruleset import RequestValue, RuleSet
from reelscore.rules.schema import Field, TypeSchema, fields_of, model_schema

_PASSES = 4
"""Repairs of cross-item rules may wake a rule of the table; they settle in two passes, four is the stop."""


def suggested_values(request: RequestValue, ruleset: RuleSet) -> dict[str, Any]:
    """The request's values with every setting moved to the nearest legal value, and ids given as text as numbers."""
    values, cls = dict(request.values()), type(request)
    for field in fields_of(cls):
        if values.get(field.name) is not None:
            values[field.name] = converted(values[field.name], field.shape, is_id=_is_id(field.name))
    wrong = wrong_fields(cls, values)
    kept = {field.name for field in fields_of(cls) if is_content(field)} | wrong
    repairs = [rule for rule in ruleset.rules if isinstance(rule, CustomRule) and rule.repair]
    for _ in range(_PASSES):
        before = dict(values)
        for name in ruleset.order:
            if values.get(name) is not None and name not in kept:
                values[name] = ruleset.allowed_values(name, values, wrong=wrong).nearest(values[name])
        for rule in repairs:
            usable = rule.severity == "error" and rule.repair is not None and not rule.depends_on & wrong
            if usable and rule.repair is not None and rule.applies(values) and rule.broken(values):
                values.update(rule.repair(values))
        if values == before:
            break
    return values


def wrong_fields(cls: type[Any], values: Mapping[str, Any]) -> frozenset[str]:
    """Names of fields whose value is of the wrong type, or missing though required."""
    return frozenset(field_name(path) for path, _, _ in model_schema(cls).problems(values))


def field_name(path: str) -> str:
    """The field of a path such as ``multi_transition[0].duration``."""
    return path.split("[", maxsplit=1)[0].split(".", maxsplit=1)[0]


def is_content(field: Field) -> bool:
    """Whether a field holds what is to be made, which a repair leaves alone: ids, media, lists, objects, free text."""
    shape = field.shape
    is_free = shape.name == "text" and not shape.choices
    return _is_id(field.name) or is_free or shape.name in {"media", "list", "object"}


def _is_id(name: str) -> bool:
    return name.endswith(("_id", "_ids"))


def converted(value: Any, shape: TypeSchema, *, is_id: bool = False) -> Any:
    """What was meant by a value of the wrong type, item by item; the value itself where that is not clear."""
    if shape.item is not None and isinstance(value, (list, tuple)):
        return tuple(converted(item, shape.item, is_id=is_id) for item in value)
    if shape.part is not None and isinstance(value, shape.part):
        fields = {field.name: (field, getattr(value, field.name)) for field in fields_of(shape.part)}
        return attrs.evolve(
            value,
            **{
                name: converted(given, field.shape, is_id=_is_id(name))
                for name, (field, given) in fields.items()
                if given is not None
            },
        )
    if shape.fits(value) or not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return value
    tries: list[Callable[[Any], Any]] = (
        [int, float, str] if is_id or shape.name == "media" else [int, _rounded, float, str]
    )
    for attempt in tries:
        try:
            meant = attempt(value)
        except (ValueError, OverflowError):
            continue
        if shape.fits(meant) and not (is_id and isinstance(value, float) and meant != value):
            return meant
    return value


def _rounded(value: Any) -> int:
    return round(float(value))
