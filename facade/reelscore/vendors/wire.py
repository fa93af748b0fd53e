"""What generated clients are made of: how a call is written, the table of operations; and families on top; no I/O."""

from __future__ import annotations

import abc
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any, ClassVar, Literal, TypeAlias
from urllib.parse import quote

import attrs

from reelscore._attrs import frozen
from reelscore.effects import CallKind, HttpCall
from reelscore.errors import ConfigurationError, WebhookError
from reelscore.requests.request import Request
from reelscore.results import Progress
from reelscore.vendors.coercion import fields as fields_of
from reelscore.vendors.coercion import fill, parsed, text
from reelscore.vendors.envelope import CallContext, EnvelopeFormat, guarded
from reelscore.vendors.family import CallOutcome, Delivery, Family, Kind, Operation, Schedule, plain_word
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


_BUILD: Mapping[str, Callable[[str, str, Mapping[str, Any]], HttpCall]] = {
    "json": json_call,
    "form": form_call,
    "query": query_call,
}


@frozen(kw_only=True)
class Row:
    """One call of a vendor's specification: a line of the generated table of operations."""

    call: str
    """Its name: the tag of the specification, a dot, and its words."""
    serves: tuple[str, ...]
    """Operations of the client that make it."""
    method: str
    path: str
    carries: Literal["json", "form", "query"]
    """Where its fields go."""
    role: str
    kind: Kind
    answer_type: str
    """As in ``Operation``; `x-family` of the specification."""
    status: str
    """Name of the call that polls its tasks."""
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
    """A generated package: its table of operations, loaded on first use, and the calls that it lists."""

    def __init__(self, package: str) -> None:
        self.package = package
        self._operations: dict[str, Operations] = {}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every call of the specification."""
        found: tuple[Row, ...] = import_module(f"{self.package}.operations").ROWS
        return found

    @cached_property
    def _calls(self) -> Mapping[str, Row]:
        return {row.call: row for row in self.rows}

    def operations(self, host: str, *, requests: str) -> Operations:
        """List the operations of a host."""
        found = self._operations.get(host)
        if found is None:
            rows: dict[str, Row] = {}
            for row in self.rows:
                for name in row.serves if host in row.hosts else ():
                    rows.setdefault(name, row)
            found = self._operations[host] = Operations(rows, requests)
        return found

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
            name: as ``Row.call`` and ``Row.status`` have it.
            fields: by the vendor's names.
        """
        row = self._calls[name]
        return _BUILD[row.carries](row.method, row.path, fields)

    def status_call(self, row: Row, task_id: str) -> HttpCall:
        """Build the call that polls a task of an operation."""
        return self.call(row.status, {row.status_field: task_id})


Reader: TypeAlias = Callable[[Any, Mapping[str, Any], Any], Any]
"""Makes a result of a class from the fields of an answer and the vendor's own object."""


def plain(**names: str) -> Reader:
    """Make a reader of fields by their types; *names* are the vendor's where they differ."""
    return lambda kind, found, raw: fill(kind, found, names, raw=raw)


class SpecifiedFamily(Family):
    """A family whose operations stand in a specification and whose answers have one envelope.

    A vendor's class adds its tables, and readers of what is inside of the envelope.
    """

    client: ClassVar[WireClient]
    requests: ClassVar[str]
    """Module of the request classes, each named after its operation."""
    envelope: ClassVar[EnvelopeFormat]
    words: ClassVar[Mapping[str, str]]
    """Other words for operations: the vendor's, and those of older texts."""
    polls: ClassVar[frozenset[str]] = frozenset({"status"})
    """Words that are no operation's and mean a look at a task."""
    usual: ClassVar[str]
    """The operation whose tasks are looked at where a word is none."""
    schedules: ClassVar[Mapping[str, Schedule]]
    """By operation, or by the type of its answers; "*" for all others."""
    callback_field: ClassVar[str] = "call_back_url"
    """The request's field that says where to report."""

    @property
    def placeholder(self) -> str | None:
        """What stands for a callback address that the vendor demands and nobody listens at."""
        return None

    @property
    def readers(self) -> Mapping[str, Reader]:
        """Readers of operations that are answered at once; the others are read field by field."""
        return {}

    @property
    def operations(self) -> Operations:
        """Operations by name."""
        return self.client.operations(self.host.name, requests=self.requests)

    def name_of(self, op: str) -> str:
        """Return our name of an operation for any word: with hyphens, of the vendor, of the route of its status."""
        word = plain_word(op)
        return self.words.get(word, word)

    def _find(self, op: str) -> Operation | None:
        """Find an operation by any word; None for a word that no operation has."""
        return self.operations.get(self.name_of(op))

    def _answer_type(self, op: str) -> str:
        """Return the type of an operation's answers; that of the usual one for a word that no operation has."""
        return self.operations.rows.get(self.name_of(op), self.operations.rows[self.usual]).answer_type

    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a vendor-shaped JSON body; never raises on a JSON object, wrong types are violations."""
        return self.operation(self.name_of(op)).request.from_wire(body)

    def complete(self, request: Request[Any], *, callback_url: str | None) -> Request[Any]:
        """Fill in where to report, where the operation has a place for it and nothing stands there."""
        address = callback_url or self.placeholder
        if address is None or getattr(request, self.callback_field, "") is not None:
            return request
        changes: dict[str, Any] = {self.callback_field: address}
        return attrs.evolve(request, **changes)

    def calls_back(self, request: Request[Any]) -> bool:
        """Return whether a request says where to report, and somebody listens there."""
        return getattr(request, self.callback_field, None) not in (None, self.placeholder)

    def _body(self, request: Request[Any]) -> Mapping[str, Any]:
        """Return what a call carries, by the vendor's names."""
        return request.to_wire()

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request; its fields leave exactly as they are given."""
        row = self.operations.rows[self.operation(request.operation).name]
        return attrs.evolve(self.client.call(row.call, self._body(request)), trace_id=trace_id)

    def status_call(self, op: str, task_id: str, *, trace_id: str) -> HttpCall:
        """Build the HTTP call that looks at a task."""
        row = self.operations.rows.get(self.name_of(op))
        row = row if row is not None and row.status else self.operations.rows[self.usual]
        return attrs.evolve(self.client.status_call(row, task_id), trace_id=trace_id)

    def _context(self, op: str, *, is_poll: bool | None = None) -> CallContext:
        """Return which call an answer belongs to, for any word."""
        found, word = self._find(op), op.strip().lower().replace("-", "_")
        polls = word in self.polls or word.endswith(("_details", "_status", "_record_info"))
        polls = polls if is_poll is None else is_poll
        return CallContext(
            host=self.host.name,
            keys_url=self.host.key_page,
            operation="" if found is None else found.name,
            is_poll=polls,
            needs_task=found is not None and found.kind == "task" and not polls,
            where=frozenset({self.host.name, *self._places("" if found is None else found.name, is_poll=polls)}),
        )

    def _places(self, operation: str, *, is_poll: bool) -> Iterable[str]:
        """Return the words that rows of the code table ask for, beside the host's name."""
        return ("poll" if is_poll else "call",)

    def verdict(self, op: str, http_status: int, payload: Any) -> CallOutcome:
        """Judge an answer by the code in its body; takes any word for the operation."""
        context = self._context(op)
        return guarded(lambda: self._outcome(http_status, payload, context=context), http_status, payload, context)

    def _outcome(self, http_status: int, payload: Any, *, context: CallContext) -> CallOutcome:
        """Judge an answer to a call; what this raises leaves open whether the call was taken."""
        return self.envelope.outcome(http_status, payload, context=context)

    def result(self, op: str, data: Any) -> Any:
        """Read the content of a call that was answered at once; that of any other word is left as it is."""
        found = self._find(op)
        if found is None or found.kind == "task":
            return data
        return self.readers.get(found.name, plain())(found.request.result, fields_of(data), data)

    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Read a webhook; with a secret a bad signature raises BadSignature.

        Raises:
            WebhookError: it is no JSON object.
            ConfigurationError: a secret is given, and the host signs nothing.
        """
        payload = parsed(body)
        envelope = self.envelope.read(payload)
        task_id = self.envelope.task_id_of(envelope.data, envelope.fields)
        if secret is not None:
            self.host.verify(headers, body, task_id, secret=secret)
        if not isinstance(payload, Mapping):
            raise WebhookError("the delivery is no JSON object")
        return Delivery(
            task_id=task_id,
            stage=text(fields_of(envelope.data).get("callback_type")).strip() or "single",
            progress=self._delivered(payload),
            verified=secret is not None,
            raw=payload,
        )

    @abc.abstractmethod
    def _delivered(self, payload: Mapping[str, Any]) -> Progress[Any]:
        """Read what a webhook says of its task; the state is UNKNOWN where it is another family's."""

    def schedule(self, op: str) -> Schedule:
        """When to look at a task of this operation, by the vendor's advice."""
        known = (self.schedules.get(word) for word in (self.name_of(op), self._answer_type(op), "*"))
        return next(schedule for schedule in known if schedule is not None)
