"""What generated clients are made of: how a call is written, the table of operations, how an answer is read; no I/O."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any
from urllib.parse import quote

import attrs

from reelscore._attrs import frozen
from reelscore.effects import CallKind, HttpCall
from reelscore.errors import ConfigurationError
from reelscore.vendors.coercion import fields as fields_of
from reelscore.vendors.family import Kind, Operation
from reelscore.vendors.names import Lazy, lazy

_JSON = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_HEADERS = {"Content-Type": "application/json"}


def json_call(method: str, path: str, fields: Mapping[str, Any]) -> HttpCall:
    """Build a call whose fields are a JSON body, which leaves exactly as it is given, in ASCII.

    Raises:
        ConfigurationError: JSON has no word for a value that ``validate`` let pass.
    """
    try:
        content = _JSON(fields).encode("ascii")
    except (TypeError, ValueError) as error:
        raise ConfigurationError(f"{method} {path}: its fields are no JSON: {error}") from error
    return HttpCall(method=method, path=path, headers=_HEADERS, content=content)


def query_call(method: str, path: str, fields: Mapping[str, Any]) -> HttpCall:
    """Build a call whose fields go into the path, where it names them, and the query."""
    params: dict[str, str] = {}
    for name, value in fields.items():
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
        else:
            params[name] = str(value)
    return HttpCall(method=method, path=path, params=params)


def form_call(method: str, path: str, fields: Mapping[str, Any]) -> HttpCall:
    """Build a multipart call from its text fields; the caller adds the file, which is opened anew for each try."""
    return HttpCall(method=method, path=path, fields={name: str(value) for name, value in fields.items()})


def read_object(content: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Read the fields of an object of an answer; what no document knows is kept, in snake_case.

    Args:
        content: anything; what is no object reads as an empty one.
        names: the vendor's names that the client calls otherwise.
    """
    found = fields_of(content)
    others = {name: value for name, value in found.items() if name not in names and name not in names.values()}
    return {**others, **{ours: found[theirs] for theirs, ours in names.items() if theirs in found}}


@frozen(kw_only=True)
class Row:
    """One call of a vendor's specification: a line of the generated table of operations."""

    call: str
    """Module below ``api`` whose function builds the call."""
    serves: tuple[str, ...]
    """Operations of the client that make it."""
    method: str
    path: str
    role: str
    kind: Kind
    answer_type: str
    """As in ``Operation``; `x-family` of the specification."""
    result: str
    """Name of the result's class."""
    status: str
    """Module below ``api`` of the call that polls its tasks."""
    status_field: str
    """Parameter of that call that takes the task's id."""
    hosts: tuple[str, ...]


@frozen
class Operations(Mapping[str, Operation]):
    """The operations of one host by name; a request class is made when its operation is asked for."""

    rows: Mapping[str, Row]
    requests: str
    """Module of the request classes, each named after its operation."""
    _made: dict[str, Operation] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def __getitem__(self, name: str) -> Operation:
        found = self._made.get(name)
        if found is None:
            row = self.rows[name]
            found = self._made[name] = Operation(
                name=name,
                request=getattr(import_module(self.requests), class_name(name)),
                method=row.method,
                path=row.path,
                role=CallKind(row.role),
                kind=row.kind,
                answer_type=row.answer_type,
            )
        return found

    def __contains__(self, name: object) -> bool:
        return name in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def class_name(operation: str) -> str:
    """Return the name of the class that an operation's request has: TextToVideo of text_to_video."""
    return "".join(word.capitalize() for word in operation.split("_"))


class WireClient:
    """A generated package: its table and its calls, each loaded on first use."""

    def __init__(self, package: str) -> None:
        self.package = package

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every call of the specification."""
        found: tuple[Row, ...] = import_module(f"{self.package}.operations").ROWS
        return found

    def operations(self, host: str, *, requests: str) -> Operations:
        """List the operations of a host."""
        rows: dict[str, Row] = {}
        for row in self.rows:
            for name in row.serves if host in row.hosts else ():
                rows.setdefault(name, row)
        return Operations(rows, requests)

    def lazy_requests(self, package: str, *modules: str, parts: Sequence[str] = ()) -> Lazy:
        """Make the names of a package those of its request classes, one per operation.

        Args:
            package: its ``__name__``.
            modules: where the classes are, searched in this order; first the one that the call's tag names.
            parts: generated models that users fill in, such as items of lists.
        """
        tags = {class_name(name): row.call.partition(".")[0] for row in reversed(self.rows) for name in row.serves}

        def find(name: str) -> Any:
            if name == "REQUESTS":
                return tuple(getattr(sys.modules[package], each) for each in tags)
            if name in parts:
                return getattr(import_module(f"{self.package}.models"), name)
            if name not in tags:
                return None
            places = sorted(modules, key=lambda module: module != tags[name])
            kinds = (vars(import_module(f"{package}.{place}")).get(name) for place in places)
            found = next((kind for kind in kinds if kind is not None), None)
            if found is None:
                raise LookupError(f"{package} has no class {name}, which specs/ has an operation for")
            return found

        return lazy(package, find, lambda: ["REQUESTS", *tags, *parts])

    def row(self, operation: str, host: str | None = None) -> Row:
        """Find the call that serves an operation.

        Raises:
            LookupError: the specification has none.
        """
        for row in self.rows:
            if operation in row.serves and (host is None or host in row.hosts):
                return row
        raise LookupError(f"the specification of {self.package} has no call for {operation!r}: add it to specs/")

    def call(self, name: str, fields: Mapping[str, Any]) -> HttpCall:
        """Build a call.

        Args:
            name: its module below ``api``, as ``Row.call`` and ``Row.status`` have it.
            fields: by the vendor's names.
        """
        found: HttpCall = self._module(name).call(fields)
        return found

    def status_call(self, row: Row, task_id: str) -> HttpCall:
        """Build the call that polls a task of an operation."""
        return self.call(row.status, {row.status_field: task_id})

    def read(self, name: str, content: Any) -> dict[str, Any]:
        """Read the fields of an answer's content under the client's names; anything but an object is empty.

        Args:
            name: module below ``api`` of the call that was answered.
            content: what the envelope holds.
        """
        found: dict[str, Any] = self._module(name).read(content)
        return found

    def _module(self, name: str) -> Any:
        try:
            return import_module(f"{self.package}.api.{name}")
        except ImportError as error:
            raise LookupError(f"the specification of {self.package} has no call {name!r}: add it to specs/") from error
