"""How rows look into lists of a request, and how they mend what they find; the rows are elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any

import attrs

from reelscore.rules.kinds import CustomRule, Found, Values, is_missing


def entries(values: Values, name: str) -> tuple[Any, ...]:
    """Return the entries of a list field that are objects; a field of another type has none."""
    given = values.get(name)
    return tuple(entry for entry in given if attrs.has(type(entry))) if isinstance(given, (list, tuple)) else ()


def replaced(values: Values, name: str, *, change: Callable[[int, Any], Mapping[str, Any]]) -> dict[str, Any]:
    """Return a list field, each entry with its changes."""
    changed = (attrs.evolve(entry, **change(index, entry)) for index, entry in enumerate(entries(values, name)))
    return {name: tuple(changed)}


def each(name: str, part: str, *, wrong: Callable[[Any], bool]) -> Callable[[Values], Found]:
    """Make a search for entries whose *part* is wrong."""

    def find(values: Values) -> Found:
        return tuple(
            (f"{name}[{index}].{part}", getattr(entry, part))
            for index, entry in enumerate(entries(values, name))
            if wrong(getattr(entry, part))
        )

    return find


def one_of(row: str, path: tuple[str, str], *, words: tuple[str, ...], **rest: Any) -> CustomRule:
    """Rule: a word inside a list is one of some; left out it passes."""
    find = each(*path, wrong=lambda value: not is_missing(value) and value not in words)
    return CustomRule(row, path[0], find=find, requirement=", ".join(words), **rest)


def needed(row: str, path: tuple[str, str], **rest: Any) -> CustomRule:
    """Rule: every entry of a list has a part."""
    find = each(*path, wrong=is_missing)
    return CustomRule(row, path[0], find=find, requirement="a value: it is needed", **rest)


def exactly_one(row: str, name: str, *, parts: tuple[str, str], **rest: Any) -> CustomRule:
    """Rule: every entry of a list has exactly one of two parts."""
    first, second = parts

    def find(values: Values) -> Found:
        for index, entry in enumerate(entries(values, name)):
            given = [not is_missing(getattr(entry, part)) for part in parts]
            if all(given):
                yield f"{name}[{index}].{second}", getattr(entry, second)
            elif not any(given):
                yield f"{name}[{index}].{first}", None

    return CustomRule(row, name, find=find, requirement=f"exactly one of {first}, {second}", **rest)


def in_words(row: str, field: str, *, words: Container[str], **rest: Any) -> CustomRule:
    """Make a warning: a text is one of some words, whatever the case."""

    def find(values: Values) -> Found:
        value = values.get(field)
        is_strange = isinstance(value, str) and value and value.lower() not in words
        return ((field, value),) if is_strange else ()

    return CustomRule(row, field, find=find, severity="warning", **rest)
