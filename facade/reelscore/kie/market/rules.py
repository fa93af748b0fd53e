"""What is wrong with an input: warnings by the snapshot, which ages; errors where money would be lost for certain."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from reelscore.errors import Violation
from reelscore.kie.market.catalog import JOBS_PATH, SchemaDocument
from reelscore.kie.market.snapshot import Snapshot, is_file, meant, walk, written
from reelscore.rules.kinds import is_number
from reelscore.rules.schema import is_text, is_whole
from reelscore.vendors.coercion import number

SCHEMES = ("http://", "https://", "data:", "asset://", "oss://")
"""How a file that is not uploaded by us may be named; asset is the vendor's own store."""
Place = tuple[str | int, ...]
Found = tuple[Place, Any, str]
"""Where, what stands there, and what is allowed."""
_EMPTY: tuple[Any, ...] = ("", [], (), {})


def violations(
    model: str, value: Mapping[str, Any], known: Snapshot, told: SchemaDocument | None = None
) -> Iterator[Violation]:
    """Judge an input.

    Args:
        model: any name; one that nobody knows is warned of, and may be sent.
        value: the input.
        known: what is known of models, on its day.
        told: what the vendor said of the model since; it judges in place of the snapshot's fields.
    """
    found = known.models.get(model)
    fields = found.fields if found else {}
    if not any(held is not None for held in value.values()):
        allowed = f"an object with {', '.join(found.required if found and found.required else fields) or 'fields'}"
        why = "one model makes a paid task of an empty input"
        yield _violation("required", (), {}, allowed, why=why, is_error=True)
    yield from _not_json(fields, value)
    if told is not None and told.route != JOBS_PATH:
        allowed = f"a model of the Market; this one is called at {told.route}, says the vendor"
        yield Violation(rule="model.route", field="model", given=model, allowed=allowed, severity="warning")
        return
    if told is not None:
        needed, fields, source = told.required, told.fields, "the vendor's schema"
    elif found is not None:
        needed, source = found.required, f"docs.kie.ai/{found.page}, snapshot of {known.date}"
    else:
        near = known.near(model)
        hint = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
        allowed = (
            f"a model of the Market; {hint}the snapshot of {known.date} has none of this name, the vendor may: "
            "client.model_schema(model=...) asks, and inputs are judged by its answer"
        )
        yield Violation(rule="model.unknown", field="model", given=model, allowed=allowed, severity="warning")
        return
    if found is not None and found.status != "listed" and told is None:
        allowed = f"a model that is still listed; this one was last seen on {found.last_seen}"
        yield Violation(rule="model.withdrawn", field="model", given=model, allowed=allowed, severity="warning")
    schema = {"type": "object", "required": needed, "properties": fields}
    for rule, (place, given, allowed) in _broken(schema, value, known.known_everywhere):
        yield _violation(rule, place, given, allowed, source=source)
    for row in found.rules if found else ():
        is_error = row.get("severity") == "error"
        for place, given, allowed in RULES[row["kind"]](row, value) if _holds(row.get("when", {}), value) else ():
            yield _violation(row["kind"], place, given, allowed, is_error=is_error, source=row.get("source", source))


def _violation(
    rule: str, place: Place, given: Any, allowed: str, *, why: str = "", is_error: bool = False, source: str = ""
) -> Violation:
    return Violation(
        rule=f"input.{rule}",
        field=written(("input", *place)),
        given=given,
        allowed=allowed,
        message=why,
        severity="error" if is_error else "warning",
        source=source or "Kie's Market, observed by third parties, 2026",
    )


def _not_json(fields: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Violation]:
    """Find what cannot be sent as it is: no JSON, or no address where a file is taken."""
    for place, held, kind in walk(fields, value):
        if is_file(held):
            if fields and not kind:
                yield _violation("file", place, held, "no file: this field takes none", is_error=True)
        elif not (held is None or isinstance(held, bool) or is_text(held) or is_whole(held) or is_number(held)):
            yield _violation("json", place, held, "a value of JSON, or a file", is_error=True)
        elif kind and isinstance(held, str) and held and not held.lower().startswith(SCHEMES):
            yield _violation("url", place, held, "an http(s) URL, or a file", is_error=True)


# -- By the schema -----------------------------------------------------------------------------------------------------


def _broken(
    schema: Mapping[str, Any], value: Any, everywhere: frozenset[str], place: Place = ()
) -> Iterator[tuple[str, Found]]:
    if value is None or is_file(value):
        return
    if isinstance(value, Mapping):
        yield from _broken_fields(schema, value, everywhere, place)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _broken(schema.get("items", {}), item, everywhere, (*place, index))
    kinds = schema.get("type", ())
    kinds = (kinds,) if isinstance(kinds, str) else kinds
    if kinds and not any(TYPES.get(kind, _anything)(value) for kind in kinds):
        yield "type", (place, value, " or ".join(map(str, kinds)))
        return
    for word, (is_broken, allowed) in KEYWORDS.items():
        if word in schema and is_broken(value, schema[word]):
            yield word, (place, value, _allowed(word, allowed, value, schema[word]))


def _broken_fields(
    schema: Mapping[str, Any], value: Mapping[str, Any], everywhere: frozenset[str], place: Place
) -> Iterator[tuple[str, Found]]:
    fields = schema.get("properties", {})
    for name in schema.get("required", ()):
        if value.get(name) is None:
            yield (
                "required",
                ((*place, name), None, f"{fields.get(name, {}).get('description', 'a value')}: it is needed"),
            )
    for name, held in value.items():
        if name in fields:
            yield from _broken(fields[name], held, everywhere, (*place, name))
        elif fields and name not in everywhere:
            near = meant(name, [each for each in fields if each not in value])
            hint = f"did you mean {near!r}? " if near else f"one of {', '.join(fields)}; "
            yield (
                "unknown-key",
                ((*place, name), held, f"a field of the model; {hint}the vendor ignores what it does not know"),
            )


def _anything(_: Any) -> bool:
    return True


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool) and number(value) is not None


TYPES: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": _is_number,
    "integer": lambda value: _is_number(value) and (number(value) or 0.0).is_integer(),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, (list, tuple)),
    "object": _is_mapping,
}
"""Numbers may be text: the vendor took them so in recorded calls."""


def _outside(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def is_outside(value: Any, bound: Any) -> bool:
        found = None if isinstance(value, bool) else number(value)
        return found is not None and compare(found, bound)

    return is_outside


def _sized(kinds: tuple[type, ...], compare: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    def is_off(value: Any, bound: Any) -> bool:
        return isinstance(value, kinds) and compare(len(cast("str", value)), bound)

    return is_off


def _is_none_of(value: Any, words: Sequence[Any]) -> bool:
    return not any(matches(value, word) for word in words)


def _is_no_multiple(value: Any, step: float) -> bool:
    found = number(value)
    return found is not None and not math.isclose(found % step, 0)


KEYWORDS: Mapping[str, tuple[Callable[[Any, Any], bool], str]] = {
    "enum": (_is_none_of, "{}"),
    "minimum": (_outside(lambda value, bound: value < bound), "at least {}"),
    "maximum": (_outside(lambda value, bound: value > bound), "at most {}"),
    "multipleOf": (_is_no_multiple, "a multiple of {}"),
    "minLength": (_sized((str,), lambda size, bound: size < bound), "at least {} characters"),
    "maxLength": (_sized((str,), lambda size, bound: size > bound), "at most {} characters"),
    "minItems": (_sized((list, tuple), lambda size, bound: size < bound), "at least {} items"),
    "maxItems": (_sized((list, tuple), lambda size, bound: size > bound), "at most {} items"),
    "pattern": (lambda value, text: isinstance(value, str) and not re.search(text, value), "a text that matches {}"),
}


def _allowed(word: str, allowed: str, value: Any, limit: Any) -> str:
    if word != "enum":
        return allowed.format(f"{limit:,}" if is_whole(limit) else limit)
    near = next((each for each in limit if str(each).lower() == str(value).lower()), None)
    return ", ".join(map(str, limit)) + (f"; did you mean {near!r}?" if near is not None else "")


# -- What no schema can say --------------------------------------------------------------------------------------------


def is_set(value: Any) -> bool:
    """Return whether a field is given, and holds something."""
    return value is not None and value not in _EMPTY


def matches(value: Any, expected: Any) -> bool:
    """Return whether a value of an input is one that a row of the snapshot names; numbers may be text."""
    if isinstance(expected, bool) or isinstance(value, bool):
        return value is expected
    return str(value) == str(expected) or (is_whole(expected) and number(value) == expected)


def _holds(conditions: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    return all(
        any(_is(value.get(name), word) for word in (expected if isinstance(expected, list) else [expected]))
        for name, expected in conditions.items()
    )


def _is(held: Any, expected: Any) -> bool:
    if expected in ("set", "unset"):
        return is_set(held) is (expected == "set")
    return held is not None and matches(held, expected)


def _said(conditions: Mapping[str, Any]) -> str:
    return " and ".join(f"{name} is {_word(expected)}" for name, expected in conditions.items())


def _word(expected: Any) -> str:
    if isinstance(expected, bool):
        return str(expected).lower()
    return (
        " or ".join(map(str, expected))
        if isinstance(expected, list)
        else {"set": "given", "unset": "not given"}[expected]
        if expected in ("set", "unset")
        else str(expected)
    )


def _one_of(row: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Found]:
    if not any(is_set(value.get(name)) for name in row["fields"]):
        yield (row["fields"][0],), value.get(row["fields"][0]), f"one of {', '.join(row['fields'])}: it is needed"


def _exclusive(row: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Found]:
    given = [[name for name in map(str, group) if _given(name, value)] for group in row["groups"]]
    used = [group for group in given if group]
    for group in used[1:]:
        name = group[0].partition("=")[0]
        others = " or ".join(" and ".join(map(str, each)) for each in row["groups"])
        yield (name,), value.get(name), f"only one way at a time: {others}"


def _given(name: str, value: Mapping[str, Any]) -> bool:
    field, has_word, word = name.partition("=")
    return str(value.get(field)).lower() == word if has_word else is_set(value.get(field))


def _needs(row: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Found]:
    lacking = [each for each in row["needs"] if not any(is_set(value.get(name)) for name in each.split("|"))]
    if is_set(value.get(row["field"])) and lacking:
        yield (row["field"],), value[row["field"]], f"it goes with {' and '.join(lacking).replace('|', ' or ')}"


def _required_if(row: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Found]:
    if _holds(row["if"], value) and not is_set(value.get(row["field"])):
        yield (row["field"],), value.get(row["field"]), f"a value: it is needed where {_said(row['if'])}"


def _forbidden_if(row: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Found]:
    held = value.get(row["field"])
    words = row.get("values")
    is_wrong = held is not False and is_set(held) if words is None else any(matches(held, word) for word in words)
    if is_wrong and _holds(row["if"], value):
        what = "nothing" if words is None else f"none of {', '.join(map(str, words))}"
        yield (row["field"],), held, f"{what} where {_said(row['if'])}"


_WORDS: Mapping[str, Mapping[str, str]] = {
    "range": {"minimum": "min", "maximum": "max"},
    "enum": {"enum": "values"},
    "multiple_of": {"multipleOf": "value"},
    "max_items": {"maxItems": "max"},
    "max_length": {"maxLength": "max"},
}
"""Kind of a row → keyword of JSON Schema → which part of the row holds its value."""


def _by_schema(row: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Found]:
    held, also = value.get(row["field"]), row.get("also", [])
    schema = {word: row[part] for word, part in _WORDS[row["kind"]].items()}
    if number(held) not in also:
        for _, (_, given, allowed) in _broken(schema, held, frozenset()):
            yield (row["field"],), given, " or ".join([allowed, *map(str, also)])


def _length_sum(row: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Found]:
    if sum(_length(name, value) for name in row["fields"]) > row["max"]:
        name = row["fields"][0].partition("[")[0]
        yield (name,), value.get(name), f"at most {row['max']:,} in all: {', '.join(row['fields'])}"


def _length(path: str, value: Mapping[str, Any]) -> int:
    name, is_inside, part = path.partition("[].")
    held = value.get(name)
    if not isinstance(held, (list, tuple)):
        return int(is_set(held))
    texts = [item.get(part) for item in held if isinstance(item, Mapping)]
    return sum(len(text) for text in texts if isinstance(text, str)) if is_inside else len(held)


def _min_gap(row: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Found]:
    start, end, most = (
        number(value.get(row["from_field"])),
        number(value.get(row["to_field"])),
        row.get("max", math.inf),
    )
    if start is not None and end is not None and not row["min"] <= end - start <= most:
        bounds = f"at least {row['min']}" if most == math.inf else f"{row['min']} to {most}"
        yield (row["to_field"],), value[row["to_field"]], f"{bounds} more than {row['from_field']}"


def _not_empty(row: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Found]:
    if value.get(row["field"]) == "":
        yield (row["field"],), "", "a word, or nothing: leave it out"


RULES: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[Found]]] = {
    "one_of": _one_of,
    "exclusive": _exclusive,
    "needs": _needs,
    "required_if": _required_if,
    "forbidden_if": _forbidden_if,
    **dict.fromkeys(_WORDS, _by_schema),
    "length_sum": _length_sum,
    "min_gap": _min_gap,
    "not_empty": _not_empty,
}
"""By the snapshot's ``kind``; a row with ``when`` holds where its conditions do."""
