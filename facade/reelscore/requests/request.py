"""What every operation's request value can do: be checked, priced, written for the wire and read from it; no I/O."""

from __future__ import annotations

import os
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

import attrs

from reelscore._attrs import frozen
from reelscore.effects import CallKind
from reelscore.errors import InvalidRequest, Violation
from reelscore.pricing import Quote
from reelscore.requests.hosts import Named, find_host
from reelscore.rules.kinds import FROM_WIRE, Rule
from reelscore.rules.ruleset import ruleset_for, suggested_values, violations
from reelscore.rules.schema import (
    Field,
    TypeSchema,
    as_id,
    described,
    field_map,
    fields_of,
    given_fields,
    id_fields,
    is_whole,
    media_fields,
    part_fields,
    problems,
    snake,
)

R = TypeVar("R", covariant=True)
P = TypeVar("P", bound="JsonObject")


class UnknownFields(dict[str, Any]):
    """An ``extra`` of which some fields were not given under ``extra``: those are errors."""

    def __init__(self, fields: Mapping[str, Any], names: Iterable[str]) -> None:
        super().__init__(fields)
        self.names = frozenset(names)


@frozen(kw_only=True)
class JsonObject:
    """A JSON object in vendor words: a request, or one entry of a list inside one."""

    extra: Mapping[str, Any] = attrs.field(factory=dict, hash=False, repr=False)
    """Fields that no document knows, by the vendor's names; sent as they are, with a warning."""

    def __attrs_post_init__(self) -> None:
        for field in id_fields(type(self)):
            given = getattr(self, field.name)
            if given is not None and not field.shape.fits(given):
                object.__setattr__(self, field.name, as_id(given, field.shape))

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        type.__setattr__(cls, "__repr__", cls._shown)

    def _shown(self) -> str:
        """Show what is given, and nothing of the twenty fields that are not."""
        given = [f"{name}={value!r}" for name, value in given_fields(self).items()]
        given += [f"extra={dict(self.extra)!r}"] if self.extra else []
        return f"{type(self).__name__}({', '.join(given)})"

    @classmethod
    def build(cls, mapping: Mapping[str, Any]) -> Self:
        """Make a value from facade-named fields; what is missing, mistyped or unknown becomes a violation.

        Unknown fields are sent only when they are given under ``extra``.
        """
        return cls._read(mapping, field_map(cls), by="name")

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> Self:
        """Make a value from a vendor-shaped JSON object; unknown fields are kept in ``extra``, with a warning."""
        known = {name: field for field in fields_of(cls) if not field.local for name in (*field.aliases, field.wire)}
        return cls._read(body, known, by="wire")

    @classmethod
    def _read(cls, body: Mapping[str, Any], known: Mapping[str, Field], *, by: str) -> Self:
        given: dict[str, Any] = {field.name: None for field in fields_of(cls) if field.required}
        unknown: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for name, value in body.items():
            field = known.get(str(name).strip())
            # An alias beside its real name stays in extra, where it is reported, instead of one silently winning.
            if field is None or given.get(field.name) is not None:
                is_extra = name == "extra" and isinstance(value, Mapping)
                (extra if is_extra or by == "wire" else unknown).update(value if is_extra else {str(name): value})
            elif value is not None:
                given[field.name] = _parts(value, field, by=by)
        if unknown:
            extra = UnknownFields(extra | unknown, unknown)
        made = cls(**given, extra=extra)
        for name, value in given.items() if by == "wire" else ():
            if is_whole(value):  # the vendor's own body is judged as it stands: it may want text here
                object.__setattr__(made, name, value)
        return made

    def to_wire(self) -> dict[str, Any]:
        """Write the JSON object that is sent."""
        body, fields = dict(self.extra), field_map(type(self))
        given = given_fields(self).items()
        return body | {fields[name].wire: _wire_value(value) for name, value in given if not fields[name].local}

    def to_json(self) -> dict[str, Any]:
        """Write the facade-named fields as JSON, for ledgers and sidecars; ``build`` reads it back."""
        body = {name: _json_value(value) for name, value in given_fields(self).items()}
        unknown = {name: self.extra[name] for name in _unknown(self.extra)}
        extra = {name: value for name, value in self.extra.items() if name not in unknown}
        return {**body, **unknown, "extra": extra} if extra else {**body, **unknown}


@frozen(kw_only=True)
class Request(JsonObject, Generic[R]):
    """A request: a value that knows its rules and its price. A client runs it."""

    operation: ClassVar[str] = ""
    vendor: ClassVar[str] = ""
    role: ClassVar[CallKind] = CallKind.PAID
    result: ClassVar[Any] = None
    """The result's type; that of the base where nothing is said: ``Clip(TaskRequest[Video])`` makes a ``Video``."""
    rules: ClassVar[tuple[Rule, ...]] = ()
    """The vendor's whole table; a row names the operations that it is for."""
    sample: ClassVar[Mapping[str, Any]] = {}
    """A legal request, as facade-named fields: examples of rules are laid over it, violations show its values."""
    price: ClassVar[Callable[[Any, Any], Quote]]
    """Prices a request whose types are right on a host."""

    _vendor_shaped: bool = attrs.field(default=False, init=False, eq=False, repr=False)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for base in vars(cls).get("__orig_bases__", ()):
            kind = next(iter(typing.get_args(base)), None)
            if isinstance(kind, type) and "result" not in vars(cls):
                cls.result = kind

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> Self:
        """Make a request from a vendor-shaped body, which the rules then expect to be complete."""
        request = super().from_wire(body)
        object.__setattr__(request, "_vendor_shaped", True)
        return request

    def replace(self, **changes: Any) -> Self:
        """Return the same request with other values in some fields."""
        changed = attrs.evolve(self, **changes)
        object.__setattr__(changed, "_vendor_shaped", self._vendor_shaped)
        return changed

    def derived(self) -> Mapping[str, Any]:
        """Return fields that follow from others when they are left out, such as ``custom_mode``."""
        return {}

    def values(self) -> dict[str, Any]:
        """Return what is given, by facade name, derived and unknown fields included, as rules see it."""
        fields = field_map(type(self))
        derived = {name: value for name, value in self.derived().items() if value is not None}
        unknown = {snake(name): value for name, value in self.extra.items() if snake(name) not in fields}
        return {**derived, **given_fields(self), **unknown, FROM_WIRE: self._vendor_shaped}

    def to_wire(self) -> dict[str, Any]:
        """Write the exact JSON body that is sent, derived fields included."""
        body = super().to_wire()
        fields = field_map(type(self))
        for name, value in self.derived().items():
            if name in fields and not fields[name].local and getattr(self, name) is None:
                body[fields[name].wire] = value
        return body

    def violations(self, host: str | Named | None = None) -> tuple[Violation, ...]:
        """Every broken rule at once, sorted by field; warnings have ``severity="warning"``."""
        return violations(self, ruleset_for(type(self), find_host(host, self.vendor).name))

    def check(self, host: str | Named | None = None) -> None:
        """Raise InvalidRequest when a rule is broken; warnings pass."""
        broken = [violation for violation in self.violations(host) if violation.severity == "error"]
        if broken:
            raise InvalidRequest(broken)

    def repaired(self, host: str | Named | None = None) -> Self:
        """The nearest legal request: what following every suggestion at once comes to.

        Ids, media, lists and free text stay as they were given, and what is missing stays missing: what only the user
        can know is left as a violation without suggestion.
        """
        values = suggested_values(self, ruleset_for(type(self), find_host(host, self.vendor).name))
        derived = self.derived()
        changes: dict[str, Any] = {}
        for field in fields_of(type(self)):
            value = values.get(field.name)
            if getattr(self, field.name) is not None or derived.get(field.name) != value:
                changes[field.name] = value
        before = self.values()
        extra = {name: values.get(snake(name)) if snake(name) in before else self.extra[name] for name in self.extra}
        return self.replace(**changes, extra=_kept(self.extra, extra))

    def quote(self, host: str | Named | None = None) -> Quote:
        """What the request costs, before anything is sent; an unknown price is never 0.

        Types are judged first: a request with a mistyped field has no price.
        """
        where = find_host(host, self.vendor)
        wrong = next(problems(type(self), given_fields(self)), None)
        if wrong is not None:
            return Quote.unknown(f"{wrong[0]} is not a {wrong[2]}")
        quote = type(self).price(self, where)
        return quote if quote.host else quote.on(where.host)

    def own_violations(self) -> Iterator[Violation]:
        """What no table can know: unknown fields, fields given twice, and files that do not exist."""
        cls = type(self)
        if self.extra or part_fields(cls):
            yield from _extra_violations(self, where=cls.operation)
        if not self._vendor_shaped and media_fields(cls):
            yield from _missing_files(self)


@frozen(kw_only=True)
class TaskRequest(Request[R]):
    """A request that starts a task: the call returns ``Task[R]``."""


@frozen(kw_only=True)
class DirectRequest(Request[R]):
    """A request that is answered at once: the call returns ``R``."""


def _unknown(extra: Mapping[str, Any]) -> frozenset[str]:
    return extra.names if isinstance(extra, UnknownFields) else frozenset()


def _kept(extra: Mapping[str, Any], mended: Mapping[str, Any]) -> Mapping[str, Any]:
    left = {name: value for name, value in mended.items() if value is not None}
    return UnknownFields(left, _unknown(extra) & left.keys()) if _unknown(extra) else left


def _extra_violations(value: JsonObject, *, where: str, path: str = "") -> Iterator[Violation]:
    cls = type(value)
    if value.extra:
        known = {name: field.name for field in fields_of(cls) for name in (field.name, field.wire, *field.aliases)}
        unknown = _unknown(value.extra)
        for name, given in value.extra.items():
            yield _extra_violation(name, given, known=known, path=path, where=where, is_error=name in unknown)
    for field in part_fields(cls):
        entries = getattr(value, field.name)
        if isinstance(entries, JsonObject):
            yield from _extra_violations(entries, where=f"{where}.{field.name}", path=f"{path}{field.name}.")
        for index, entry in enumerate(cast("list[Any]", entries) if isinstance(entries, (list, tuple)) else ()):
            if isinstance(entry, JsonObject):
                inside = f"{path}{field.name}[{index}]."
                yield from _extra_violations(entry, where=f"{where}.{field.name}", path=inside)


def _extra_violation(
    name: str, value: Any, *, known: Mapping[str, str], path: str, where: str, is_error: bool
) -> Violation:
    means = known.get(name)
    if means is not None and not (is_error and name != means):
        return Violation(
            rule="given-twice", field=f"{path}{means}", given=value, allowed=f"one value; {name!r} means {means}"
        )
    allowed = "a field of the documents; it is sent as it is"
    if is_error:
        import difflib

        meant = means or next(iter(difflib.get_close_matches(snake(name), sorted(set(known.values())), n=1)), None)
        hint = f"did you mean {meant!r}? " if meant else ""
        allowed = f"a field of {where}; {hint}under 'extra' it is sent as it is"
    return Violation(
        rule="unknown-field",
        field=f"{path}{snake(name)}",
        given=value,
        allowed=allowed,
        severity="error" if is_error else "warning",
        source="no document",
    )


def has_files(request: Any) -> bool:
    """Whether a request holds a path, bytes or a file object."""
    return next(files_in(request), None) is not None


def files_in(part: Any) -> Iterator[tuple[str, Any]]:
    """Every path, bytes or file object of a request, by the place where it stands, such as ``img_ids[1]``."""
    return ((place, value) for place, value in media_in(part) if _is_file(value))


def media_in(part: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every id, URL or file of a request, by the place where it stands; of an object of any shape the files alone."""
    for field in media_fields(type(part)):
        yield from _within(getattr(part, field.name), field.shape, place=f"{place}{field.name}")


def _within(value: Any, shape: TypeSchema, *, place: str) -> Iterator[tuple[str, Any]]:
    if shape.item is not None and isinstance(value, (list, tuple)):
        for index, entry in enumerate(cast("list[Any]", value)):
            yield from _within(entry, shape.item, place=f"{place}[{index}]")
    elif shape.part is not None and isinstance(value, shape.part):
        yield from media_in(value, f"{place}.")
    elif shape.name == "media" and value is not None:
        yield place, value
    elif shape.name == "object":
        yield from _anywhere(value, place=place)


def _anywhere(value: Any, *, place: str) -> Iterator[tuple[str, Any]]:
    """Find files in an object of any shape, where a text is a text."""
    if isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _anywhere(entry, place=f"{place}.{name}")
    elif isinstance(value, (list, tuple)):
        for index, entry in enumerate(cast("list[Any]", value)):
            yield from _anywhere(entry, place=f"{place}[{index}]")
    elif not isinstance(value, str) and _is_file(value):
        yield place, value


def _is_file(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value) and "://" not in value and not value.startswith("data:")
    return isinstance(value, (os.PathLike, bytes, bytearray, memoryview)) or hasattr(value, "read")


def _missing_files(request: Request[Any]) -> Iterator[Violation]:
    for place, value in files_in(request):
        if isinstance(value, (str, os.PathLike)) and not _exists(cast("str | os.PathLike[str]", value)):
            told = os.fspath(cast("str | os.PathLike[str]", value))
            allowed = "a file that exists, an id or a URL"
            yield Violation(rule="source.missing", field=place, given=told, allowed=allowed, source="this machine")


def _exists(path: str | os.PathLike[str]) -> bool:
    try:
        # Digits in quotes are an id of the wrong type, which the types report.
        return str(path).isdecimal() or Path(path).expanduser().exists()
    except (OSError, RuntimeError, ValueError):
        return False


def _parts(value: Any, field: Field, *, by: str) -> Any:
    item = field.shape.item
    if item is not None and isinstance(value, (list, tuple)):
        return tuple(value if item.part is None else (_part(entry, item.part, by=by) for entry in value))
    return value if field.shape.part is None else _part(value, field.shape.part, by=by)


def _part(value: Any, part: type[JsonObject], *, by: str) -> Any:
    if not isinstance(value, Mapping):
        return value
    return part.from_wire(value) if by == "wire" else part.build(value)


def _wire_value(value: Any) -> Any:
    if isinstance(value, JsonObject):
        return value.to_wire()
    return [_wire_value(entry) for entry in value] if isinstance(value, (list, tuple)) else value


def _json_value(value: Any) -> Any:
    if isinstance(value, JsonObject):
        return value.to_json()
    if isinstance(value, (list, tuple)):
        return [_json_value(entry) for entry in value]
    return described(value)
