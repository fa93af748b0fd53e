"""Check a body against a table of fields: a small part of JSON Schema, with one finding per field."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Schema: TypeAlias = "Mapping[str, Any]"
Finding: TypeAlias = Literal["missing", "empty", "type", "choice", "range", "step", "long", "items"]


@attrs.frozen
class Problem:
    """One field that is wrong."""

    field: str
    """With a path for parts of lists: ``image_references[0].type``."""
    finding: Finding
    text: str
    """What is allowed, in words."""


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


TYPES: Mapping[str, Callable[[object], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def problems(body: Mapping[str, Any], *, fields: Mapping[str, Schema], required: tuple[str, ...]) -> Iterator[Problem]:
    """Yield what is wrong with *body*; null counts as absent, unknown fields are let through.

    Args:
        body: the parsed object.
        fields: field name to its schema.
        required: fields that must be there.
    """
    for name in required:
        if body.get(name) is None:
            yield Problem(name, "missing", f"{name} is required")
        elif body[name] in ("", []) and not fields.get(name, {}).get("mayBeEmpty"):
            yield Problem(name, "empty", f"{name} is required")
    for name, schema in fields.items():
        if body.get(name) is not None:
            yield from value_problems(name, body[name], schema=schema)


def value_problems(name: str, value: Any, *, schema: Schema) -> Iterator[Problem]:
    """Yield what is wrong with one value."""
    kind = schema.get("type")
    kinds = [kind] if isinstance(kind, str) else kind
    if kinds and not any(TYPES[kind](value) for kind in kinds):
        yield Problem(name, "type", f"{name} must be {' or '.join(kinds)}")
        return
    yield from _scalar_problems(name, value, schema=schema)
    if isinstance(value, list):
        yield from _list_problems(name, value, schema=schema)
    if isinstance(value, dict) and "properties" in schema:
        inner = problems(value, fields=schema["properties"], required=tuple(schema.get("required", ())))
        yield from (attrs.evolve(problem, field=f"{name}.{problem.field}") for problem in inner)


def _scalar_problems(name: str, value: Any, *, schema: Schema) -> Iterator[Problem]:
    if "enum" in schema and value != "" and value not in schema["enum"]:
        yield Problem(name, "choice", f"{name} must be one of {', '.join(map(str, schema['enum']))}")
    if isinstance(value, str) and len(value) > schema.get("maxLength", float("inf")):
        yield Problem(name, "long", f"{name} is longer than {schema['maxLength']} characters")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _number_problems(name, value, schema=schema)


def _number_problems(name: str, value: float, *, schema: Schema) -> Iterator[Problem]:
    low, high = schema.get("minimum", float("-inf")), schema.get("maximum", float("inf"))
    below = value <= low if schema.get("exclusiveMinimum") is True else value < low
    if below or value > high:
        yield Problem(name, "range", f"{name} must be between {low} and {high}")
    step = schema.get("multipleOf")
    if step is not None and _is_off(Decimal(repr(value)), Decimal(str(step))):
        yield Problem(name, "step", f"{name} must be a multiple of {step}")


def _is_off(value: Decimal, step: Decimal) -> bool:
    """Tell whether *value* is no multiple of *step*; what is too large to tell is one."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0 and bool((value / step) % 1)


def _list_problems(name: str, value: list[Any], *, schema: Schema) -> Iterator[Problem]:
    low, high = schema.get("minItems", 0), schema.get("maxItems", float("inf"))
    if not low <= len(value) <= high:
        yield Problem(name, "items", f"{name} takes {low} to {high} items")
    for index, item in enumerate(value):
        yield from value_problems(f"{name}[{index}]", item, schema=schema.get("items", {}))
