"""Handles of tasks: what is known of one, and how to wait for it; the same names on both clients."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

import attrs

from reelscore.errors import ContentRejected, TaskFailed, TaskModerated, TaskTimeout
from reelscore.flows.drivers import ProgressCallback, iter_async, iter_sync, run_async, run_sync
from reelscore.flows.polling import DeliverySubscription, TaskRef, WaitOptions, refresh, wait
from reelscore.flows.recovery import Action
from reelscore.ledger.records import CallRecord
from reelscore.pricing import Quote
from reelscore.requests.request import Request
from reelscore.results import Progress, State, bind

if TYPE_CHECKING:
    from reelscore.client import AsyncClient, Client
    from reelscore.ledger import LedgerTransaction

R = TypeVar("R")


class Inbox(Protocol):
    """Where webhooks are put when they have come: ``reelscore.webhooks.Inbox``."""

    def letterbox(self, ref: str) -> DeliverySubscription:
        """Give one waiter's view of the task that ``task.ref`` names."""
        ...

    def matches(self, tx: LedgerTransaction, rows: Sequence[CallRecord] | None = None) -> Mapping[str, str]:
        """Give the task ids of lost submissions by intent, as far as webhooks tell; runs inside a job of the ledger."""
        ...


@attrs.define(eq=False, kw_only=True)
class BaseTask(Generic[R]):
    """What both kinds of task know."""

    operation: str
    id: str
    """The vendor's id."""
    request: Request[R] | None = None
    """None for a task that this ledger did not see submitted."""
    quote: Quote | None = None
    intent: str | None = None
    """Name of its row in the ledger."""
    progress: Progress[R] | None = attrs.field(default=None, repr=False)
    """The last look."""
    _fresh: bool = attrs.field(default=False, repr=False)

    @property
    def state(self) -> State:
        """The state at the last look; QUEUED before the first."""
        return State.QUEUED if self.progress is None else self.progress.state

    @property
    def charge(self) -> Decimal | None:
        """Credits that the vendor said it took; None while it has not said it."""
        return None if self.progress is None else self.progress.charge

    def _target(self) -> TaskRef:
        return TaskRef(operation=self.operation, task_id=self.id, intent=self.intent, fresh=self._fresh)

    def seen(self, progress: Progress[R]) -> Progress[R]:
        """Take a look over; its results are bound to this task."""
        result, partial = bind(progress.result, self), bind(progress.partial, self)
        self._fresh = False
        self.progress = attrs.evolve(progress, result=result, partial=partial)
        return self.progress

    def _end(self, progress: Progress[R]) -> R:
        seen = self.seen(progress)
        if seen.state is State.SUCCEEDED:
            return cast("R", seen.result)
        moderated = seen.state is State.MODERATED or isinstance(seen.error, ContentRejected)
        kind = TaskModerated if moderated else TaskFailed
        why = "" if seen.error is None else f": {seen.error}"
        raise kind(f"{self.operation} {self.id} {seen.state}{why}", task=self, error=seen.error) from seen.error


@attrs.define(eq=False, kw_only=True)
class Task(BaseTask[R]):
    """A task of a blocking client."""

    client: Client = attrs.field(repr=False)

    @property
    def ref(self) -> str:
        """A text that ``client.task`` takes: host, operation and id."""
        return f"{self.client.host.name}/{self.operation}/{self.id}"

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
            on_progress: called with each look after it is recorded; its exceptions are logged.
            webhooks: wakes the wait when a delivery has come; the task is looked at then, and else only now and then.

        Raises:
            TaskFailed, TaskModerated: the vendor could not or would not finish it.
            TaskTimeout: the time is over; the task goes on and waiting again is free.
        """
        flow = wait(self._target(), self.client.terms, watch=self._watch(timeout, webhooks))
        try:
            return self._end(run_sync(flow, self.client.world(on_progress)))
        except TaskTimeout as error:
            error.task = self
            raise

    def refresh(self) -> Progress[R]:
        """Look at the task now."""
        return self.seen(run_sync(refresh(self._target(), self.client.terms), self.client.world()))

    def watch(self, timeout: float | None = None, *, webhooks: Inbox | None = None) -> Iterator[Progress[R]]:
        """Give each look until the task has ended; the last one says how.

        Raises:
            TaskTimeout: the time is over; the task goes on.
        """
        flow = wait(self._target(), self.client.terms, watch=self._watch(timeout, webhooks))
        try:
            for progress in iter_sync(flow, self.client.world()):
                yield self.seen(progress)
        except TaskTimeout as error:
            error.task = self
            raise

    def _watch(self, timeout: float | None, webhooks: Inbox | None) -> WaitOptions:
        schedule = self.client.host.schedule(self.operation)
        return WaitOptions(
            schedule=schedule, timeout=timeout, letters=None if webhooks is None else webhooks.letterbox(self.ref)
        )


@attrs.define(eq=False, kw_only=True)
class AsyncTask(BaseTask[R]):
    """A task of an async client."""

    client: AsyncClient = attrs.field(repr=False)

    @property
    def ref(self) -> str:
        """A text that ``client.task`` takes: host, operation and id."""
        return f"{self.client.host.name}/{self.operation}/{self.id}"

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
            on_progress: called, and awaited where it is a coroutine function, with each look after it is recorded.
            webhooks: wakes the wait when a delivery has come; the task is looked at then, and else only now and then.

        Raises:
            TaskFailed, TaskModerated: the vendor could not or would not finish it.
            TaskTimeout: the time is over; the task goes on and waiting again is free.
        """
        flow = wait(self._target(), self.client.terms, watch=self._watch(timeout, webhooks))
        try:
            return self._end(await run_async(flow, self.client.world(on_progress)))
        except TaskTimeout as error:
            error.task = self
            raise

    async def refresh(self) -> Progress[R]:
        """Look at the task now."""
        return self.seen(await run_async(refresh(self._target(), self.client.terms), self.client.world()))

    async def watch(self, timeout: float | None = None, *, webhooks: Inbox | None = None) -> AsyncIterator[Progress[R]]:
        """Give each look until the task has ended; the last one says how.

        Raises:
            TaskTimeout: the time is over; the task goes on.
        """
        flow = wait(self._target(), self.client.terms, watch=self._watch(timeout, webhooks))
        try:
            async for progress in iter_async(flow, self.client.world()):
                yield self.seen(progress)
        except TaskTimeout as error:
            error.task = self
            raise

    def _watch(self, timeout: float | None, webhooks: Inbox | None) -> WaitOptions:
        schedule = self.client.host.schedule(self.operation)
        return WaitOptions(
            schedule=schedule, timeout=timeout, letters=None if webhooks is None else webhooks.letterbox(self.ref)
        )


@attrs.frozen(kw_only=True)
class RecoveredTask:
    """One row that ``recover()`` found, and the handle of its task where it has one."""

    intent: str
    operation: str
    action: Action
    """"resumed", "replayed", "doubtful", "busy" or "unsaved"."""
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
        """Give the result, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast("R", self.result)


def record_files(tx: LedgerTransaction, *, task: Any, files: Sequence[Mapping[str, Any]]) -> None:
    """Write down where the files of a task are; a value without a task has no row."""
    if task is not None:
        tx.record_saved(tx.intent_for(task.intent, host=task.client.host.name, task_id=task.id), files)
