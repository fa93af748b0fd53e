"""The rules of one class of requests on one host: what a request breaks, all at once, and what is suggested instead.

A suggestion follows from one repair of the whole request, in which settings move to the nearest legal value. What was
asked for stays: a repair never replaces a given id, drops an item of a list, cuts or rewrites a text, or makes up what
is missing. Those violations have no suggestion; the user decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, reduce
from typing import Any, ClassVar, Protocol

import attrs

from reelscore._attrs import frozen
from reelscore.errors import Violation
from reelscore.rules.kinds import (
    AllowedValues,
    CustomRule,
    ExactlyOneOf,
    Length,
    OneOf,
    Range,
    Required,
    Rule,
    Values,
    intersect,
    is_missing,
)
from reelscore.rules.schema import Field, TypeSchema, derived_rules, fields_of, is_id_field, made_once, problems
from reelscore.rules.sources import cited

_NOTHING: frozenset[str] = frozenset()
_SHOWN = 60
"""Characters of a value that a message shows."""


class RequestValue(Protocol):
    """What rules need of a request."""

    operation: ClassVar[str]
    rules: ClassVar[tuple[Rule, ...]]
    sample: ClassVar[Mapping[str, Any]]

    def values(self) -> dict[str, Any]: ...
    def own_violations(self) -> Iterable[Violation]: ...


# -- Which rules hold --------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class RuleSet:
    """The rules that hold for one class of requests on one host."""

    cls: type[Any]
    rules: tuple[Rule, ...]

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Fields, each after those that its rules read.

        Raises:
            graphlib.CycleError: two rules wait for each other.
        """
        from graphlib import TopologicalSorter  # only a repair needs it

        graph: dict[str, set[str]] = {field.name: set() for field in fields_of(self.cls)}
        for rule in self.rules:
            if not isinstance(rule, (CustomRule, ExactlyOneOf)):
                graph.setdefault(rule.field, set()).update(rule.depends_on - {rule.field})
        # Sorted: the order of a set changes from process to process, and suggestions must not.
        return tuple(TopologicalSorter({name: sorted(after) for name, after in graph.items()}).static_order())

    def allowed_values(self, name: str, values: Values, *, wrong: frozenset[str] = _NOTHING) -> AllowedValues:
        """What all rules that apply leave to a field; rules that read a field of the wrong type say nothing."""
        left = (
            rule.allowed_values(values)
            for rule in self.rules
            if rule.field == name and rule.severity == "error" and not rule.depends_on & wrong and rule.applies(values)
        )
        return reduce(intersect, left, AllowedValues())


@made_once
def ruleset_for(cls: type[RequestValue], host: str) -> RuleSet:
    """Return the rules of a class on a host: the vendor package's own, and the specification's."""

    def holds(rule: Rule) -> bool:
        return (not rule.operations or cls.operation in rule.operations) and (not rule.hosts or host in rule.hosts)

    own = tuple(filter(holds, cls.rules))
    told = {(type(rule), rule.field) for rule in own if _stands_for_specification(rule)}
    rules = (*own, *(rule for rule in derived_rules(cls) if holds(rule) and (type(rule), rule.field) not in told))
    return RuleSet(cls=cls, rules=rules)


def _stands_for_specification(rule: Rule) -> bool:
    # Bounds by model hold the loosest bound too, and what is needed at times says when; a vocabulary with conditions
    # lets odd words pass.
    return rule.severity == "error" and (isinstance(rule, (Length, Range, Required)) or not rule.when)


# -- What is broken ----------------------------------------------------------------------------------------------------


def violations(request: RequestValue, ruleset: RuleSet) -> tuple[Violation, ...]:
    """Find all broken rules at once, sorted by field, with suggestions from one repair of the whole request."""
    cls, values = type(request), request.values()
    mistyped = tuple(problems(cls, values))
    wrong = frozenset(field_name(path) for path, _, _ in mistyped)
    found = [
        Violation(
            rule=f"{'needed' if given is None else 'type'}.{path.split('[')[0]}",
            field=path,
            given=given,
            allowed=_choices(path, ruleset, values, wrong=wrong) or expected if given is None else expected,
            source=cited(getattr(cls, "source", "")) or "type of the field",
        )
        for path, given, expected in mistyped
    ]
    found += [
        Violation(
            rule=rule.id,
            field=path,
            given=given,
            allowed=rule.allowed(values),
            message=rule.message,
            severity=rule.severity,
            code=rule.code,
            source=cited(rule.source),
        )
        for rule, path, given in _breaches(ruleset, values, wrong=wrong)
    ]
    told = {violation.field for violation in found}
    # A rule that refuses a field which the class does not have says why; that it is unknown says less.
    own = request.own_violations()
    found += [v for v in own if not (v.rule == "unknown-field" and v.severity == "error" and v.field in told)]
    if not found:
        return ()
    found.sort(key=lambda violation: (violation.field, violation.rule))
    repaired = suggested_values(request, ruleset) if any(v.severity == "error" for v in found) else values
    names = [*(field.name for field in fields_of(cls)), *told]
    changes = {name: repaired.get(name) for name in names if not _same(repaired.get(name), values.get(name))}
    return tuple(_advised(found, changes, sample=cls.sample))


def _choices(name: str, ruleset: RuleSet, values: Values, *, wrong: frozenset[str]) -> str:
    """Write down the known values that are left to a field that is missing; empty where none are listed."""
    listed = ruleset.allowed_values(name, values, wrong=wrong - {name}).listed()
    known = (rule.enum for rule in ruleset.rules if rule.field == name and isinstance(rule, OneOf) and not rule.when)
    return ", ".join(map(str, listed or next(known, ())))


def is_legal(request: RequestValue, ruleset: RuleSet) -> bool:
    """Return whether a request breaks no rule: what ``violations`` says, without its words."""
    values = request.values()
    return (
        next(problems(type(request), values), None) is None
        and not any(rule.severity == "error" for rule, _, _ in _breaches(ruleset, values, wrong=_NOTHING))
        and not any(violation.severity == "error" for violation in request.own_violations())
    )


def _breaches(ruleset: RuleSet, values: Values, *, wrong: frozenset[str]) -> Iterator[tuple[Rule, str, Any]]:
    """Find rule, path and value of all that is broken, leaving out rules that read a field of the wrong type."""
    for rule in ruleset.rules:
        # The hot path: most rules are of fields that are not given.
        if (rule.field not in values and not rule.judges_absence) or not rule.applies(values):
            continue
        if wrong and rule.depends_on & wrong:
            continue
        for path, given in rule.broken(values):
            yield rule, path, given


def _advised(found: list[Violation], changes: Mapping[str, Any], *, sample: Mapping[str, Any]) -> Iterator[Violation]:
    """Add to each error its suggestion or an example, and to the first one what else must change with them."""
    errors = [violation for violation in found if violation.severity == "error"]
    named = {field_name(violation.field) for violation in errors}
    also = {name: value for name, value in changes.items() if name not in named}
    for violation in found:
        advised = violation
        if violation.severity == "error":
            name = field_name(violation.field)
            lacking = name not in changes and is_missing(violation.given) and name == violation.field
            advised = attrs.evolve(
                violation,
                suggestion=changes.get(name),
                remove=name in changes and changes[name] is None,
                also=also if violation is errors[0] else {},
                example=sample.get(name) if lacking else None,
            )
        yield attrs.evolve(advised, message=_sentence(advised))


def _same(one: Any, other: Any) -> bool:
    # NaN, also inside an object, is not itself by ==.
    one, other = (tuple(each) if isinstance(each, list) else each for each in (one, other))
    return one is other or (type(one) is type(other) and (bool(one == other) or repr(one) == repr(other)))


def _sentence(violation: Violation) -> str:
    """Write one line: field, given, allowed, why, and what to do."""
    given = "is missing" if violation.given is None else f"is {_short(violation.given)}"
    why = f" ({violation.message})" if violation.message else ""
    advice = ""
    if violation.remove:
        advice = "; leave it out"
    elif violation.suggestion is not None:
        advice = f"; try {_short(violation.suggestion)}"
    elif violation.example is not None:
        advice = f"; for example {_short(violation.example)}"
    rest = ", ".join(f"{name}={_short(value)}" for name, value in violation.also.items())
    return f"{violation.field} {given}; allowed: {violation.allowed}{why}{advice}{f', with {rest}' if rest else ''}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:40]}… ({len(value) if hasattr(value, '__len__') else len(text)})"


# -- What is suggested instead -----------------------------------------------------------------------------------------


def suggested_values(request: RequestValue, ruleset: RuleSet) -> dict[str, Any]:
    """Return the request's values with every setting at the nearest legal value, and ids given as text as numbers."""
    values, cls = dict(request.values()), type(request)
    for field in fields_of(cls):
        if values.get(field.name) is not None:
            values[field.name] = _converted(values[field.name], field.shape, is_id=is_id_field(field.name))
    wrong = frozenset(field_name(path) for path, _, _ in problems(cls, values))
    kept = {field.name for field in fields_of(cls) if _is_content(field)} | wrong
    for name in ruleset.order:
        if values.get(name) is not None and name not in kept:
            values[name] = ruleset.allowed_values(name, values, wrong=wrong).nearest(values[name])
    for rule in ruleset.rules:  # last, and once: what a repair of theirs sets is legal, and nothing before it reads it
        if not isinstance(rule, CustomRule) or rule.repair is None or rule.severity != "error":
            continue
        if not rule.depends_on & wrong and rule.applies(values) and rule.broken(values):
            values.update(rule.repair(values))
    return values


def field_name(path: str) -> str:
    """Return the field of a path such as ``multi_transition[0].duration``."""
    return path.split("[", maxsplit=1)[0].split(".", maxsplit=1)[0]


def _is_content(field: Field) -> bool:
    """Whether a field holds what is to be made, which a repair leaves alone: ids, media, lists, objects, free text."""
    shape = field.shape
    is_free = shape.name == "text" and not shape.choices
    return is_id_field(field.name) or is_free or shape.name in {"media", "list", "object"}


def _converted(value: Any, shape: TypeSchema, *, is_id: bool = False) -> Any:
    """Return what was meant by a value of the wrong type, item by item; the value itself where that is not clear."""
    if shape.item is not None and isinstance(value, (list, tuple)):
        return tuple(_converted(item, shape.item, is_id=is_id) for item in value)
    if shape.part is not None and isinstance(value, shape.part):
        given = [(field, getattr(value, field.name)) for field in fields_of(shape.part)]
        meant = {f.name: _converted(v, f.shape, is_id=is_id_field(f.name)) for f, v in given if v is not None}
        return attrs.evolve(value, **meant)
    if shape.fits(value) or not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return value
    exact: list[Callable[[Any], Any]] = [int, float, str]
    rounding: list[Callable[[Any], Any]] = [int, lambda number: round(float(number)), float, str]
    for attempt in exact if is_id or shape.name == "media" else rounding:
        try:
            converted = attempt(value)
        except (ValueError, OverflowError):
            continue
        if shape.fits(converted) and not (is_id and isinstance(value, float) and converted != value):
            return converted
    return value
