"""What could be asked instead, and for how much: read off the rule and price tables by asking them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Any, TypeAlias

import attrs

from reelscore._attrs import frozen
from reelscore.catalog.operations import rows_of, word_of
from reelscore.catalog.values import amount, words
from reelscore.pricing import Quote
from reelscore.requests.request import Request
from reelscore.rules.kinds import OneOf, Range
from reelscore.rules.ruleset import is_legal, ruleset_for
from reelscore.rules.schema import Field, fields_of
from reelscore.vendors.family import Family, find_family

AXES = ("model", "quality", "resolution", "duration")
"""Fields that most prices turn on, in the order of a table's columns."""
_PER_FIELD = 2
_MOST_SAVINGS = 6
_LONGEST_RANGE = 64
_MOST_KEPT = 4096
Change: TypeAlias = tuple[str, Any, Decimal]
"""A field, another value of it (None leaves it out), and the credits that the request costs then."""


@frozen(kw_only=True)
class Saving:
    """One change that makes a request cheaper."""

    field: str
    before: Any
    after: Any
    credits: Decimal
    """What the request costs then."""
    saves: Decimal

    @property
    def words(self) -> str:
        after = f"without {self.field}" if self.after is None else f"{self.field} {words(self.after)}"
        return f"{after} instead of {words(self.before)}: -{amount(self.saves)}, {amount(self.credits)} in all"

    def document(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "from": self.before,
            "to": self.after,
            "credits": self.credits,
            "saves": self.saves,
        }


@frozen(kw_only=True)
class Cell:
    fields: Mapping[str, Any]
    quote: Quote


def savings(request: Request[Any], host: Family) -> list[Saving]:
    """Find what one change of one field would save; the change must be legal."""
    price = request.quote(host).credits
    if price is None or not price:
        return []
    by_field: dict[str, list[Saving]] = {}
    for name, after, credits in _cheaper(request, host, price=price):
        if _is_legal(_with(request, name, after), host):
            before, saves = getattr(request, name), price - credits
            saving = Saving(field=name, before=before, after=after, credits=credits, saves=saves)
            by_field.setdefault(name, []).append(saving)
    found = [each for own in by_field.values() for each in _ends(own)]
    return sorted(found, key=lambda each: each.saves, reverse=True)[:_MOST_SAVINGS]


def _ends(found: Sequence[Saving]) -> list[Saving]:
    """Keep the smallest and the greatest saving of one field."""
    ordered = sorted({each.saves: each for each in found}.values(), key=lambda each: each.saves)
    return ordered if len(ordered) <= _PER_FIELD else [ordered[0], ordered[-1]]


class _Watched:
    """Stands in for a request, and notes what is read of it."""

    def __init__(self, request: Request[Any], noted: set[str]) -> None:
        self._request, self._noted = request, noted

    def __getattr__(self, name: str) -> Any:
        self._noted.add(name)
        return getattr(self._request, name)


@frozen
class _Memory:
    """The cheaper changes of the requests of a class on a host, kept by the values of all that its prices read."""

    read: set[str] = attrs.field(factory=set)
    found: dict[tuple[Any, ...], tuple[Change, ...]] = attrs.field(factory=dict)

    def key(self, request: Request[Any]) -> tuple[Any, ...]:
        values = (getattr(request, name, None) for name in self.read)
        return tuple(repr(value) if isinstance(value, (dict, list)) else value for value in values)


_MEMORIES: dict[tuple[type[Any], str], _Memory] = {}
"""By class and name of the host."""


def _cheaper(request: Request[Any], host: Family, *, price: Decimal) -> tuple[Change, ...]:
    """Every change of one field that lowers the price, legal or not.

    Requests that differ only in what no price reads, such as their prompts, have the same; a hundred prices each would
    take longer than all the rest.
    """
    memory = _MEMORIES.setdefault((type(request), host.name), _Memory())
    known = memory.found.get(memory.key(request))
    if known is None:
        noted: set[str] = set()
        known = tuple(_tried(request, host, price=price, noted=noted))
        if not noted <= memory.read or len(memory.found) >= _MOST_KEPT:
            memory.found.clear()
            memory.read.update(noted)
        memory.found[memory.key(request)] = known
    return known


def _tried(request: Request[Any], host: Family, *, price: Decimal, noted: set[str]) -> Iterator[Change]:
    _ = type(request).price(_Watched(request, noted), host)
    for field in fields_of(type(request)):
        before = getattr(request, field.name)
        if before is None or field.local:
            continue
        for after in (*choices(type(request), field), *([None] if not field.required else [])):
            made = _Watched(_with(request, field.name, after), noted)
            credits = None if after == before else type(request).price(made, host).credits
            if credits is not None and credits < price:
                yield field.name, after, credits


def _with(request: Request[Any], name: str, value: Any) -> Request[Any]:
    changes: dict[str, Any] = {name: value}
    return attrs.evolve(request, **changes)


def _is_legal(request: Request[Any], host: Family) -> bool:
    return is_legal(request, ruleset_for(type(request), host.name))


def choices(cls: type[Request[Any]], field: Field) -> tuple[Any, ...]:
    """Every value that the tables name for a field, whatever the others are."""
    if field.shape.name == "true or false":
        return (False, True)
    found = list(field.shape.choices)
    for row in rows_of(cls):
        if row.field == field.name:
            found += _listed(row)
    fitting = [value for value in dict.fromkeys(found) if field.shape.fits(value)]
    return tuple(fitting)


def _listed(row: Any) -> Iterable[Any]:
    if isinstance(row, OneOf):
        return row.enum
    if isinstance(row, Range) and isinstance(row.minimum, int) and isinstance(row.maximum, int):
        return range(row.minimum, row.maximum + 1) if row.maximum - row.minimum <= _LONGEST_RANGE else ()
    return ()


def axes(cls: type[Request[Any]]) -> tuple[str, ...]:
    """Name the fields that a table of prices is laid out by."""
    names = {field.name for field in fields_of(cls)}
    return tuple(name for name in AXES if name in names)


def allowed(cls: type[Request[Any]], host: Family, *, name: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The legal values of a field, where other fields are as in *values*; empty where there is no list."""
    field = next(field for field in fields_of(cls) if field.name == name)
    allowed = ruleset_for(cls, host.name).allowed_values(name, values)
    return tuple(value for value in choices(cls, field) if allowed.allows(value))


def grid(cls: type[Request[Any]], host: Family, *, model: str | None = None) -> Iterator[Cell]:
    """Price every legal combination of the axes, the other fields being those of the sample."""
    names = axes(cls)
    fields = {field.name: field for field in fields_of(cls)}
    spans: list[Sequence[Any]] = [
        [model] if name == "model" and model else choices(cls, fields[name]) or (cls.sample.get(name),)
        for name in names
    ]
    for values in product(*spans):
        chosen = dict(zip(names, values, strict=True))
        request = _laid(cls, chosen)
        if _is_legal(request, host):
            yield Cell(fields=chosen, quote=request.quote(host))


def _laid(cls: type[Request[Any]], chosen: Mapping[str, Any]) -> Request[Any]:
    return cls.build({**cls.sample, **chosen})


def switches(cls: type[Request[Any]], host: Family, *, chosen: Mapping[str, Any]) -> dict[str, Decimal]:
    """What each yes-or-no field adds to a price, where it may be switched on."""
    base = _laid(cls, chosen)
    price = base.quote(host).credits
    found: dict[str, Decimal] = {}
    for field in fields_of(cls):
        if field.shape.name == "true or false" and getattr(base, field.name) is None and price is not None:
            made = _with(base, field.name, True) if _is_legal(base, host) else base.repaired(host)
            credits = made.quote(host).credits if _is_legal(made, host) else None
            if credits is not None:
                found[field.name] = credits - price
    return found


def price_hint(cls: type[Request[Any]]) -> str:
    """What a usual request of this operation costs, in one sentence."""
    host = find_family(cls.vendor)
    if cls.operation not in host.operations:
        return ""
    request = _laid(cls, {})
    price = request.quote(host)
    if price.credits == 0:
        return "Free."
    if price.credits is None:
        return f"Price: unknown ({price.source})."
    shown = ", ".join(f"{name} {words(getattr(request, name))}" for name in axes(cls) if getattr(request, name))
    return f"Price: {amount(price.credits)} credits{f' for {shown}' if shown else ''} on {host.name}."


def models_of(cls: type[Request[Any]]) -> tuple[Any, ...]:
    field = _field(cls, "model")
    return field.shape.choices if field else ()


def model_document(where: Family, cls: type[Request[Any]], *, model: str) -> dict[str, Any] | None:
    """What a model can do in an operation, and from what price to what; None where it can nothing."""
    cells = list(grid(cls, where, model=model))
    if not cells:
        return None
    known = [cell.quote.credits for cell in cells if cell.quote.credits is not None]
    spans = {name: _span(cells, name) for name in axes(cls) if name != "model"}
    if _field(cls, "aspect_ratio"):
        spans["aspect_ratio"] = list(allowed(cls, where, name="aspect_ratio", values={"model": model}))
    return {
        "operation": word_of(cls),
        "host": where.name,
        "model": model,
        "fields": spans,
        "switches": switches(cls, where, chosen=cells[0].fields),
        "cheapest": min(known, default=None),
        "dearest": max(known, default=None),
    }


def _field(cls: type[Request[Any]], name: str) -> Field | None:
    return next((field for field in fields_of(cls) if field.name == name), None)


def _span(cells: Sequence[Cell], name: str) -> list[Any]:
    found = list(dict.fromkeys(cell.fields[name] for cell in cells))
    return sorted(found) if all(isinstance(value, int) for value in found) else found
