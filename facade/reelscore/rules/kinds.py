"""Rules as rows of data: the kinds of row; the rows themselves are the vendors'.

A row says which field of which operations it limits, on which hosts, when, why, and who says so. ``when`` maps a field to
the values for which the row holds: ``when={"model": ("v5.5", "v5.6"), "template_id": ABSENT}``.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from reelscore.rules.values import AllowedValues, Number, is_missing
from reelscore.rules.violations import Severity

Values: TypeAlias = Mapping[str, Any]
Fits: TypeAlias = Callable[[Any, Values], bool]


@attrs.frozen
class Rule:
    """What all kinds of row share."""

    id: str
    field: str
    operations: tuple[str, ...] = attrs.field(kw_only=True, default=())
    hosts: tuple[str, ...] = attrs.field(kw_only=True, default=())
    """Host names; empty is all of the vendor."""
    when: Mapping[str, Container[Any]] = attrs.field(kw_only=True, factory=dict)
    message: str = attrs.field(kw_only=True, default="")
    """Why, in a few words."""
    severity: Severity = attrs.field(kw_only=True, default="error")
    code: int | None = attrs.field(kw_only=True, default=None)
    source: str = attrs.field(kw_only=True, default="")
    example: Mapping[str, Any] = attrs.field(kw_only=True, factory=dict)
    """Fields that, laid over the operation's sample, break the row."""

    def applies(self, values: Values) -> bool:
        """Tell whether the conditions hold."""
        return all(values.get(name) in allowed for name, allowed in self.when.items())

    def domain(self, values: Values) -> AllowedValues:
        """Say what this row alone leaves to the field."""
        raise NotImplementedError

    def broken(self, values: Values) -> Iterable[tuple[str, Any]]:
        """Give path and given value of what breaks the row; the conditions hold already."""
        value = values.get(self.field)
        return () if self.domain(values).holds(value) else ((self.field, value),)

    def allowed(self, values: Values) -> str:
        """Say in words what is allowed."""
        raise NotImplementedError

    def fits(self) -> Fits:
        """Make the quick test of a given value, for the hot path; the same verdict as ``broken``."""
        domain = self.domain({})
        return lambda value, _values: domain.holds(value)

    @property
    def reads(self) -> frozenset[str]:
        """Fields that the row looks at."""
        return frozenset({self.field, *self.when})


@attrs.frozen
class Length(Rule):
    """A text or list has at most, or at least, so many characters, words, bytes or items."""

    at_most: int | None = attrs.field(kw_only=True, default=None)
    at_least: int = attrs.field(kw_only=True, default=0)
    unit: str = attrs.field(kw_only=True, default="characters")

    def domain(self, values: Values) -> AllowedValues:
        """Say what this row alone leaves to the field."""
        return AllowedValues(shortest=self.at_least, longest=self.at_most, unit=self.unit)

    def fits(self) -> Fits:
        """Make the quick test; bytes and words are counted only where the plain length could pass the limit."""
        slow, least, most = super().fits(), self.at_least, self.at_most
        if most is None or least:
            return slow
        quick = most if self.unit in {"characters", "items"} else most // 4
        return lambda value, values: len(value) <= quick or slow(value, values)

    def allowed(self, values: Values) -> str:
        """Say in words what is allowed."""
        if self.at_most is None:
            return f"at least {self.at_least:,} {self.unit}"
        return f"{f'{self.at_least:,} to' if self.at_least else 'at most'} {self.at_most:,} {self.unit}"


@attrs.frozen
class OneOf(Rule):
    """The value is one of a list; with ``among`` only values of that vocabulary are judged, new words pass."""

    values: tuple[Any, ...] = attrs.field(kw_only=True)
    among: tuple[Any, ...] | None = attrs.field(kw_only=True, default=None)

    def domain(self, values: Values) -> AllowedValues:
        """Say what this row alone leaves to the field."""
        if self.among is None:
            return AllowedValues(values=self.values)
        return AllowedValues(refused=tuple(value for value in self.among if value not in self.values))

    def fits(self) -> Fits:
        """Make the quick test of a given value."""
        if self.among is None:
            listed = self.values
            return lambda value, _values: value in listed or is_missing(value)
        refused = self.domain({}).refused
        return lambda value, _values: value not in refused

    def allowed(self, values: Values) -> str:
        """Say in words what is allowed."""
        return ", ".join(str(value) for value in self.values) or "nothing"


@attrs.frozen
class Range(Rule):
    """A number lies between bounds; a bound given as a field's name is that field's value."""

    low: Number | str | None = attrs.field(kw_only=True, default=None)
    high: Number | str | None = attrs.field(kw_only=True, default=None)
    low_open: bool = attrs.field(kw_only=True, default=False)
    high_open: bool = attrs.field(kw_only=True, default=False)
    step: str | None = attrs.field(kw_only=True, default=None)

    def domain(self, values: Values) -> AllowedValues:
        """Say what this row alone leaves to the field."""
        return AllowedValues(
            low=_bound(self.low, values),
            high=_bound(self.high, values),
            low_open=self.low_open,
            high_open=self.high_open,
            step=None if self.step is None else Decimal(self.step),
        )

    def fits(self) -> Fits:
        """Make the quick test of a given value; bounds that are fields are looked up each time."""
        if isinstance(self.low, str) or isinstance(self.high, str):
            return lambda value, values: self.domain(values).holds(value)
        low, high = self.low, self.high
        if low is None or high is None or self.low_open or self.high_open or self.step:
            return super().fits()
        return lambda value, _values: low <= value <= high

    def allowed(self, values: Values) -> str:
        """Say in words what is allowed."""
        low, high = _bound(self.low, values), _bound(self.high, values)
        parts = [] if low is None else [f"{'more than' if self.low_open else 'at least'} {low}"]
        parts += [] if high is None else [f"{'less than' if self.high_open else 'at most'} {high}"]
        parts += [] if self.step is None else [f"in steps of {self.step}"]
        return ", ".join(parts)

    @property
    def reads(self) -> frozenset[str]:
        """Fields that the row looks at."""
        bounds = (bound for bound in (self.low, self.high) if isinstance(bound, str))
        return frozenset({self.field, *self.when, *bounds})


def _bound(bound: Number | str | None, values: Values) -> Number | None:
    if not isinstance(bound, str):
        return bound
    value = values.get(bound)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


@attrs.frozen
class Required(Rule):
    """The field must be given."""

    def domain(self, values: Values) -> AllowedValues:
        """Say what this row alone leaves to the field."""
        return AllowedValues(needed=True)

    def fits(self) -> Fits:
        """Make the quick test of a value, given or not."""
        return lambda value, _values: not is_missing(value)

    def allowed(self, values: Values) -> str:
        """Say in words what is allowed."""
        return "a value: it is needed"


@attrs.frozen
class Forbidden(Rule):
    """The field must be left out; values in ``unless`` say nothing and pass."""

    unless: tuple[Any, ...] = attrs.field(kw_only=True, default=())

    def domain(self, values: Values) -> AllowedValues:
        """Say what this row alone leaves to the field."""
        return AllowedValues(values=self.unless) if self.unless else AllowedValues(forbidden=True)

    def allowed(self, values: Values) -> str:
        """Say in words what is allowed."""
        rest = f", or {' or '.join(map(str, self.unless))}" if self.unless else ""
        return f"nothing: leave it out{rest}"


@attrs.frozen
class ExactlyOneOf(Rule):
    """Exactly one of the fields is given; ``field`` and ``others`` in order of preference."""

    others: tuple[str, ...] = attrs.field(kw_only=True)
    needed: bool = attrs.field(kw_only=True, default=True)
    """Whether one must be given at all."""

    @property
    def fields(self) -> tuple[str, ...]:
        """All of the alternatives."""
        return (self.field, *self.others)

    def chosen(self, values: Values) -> str | None:
        """Name the alternative that stands: the first given, or the first of all where one is needed."""
        given = next((name for name in self.fields if not is_missing(values.get(name))), None)
        return self.field if given is None and self.needed else given

    def domain(self, values: Values) -> AllowedValues:
        """Say what this row alone leaves to the field."""
        return AllowedValues(needed=self.needed and self.chosen(values) == self.field)

    def broken(self, values: Values) -> Iterable[tuple[str, Any]]:
        """Give path and given value of what breaks the row."""
        given = [name for name in self.fields if not is_missing(values.get(name))]
        if not given:
            return ((self.field, None),) if self.needed else ()
        return tuple((name, values.get(name)) for name in given[1:])

    def fits(self) -> Fits:
        """Make the quick test: how many of the alternatives are given."""
        fields, least = self.fields, int(self.needed)
        return lambda _value, values: least <= sum(not is_missing(values.get(name)) for name in fields) <= 1

    def allowed(self, values: Values) -> str:
        """Say in words what is allowed."""
        return f"{'exactly' if self.needed else 'at most'} one of {', '.join(self.fields)}"

    @property
    def reads(self) -> frozenset[str]:
        """Fields that the row looks at."""
        return frozenset({*self.fields, *self.when})


@attrs.frozen
class CustomRule(Rule):
    """What no table can say: a function finds what is broken, another mends it."""

    find: Callable[[Values], Iterable[tuple[str, Any]]] = attrs.field(kw_only=True)
    """Gives path and value of each thing that breaks the row; nothing when all is well."""
    repair: Callable[[Values], Mapping[str, Any]] = attrs.field(kw_only=True)
    """Gives new values that make the row hold."""
    must: str = attrs.field(kw_only=True, default="")
    """What is allowed, in words."""
    looks_at: tuple[str, ...] = attrs.field(kw_only=True, default=())
    """Further fields that the functions read."""

    def domain(self, values: Values) -> AllowedValues:
        """Leave the field as it is: the repair function mends it."""
        return AllowedValues()

    def broken(self, values: Values) -> Iterable[tuple[str, Any]]:
        """Give path and given value of what breaks the row."""
        return tuple(self.find(values))

    def fits(self) -> Fits:
        """Make the quick test: the function finds nothing."""
        return lambda _value, values: not tuple(self.find(values))

    def allowed(self, values: Values) -> str:
        """Say in words what is allowed."""
        return self.must

    @property
    def reads(self) -> frozenset[str]:
        """Fields that the row looks at."""
        return frozenset({self.field, *self.when, *self.looks_at})
