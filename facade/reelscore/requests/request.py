"""What every operation's request value can do: be checked, priced, written for the wire and read from it; no I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Generic, Self, TypeVar

import attrs

from reelscore.effects import CallKind
from reelscore.errors import InvalidRequest
from reelscore.pricing import Quote
from reelscore.rules.check import violations
from reelscore.rules.conditions import FROM_WIRE
from reelscore.rules.kinds import Rule
from reelscore.rules.ruleset import ruleset_for
from reelscore.rules.schema import Field, ModelSchema, described, fields_of, model_schema, snake
from reelscore.rules.suggestions import suggested_values
from reelscore.rules.violations import Violation
from reelscore.vendors.host import Host, Kind, Operation, default_host, find_host

R = TypeVar("R", covariant=True)
P = TypeVar("P", bound="JsonObject")


@attrs.frozen(kw_only=True)
class JsonObject:
    """A JSON object in vendor words: a request, or one entry of a list inside one."""

    wire_case: ClassVar[Callable[[str], str]] = str
    """Turns a facade name into the vendor's spelling."""

    extra: Mapping[str, Any] = attrs.field(factory=dict, hash=False, repr=False)
    """Fields that no document knows, by the vendor's names; sent as they are, with a warning."""

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        type.__setattr__(cls, "__repr__", cls._shown)

    def _shown(self) -> str:
        """Show what is given, and nothing of the twenty fields that are not."""
        fields = [(field.name, getattr(self, field.name)) for field in fields_of(type(self))]
        given = [f"{name}={value!r}" for name, value in fields if value is not None]
        given += [f"extra={dict(self.extra)!r}"] if self.extra else []
        return f"{type(self).__name__}({', '.join(given)})"

    @classmethod
    def build(cls, mapping: Mapping[str, Any]) -> Self:
        """Make a value from facade-named fields; what is missing or mistyped becomes a violation, never a TypeError."""
        return cls._read(mapping, {field.name: field for field in fields_of(cls)}, by="name")

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> Self:
        """Make a value from a vendor-shaped JSON object; unknown fields are kept in ``extra``."""
        known = {name: field for field in fields_of(cls) if not field.local for name in (*field.aliases, field.wire)}
        return cls._read(body, known, by="wire")

    @classmethod
    def _read(cls, body: Mapping[str, Any], known: Mapping[str, Field], *, by: str) -> Self:
        given: dict[str, Any] = {field.name: None for field in fields_of(cls) if field.required}
        extra: dict[str, Any] = {}
        for name, value in body.items():
            field = known.get(str(name).strip())
            # An alias beside its real name stays in extra, where it is reported, instead of one silently winning.
            if field is None or given.get(field.name) is not None:
                extra.update(value if name == "extra" and isinstance(value, Mapping) else {str(name): value})
            elif value is not None:
                given[field.name] = _parts(value, field, by=by)
        return cls(**given, extra=extra)

    def to_wire(self) -> dict[str, Any]:
        """Write the JSON object that is sent."""
        body, layout = dict(self.extra), model_schema(type(self))
        for name, value in layout.given(self).items():
            if not layout.fields[name].local:
                body[layout.fields[name].wire] = _wire_value(value)
        return body

    def to_json(self) -> dict[str, Any]:
        """Write the facade-named fields as JSON, for ledgers and sidecars; ``build`` reads it back."""
        given = model_schema(type(self)).given(self)
        body = {name: _json_value(value) for name, value in given.items()}
        return {**body, "extra": dict(self.extra)} if self.extra else body


@attrs.frozen(kw_only=True)
class Request(JsonObject, Generic[R]):
    """A request: a value that knows its rules and its price. A client runs it."""

    operation: ClassVar[str] = ""
    vendor: ClassVar[str] = ""
    route: ClassVar[str | Mapping[str, str]] = ""
    """"POST /path", or such a text by host name where hosts differ; a host that is not named lacks the operation."""
    role: ClassVar[CallKind] = CallKind.PAID
    family: ClassVar[str] = ""
    """Code table and status route, such as "video"."""
    kind: ClassVar[Kind] = "task"
    result: ClassVar[Any] = None
    """The result's type."""
    rules: ClassVar[tuple[Rule, ...]] = ()
    """The vendor's whole table; a row names the operations that it is for."""
    sample: ClassVar[Mapping[str, Any]] = {}
    """A legal request, as facade-named fields: rule examples are laid over it, suggestions fall back to it."""
    price: ClassVar[Callable[[Any, Host], Quote]]
    """Prices a request whose types are right."""

    _vendor_shaped: bool = attrs.field(default=False, init=False, eq=False, repr=False)
    _given: dict[str, Any] | None = attrs.field(default=None, init=False, eq=False, repr=False)

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> Self:
        """Make a request from a vendor-shaped body, which the rules then expect to be complete."""
        request = super().from_wire(body)
        object.__setattr__(request, "_vendor_shaped", True)
        return request

    def derived(self) -> Mapping[str, Any]:
        """Give fields that follow from others when they are left out, such as ``custom_mode``."""
        return {}

    def _read_once(self, layout: ModelSchema) -> dict[str, Any]:
        # Fields never change, so what is given is gathered once for rules and price together.
        if self._given is None:
            object.__setattr__(self, "_given", layout.given(self))
        return self._given or {}

    def values(self) -> dict[str, Any]:
        """Give what is given, by facade name, derived and unknown fields included, as rules see it."""
        layout = model_schema(type(self))
        values = dict(self._read_once(layout))
        for name, value in self.derived().items():
            if name not in values and value is not None:
                values[name] = value
        for name, value in self.extra.items():
            if snake(name) not in layout.fields:
                values[snake(name)] = value
        values[FROM_WIRE] = self._vendor_shaped
        return values

    def to_wire(self) -> dict[str, Any]:
        """Write the exact JSON body that is sent, derived fields included."""
        body = super().to_wire()
        fields = model_schema(type(self)).fields
        for name, value in self.derived().items():
            if name in fields and not fields[name].local and getattr(self, name) is None:
                body[fields[name].wire] = value
        return body

    def violations(self, host: str | Host | None = None) -> tuple[Violation, ...]:
        """Find every broken rule at once, sorted by field; warnings have ``severity="warning"``."""
        return violations(self, ruleset_for(type(self), _host(self, host).name))

    def check(self, host: str | Host | None = None) -> None:
        """Raise InvalidRequest when a rule is broken; warnings pass."""
        broken = [violation for violation in self.violations(host) if violation.severity == "error"]
        if broken:
            raise InvalidRequest(broken)

    def repaired(self, host: str | Host | None = None) -> Self:
        """Give the nearest legal request: what following every suggestion at once comes to."""
        values = suggested_values(self, ruleset_for(type(self), _host(self, host).name))
        known = {field.name: values.get(field.name) for field in fields_of(type(self))}
        derived = self.derived()
        given = {
            name: getattr(self, name) if getattr(self, name) is None and derived.get(name) == value else value
            for name, value in known.items()
        }
        mended = {name: values.get(snake(name)) for name in self.extra}
        extra = {name: value for name, value in mended.items() if value is not None}
        return attrs.evolve(self, **given, extra=_without_doubles(extra, type(self)))

    def quote(self, host: str | Host | None = None) -> Quote:
        """Say what the request costs, before anything is sent; an unknown price is never 0.

        Types are judged first: a request with a mistyped field has no price.
        """
        where = _host(self, host)
        layout = model_schema(type(self))
        wrong = next(layout.problems(self._read_once(layout)), None)
        if wrong is not None:
            return Quote.unknown(f"{wrong[0]} is not a {wrong[2]}")
        quote = type(self).price(self, where)
        return quote if quote.host else quote.on(where)

    def extra_violations(self) -> list[Violation]:
        """Report unknown fields: a warning, or an error where one stands beside the field that it means."""
        if not self.extra:
            return []
        known = {name: f.name for f in fields_of(type(self)) for name in (f.name, f.wire, *f.aliases)}
        return [_extra_violation(name, value, means=known.get(name)) for name, value in self.extra.items()]


@attrs.frozen(kw_only=True)
class TaskRequest(Request[R]):
    """A request that starts a task: the call returns ``Task[R]``."""


@attrs.frozen(kw_only=True)
class DirectRequest(Request[R]):
    """A request that is answered at once: the call returns ``R``."""

    kind: ClassVar[Kind] = "direct"


def operations_of(classes: Iterable[type[Request[Any]]], host: str) -> dict[str, Operation]:
    """Tell a host's operations from the request classes."""
    routes = {cls: cls.route if isinstance(cls.route, str) else cls.route.get(host) for cls in classes}
    return {cls.operation: _operation(cls, route) for cls, route in routes.items() if route}


def _operation(cls: type[Request[Any]], route: str) -> Operation:
    method, _, path = route.partition(" ")
    return Operation(
        name=cls.operation,
        request=cls,
        method=method,
        path=path,
        role=cls.role,
        kind=cls.kind,
        family=cls.family,
        result=cls.result,
    )


def _host(request: Request[Any], host: str | Host | None) -> Host:
    return default_host(request.vendor) if host is None else find_host(host)


def _extra_violation(name: str, value: Any, *, means: str | None) -> Violation:
    if means is None:
        return Violation(
            rule="unknown-field",
            field=snake(name),
            given=value,
            allowed="a field of the documents; it is sent as it is",
            severity="warning",
            source="no document",
        )
    return Violation(rule="given-twice", field=means, given=value, allowed=f"one value; {name!r} means {means}")


def _without_doubles(extra: Mapping[str, Any], cls: type[JsonObject]) -> dict[str, Any]:
    known = {name for field in fields_of(cls) for name in (field.name, field.wire, *field.aliases)}
    return {name: value for name, value in extra.items() if name not in known}


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


def iter_rules(classes: Iterable[type[Request[Any]]]) -> Iterator[tuple[type[Request[Any]], Rule]]:
    """Give every request class with every row that is for it, hosts aside; tests and ``reelscore rules`` use it."""
    for cls in classes:
        for row in cls.rules:
            if not row.operations or cls.operation in row.operations:
                yield cls, row
