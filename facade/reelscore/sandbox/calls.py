"""One request and one answer of a vendor, without any transport."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

if TYPE_CHECKING:
    from reelscore.sandbox.books import Account
    from reelscore.sandbox.callbacks import Letter
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.files import File
    from reelscore.sandbox.tasks import Task

Role: TypeAlias = Literal["submit", "status", "read", "upload"]
Body: TypeAlias = dict[str, Any]


@attrs.frozen
class Upload:
    """A file part of a form."""

    name: str
    content_type: str
    data: bytes
    size: int
    """Bytes of the whole file; `data` is all of it up to the sandbox's limit."""


@attrs.define(eq=False, kw_only=True)
class Call:
    """One request after routing: everything that a handler may look at."""

    engine: Engine
    host: str
    operation: str
    role: Role
    method: str
    path: str
    params: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """Parts of the path, by name."""
    query: Mapping[str, str] = attrs.field(factory=dict[str, str])
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """Lower-case names."""
    body: Any = None
    """Parsed JSON, or the fields of a form."""
    sent: Any = None
    """The body as it arrived; a handler may leave only what it knows in `body`."""
    malformed: bool = False
    """The body said that it was JSON and was not."""
    origin: str = ""
    account: Account | None = None
    task: Task | None = None
    """The task that this call made or asked about."""

    @property
    def fields(self) -> Body:
        """The body as an object; anything else counts as empty."""
        return self.body if isinstance(self.body, dict) else {}

    @property
    def owner(self) -> Account:
        """The account, once the key was checked."""
        if self.account is None:
            raise Refusal("auth")
        return self.account


@attrs.frozen
class Answer:
    """What goes back: an HTTP status and a JSON value."""

    payload: Any
    status: int = 200


class Refusal(Exception):
    """The vendor says no.

    Args:
        kind: row of the vendor's table of refusals (``auth``, ``credits``, ``missing`` …).
        text: fills ``{}`` in the row's message, or a whole message for rows that have none.
        data: what the envelope carries beside the code.
    """

    def __init__(self, kind: str, text: str = "", *, data: Any = None) -> None:
        super().__init__(kind, text)
        self.kind, self.text, self.data = kind, text, data


@attrs.frozen
class Route:
    """One method and path, and who answers it."""

    method: str
    path: str
    """Without the vendor's prefix; ``{name}`` matches one part."""
    operation: str
    role: Role
    handle: Callable[[Call], Answer]


@attrs.frozen
class Vendor:
    """One vendor's face: where its routes are and how it says yes and no."""

    host: str
    prefix: str
    """First part of the path in the sandbox."""
    roots: tuple[str, ...]
    """Prefixes of the vendor's own paths; any number of them is taken off."""
    routes: tuple[Route, ...]
    sign_in: Callable[[Call], Account]
    refuse: Callable[[Call, Refusal], Answer]
    refine: Callable[[Call], str] = lambda call: call.operation
    """Names the operation more exactly once the body is known."""
    find_file: Callable[[Engine, str], File | None] = lambda _engine, _name: None
    """Tells what a link of the vendor's stands for."""
    letters: Callable[[Engine, Task], list[Letter]] = lambda _engine, _task: []
    """Writes the callbacks of a new task."""
