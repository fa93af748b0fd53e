"""Handles of tasks: what is known of one, and how to wait for it; the same names on both clients."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar, cast

import attrs

from reelscore.effects import Flow, LedgerJob
from reelscore.errors import ConfigurationError, ContentRejected, TaskFailed, TaskIncomplete, TaskModerated, TaskTimeout
from reelscore.flows.context import checked_timeout
from reelscore.flows.drivers import (
    AsyncRuntime,
    ProgressCallback,
    SyncRuntime,
    iter_async,
    iter_sync,
    run_async,
    run_sync,
)
from reelscore.flows.polling import DeliverySubscription, TaskRef, WaitOptions, refresh, wait
from reelscore.flows.recovery import Action
from reelscore.ledger.records import CallRecord
from reelscore.pricing import Quote
from reelscore.requests.request import Request
from reelscore.results import Progress, State, bind

if TYPE_CHECKING:
    from collections.abc import Generator

    from reelscore.downloads.partfile import DownloadedFile
    from reelscore.flows.context import ClientContext
    from reelscore.ledger import LedgerTransaction

R = TypeVar("R")
_RECENT_SECONDS = 60.0


class Inbox(Protocol):
    """Where webhook deliveries are kept: ``reelscore.webhooks.Inbox``."""

    def subscribe(self, ref: str) -> DeliverySubscription:
        """Return one waiter's view of the task that ``task.ref`` names."""
        ...

    def matches(self, tx: LedgerTransaction, rows: Sequence[CallRecord] | None = None) -> Mapping[str, str]:
        """Return the task ids of lost submissions by intent; runs inside a ledger transaction."""
        ...


class _Client(Protocol):
    """What a task needs of its client."""

    @property
    def host(self) -> Any: ...  # a Host: the field's converter hides that from one of the type checkers
    @property
    def context(self) -> ClientContext: ...


class _SyncClient(_Client, Protocol):
    def runtime(self, on_progress: ProgressCallback | None = None) -> SyncRuntime: ...


class _AsyncClient(_Client, Protocol):
    def runtime(self, on_progress: ProgressCallback | None = None) -> AsyncRuntime: ...


C = TypeVar("C", bound=_Client)


class BaseTask(Generic[R, C]):
    """What both kinds of task know. A copy that was pickled has no client: ``client.task(task.ref)`` attaches again."""

    def __init__(
        self,
        *,
        client: C,
        operation: str,
        id: str,  # noqa: A002 - the vendor's word
        request: Request[R] | None = None,
        quote: Quote | None = None,
        intent: str | None = None,
        progress: Progress[R] | None = None,
        just_submitted: bool = False,
    ) -> None:
        self._client: C | None = client
        self._host = client.host.name
        self.operation = operation
        self.id = id
        """The vendor's id."""
        self.request = request
        """None for a task that this ledger did not see submitted."""
        self.quote = quote
        self.intent = intent
        """Id of its row in the ledger."""
        self.progress = progress
        """The last poll."""
        self._just_submitted = just_submitted
        self._ended_at: float | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.ref!r}, state={str(self.state)!r})"

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_client": None}

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        return copy

    @property
    def client(self) -> C:
        """The client that it belongs to.

        Raises:
            ConfigurationError: the task came out of another process.
        """
        if self._client is None:
            raise ConfigurationError(f"this task has no client here: use client.task({self.ref!r})")
        return self._client

    @property
    def ref(self) -> str:
        """A text that ``client.task`` takes: host, operation and id."""
        return f"{self._host}/{self.operation}/{self.id}"

    @property
    def state(self) -> State:
        """The state at the last poll; QUEUED before the first."""
        return State.QUEUED if self.progress is None else self.progress.state

    @property
    def charge(self) -> Decimal | None:
        """Credits that the vendor said it took; None while it has not said it."""
        return None if self.progress is None else self.progress.charge

    def update(self, progress: Progress[R]) -> Progress[R]:
        """Take a poll over; its results are bound to this task."""
        result, partial = bind(progress.result, self), bind(progress.partial, self)
        self._just_submitted = False
        if self._ended_at is None and progress.state.terminal:
            self._ended_at = time.monotonic()
        self.progress = attrs.evolve(progress, result=result, partial=partial)
        return self.progress

    @property
    def ended_recently(self) -> bool:
        """Whether its end was seen here within the last minute: its files may not be everywhere yet."""
        return self._ended_at is not None and time.monotonic() - self._ended_at < _RECENT_SECONDS

    @property
    def _target(self) -> TaskRef:
        return TaskRef(
            operation=self.operation, task_id=self.id, intent=self.intent, just_submitted=self._just_submitted
        )

    def _wait_flow(self, timeout: float | None, webhooks: Inbox | None) -> Flow[Progress[Any]]:
        options = WaitOptions(
            schedule=self.client.host.schedule(self.operation),
            timeout=checked_timeout(timeout),
            deliveries=None if webhooks is None else webhooks.subscribe(self.ref),
            calls_back=self.request is None or self.client.host.calls_back(self.request),
        )
        return wait(self._target, self.client.context, options=options)

    @contextmanager
    def _named_in_errors(self) -> Generator[None]:
        try:
            yield
        except (TaskTimeout, TaskIncomplete) as error:
            error.task = self
            raise

    def _result(self, progress: Progress[R]) -> R:
        seen = self.update(progress)
        if seen.state is State.SUCCEEDED:
            return cast("R", seen.result)
        moderated = seen.state is State.MODERATED or isinstance(seen.error, ContentRejected)
        kind = TaskModerated if moderated else TaskFailed
        why = "" if seen.error is None else f": {seen.error}"
        raise kind(f"{self.operation} {self.id} {seen.state}{why}", task=self, error=seen.error) from seen.error


class Task(BaseTask[R, _SyncClient]):
    """A task of a blocking client."""

    def wait(
        self,
        timeout: float | None = None,
        *,
        on_progress: ProgressCallback | None = None,
        webhooks: Inbox | None = None,
    ) -> R:
        """Wait until the task has ended.

        Args:
            timeout: seconds; the operation's own limit when left out.
            on_progress: called with each poll after it is recorded; its exceptions are logged.
            webhooks: wakes the wait when a delivery has come; the task is polled then, and else only now and then.

        Raises:
            TaskFailed, TaskModerated: the vendor could not or would not finish it.
            TaskIncomplete: the vendor calls it done and shows no content.
            TaskTimeout: the time is over; the task goes on and waiting again is free.
        """
        return self._wait_on(self.client.runtime(on_progress), timeout=timeout, webhooks=webhooks)

    def _wait_on(self, runtime: SyncRuntime, *, timeout: float | None = None, webhooks: Inbox | None = None) -> R:
        """Like ``wait``, on a runtime of the caller's."""
        with self._named_in_errors():
            return self._result(run_sync(self._wait_flow(timeout, webhooks), runtime))

    def refresh(self) -> Progress[R]:
        """Poll the task now."""
        return self.update(run_sync(refresh(self._target, self.client.context), self.client.runtime()))

    def watch(self, timeout: float | None = None, *, webhooks: Inbox | None = None) -> Iterator[Progress[R]]:
        """Yield each poll until the task has ended; the last one says how.

        Raises:
            TaskTimeout: the time is over; the task goes on.
            TaskIncomplete: the vendor calls it done and shows no content.
        """
        with self._named_in_errors():
            for progress in iter_sync(self._wait_flow(timeout, webhooks), self.client.runtime()):
                yield self.update(progress)


class AsyncTask(BaseTask[R, _AsyncClient]):
    """A task of an async client."""

    async def wait(
        self,
        timeout: float | None = None,
        *,
        on_progress: ProgressCallback | None = None,
        webhooks: Inbox | None = None,
    ) -> R:
        """Wait until the task has ended.

        Args:
            timeout: seconds; the operation's own limit when left out.
            on_progress: called, and awaited where it is a coroutine function, with each poll after it is recorded.
            webhooks: wakes the wait when a delivery has come; the task is polled then, and else only now and then.

        Raises:
            TaskFailed, TaskModerated: the vendor could not or would not finish it.
            TaskIncomplete: the vendor calls it done and shows no content.
            TaskTimeout: the time is over; the task goes on and waiting again is free.
        """
        with self._named_in_errors():
            return self._result(await run_async(self._wait_flow(timeout, webhooks), self.client.runtime(on_progress)))

    async def refresh(self) -> Progress[R]:
        """Poll the task now."""
        return self.update(await run_async(refresh(self._target, self.client.context), self.client.runtime()))

    async def watch(self, timeout: float | None = None, *, webhooks: Inbox | None = None) -> AsyncIterator[Progress[R]]:
        """Yield each poll until the task has ended; the last one says how.

        Raises:
            TaskTimeout: the time is over; the task goes on.
            TaskIncomplete: the vendor calls it done and shows no content.
        """
        with self._named_in_errors():
            async for progress in iter_async(self._wait_flow(timeout, webhooks), self.client.runtime()):
                yield self.update(progress)


@attrs.frozen(kw_only=True)
class RecoveredTask:
    """One row that ``recover()`` found, and the handle of its task where it has one."""

    intent: str
    operation: str
    action: Action
    """"resumed", "replayed", "settled", "doubtful", "busy", "unsaved" or "unreadable"."""
    task: Any = None
    """A Task or AsyncTask; None while nobody knows whether there is one."""
    note: str = ""
    """What to do."""
    row: CallRecord = attrs.field(repr=False)


@attrs.frozen
class Outcome(Generic[R]):
    """How one request of ``run_all`` ended: with a result or with an error."""

    result: R | None = None
    error: Exception | None = None

    @property
    def ok(self) -> bool:
        """Whether there is a result."""
        return self.error is None

    def get(self) -> R:
        """Return the result, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast("R", self.result)


def mark_saved(task: Any, saved: Sequence[DownloadedFile]) -> Flow[None]:
    """Record where the files of a task are; a result without a task has no row."""
    if task is None or not saved:
        return
    from reelscore.downloads import files_of

    files = files_of(saved)
    host = task.client.host.name
    yield from LedgerJob(lambda tx: tx.record_saved(tx.intent_for(task.intent, host=host, task_id=task.id), files))
