"""How the rules are checked against one request: every broken rule at once, told in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from reelscore.rules.kinds import Rule, Values, is_missing
from reelscore.rules.ruleset import RequestValue, RuleSet
from reelscore.rules.schema import Problem, fields_of, model_schema
from reelscore.rules.suggestions import field_name, suggested_values
from reelscore.rules.violations import Violation

_SHOWN = 60
"""Characters of a value that a message shows."""
_NOTHING: frozenset[str] = frozenset()


def violations(request: RequestValue, ruleset: RuleSet) -> tuple[Violation, ...]:
    """All broken rules at once, sorted by field, with suggestions from one repair of the whole request."""
    values = request.values()
    problems = tuple(model_schema(type(request)).problems(values))
    wrong = frozenset(field_name(path) for path, _, _ in problems) if problems else _NOTHING
    found = [*map(_type_violation, problems), *broken_rules(ruleset, values, wrong=wrong)]
    told = {violation.field for violation in found}
    # A rule that refuses a field which the class does not have says why; that it is unknown says less.
    own = request.own_violations()
    found += [v for v in own if not (v.rule == "unknown-field" and v.severity == "error" and v.field in told)]
    if not found:
        return ()
    found.sort(key=lambda violation: (violation.field, violation.rule))
    repaired = suggested_values(request, ruleset) if any(v.severity == "error" for v in found) else values
    names = [*(field.name for field in fields_of(type(request))), *told]
    changes = {name: repaired.get(name) for name in names if not _same(repaired.get(name), values.get(name))}
    return tuple(_advised(found, changes, sample=type(request).sample))


def broken_rules(ruleset: RuleSet, values: Values, *, wrong: frozenset[str]) -> Iterator[Violation]:
    """The broken rules, leaving out those that read a field of the wrong type."""
    for rule in ruleset.rules:
        # The hot path: most rules are of fields that are not given.
        if (rule.field not in values and not rule.judges_absence) or not rule.applies(values):
            continue
        if wrong and rule.depends_on & wrong:
            continue
        for path, given in rule.broken(values):
            yield _violation(rule, values, path=path, given=given)


def _violation(rule: Rule, values: Values, *, path: str, given: Any) -> Violation:
    return Violation(
        rule=rule.id,
        field=path,
        given=given,
        allowed=rule.allowed(values),
        message=rule.message,
        severity=rule.severity,
        code=rule.code,
        source=rule.source,
    )


def _type_violation(problem: Problem) -> Violation:
    path, given, expected = problem
    rule = "needed" if given is None else "type"
    return Violation(rule=f"{rule}.{path.split('[')[0]}", field=path, given=given, allowed=expected, source="type")


def _advised(found: list[Violation], changes: Mapping[str, Any], *, sample: Mapping[str, Any]) -> Iterator[Violation]:
    """Add to each error its suggestion or an example, and to the first one what else must change with them."""
    errors = [violation for violation in found if violation.severity == "error"]
    named = {field_name(violation.field) for violation in errors}
    also = {name: value for name, value in changes.items() if name not in named}
    for violation in found:
        advised = violation
        if violation.severity == "error":
            rest = also if violation is errors[0] else {}
            advised = _with_advice(violation, changes, also=rest, sample=sample)
        yield attrs.evolve(advised, message=sentence(advised))


def _with_advice(
    violation: Violation, changes: Mapping[str, Any], *, also: Mapping[str, Any], sample: Mapping[str, Any]
) -> Violation:
    name = field_name(violation.field)
    advice, remove = changes.get(name), name in changes and changes[name] is None
    lacking = name not in changes and is_missing(violation.given) and name == violation.field
    example = sample.get(name) if lacking else None
    return attrs.evolve(violation, suggestion=advice, remove=remove, also=also, example=example)


def _same(one: Any, other: Any) -> bool:
    # NaN, also inside an object, is not itself by ==.
    return one is other or (type(one) is type(other) and (bool(one == other) or repr(one) == repr(other)))


def sentence(violation: Violation) -> str:
    """One line: field, given, allowed, why, and what to do."""
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
