"""How rows look into lists of a request, and how they mend what they find; the rows are elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

import attrs

from reelscore.rules.kinds import CustomRule, Values
from reelscore.rules.values import is_missing

Found = Iterable[tuple[str, Any]]


def entries(values: Values, name: str) -> tuple[Any, ...]:
    """Give the entries of a list field that are objects; a field of another type has none."""
    given = values.get(name)
    return tuple(entry for entry in given if attrs.has(type(entry))) if isinstance(given, (list, tuple)) else ()


def replaced(values: Values, name: str, *, change: Callable[[int, Any], Mapping[str, Any]]) -> dict[str, Any]:
    """Give a list field anew, each entry with its changes."""
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
    """Make a row: a word inside a list is one of some; left out it passes."""
    name, part = path

    def wrong(value: Any) -> bool:
        return not is_missing(value) and value not in words

    def repair(values: Values) -> Mapping[str, Any]:
        return replaced(values, name, change=lambda _, entry: {part: words[0]} if wrong(getattr(entry, part)) else {})

    return CustomRule(row, name, find=each(name, part, wrong=wrong), repair=repair, must=", ".join(words), **rest)


def needed(row: str, path: tuple[str, str], *, fill: Callable[[int], Any], **rest: Any) -> CustomRule:
    """Make a row: every entry of a list has a part; *fill* gives one by index."""
    name, part = path

    def repair(values: Values) -> Mapping[str, Any]:
        return replaced(
            values, name, change=lambda index, entry: {part: fill(index)} if is_missing(getattr(entry, part)) else {}
        )

    return CustomRule(
        row, name, find=each(name, part, wrong=is_missing), repair=repair, must="a value: it is needed", **rest
    )


def exactly_one(row: str, name: str, *, parts: tuple[str, str], fill: Any, **rest: Any) -> CustomRule:
    """Make a row: every entry has exactly one of two parts; the first stands, *fill* is its value where both miss."""
    first, second = parts

    def find(values: Values) -> Found:
        for index, entry in enumerate(entries(values, name)):
            given = [not is_missing(getattr(entry, part)) for part in parts]
            if all(given):
                yield f"{name}[{index}].{second}", getattr(entry, second)
            elif not any(given):
                yield f"{name}[{index}].{first}", None

    def mend(_: int, entry: Any) -> Mapping[str, Any]:
        if not is_missing(getattr(entry, first)):
            return {second: None}
        return {first: fill} if is_missing(getattr(entry, second)) else {}

    return CustomRule(
        row,
        name,
        find=find,
        repair=lambda values: replaced(values, name, change=mend),
        must=f"exactly one of {first}, {second}",
        **rest,
    )


def in_words(row: str, field: str, *, words: Container[str], **rest: Any) -> CustomRule:
    """Make a warning: a text is one of some words, whatever the case."""

    def find(values: Values) -> Found:
        value = values.get(field)
        is_strange = isinstance(value, str) and value and value.lower() not in words
        return ((field, value),) if is_strange else ()

    return CustomRule(row, field, find=find, repair=lambda _: {}, severity="warning", **rest)
