"""What a request's annotations say about its fields: the type rows, made once per class; no vendor knowledge here."""

from __future__ import annotations

import os
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import IO, Any, Literal, ParamSpec, TypeAlias, TypeVar, cast

import attrs

from reelscore._attrs import frozen
from reelscore.rules.kinds import Length, OneOf, Range, Required, Rule, is_number

Media: TypeAlias = int | str | os.PathLike[str] | bytes | IO[bytes]
"""An id that the vendor gave, or what to upload first: a path, bytes, a binary file, an http(s) URL."""
Upload: TypeAlias = str | os.PathLike[str] | bytes | IO[bytes]
"""An http(s) URL, or what to upload first: a path, bytes, a binary file."""

P = ParamSpec("P")
T = TypeVar("T")
_NOTHING: Mapping[str, Any] = {}
_DIGITS = re.compile(r"0|[1-9][0-9]{0,19}")
"""A number of 64 bits as text."""
_UPPER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
Problem: TypeAlias = tuple[str, Any, str]
"""Path, given value, what was expected."""


def made_once(make: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function makes of each class; ``functools.cache`` as type checkers take it for classes."""
    return cast("Callable[P, T]", cache(make))


def field_info(
    help: str,  # noqa: A002 - the field's standard word
    *,
    wire: str | None = None,
    aliases: Sequence[str] = (),
    local: bool = False,
    media: str = "",
    hosts: Sequence[str] = (),
    by_host: Mapping[str, Mapping[str, Any]] = _NOTHING,
    **limits: Any,
) -> dict[str, Any]:
    """Make a field's metadata.

    Args:
        help: one line for documents and the command line.
        wire: the vendor's name, where it is not ours.
        aliases: names in older vendor texts, understood when a body is read.
        local: a fact for rules and prices that is never sent, such as ``source_seconds``.
        media: what the field takes a file for: "image", "video", "audio", or any "file".
        hosts: the only hosts whose documents have the field; empty is all.
        by_host: limits that one host adds, and ``required`` where it alone needs the field.
        limits: keywords of JSON Schema, such as ``maxLength``; ``enum=True`` closes the annotation's vocabulary.
    """
    return {
        "help": help,
        "wire": wire,
        "aliases": tuple(aliases),
        "local": local,
        "media": media,
        "hosts": tuple(hosts),
        "by_host": by_host,
        "limits": limits,
    }


@frozen(kw_only=True)
class TypeSchema:
    """A type, as far as JSON needs it."""

    name: str
    """"text", "whole number", "number", "true or false", "list", "object", "media"."""
    fits: Callable[[Any], bool] = attrs.field(repr=False)
    choices: tuple[Any, ...] = ()
    """Words that editors complete; new ones pass."""
    item: TypeSchema | None = None
    part: type[Any] | None = None
    """The attrs class of an object."""

    @cached_property
    def has_parts(self) -> bool:
        """Whether a value is looked into: a list, or an object with fields of its own."""
        return self.item is not None or self.part is not None

    def problems(self, path: str, value: Any) -> Iterator[Problem]:
        """Find what does not fit, with the path inside lists and objects."""
        if self.item is not None and isinstance(value, (list, tuple)):
            for index, entry in enumerate(value):
                yield from self.item.problems(f"{path}[{index}]", entry)
        elif self.part is not None and isinstance(value, self.part):
            yield from problems(type(value), given_fields(value), f"{path}.")
        elif not self.fits(value):
            yield path, value, self.name


@frozen(kw_only=True)
class Field:
    """One field of a request or of a part of it."""

    name: str
    wire: str
    shape: TypeSchema
    required: bool
    help: str = ""
    aliases: tuple[str, ...] = ()
    local: bool = False
    media: str = ""
    """What it takes a file for: "image", "video", "audio" or "file"."""
    hosts: tuple[str, ...] = ()
    """The only hosts whose documents have it; empty is all."""
    limits: Mapping[str, Any] = attrs.field(factory=dict, repr=False)
    """Keywords of JSON Schema, as the specification has them; ``enum`` is True where the vocabulary is closed."""
    by_host: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict, repr=False)
    """Keywords that one host adds."""


@lru_cache(maxsize=2048)
def snake(name: str) -> str:
    """Turn taskId, TaskID and task_id into task_id."""
    return _UPPER.sub("_", name.strip()).lower()


def given_fields(value: Any) -> dict[str, Any]:
    """Return the fields of a request or part that are not None, by name."""
    return {name: found for name in field_map(type(value)) if (found := getattr(value, name)) is not None}


def problems(cls: type[Any], given: Mapping[str, Any], prefix: str = "") -> Iterator[Problem]:
    """Find every field that is missing though required, or of the wrong type; names that are no fields pass."""
    for name, needed in required_fields(cls).items():
        if given.get(name) is None:
            yield f"{prefix}{name}", None, needed
    known = field_map(cls)
    for name, value in given.items():
        shape = known[name].shape if name in known and value is not None else None
        if shape is not None and (shape.has_parts or not shape.fits(value)):
            yield from shape.problems(f"{prefix}{name}", value)


@made_once
def field_map(cls: type[Any]) -> Mapping[str, Field]:
    """Read the fields of a class, by name; private ones and ``extra`` are not the vendor's."""
    hints = typing.get_type_hints(cls)
    own = [each for each in attrs.fields(cls) if not each.name.startswith("_") and each.name != "extra"]
    return {each.name: _field(each, hints[each.name]) for each in own}


@made_once
def fields_of(cls: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a class, in order."""
    return tuple(field_map(cls).values())


@made_once
def required_fields(cls: type[Any]) -> Mapping[str, str]:
    """Return the fields that a class needs, by name, with what is said where one is missing."""
    return {field.name: f"{field.shape.name}: it is needed" for field in fields_of(cls) if field.required}


@made_once
def media_fields(cls: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a class that may hold media: by themselves, in their parts, or anywhere in an object."""
    return tuple(f for f in fields_of(cls) if _may_be_media(f.shape) or (f.shape.name == "object" and f.media))


@made_once
def id_fields(cls: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a class that may hold the vendor's ids."""
    return tuple(f for f in fields_of(cls) if is_id_field(f.name) or (f.shape.item or f.shape).name == "media")


@made_once
def part_fields(cls: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a class that hold objects with fields of their own, or lists of such."""
    return tuple(f for f in fields_of(cls) if (f.shape.item or f.shape).part)


def is_id_field(name: str) -> bool:
    """Return the name of a field that holds ids and nothing else."""
    return name.endswith(("_id", "_ids"))


def as_id(value: Any, shape: TypeSchema) -> Any:
    """Return an id in the type that its field has, exact to the last digit; what is none is returned as it is.

    Numbers of 64 bits are text in JSON of other languages, and ids that are text may look like numbers.
    """
    if isinstance(value, (list, tuple)):
        return tuple(as_id(item, shape.item or shape) for item in value)
    if isinstance(value, str):
        return int(value) if _DIGITS.fullmatch(value) and shape.fits(0) else value
    return str(value) if is_whole(value) and not shape.fits(value) and shape.name == "text" else value


def _may_be_media(shape: TypeSchema) -> bool:
    if shape.part is not None:
        return bool(media_fields(shape.part))
    return shape.name == "media" or (shape.item is not None and _may_be_media(shape.item))


def _field(attribute: attrs.Attribute[Any], hint: Any) -> Field:
    meta = attribute.metadata
    return Field(
        name=attribute.name,
        wire=meta.get("wire") or attribute.name,
        shape=type_schema(hint),
        required=attribute.default is attrs.NOTHING,
        help=meta.get("help", ""),
        aliases=meta.get("aliases", ()),
        local=meta.get("local", False),
        media=meta.get("media", ""),
        hosts=meta.get("hosts", ()),
        limits=meta.get("limits", _NOTHING),
        by_host=meta.get("by_host", _NOTHING),
    )


@made_once
def derived_rules(cls: type[Any]) -> tuple[Rule, ...]:
    """Make the rows that follow from the specification alone: vocabularies, bounds, and what one host needs."""
    return tuple(row for field in fields_of(cls) for row in _rows_of(cls, field))


def _rows_of(cls: type[Any], field: Field) -> Iterator[Rule]:
    may_be_empty = field.limits.get("minLength") == 0
    if field.required and not field.local and field.shape.name in {"text", "list", "media"} and not may_be_empty:
        nothing: Any = () if field.shape.item else ""
        yield attrs.evolve(_required(cls, field, hosts=field.hosts), example={field.name: nothing})
    own_hosts = tuple(field.by_host)
    # A limit holds on hosts too that do not document the field: no document allows more.
    for hosts, limits in ((), field.limits), *(((host,), field.by_host[host]) for host in own_hosts):
        common: dict[str, Any] = {"hosts": hosts, "source": getattr(cls, "source", "")}
        codes: Mapping[str, int] = getattr(cls, "codes", _NOTHING)
        common["code"] = codes.get(field.name, codes.get(""))
        yield from _limit_rows(cls, field, limits, common=common)
        if limits.get("required"):
            yield _required(cls, field, hosts=hosts)


def _required(cls: type[Any], field: Field, *, hosts: tuple[str, ...]) -> Rule:
    code = getattr(cls, "codes", _NOTHING).get("required")
    return Required(f"{field.name}.required", field.name, hosts=hosts, code=code, source=getattr(cls, "source", ""))


def _item(cls: type[Any], field: Field) -> Any:
    given = getattr(cls, "sample", _NOTHING).get(field.name)
    is_object = field.shape.item is not None and field.shape.item.part is not None
    return given[0] if given else None if is_object else "https://example.com/file"


def _limit_rows(
    cls: type[Any], field: Field, limits: Mapping[str, Any], *, common: Mapping[str, Any]
) -> Iterator[Rule]:
    name, get = field.name, limits.get
    if get("enum") and field.shape.item is None:
        yield OneOf(f"{name}.enum", name, enum=field.shape.choices, example={name: _odd(field)}, **common)
    if (most := get("maxLength")) is not None or get("minLength", 0) > 1:
        row = Length(f"{name}.length", name, max_length=most, min_length=get("minLength", 0), **common)
        yield row if most is None else attrs.evolve(row, example={name: "a" * (most + 1)})
    if (most := get("maxItems")) is not None or get("minItems", 0) > 1:
        row = Length(f"{name}.items", name, max_length=most, min_length=get("minItems", 0), unit="items", **common)
        item = _item(cls, field)
        yield row if most is None or item is None else attrs.evolve(row, example={name: (item,) * (most + 1)})
    if any(get(word) is not None for word in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")):
        low, high = get("exclusiveMinimum", get("minimum")), get("exclusiveMaximum", get("maximum"))
        yield Range(
            f"{name}.range",
            name,
            minimum=get("minimum"),
            maximum=get("maximum"),
            exclusive_minimum=get("exclusiveMinimum"),
            exclusive_maximum=get("exclusiveMaximum"),
            multiple_of=None if get("multipleOf") is None else str(get("multipleOf")),
            example={name: low - 1 if high is None else high + 1},
            **common,
        )


def _odd(field: Field) -> Any:
    return "none of these" if field.shape.name == "text" else 1 + max(field.shape.choices)


def type_schema(hint: Any) -> TypeSchema:
    """Read an annotation."""
    options = [option for option in _options(hint) if option is not type(None)]
    choices = tuple(
        word for option in options if typing.get_origin(option) is Literal for word in typing.get_args(option)
    )
    plain = [option for option in options if typing.get_origin(option) is not Literal]
    if bytes in plain:
        return TypeSchema(name="media", fits=is_media if int in plain else is_upload)
    if not plain:
        return TypeSchema(
            name="text" if isinstance(choices[0], str) else "whole number", fits=_of(choices), choices=choices
        )
    return _plain_shape(plain, choices)


def _of(choices: tuple[Any, ...]) -> Callable[[Any], bool]:
    return is_text if isinstance(choices[0], str) else is_whole


def _plain_shape(options: list[Any], choices: tuple[Any, ...]) -> TypeSchema:
    kinds = {option for option in options if option in _SCALARS}
    lists = [option for option in options if typing.get_origin(option) in (Sequence, list, tuple)]
    if kinds and lists:
        return _one_or_many(type_schema(kinds.pop()), type_schema(lists[0]))
    if kinds:
        name, fits = _SCALARS[float if float in kinds else kinds.pop()]
        return TypeSchema(name=name, fits=fits, choices=choices)
    hint = options[0]
    if typing.get_origin(hint) in (Sequence, list, tuple):
        return TypeSchema(name="list", fits=is_list, item=type_schema(typing.get_args(hint)[0]))
    if attrs.has(hint):
        return TypeSchema(name="object", fits=lambda value: isinstance(value, hint), part=hint)
    return TypeSchema(name="object", fits=lambda value: isinstance(value, Mapping))


def _one_or_many(one: TypeSchema, many: TypeSchema) -> TypeSchema:
    def fits(value: Any) -> bool:
        return one.fits(value) or (is_list(value) and not any(True for _ in many.problems("", value)))

    return TypeSchema(name=one.name, fits=fits)


def _options(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)


def is_text(value: Any) -> bool:
    """Return whether a value is text that can be written as UTF-8: lone surrogates cannot."""
    return isinstance(value, str) and (value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value))


def is_whole(value: Any) -> bool:
    """Return whether a value is a whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_list(value: Any) -> bool:
    """Return whether a value is a list or tuple."""
    return isinstance(value, (list, tuple))


def is_upload(value: Any) -> bool:
    """Return whether a value is a path, URL, bytes or binary file."""
    return is_text(value) or isinstance(value, (os.PathLike, bytes)) or hasattr(value, "read")


def is_media(value: Any) -> bool:
    """Return whether a value is an id, path, URL, bytes or binary file; digits in quotes are no id and no path."""
    return (is_whole(value) and value >= 0) or (is_upload(value) and not (isinstance(value, str) and value.isdecimal()))


_JSON = frozenset({str, int, float, bool, type(None)})


def described(value: Any) -> Any:
    """Write a path, bytes or a file as JSON text; other values pass."""
    if type(value) in _JSON:
        return value
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    return f"<file {getattr(value, 'name', '')}>" if hasattr(value, "read") else value


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


_SCALARS: dict[Any, tuple[str, Callable[[Any], bool]]] = {
    str: ("text", is_text),
    int: ("whole number", is_whole),
    float: ("number", is_number),
    bool: ("true or false", _is_flag),
}
