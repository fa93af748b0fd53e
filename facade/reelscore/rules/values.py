"""What a field may still hold once every rule that applies has spoken, and the nearest value inside."""

from __future__ import annotations

import difflib
import math
from decimal import Context, Decimal
from typing import Any

import attrs

Number = int | float
_WIDE = Context(prec=700)
"""Digits enough for every float, so that no number is too large to be told a multiple of a step."""


@attrs.frozen(kw_only=True)
class AllowedValues:
    """The values that are left; narrowed by rules, used by suggestions and by test strategies."""

    values: tuple[Any, ...] | None = None
    """The only ones allowed; None is no such limit."""
    refused: tuple[Any, ...] = ()
    """Known values that are not allowed here."""
    low: Number | None = None
    high: Number | None = None
    low_open: bool = False
    high_open: bool = False
    step: Decimal | None = None
    shortest: int = 0
    longest: int | None = None
    unit: str = "characters"
    """What lengths count: "characters" (code points), "words", "bytes" (UTF-8) or "items"."""
    needed: bool = False
    forbidden: bool = False

    def holds(self, value: Any) -> bool:
        """Tell whether *value* (None is "not given") is inside."""
        if is_missing(value):
            return not self.needed
        return not self.forbidden and self.listed(value) and self.in_range(value) and self.in_length(value)

    def listed(self, value: Any) -> bool:
        """Tell whether the list of values, if there is one, has *value*."""
        return (self.values is None or value in self.values) and value not in self.refused

    def in_range(self, value: Any) -> bool:
        """Tell whether a number lies between the bounds and on a step; other values do."""
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return True
        return self._above(value) and self._below(value) and self._on_step(value)

    def in_length(self, value: Any) -> bool:
        """Tell whether a text or list has a length inside the limits; other values do."""
        if self.longest is None and not self.shortest:
            return True
        size = length(value, self.unit)
        return size is None or self.shortest <= size <= (math.inf if self.longest is None else self.longest)

    def _above(self, value: Number) -> bool:
        return self.low is None or value > self.low or (value == self.low and not self.low_open)

    def _below(self, value: Number) -> bool:
        return self.high is None or value < self.high or (value == self.high and not self.high_open)

    def _on_step(self, value: Number) -> bool:
        # On the decimal text: 0.29 % 0.01 is not 0 in binary.
        return self.step is None or not _WIDE.remainder(Decimal(str(value)), self.step)

    def nearest(self, value: Any, fallback: Any) -> Any:
        """Give the legal value next to *value*; *fallback* where there is nothing to start from."""
        if self.holds(value):
            return value
        if self.forbidden:
            return None
        if self.values is not None:
            return self._nearest_listed(value, fallback)
        start = fallback if is_missing(value) or value in self.refused else value
        return self._within(start, fallback)

    def _nearest_listed(self, value: Any, fallback: Any) -> Any:
        inside = [v for v in self.values or () if v not in self.refused and self.in_range(v) and self.in_length(v)]
        if not inside:
            return None
        if fallback in inside and is_missing(value):
            return fallback
        if _is_number(value) and all(_is_number(v) for v in inside):
            return min(inside, key=lambda v: abs(v - value))
        close = difflib.get_close_matches(str(value), [str(v) for v in inside], n=1, cutoff=0.5)
        return next((v for v in inside if close and str(v) == close[0]), inside[0])

    def _within(self, value: Any, fallback: Any) -> Any:
        if _is_number(value):
            return self._clamp(value)
        if self.longest is not None:
            value = truncate(value, self.longest, unit=self.unit)
        if self.shortest and not self.in_length(value):
            return self._padded(value, fallback)
        return value

    def _padded(self, value: Any, fallback: Any) -> Any:
        if isinstance(value, (list, tuple)) and value:
            return type(value)([*value, *[value[-1]] * (self.shortest - len(value))])
        return fallback

    def _clamp(self, value: Number) -> Number:
        step = self.step or Decimal(1)
        low, high = (
            self._edge(self.low, step, open_end=self.low_open),
            self._edge(self.high, -step, open_end=self.high_open),
        )
        number = Decimal(str(value))
        number = number if low is None else max(number, low)
        number = number if high is None else min(number, high)
        if low is not None and high is not None and low > high:
            # Open ends that are closer than a step: the middle is inside.
            number = (Decimal(str(self.low)) + Decimal(str(self.high))) / 2
        if self.step is not None:
            steps = _WIDE.quantize(_WIDE.divide(number, self.step), Decimal(1))
            number = _WIDE.multiply(steps, self.step)
        return int(number) if isinstance(value, int) and number == number.to_integral_value() else float(number)

    @staticmethod
    def _edge(bound: Number | None, step: Decimal, *, open_end: bool) -> Decimal | None:
        if bound is None:
            return None
        return Decimal(str(bound)) + (step if open_end else 0)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def is_missing(value: Any) -> bool:
    """Tell whether a value counts as not given: None, an empty text, an empty list."""
    return value is None or (not value and isinstance(value, (str, list, tuple)))


def length(value: Any, unit: str) -> int | None:
    """Measure a text or a list; None for anything else."""
    if isinstance(value, str):
        if unit == "bytes":
            return len(value.encode("utf-8", "surrogatepass"))
        return len(value.split()) if unit == "words" else len(value)
    return len(value) if isinstance(value, (list, tuple)) else None


def truncate(value: Any, longest: int, *, unit: str) -> Any:
    """Shorten a text or list to *longest*; code points are never split."""
    if isinstance(value, str) and unit == "bytes":
        return value.encode("utf-8", "surrogatepass")[:longest].decode("utf-8", "ignore")
    if isinstance(value, str) and unit == "words":
        return " ".join(value.split()[:longest])
    return value[:longest] if isinstance(value, (str, list, tuple)) else value


def intersect(one: AllowedValues, other: AllowedValues) -> AllowedValues:
    """Intersect two domains."""
    low_of_other = one.low is None or (other.low is not None and other.low > one.low)
    high_of_other = one.high is None or (other.high is not None and other.high < one.high)
    low, high = (other if low_of_other else one), (other if high_of_other else one)
    lengths = [longest for longest in (one.longest, other.longest) if longest is not None]
    return AllowedValues(
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
