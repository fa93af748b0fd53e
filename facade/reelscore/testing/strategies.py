"""Hypothesis strategies derived from request classes and rule tables; no rule is written here."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import strategies as st

from reelscore.requests.hosts import HostInfo, Named, find_host
from reelscore.requests.request import Request
from reelscore.rules.kinds import AllowedValues, ExactlyOneOf
from reelscore.rules.ruleset import RuleSet, field_name, ruleset_for
from reelscore.rules.schema import Field, TypeSchema, fields_of

Q = TypeVar("Q", bound=Request[Any])
_TRIES = 3
_BIGGEST = 2**31 - 1
_LONGEST_TEXT = 60
"""Texts are drawn up to this length; limits above it are met by the rules' own examples."""


def legal(cls: type[Q], host: str | Named | None = None) -> st.SearchStrategy[Q]:
    """Draw legal requests of a class, spread over all that its table allows on the host.

    Fields are drawn in the order of their conditions, each inside what all rows together leave to it.
    """
    where = find_host(host, cls.vendor)
    schemas: Mapping[str, Any] = getattr(cls, "input_schemas", dict)()
    if schemas:
        named = st.sampled_from(sorted(schemas)).flatmap(
            lambda name: st.tuples(st.just(name), of_schema(schemas[name]))
        )
        return named.map(lambda each: _legal(cls.build({**cls.sample, "model": each[0], "input": each[1]}), where))
    drawn = _values(cls, ruleset=ruleset_for(cls, where.name)).map(lambda values: cls.build(values).repaired(where))
    return drawn.map(lambda request: _legal(request, where))


def _legal(request: Q, host: HostInfo) -> Q:
    """Set fields that only a user could mend, such as names that a prompt does not mention, to the sample's values."""
    cls = type(request)
    for _ in range(_TRIES):
        broken = {field_name(each.field) for each in request.violations(host) if each.severity == "error"}
        if not broken:
            return request
        fields = {name: value for name, value in request.to_json().items() if name not in broken}
        fields |= {name: cls.sample[name] for name in broken if name in cls.sample}
        request = cls.build(fields).repaired(host)
    return cls.build(cls.sample)


def spoiled(cls: type[Q], host: str | Named | None = None) -> st.SearchStrategy[Q]:
    """Draw requests of which some field was replaced by any JSON value: mostly illegal ones."""
    names = [field.name for field in fields_of(cls)]
    changes = _changes(names, most=3) if names else st.just({})

    def spoil(request: Q, change: dict[str, Any]) -> Q:
        return cls.build({**request.to_json(), **change})

    return st.builds(spoil, legal(cls, host), changes)


def json_bodies(cls: type[Request[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw vendor-shaped JSON objects with the right names and any values."""
    names = [field.wire for field in fields_of(cls)]
    unknown = st.dictionaries(st.text(max_size=12), _any_json(), max_size=4)
    known = _changes(names, most=12) if names else st.just({})
    return st.builds(lambda some, more: {**some, **more}, unknown, known)


def _changes(names: list[str], *, most: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), _any_json(), min_size=1, max_size=most)


def _any_json() -> st.SearchStrategy[Any]:
    texts = st.text(st.characters(exclude_categories=()), max_size=20)  # lone surrogates included
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
    )


@st.composite
def _values(draw: st.DrawFn, cls: type[Request[Any]], *, ruleset: RuleSet) -> dict[str, Any]:
    fields = {field.name: field for field in fields_of(cls)}
    wanted = _alternatives(draw, ruleset)
    values: dict[str, Any] = {}
    for name in ruleset.order:
        if name in fields:
            allowed = ruleset.allowed_values(name, values)
            drawn = _drawn(fields[name], allowed, wanted=wanted.get(name), sample=cls.sample.get(name))
            values[name] = draw(drawn)
    return {name: value for name, value in values.items() if value is not None}


def _alternatives(draw: st.DrawFn, ruleset: RuleSet) -> dict[str, bool]:
    wanted: dict[str, bool] = {}
    for row in ruleset.rules:
        if isinstance(row, ExactlyOneOf) and not row.when:
            free = [name for name in row.fields if wanted.get(name, True)]
            chosen = draw(st.sampled_from(free or list(row.fields)))
            wanted |= {name: name == chosen for name in row.fields}
    return wanted


def _drawn(field: Field, allowed: AllowedValues, *, wanted: bool | None, sample: Any) -> st.SearchStrategy[Any]:
    if allowed.forbidden or wanted is False:
        return st.none()
    values = of_shape(field.shape, allowed, sample=sample)
    return values if field.required or allowed.required or wanted else st.none() | values


def of_shape(shape: TypeSchema, allowed: AllowedValues, *, sample: Any = None) -> st.SearchStrategy[Any]:
    """Draw values of a type inside what is allowed; *sample* is one that is known to be legal."""
    if allowed.enum is not None:
        inside = list(allowed.enum)
        return st.sampled_from(inside) if inside else st.none()
    if shape.choices:
        inside = [value for value in shape.choices if allowed.allows(value)]
        return st.sampled_from(inside) if inside else st.just(sample)
    drawn = _BY_NAME[shape.name](shape, allowed)
    return drawn if sample is None or not allowed.allows(sample) else st.just(sample) | drawn


_ENDINGS = {"image": ("png", "jpg"), "video": ("mp4",), "audio": ("mp3", "wav"), "any": ("png", "mp4", "mp3")}
"""Of links, by the kind of file that a field takes."""


def of_schema(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Draw JSON values that a JSON Schema allows, as far as vendors' pages use its words; ``file`` marks links."""
    kind = schema.get("type")
    if "enum" in schema:
        return st.sampled_from(list(schema["enum"]))
    if "file" in schema and kind != "array":
        return st.sampled_from(
            [f"https://example.com/a.{end}" for end in _ENDINGS.get(schema["file"], _ENDINGS["any"])]
        )
    if kind == "object":
        fields = {name: of_schema(field) for name, field in schema.get("properties", {}).items()}
        required = {name: fields.pop(name) for name in schema.get("required", ())}
        return st.fixed_dictionaries(required, optional=fields)
    if kind == "array":
        inner = {"file": schema["file"], "type": "string"} if "file" in schema else schema.get("items", {})
        least = max(1, schema.get("minItems", 1))
        return st.lists(of_schema(inner), min_size=least, max_size=max(least, min(3, schema.get("maxItems", 3))))
    if kind == "boolean":
        return st.booleans()
    if kind in ("integer", "number"):
        low = schema.get("minimum", 1)
        return st.integers(math.ceil(low), math.floor(max(low, schema.get("maximum", low + 10))))
    if "pattern" in schema:
        return st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True)
    least = schema.get("minLength", 1)
    return st.text(
        "abc def", min_size=least, max_size=max(least, min(_LONGEST_TEXT, schema.get("maxLength", _LONGEST_TEXT)))
    ).filter(str.strip)


def _whole(_: TypeSchema, allowed: AllowedValues) -> st.SearchStrategy[Any]:
    low, high = _steps(allowed, Decimal(1), most=_BIGGEST)
    return st.integers(low, max(low, high))


def _number(_: TypeSchema, allowed: AllowedValues) -> st.SearchStrategy[Any]:
    step = allowed.multiple_of or Decimal("0.01")
    low, high = _steps(allowed, step, most=240)
    return st.integers(low, max(low, high)).map(lambda steps: float(steps * step))


def _steps(allowed: AllowedValues, step: Decimal, *, most: int) -> tuple[int, int]:
    """Least and most multiples of a step inside the bounds."""
    lows = [_in(allowed.minimum, step, math.ceil), _in(allowed.exclusive_minimum, step, lambda n: math.floor(n) + 1)]
    highs = [_in(allowed.maximum, step, math.floor), _in(allowed.exclusive_maximum, step, lambda n: math.ceil(n) - 1)]
    low = max((bound for bound in lows if bound is not None), default=0)
    return low, min((bound for bound in highs if bound is not None), default=int(most / step))


def _in(bound: float | None, step: Decimal, to_whole: Callable[[Decimal], int]) -> int | None:
    return None if bound is None else to_whole(Decimal(str(bound)) / step)


def _text(_: TypeSchema, allowed: AllowedValues) -> st.SearchStrategy[Any]:
    longest = _LONGEST_TEXT if allowed.max_length is None else min(allowed.max_length, _LONGEST_TEXT)
    return st.text(min_size=max(1, min(allowed.min_length, longest)), max_size=longest).filter(allowed.fits_length)


def _list(shape: TypeSchema, allowed: AllowedValues) -> st.SearchStrategy[Any]:
    entries = of_shape(shape.item, AllowedValues()) if shape.item else st.none()
    longest = 6 if allowed.max_length is None else allowed.max_length
    return st.lists(entries, min_size=max(1, allowed.min_length), max_size=max(longest, allowed.min_length)).map(tuple)


def _object(shape: TypeSchema, _: AllowedValues) -> st.SearchStrategy[Any]:
    if shape.part is None:
        return st.just({})
    part = shape.part
    given = {f.name: of_shape(f.shape, AllowedValues()) for f in fields_of(part) if f.required}
    maybe = {f.name: of_shape(f.shape, AllowedValues()) for f in fields_of(part) if not f.required}
    return st.fixed_dictionaries(given, optional=maybe).map(part.build)


def _media(_: TypeSchema, __: AllowedValues) -> st.SearchStrategy[Any]:
    return st.integers(1, 2**63 - 1)


_BY_NAME: dict[str, Callable[[TypeSchema, AllowedValues], st.SearchStrategy[Any]]] = {
    "whole number": _whole,
    "number": _number,
    "text": _text,
    "true or false": lambda _, allowed: st.booleans().filter(allowed.allows),
    "list": _list,
    "object": _object,
    "media": _media,
}
