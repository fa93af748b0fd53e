"""Kinds of row that only Suno needs, and the sources that its rows name; the rows are in the files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from reelscore.rules.kinds import CustomRule, Fits, OneOf, Rule, Values
from reelscore.rules.values import AllowedValues, is_missing
from reelscore.suno import literals as names

S1 = "sunoapi.org docs, Upload and extend (zh), 2025"
S3 = "Kie.ai docs, Create Music Video (zh), 2025"
KIE_APRIL = "Kie.ai docs, 2026-04-20"
KIE_AUGUST = "Kie.ai OpenAPI export, 2026-08-12"
KIE_JOBS = "Kie.ai docs, jobs (third-party catalogue), 2026-10-01"
SUNO_2025 = "sunoapi.org docs, 2025-11-22"
SUNO_2026 = "sunoapi.org docs, 2026-10"
BOTH = "Kie.ai docs, 2026-04-20; sunoapi.org docs, 2025-11-22"

_EVERY_MODEL = names.EVERY_MODEL
_CLOSED = re.compile(r"chirp|v\s*[0-5](?!\d)|\W*$", re.IGNORECASE)
"""Names of the generations up to 5, which no page adds to any more, and names that only answers use."""


@attrs.frozen
class ModelOf(OneOf):
    """The model is one that the operation takes; names of generations that no page lists yet pass."""

    def domain(self, values: Values) -> AllowedValues:
        """Say what this row alone leaves to the field."""
        value = values.get(self.field)
        return AllowedValues(values=self.values) if is_missing(value) or self._refuses(value) else AllowedValues()

    def fits(self) -> Fits:
        """Make the quick test of a given value."""
        listed, refuses = self.values, self._refuses
        return lambda value, _values: value in listed or not refuses(value)

    def _refuses(self, value: Any) -> bool:
        known = self.among or names.EVERY_MODEL
        return value not in self.values and (value in known or _CLOSED.match(str(value)) is not None)


@attrs.frozen
class NewModel(Rule):
    """The model is on some page; another name is sent as it is."""

    def domain(self, values: Values) -> AllowedValues:
        """Leave the field as it is: the row only warns."""
        return AllowedValues()

    def broken(self, values: Values) -> Iterable[tuple[str, Any]]:
        """Give path and given value of what breaks the row."""
        value = values.get(self.field)
        return () if _is_listed(value) else ((self.field, value),)

    def fits(self) -> Fits:
        """Make the quick test of a given value."""
        return lambda value, _values: _is_listed(value)

    def allowed(self, values: Values) -> str:
        """Say in words what is allowed."""
        return f"{', '.join(names.EVERY_MODEL)}; another name is sent as it is"


def _is_listed(value: Any) -> bool:
    return value in _EVERY_MODEL or not isinstance(value, str) or _CLOSED.match(value) is not None


def check(row_id: str, field: str, **rest: Any) -> CustomRule:
    """Make a row from functions; ``find`` may give None for "all is well" or the given value."""
    find = rest.pop("find")

    def found(values: Values) -> Iterable[tuple[str, Any]]:
        given = find(values)
        return () if given is None else ((field, given),)

    return CustomRule(row_id, field, find=found, **rest)


def number(values: Values, name: str) -> float | None:
    """Give a number of the request, or None."""
    value = values.get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def changed(**values: Any) -> Mapping[str, Any]:
    """Name what a repair changes."""
    return values


def is_link(value: Any) -> bool:
    """Tell an http(s) URL with a host."""
    return isinstance(value, str) and re.match(r"https?://[^\s/?#]+\S*$", value, re.IGNORECASE) is not None
