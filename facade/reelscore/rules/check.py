"""How a table of rules is checked against one request: every broken row at once, told in sentences."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from reelscore.rules.kinds import Rule
from reelscore.rules.ruleset import RuleSet
from reelscore.rules.schema import Problem, fields_of, model_schema
from reelscore.rules.suggestions import suggested_values
from reelscore.rules.violations import Violation

if TYPE_CHECKING:
    from reelscore.requests.request import Request

_SHOWN = 60
"""Characters of a value that a message shows."""
_NOTHING: frozenset[str] = frozenset()


def violations(request: Request[Any], table: RuleSet) -> tuple[Violation, ...]:
    """Find all broken rules at once, sorted by field, with suggestions from one repair of the whole request."""
    values = request.values()
    problems = tuple(model_schema(type(request)).problems(values))
    wrong = frozenset(path.split("[")[0].split(".")[0] for path, _, _ in problems) if problems else _NOTHING
    found = [*map(_type_violation, problems)] if problems else []
    found += broken_rows(table, values, wrong=wrong)
    found += request.extra_violations()
    if not found:
        return ()
    found.sort(key=lambda violation: (violation.field, violation.rule))
    repaired = suggested_values(request, table) if any(v.severity == "error" for v in found) else values
    changes = {field.name: repaired.get(field.name) for field in fields_of(type(request))}
    changes = {name: value for name, value in changes.items() if not _same(value, values.get(name))}
    return tuple(_advised(found, changes))


def _advised(found: list[Violation], changes: Mapping[str, Any]) -> Iterator[Violation]:
    """Give each error its suggestion, and the first one what else must change with them."""
    errors = [violation for violation in found if violation.severity == "error"]
    named = {_field_of(violation) for violation in errors}
    also = {name: value for name, value in changes.items() if name not in named}
    for violation in found:
        rest = also if errors and violation is errors[0] else {}
        advised = _with_advice(violation, changes, also=rest) if violation.severity == "error" else violation
        yield attrs.evolve(advised, message=sentence(advised))


def _with_advice(violation: Violation, changes: Mapping[str, Any], *, also: Mapping[str, Any]) -> Violation:
    name = _field_of(violation)
    advice = changes.get(name)
    return attrs.evolve(violation, suggestion=advice, remove=name in changes and advice is None, also=also)


def _field_of(violation: Violation) -> str:
    return violation.field.split("[")[0].split(".")[0]


def broken_rows(table: RuleSet, values: Mapping[str, Any], *, wrong: frozenset[str]) -> list[Violation]:
    """Run the rows over the values, leaving out rows that look at a field of the wrong type."""
    broken: list[Rule] = []
    # The hot path of every check: plain loops over prepared tuples, and no value object unless a row breaks.
    for name, value in values.items():
        if value is not None:
            for row, conditions, fits in table.given.get(name, ()):
                if wrong and row.reads & wrong:
                    continue
                if not fits(value, values) and _all_hold(conditions, values):
                    broken.append(row)
    # Conditions first: a cross-item function may count on them, and on the types of what it reads.
    for row, conditions, fits in table.always:
        if wrong and row.reads & wrong:
            continue
        if _all_hold(conditions, values) and not fits(values.get(row.field), values):
            broken.append(row)
    return [_violation(row, values, path=path, given=given) for row in broken for path, given in row.broken(values)]


def _all_hold(conditions: tuple[tuple[str, Container[Any]], ...], values: Mapping[str, Any]) -> bool:
    for name, allowed in conditions:  # noqa: SIM110 - the hot path; a generator costs as much as the test
        if values.get(name) not in allowed:
            return False
    return True


def _violation(row: Rule, values: Mapping[str, Any], *, path: str, given: Any) -> Violation:
    return Violation(
        rule=row.id,
        field=path,
        given=given,
        allowed=row.allowed(values),
        message=row.message,
        severity=row.severity,
        code=row.code,
        source=row.source,
    )


def _type_violation(problem: Problem) -> Violation:
    path, given, expected = problem
    rule = "needed" if given is None else "type"
    return Violation(rule=f"{rule}.{path.split('[')[0]}", field=path, given=given, allowed=expected, source="type")


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def sentence(violation: Violation) -> str:
    """Say the whole of it: field, given, why, allowed, what to do."""
    given = "is missing" if violation.given is None else f"is {_short(violation.given)}"
    why = f" ({violation.message})" if violation.message else ""
    advice = ""
    if violation.remove:
        advice = "; leave it out"
    elif violation.suggestion is not None:
        advice = f"; try {_short(violation.suggestion)}"
    rest = ", ".join(f"{name}={_short(value)}" for name, value in violation.also.items())
    return f"{violation.field} {given}; allowed: {violation.allowed}{why}{advice}{f', with {rest}' if rest else ''}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:40]}… ({len(value) if hasattr(value, '__len__') else len(text)})"
