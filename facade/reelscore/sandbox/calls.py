"""One request of a vendor's API, the table of routes, and what a vendor brings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from reelscore.sandbox.accounts import Account
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.values import Answer, Callback, Facts, File, Refusal, Role, Stages, Task, refuse_if


@attrs.define(eq=False, kw_only=True)
class Call:
    """One request after routing: everything that a handler may look at."""

    engine: Engine
    host: str
    operation: str
    role: Role
    method: str
    path: str
    params: Mapping[str, str]
    """Parts of the path, by name."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Lower-case names."""
    body: Any = None
    """Parsed JSON, or the fields of a form."""
    sent: Any = None
    """The body as it arrived; a handler may leave only what it knows in `body`."""
    malformed: bool = False
    """The body said that it was JSON and was not."""
    origin: str = ""
    account: Account = attrs.field(init=False)
    """Whose key was checked."""
    task: Task | None = None
    """The task that this call made or asked about."""

    @property
    def fields(self) -> dict[str, Any]:
        """The body as an object; anything else counts as empty."""
        return self.body if isinstance(self.body, dict) else {}

    @property
    def now(self) -> float:
        """Unix seconds of the sandbox clock, the same throughout one answer."""
        return self.engine.now()

    @property
    def is_strict(self) -> bool:
        """Whether ids that this account never made are refused."""
        return self.engine.settings.strict_references

    def owned(self, kind: str) -> dict[str, Any]:
        """Return the account's small things of one kind, by id."""
        things: dict[str, Any] = self.engine.things.setdefault((self.account.host, self.account.key), {})
        found: dict[str, Any] = things.setdefault(kind, {})
        return found

    def judge(self, refusals: Iterable[Refusal]) -> None:
        """Raise the first reason to refuse a submission; too many in 10 s come before all others."""
        refuse_if(self.engine.throttled(self.host, self.account.key), "throttle")
        for refusal in refusals:
            raise refusal

    def new_task(self, identity: int | str, stages: Stages, *, credits: Decimal, **more: Any) -> Task:
        """Make a task of this account, which is not started yet; refuse what it cannot pay."""
        refuse_if(credits > self.account.balance, "credits")
        seed = self.engine.random.randrange(2**31)
        kept: Facts = {"operation": self.operation, "seed": seed, "body": self.fields, "origin": self.origin, **more}
        account, now = self.account, self.now
        return Task(id=identity, host=self.host, key=account.key, created=now, stages=stages, credits=credits, **kept)

    def find_task(self, identity: object) -> Task | None:
        """Return the task of this account with an id, if there is one."""
        task = self.engine.tasks.get((self.host, str(identity)))
        return task if task is not None and task.key == self.account.key else None


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
    """Finds what a link of the vendor's stands for."""
    callbacks: Callable[[Engine, Task], list[Callback]] = lambda _engine, _task: []
    """Writes the callbacks of a new task."""
