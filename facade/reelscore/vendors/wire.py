"""What generated clients are made of: how a call is written, the table of operations, how an answer is read; no I/O."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Self, TypeAlias
from urllib.parse import quote

import attrs

from reelscore.effects import CallKind, HttpCall
from reelscore.vendors.host import Kind, Operation

_JSON = json.JSONEncoder(separators=(",", ":")).encode
_HEADERS = {"Content-Type": "application/json"}


def json_call(method: str, path: str, fields: Mapping[str, Any]) -> HttpCall:
    """Build a call whose fields are a JSON body, which leaves exactly as it is given, in ASCII."""
    return HttpCall(method=method, path=path, headers=_HEADERS, content=_JSON(fields).encode("ascii"))


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


@attrs.frozen(kw_only=True)
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
    family: str
    result: str
    """Name of the result's class."""
    status: str
    """Module below ``api`` of the call that polls its tasks."""
    status_field: str
    """Parameter of that call that takes the task's id."""
    hosts: tuple[str, ...]


@attrs.frozen
class Operations(Mapping[str, Operation]):
    """The operations of one host by name; a request class is made when its operation is asked for."""

    rows: Mapping[str, Row]
    requests: str
    """Module of the request classes, each named after its operation."""

    def __getitem__(self, name: str) -> Operation:
        return _operation(self.requests, name, self.rows[name])

    def __contains__(self, name: object) -> bool:
        return name in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@cache
def _operation(requests: str, name: str, row: Row) -> Operation:
    request = getattr(import_module(requests), "".join(word.capitalize() for word in name.split("_")))
    return Operation(
        name=name,
        request=request,
        method=row.method,
        path=row.path,
        role=CallKind(row.role),
        kind=row.kind,
        family=row.family,
        result=request.result,
    )


@attrs.frozen
class WireClient:
    """A generated package: its table, its calls and its models, each loaded on first use."""

    package: str

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every call of the specification."""
        return _rows(self.package)

    def operations(self, host: str, *, requests: str) -> Operations:
        """List the operations of a host."""
        rows: dict[str, Row] = {}
        for row in self.rows:
            for name in row.serves if host in row.hosts else ():
                rows.setdefault(name, row)
        return Operations(rows, requests)

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
        return _call(self.package, name)(fields)

    def status_call(self, row: Row, task_id: str) -> HttpCall:
        """Build the call that polls a task of an operation."""
        return self.call(row.status, {row.status_field: task_id})

    def read(self, model: str, data: Any) -> Any:
        """Read an object of an answer into its model; what does not fit is left out, never raised."""
        return _model(self.package, model).from_wire(data)

    def plain(self, model: str, data: Any) -> dict[str, Any]:
        """Read what an object of an answer has, as plain values under Python names."""
        return plain_values(_model(self.package, model), data)


@cache
def _rows(package: str) -> tuple[Row, ...]:
    found: tuple[Row, ...] = import_module(f"{package}.operations").ROWS
    return found


@cache
def _call(package: str, name: str) -> Callable[[Mapping[str, Any]], HttpCall]:
    found: Callable[[Mapping[str, Any]], HttpCall] = import_module(f"{package}.api.{name}").call
    return found


@cache
def _model(package: str, name: str) -> type[Answer]:
    found: type[Answer] = getattr(import_module(f"{package}.models"), name)
    return found


def inner(*wire: str, model: type[Answer] | None = None) -> dict[str, Any]:
    """Make the metadata of an answer's field: its names on the wire, and the model of what stands there."""
    return {"wire": wire, "model": model}


@attrs.frozen(kw_only=True, eq=False)
class Answer:
    """An object of an answer. Vendors change answers weekly: what is missing is None, and no value is refused."""

    @classmethod
    def from_wire(cls, data: Any) -> Self:
        """Read an object; what is none reads as an empty one."""
        found = _given(cls, data)
        for name, (_, model) in _layout_of(cls).items():
            if model is not None and name in found:
                found[name] = _read(model, found[name])
        return cls(**found)


def _given(cls: type[Answer], data: Any) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        return {}
    found: dict[str, Any] = {}
    for name, (wires, _) in _layout_of(cls).items():
        wire = next((wire for wire in wires if data.get(wire) is not None), wires[0])
        if wire in data:
            found[name] = data[wire]
    return found


_Layout: TypeAlias = Mapping[str, tuple[tuple[str, ...], type[Answer] | None]]
_LAYOUTS: dict[type[Answer], _Layout] = {}


def _layout_of(cls: type[Answer]) -> _Layout:
    """Lay the fields of a model out, once: Python name to names on the wire and the model inside."""
    if cls not in _LAYOUTS:
        _LAYOUTS[cls] = {
            field.name: (field.metadata.get("wire", (field.name,)), field.metadata.get("model"))
            for field in attrs.fields(cls)
        }
    return _LAYOUTS[cls]


def _read(model: type[Answer], value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(model.from_wire(entry) for entry in value if isinstance(entry, Mapping))
    return model.from_wire(value) if isinstance(value, Mapping) else None


def plain_values(model: type[Answer], data: Any) -> dict[str, Any]:
    """Read what an object has, under Python names; lists keep their objects only, and what is none is empty."""
    found = _given(model, data)
    for name, (_, part) in _layout_of(model).items():
        if part is not None and name in found:
            value = found[name]
            is_list = isinstance(value, (list, tuple))
            found[name] = (
                [plain_values(part, one) for one in value if isinstance(one, Mapping)]
                if is_list
                else plain_values(part, value)
            )
    return found
