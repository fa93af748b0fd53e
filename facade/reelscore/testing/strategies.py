"""Hypothesis strategies derived from request classes and rule tables; no rule is written here."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import strategies as st

from reelscore.requests.request import Request
from reelscore.rules.kinds import ExactlyOneOf
from reelscore.rules.ruleset import RuleSet, allowed_values, ruleset_for
from reelscore.rules.schema import Field, TypeSchema, fields_of
from reelscore.rules.values import AllowedValues
from reelscore.vendors.host import Host, default_host, find_host

Q = TypeVar("Q", bound=Request[Any])
_BIGGEST = 2**31 - 1
_LONGEST_TEXT = 60
"""Texts are drawn up to this length; limits above it are met by the rules' own examples."""


def legal(cls: type[Q], host: str | Host | None = None) -> st.SearchStrategy[Q]:
    """Draw legal requests of a class, spread over all that its table allows on the host.

    Fields are drawn in the order of their conditions, each inside what all rows together leave to it.
    """
    where = default_host(cls.vendor) if host is None else find_host(host)
    return _values(cls, table=ruleset_for(cls, where.name)).map(lambda values: cls.build(values).repaired(where))


def spoiled(cls: type[Q], host: str | Host | None = None) -> st.SearchStrategy[Q]:
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
def _values(draw: st.DrawFn, cls: type[Request[Any]], *, table: RuleSet) -> dict[str, Any]:
    fields = {field.name: field for field in fields_of(cls)}
    wanted = _alternatives(draw, table)
    values: dict[str, Any] = {}
    for name in table.order:
        if name in fields:
            domain = allowed_values(name, table, values=values)
            drawn = _drawn(fields[name], domain, wanted=wanted.get(name), sample=cls.sample.get(name))
            values[name] = draw(drawn)
    return {name: value for name, value in values.items() if value is not None}


def _alternatives(draw: st.DrawFn, table: RuleSet) -> dict[str, bool]:
    wanted: dict[str, bool] = {}
    for row in table.rows:
        if isinstance(row, ExactlyOneOf) and not row.when:
            free = [name for name in row.fields if wanted.get(name, True)]
            chosen = draw(st.sampled_from(free or list(row.fields)))
            wanted |= {name: name == chosen for name in row.fields}
    return wanted


def _drawn(field: Field, domain: AllowedValues, *, wanted: bool | None, sample: Any) -> st.SearchStrategy[Any]:
    if domain.forbidden or wanted is False:
        return st.none()
    values = of_shape(field.shape, domain, sample=sample)
    return values if field.required or domain.needed or wanted else st.none() | values


def of_shape(shape: TypeSchema, domain: AllowedValues, *, sample: Any = None) -> st.SearchStrategy[Any]:
    """Draw values of a type inside a domain; *sample* is one that is known to be legal."""
    if domain.values is not None:
        inside = [value for value in domain.values if domain.holds(value)]
        return st.sampled_from(inside) if inside else st.none()
    if shape.choices:
        inside = [value for value in shape.choices if domain.holds(value)]
        return st.sampled_from(inside) if inside else st.just(sample)
    drawn = _BY_NAME[shape.name](shape, domain)
    return drawn if sample is None or not domain.holds(sample) else st.just(sample) | drawn


def _whole(_: TypeSchema, domain: AllowedValues) -> st.SearchStrategy[Any]:
    low = int(domain.low or 0) + domain.low_open
    high = (
        _BIGGEST if domain.high is None else int(domain.high) - (domain.high_open and domain.high == int(domain.high))
    )
    return st.integers(low, max(low, high))


def _number(_: TypeSchema, domain: AllowedValues) -> st.SearchStrategy[Any]:
    step = domain.step or Decimal("0.01")
    low = int(Decimal(str(domain.low or 0)) / step) + domain.low_open
    high = int(Decimal(str(240 if domain.high is None else domain.high)) / step) - domain.high_open
    return st.integers(low, max(low, high)).map(lambda steps: float(steps * step))


def _text(_: TypeSchema, domain: AllowedValues) -> st.SearchStrategy[Any]:
    longest = _LONGEST_TEXT if domain.longest is None else min(domain.longest, _LONGEST_TEXT)
    return st.text(min_size=max(1, min(domain.shortest, longest)), max_size=longest).filter(domain.in_length)


def _list(shape: TypeSchema, domain: AllowedValues) -> st.SearchStrategy[Any]:
    entries = of_shape(shape.item, AllowedValues()) if shape.item else st.none()
    longest = 6 if domain.longest is None else domain.longest
    return st.lists(entries, min_size=max(1, domain.shortest), max_size=max(longest, domain.shortest)).map(tuple)


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
    "true or false": lambda _, domain: st.booleans().filter(domain.holds),
    "list": _list,
    "object": _object,
    "media": _media,
}
