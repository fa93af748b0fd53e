"""Options made from the fields of a request class: names, help, choices, and how a text becomes a value."""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any

import typer

from reelscore.cli.bodies import decoded
from reelscore.cli.commands import completion
from reelscore.cli.reports import Misuse
from reelscore.requests.request import Request
from reelscore.rules.kinds import Length, Range, Rule
from reelscore.rules.schema import Field, TypeSchema, derived_rules, fields_of

_SHOWN_CHOICES = 28
_FIGURES = re.compile(r"\d+")
_WORDS = {"whole number": "INTEGER", "number": "NUMBER", "list": "JSON", "object": "JSON", "media": "FILE|URL|ID"}
_BOOLEANS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_FORMATS: Mapping[str, Callable[[str], Any]] = {"whole number": int, "number": float}


def flag(name: str) -> str:
    """Turn a field's name into an option's."""
    return "--" + name.replace("_", "-")


def parameters_of(cls: type[Request[Any]]) -> tuple[inspect.Parameter, ...]:
    """Make one optional parameter per field: the rules say what is missing, not the parser."""
    return tuple(_parameter(cls, field) for field in fields_of(cls))


def _parameter(cls: type[Request[Any]], field: Field) -> inspect.Parameter:
    name = flag(field.name)
    if field.shape.name == "true or false":
        info: Any = typer.Option(f"{name}/--no-{name[2:]}", help=_help(cls, field), show_default=False)
        hint: Any = bool | None
    else:
        words = [str(choice) for choice in field.shape.choices]
        info = typer.Option(
            name, help=_help(cls, field), metavar=_metavar(field), autocompletion=completion(words), show_default=False
        )
        hint = str | None
    return inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[hint, info])


def _metavar(field: Field) -> str:
    choices = "|".join(map(str, field.shape.choices))
    if choices and len(choices) <= _SHOWN_CHOICES:
        return choices
    if field.shape.name == "media" and not field.shape.fits(1):
        return "FILE|URL"
    return _WORDS.get(field.shape.name, field.name.upper() if choices else "TEXT")


def _help(cls: type[Request[Any]], field: Field) -> str:
    parts = [field.help, _choices(field), *_limits(cls, field)]
    parts += ["sent nowhere: for rules and prices"] if field.local else []
    text = "; ".join(part for part in parts if part) or field.name.replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}{' (needed)' if field.required else ''}"


def _choices(field: Field) -> str:
    choices = ", ".join(map(str, field.shape.choices))
    return f"one of {choices}" if len(choices) > _SHOWN_CHOICES else ""


def _limits(cls: type[Request[Any]], field: Field) -> Iterator[str]:
    for row in rows_of(cls):
        if row.field == field.name and not row.when and not row.hosts and isinstance(row, (Length, Range)):
            words = row.allowed({})
            if set(_FIGURES.findall(words)) - set(_FIGURES.findall(field.help)):
                yield words


def rows_of(cls: type[Request[Any]]) -> list[Rule]:
    """The rows that are for a request class."""
    return [row for row in (*cls.rules, *derived_rules(cls)) if not row.operations or cls.operation in row.operations]


def value_of(field: Field, text: Any) -> Any:
    """Turn what was typed into the field's value.

    Raises:
        Misuse: it is no number, or no JSON where a list or an object is wanted.
    """
    if not isinstance(text, str):
        return text
    if text == "-" and field.shape.name == "text":
        return _standard_input()
    if field.shape.name in {"list", "object"}:
        return _json(field, text)
    if field.shape.name == "media":
        return int(text) if text.isdecimal() and text.isascii() and field.shape.fits(1) else text
    if field.shape.name == "true or false":
        if text.strip().lower() not in _BOOLEANS:
            raise Misuse(f"{flag(field.name)} is {text!r}; it must be yes or no")
        return _BOOLEANS[text.strip().lower()]
    return _number(field, text)


@cache
def _standard_input() -> str:
    return decoded(sys.stdin.buffer.read(), "standard input").rstrip("\n")


def _number(field: Field, text: str) -> Any:
    read = _FORMATS.get(field.shape.name)
    if read is None:
        return text
    try:
        return read(text)
    except ValueError as error:
        raise Misuse(f"{flag(field.name)} is {text!r}, which is no {field.shape.name}") from error


def _json(field: Field, text: str) -> Any:
    item: TypeSchema | None = field.shape.item
    if not text.lstrip().startswith(("[", "{")):
        if field.shape.name == "list" and item is not None and item.name in {"text", "media"}:
            return [value_of(Field(name=field.name, wire="", shape=item, required=False), text)]
        shape = '["a", "b"]' if field.shape.name == "list" else '{"name": "value"}'
        raise Misuse(f"{flag(field.name)} is {text!r}, which is no JSON", next=f"write it like {shape}")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Misuse(f"{flag(field.name)}, line {error.lineno}, column {error.colno}: {error.msg}") from error


def given(cls: type[Request[Any]], texts: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the options that were given into facade-named fields."""
    return {
        field.name: value_of(field, texts[field.name]) for field in fields_of(cls) if texts.get(field.name) is not None
    }


def shaped(cls: type[Request[Any]], body: Mapping[str, Any], *, over: Mapping[str, Any]) -> Request[Any]:
    """Make a request of a body in facade or vendor shape, with *over* laid upon it.

    The shape that knows more of the body's names is taken for the one that was meant; the facade's wins a tie.
    """
    names, wires = _spellings(cls)
    facade = sum(name in names for name in body) >= sum(name in wires for name in body)
    if facade:
        return cls.build({**body, **over})
    read = cls.from_wire({name: value for name, value in body.items() if _means(cls, name) not in over})
    return cls.build({**read.to_json(), **over})


_SPELLINGS: dict[type[Any], tuple[set[str], set[str]]] = {}


def _spellings(cls: type[Request[Any]]) -> tuple[set[str], set[str]]:
    """The names of a class's fields, once: the facade's, and the vendor's."""
    if cls not in _SPELLINGS:
        names = {field.name for field in fields_of(cls)} | {"extra"}
        wires = {name for field in fields_of(cls) for name in (field.wire, *field.aliases) if not field.local}
        _SPELLINGS[cls] = (names, wires)
    return _SPELLINGS[cls]


def known_name(cls: type[Request[Any]], column: str) -> str | None:
    """The field that a column names in the facade's spelling or the vendor's; None for another column."""
    name = _means(cls, column)
    name = name if name in _spellings(cls)[0] else column.strip().lower().replace("-", "_").replace(" ", "_")
    return name if name in _spellings(cls)[0] - {"extra"} else None


def _means(cls: type[Request[Any]], name: str) -> str:
    return next((f.name for f in fields_of(cls) if name in {f.wire, *f.aliases}), name)
