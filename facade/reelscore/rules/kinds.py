"""Kinds of rule, their conditions, and the values that they leave to a field, in the words of JSON Schema.

A rule is a row of data: which field of which operations it limits, on which hosts, when, why, and who says so. A kind
has one verdict: ``allowed_values`` for what is left to its field, or ``broken`` where several fields go together.
``when`` maps a field to the values for which the rule holds: ``when={"model": ("v5", "v6"), "template_id": ABSENT}``.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Container, Iterable, Mapping
from decimal import Context, Decimal
from functools import cached_property
from typing import Any, ClassVar, TypeAlias

import attrs

from reelscore._attrs import frozen
from reelscore.errors import Severity

Values: TypeAlias = Mapping[str, Any]
"""What is given, by field name; None is "not given"."""
Found: TypeAlias = Iterable[tuple[str, Any]]
"""Path and given value of each thing that breaks a rule."""
Number: TypeAlias = int | float
_WIDE = Context(prec=700)
"""Digits enough for every float, so that no number is too large to be a multiple of a step."""


def is_missing(value: Any) -> bool:
    """Whether a value counts as not given: None, an empty text, an empty list."""
    return value is None or (not value and isinstance(value, (str, list, tuple)))


def is_number(value: Any) -> bool:
    """Return whether a value is a number that a float can hold; infinity, NaN, True and False are none."""
    is_real = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_real and abs(value) <= sys.float_info.max


def length(value: Any, unit: str = "characters") -> int | None:
    """Length of a text in characters (code points), words or bytes (UTF-8), or of a list; None for anything else."""
    if isinstance(value, str):
        if unit == "bytes":
            return len(value.encode("utf-8", "surrogatepass"))
        return len(value.split()) if unit == "words" else len(value)
    return len(value) if isinstance(value, (list, tuple)) else None


# Conditions.


class _Given:
    def __contains__(self, value: object) -> bool:
        return not is_missing(value)


class _Absent:
    def __contains__(self, value: object) -> bool:
        return is_missing(value)


@frozen
class NotIn:
    """Every value but these, "not given" included unless it is listed."""

    values: tuple[Any, ...]

    def __contains__(self, value: object) -> bool:
        return value not in self.values


GIVEN: Container[Any] = _Given()
"""In ``when``: the field is given and not empty."""
ABSENT: Container[Any] = _Absent()
"""In ``when``: the field is left out or empty."""
FROM_WIRE = "from_wire"
"""A pseudo-field for ``when``: True where the request was read from a vendor's JSON body, which must be complete."""


# Values.


@frozen(kw_only=True)
class AllowedValues:
    """The values that rules leave to a field; one verdict for checks, suggestions and test strategies."""

    enums: tuple[tuple[tuple[Any, ...], Container[Any] | None], ...] = ()
    """Lists of allowed values, each with the vocabulary that it judges (None: all); a value outside of that passes."""
    minimum: Number | None = None
    maximum: Number | None = None
    exclusive_minimum: Number | None = None
    exclusive_maximum: Number | None = None
    multiple_of: Decimal | None = None
    min_length: int = 0
    max_length: int | None = None
    unit: str = "characters"
    """What lengths count: "characters" (code points), "words", "bytes" (UTF-8) or "items"."""
    required: bool = False
    forbidden: bool = False

    def allows(self, value: Any) -> bool:
        """Whether *value* (None is "not given") is inside."""
        if is_missing(value):
            return not self.required
        if self.forbidden:
            return False
        for enum, within in self.enums:
            if value not in enum and (within is None or value in within):
                return False
        if isinstance(value, (int, float)):
            return isinstance(value, bool) or self._in_range(value)
        return self.fits_length(value)

    @property
    def enum(self) -> tuple[Any, ...] | None:
        """The only values left, or None where others pass."""
        return self.listed() if any(within is None for _, within in self.enums) else None

    def listed(self) -> tuple[Any, ...]:
        """The values of the first list that are allowed; where it judges a vocabulary only, other words pass too."""
        return tuple(value for value in (self.enums[0][0] if self.enums else ()) if self.allows(value))

    def _in_range(self, value: Number) -> bool:
        return (
            (self.minimum is None or value >= self.minimum)
            and (self.maximum is None or value <= self.maximum)
            and (self.exclusive_minimum is None or value > self.exclusive_minimum)
            and (self.exclusive_maximum is None or value < self.exclusive_maximum)
            # On the decimal text: 0.29 % 0.01 is not 0 in binary.
            and (self.multiple_of is None or not _WIDE.remainder(Decimal(str(value)), self.multiple_of))
        )

    def fits_length(self, value: Any) -> bool:
        """Whether a text or list is neither too short nor too long; other values are not."""
        if self.max_length is None and not self.min_length:
            return True
        size = length(value, self.unit)
        return size is None or self.min_length <= size <= (math.inf if self.max_length is None else self.max_length)

    def nearest(self, value: Any) -> Any:
        """The legal value next to *value*: a number in range, a listed value, None for "leave it out".

        A value that nothing legal is near to comes back as it is: what is missing, a text of the wrong length.
        """
        if is_missing(value) or self.allows(value):
            return value
        if self.forbidden:
            return None
        if self.enums:
            return self._nearest_listed(value)
        mended = self._clamp(value) if is_number(value) else value
        return mended if self.allows(mended) else value

    def _nearest_listed(self, value: Any) -> Any:
        listed = self.listed()
        if len(listed) == 1:
            return listed[0]
        if is_number(value) and listed and all(map(is_number, listed)):
            return min(listed, key=lambda one: abs(one - value))
        import difflib

        close = difflib.get_close_matches(str(value), map(str, listed), n=1, cutoff=0.5)
        return next((one for one in listed if close and str(one) == close[0]), value)

    def _clamp(self, value: Number) -> Number:
        step = self.multiple_of or Decimal(1)
        lows = [_decimal(self.minimum, 0), _decimal(self.exclusive_minimum, step)]
        highs = [_decimal(self.maximum, 0), _decimal(self.exclusive_maximum, -step)]
        low = max((bound for bound in lows if bound is not None), default=None)
        high = min((bound for bound in highs if bound is not None), default=None)
        number = Decimal(str(value))
        number = number if low is None else max(number, low)
        number = number if high is None else min(number, high)
        if low is not None and high is not None and low > high:
            number = (low + high) / 2  # open ends that are closer than a step: the middle is inside
        if self.multiple_of is not None:
            number = _WIDE.multiply(_WIDE.quantize(_WIDE.divide(number, step), Decimal(1)), step)
        return int(number) if isinstance(value, int) and number == number.to_integral_value() else float(number)


def _decimal(bound: Number | None, margin: Decimal | int) -> Decimal | None:
    return None if bound is None else Decimal(str(bound)) + margin


def intersect(one: AllowedValues, other: AllowedValues) -> AllowedValues:
    """Values that both allow."""
    measured = other if other.max_length is not None or other.min_length else one
    return AllowedValues(
        enums=one.enums + other.enums,
        minimum=_either(max, one.minimum, other.minimum),
        maximum=_either(min, one.maximum, other.maximum),
        exclusive_minimum=_either(max, one.exclusive_minimum, other.exclusive_minimum),
        exclusive_maximum=_either(min, one.exclusive_maximum, other.exclusive_maximum),
        multiple_of=one.multiple_of or other.multiple_of,
        min_length=max(one.min_length, other.min_length),
        max_length=_either(min, one.max_length, other.max_length),
        unit=measured.unit,
        required=one.required or other.required,
        forbidden=one.forbidden or other.forbidden,
    )


def _either(choose: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return choose(one, other)


# Rules.


@frozen
class Rule:
    """What all kinds of rule share; a kind says what is left to its field, or what is broken."""

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
    """The vendor's code of the refusal."""
    source: str = attrs.field(kw_only=True, default="")
    """The document that says so."""
    example: Mapping[str, Any] = attrs.field(kw_only=True, factory=dict)
    """Fields that, laid over the operation's sample, break the rule."""
    judges_absence: ClassVar[bool] = False
    """Whether the rule can break though its field is left out."""

    @property
    def depends_on(self) -> frozenset[str]:
        """Fields that the rule reads: its own, those of its conditions, and further ones."""
        return frozenset({self.field, *self.when, *self._others()})

    def _others(self) -> tuple[str, ...]:
        return ()

    @cached_property
    def _allowed(self) -> AllowedValues:
        return AllowedValues()

    def applies(self, values: Values) -> bool:
        """Whether the conditions hold."""
        for name, allowed in self.when.items():  # noqa: SIM110 - the hot path; a generator costs as much as the test
            if values.get(name) not in allowed:
                return False
        return True

    def allowed_values(self, values: Values) -> AllowedValues:
        """What this rule alone leaves to its field."""
        return self._allowed

    def broken(self, values: Values) -> Found:
        """Path and given value of what breaks the rule; the conditions hold already."""
        value = values.get(self.field)
        return () if self.allowed_values(values).allows(value) else ((self.field, value),)

    def allowed(self, values: Values) -> str:
        """What is allowed, in words."""
        raise NotImplementedError


@frozen
class Length(Rule):
    """A text or list has at most, or at least, so many characters, words, bytes or items."""

    max_length: int | None = attrs.field(kw_only=True, default=None)
    min_length: int = attrs.field(kw_only=True, default=0)
    unit: str = attrs.field(kw_only=True, default="characters")

    @cached_property
    def _allowed(self) -> AllowedValues:
        return AllowedValues(min_length=self.min_length, max_length=self.max_length, unit=self.unit)

    def allowed(self, values: Values) -> str:
        if self.max_length is None:
            return f"at least {self.min_length:,} {self.unit}"
        return f"{f'{self.min_length:,} to' if self.min_length else 'at most'} {self.max_length:,} {self.unit}"


@frozen
class OneOf(Rule):
    """The value is one of a list; with ``within`` only values of that vocabulary are judged, new words pass."""

    enum: tuple[Any, ...] = attrs.field(kw_only=True)
    within: Container[Any] | None = attrs.field(kw_only=True, default=None)

    @cached_property
    def _allowed(self) -> AllowedValues:
        return AllowedValues(enums=((self.enum, self.within),))

    def allowed(self, values: Values) -> str:
        return ", ".join(map(str, self.enum)) or "nothing"


@frozen
class Range(Rule):
    """A number lies between bounds; a bound given as a field's name is that field's value."""

    minimum: Number | str | None = attrs.field(kw_only=True, default=None)
    maximum: Number | str | None = attrs.field(kw_only=True, default=None)
    exclusive_minimum: Number | str | None = attrs.field(kw_only=True, default=None)
    exclusive_maximum: Number | str | None = attrs.field(kw_only=True, default=None)
    multiple_of: str | None = attrs.field(kw_only=True, default=None)
    """As text: 0.01 is not a hundredth in binary."""

    def _others(self) -> tuple[str, ...]:
        return self._named

    @cached_property
    def _named(self) -> tuple[str, ...]:
        bounds = (self.minimum, self.maximum, self.exclusive_minimum, self.exclusive_maximum)
        return tuple(bound for bound in bounds if isinstance(bound, str))

    @cached_property
    def _allowed(self) -> AllowedValues:
        return self._between({})

    def allowed_values(self, values: Values) -> AllowedValues:
        return self._between(values) if self._named else self._allowed

    def _between(self, values: Values) -> AllowedValues:
        return AllowedValues(
            minimum=_bound(self.minimum, values),
            maximum=_bound(self.maximum, values),
            exclusive_minimum=_bound(self.exclusive_minimum, values),
            exclusive_maximum=_bound(self.exclusive_maximum, values),
            multiple_of=None if self.multiple_of is None else Decimal(self.multiple_of),
        )

    def allowed(self, values: Values) -> str:
        left = self.allowed_values(values)
        bounds = {
            "at least": left.minimum,
            "more than": left.exclusive_minimum,
            "at most": left.maximum,
            "less than": left.exclusive_maximum,
            "in steps of": self.multiple_of,
        }
        return ", ".join(f"{words} {bound}" for words, bound in bounds.items() if bound is not None)


def _bound(bound: Number | str | None, values: Values) -> Number | None:
    if not isinstance(bound, str):
        return bound
    value = values.get(bound)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


@frozen
class Required(Rule):
    """The field must be given."""

    judges_absence: ClassVar[bool] = True

    @cached_property
    def _allowed(self) -> AllowedValues:
        return AllowedValues(required=True)

    def allowed(self, values: Values) -> str:
        return "a value: it is needed"


@frozen
class Forbidden(Rule):
    """The field must be left out; values in ``unless`` say nothing and pass."""

    unless: tuple[Any, ...] = attrs.field(kw_only=True, default=())

    @cached_property
    def _allowed(self) -> AllowedValues:
        return AllowedValues(enums=((self.unless, None),)) if self.unless else AllowedValues(forbidden=True)

    def allowed(self, values: Values) -> str:
        rest = f", or {' or '.join(map(str, self.unless))}" if self.unless else ""
        return f"nothing: leave it out{rest}"


@frozen
class ExactlyOneOf(Rule):
    """Exactly one of the fields is given; which of them is the user's choice."""

    others: tuple[str, ...] = attrs.field(kw_only=True)
    required: bool = attrs.field(kw_only=True, default=True)
    """Whether one must be given at all."""

    judges_absence: ClassVar[bool] = True

    @property
    def fields(self) -> tuple[str, ...]:
        """All of the alternatives."""
        return (self.field, *self.others)

    def _others(self) -> tuple[str, ...]:
        return self.others

    def broken(self, values: Values) -> Found:
        """Path and given value of what breaks the rule: each alternative after the first, or the first when none is."""
        given = [name for name in self.fields if not is_missing(values.get(name))]
        if not given:
            return ((self.field, None),) if self.required else ()
        return tuple((name, values.get(name)) for name in given[1:])

    def allowed(self, values: Values) -> str:
        return f"{'exactly' if self.required else 'at most'} one of {', '.join(self.fields)}"


@frozen
class CustomRule(Rule):
    """What no table can say: a function finds what is broken; another may mend settings, never what is to be made."""

    find: Callable[[Values], Found] = attrs.field(kw_only=True)
    """Path and value of each thing that breaks the rule; nothing when all is well."""
    repair: Callable[[Values], Mapping[str, Any]] | None = attrs.field(kw_only=True, default=None)
    """New values of settings; None where only the user can know."""
    requirement: str = attrs.field(kw_only=True, default="")
    """What is allowed, in words."""
    also_reads: tuple[str, ...] = attrs.field(kw_only=True, default=())
    """Further fields that the functions read."""

    judges_absence: ClassVar[bool] = True

    def _others(self) -> tuple[str, ...]:
        return self.also_reads

    def broken(self, values: Values) -> Found:
        return tuple(self.find(values))

    def allowed(self, values: Values) -> str:
        return self.requirement


def shared(**common: Any) -> Callable[..., tuple[Rule, ...]]:
    """Set once what a block of rules has in common, such as ``operations``, ``hosts``, ``code`` and ``source``.

        *shared(operations=("fusion",), source="M fusion")(
            Required("prompt.fusion", "prompt"),
            Length("prompt.fusion-length", "prompt", max_length=5000, source="U; K"),
        )

    A rule keeps what it says itself.
    """
    unsaid: tuple[Any, ...] = ((), {}, "", None, "error")

    def complete(*rules: Rule) -> tuple[Rule, ...]:
        return tuple(
            attrs.evolve(rule, **{name: value for name, value in common.items() if getattr(rule, name) in unsaid})
            for rule in rules
        )

    return complete
