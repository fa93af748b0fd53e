"""The rules of one class of requests on one host, and the order in which its fields follow from each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from graphlib import TopologicalSorter
from typing import Any, ClassVar, Protocol

import attrs

from reelscore.rules.kinds import (
    AllowedValues,
    CustomRule,
    ExactlyOneOf,
    Length,
    Range,
    Required,
    Rule,
    Values,
    intersect,
)
from reelscore.rules.schema import derived_rules, fields_of
from reelscore.rules.violations import Violation

_NOTHING: frozenset[str] = frozenset()


class RequestValue(Protocol):
    """What rules need of a request."""

    operation: ClassVar[str]
    rules: ClassVar[tuple[Rule, ...]]
    """The vendor's whole table; a rule names the operations that it is for."""
    sample: ClassVar[Mapping[str, Any]]
    """A legal request, as facade-named fields."""

    def values(self) -> dict[str, Any]:
        """What is given, by facade name, derived and unknown fields included."""
        ...

    def own_violations(self) -> Iterable[Violation]:
        """What no table can know: unknown fields, and files that do not exist."""
        ...


@attrs.frozen(kw_only=True)
class RuleSet:
    """The rules that hold for one class of requests on one host."""

    rules: tuple[Rule, ...]
    order: tuple[str, ...]
    """Fields, each after those that its rules read."""

    def allowed_values(self, name: str, values: Values, *, wrong: frozenset[str] = _NOTHING) -> AllowedValues:
        """What all rules that apply leave to a field; rules that read a field of the wrong type say nothing."""
        left = (
            rule.allowed_values(values)
            for rule in self.rules
            if rule.field == name and rule.severity == "error" and not rule.depends_on & wrong and rule.applies(values)
        )
        return reduce(intersect, left, AllowedValues())


_RULESETS: dict[tuple[type[Any], str], RuleSet] = {}


def ruleset_for(cls: type[RequestValue], host: str) -> RuleSet:
    """The rules of a request class on a host, gathered once."""
    if (cls, host) not in _RULESETS:
        rules = rules_of(cls, host)
        _RULESETS[cls, host] = RuleSet(rules=rules, order=field_order(cls, rules))
    return _RULESETS[cls, host]


def rules_of(cls: type[RequestValue], host: str) -> tuple[Rule, ...]:
    """The rules of a class on a host: the vendor package's own, and those of the specification that none of them repeats."""
    own = tuple(rule for rule in cls.rules if _holds(rule, cls.operation, host=host))
    told = {(type(rule), rule.field) for rule in own if _stands_for_specification(rule)}
    derived = (rule for rule in derived_rules(cls) if _holds(rule, cls.operation, host=host))
    return (*own, *(rule for rule in derived if (type(rule), rule.field) not in told))


def _stands_for_specification(rule: Rule) -> bool:
    # Bounds by model hold the loosest bound too, and what is needed at times says when; a vocabulary with conditions
    # lets odd words pass.
    return rule.severity == "error" and (isinstance(rule, (Length, Range, Required)) or not rule.when)


def _holds(rule: Rule, operation: str, *, host: str) -> bool:
    return (not rule.operations or operation in rule.operations) and (not rule.hosts or host in rule.hosts)


def field_order(cls: type[Any], rules: Iterable[Rule]) -> tuple[str, ...]:
    """Fields sorted so that each comes after those that its rules read.

    Raises:
        graphlib.CycleError: two rules wait for each other.
    """
    graph: dict[str, set[str]] = {field.name: set() for field in fields_of(cls)}
    for rule in rules:
        if not isinstance(rule, (CustomRule, ExactlyOneOf)):
            graph.setdefault(rule.field, set()).update(rule.depends_on - {rule.field})
    # Sorted: the order of a set changes from process to process, and suggestions must not.
    return tuple(TopologicalSorter({name: sorted(after) for name, after in graph.items()}).static_order())
