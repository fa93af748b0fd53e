"""Tasks: what is known of one and how to wait for it; the way of a request from submission to saved files, as flows."""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeAlias, TypeVar, cast

import attrs

from reelscore._attrs import frozen
from reelscore.effects import CallKind, Download, Flow, LedgerJob, Now, OnDisk
from reelscore.errors import (
    ConfigurationError,
    ContentRejected,
    DownloadError,
    TaskFailed,
    TaskIncomplete,
    TaskModerated,
    TaskTimeout,
)
from reelscore.flows.context import ClientContext, WaitLimits, checked_timeout
from reelscore.flows.drivers import (
    AsyncRuntime,
    ProgressCallback,
    SyncRuntime,
    iter_async,
    iter_sync,
    run_async,
    run_sync,
    saved_anyway,
)
from reelscore.flows.polling import DeliverySubscription, TaskRef, WaitOptions, refresh, wait
from reelscore.flows.recovery import Action
from reelscore.flows.submit import call, submit
from reelscore.ledger.records import CallRecord, request_fingerprint
from reelscore.pricing import Quote
from reelscore.requests.request import Request, TaskRequest
from reelscore.results import Progress, State, bind
from reelscore.vendors.family import Family

if TYPE_CHECKING:
    from collections.abc import Generator

    from reelscore.downloads.targets import DownloadTarget
    from reelscore.ledger import LedgerTransaction

R = TypeVar("R")
_RECENT_SECONDS = 60.0
Key: TypeAlias = str | Callable[[Any], str | None] | None
"""A batch's name, or a function of the request; None makes no keys."""
KeyOf: TypeAlias = Callable[[Any, ClientContext], str | None]
logger = logging.getLogger("reelscore.client")


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
    def family(self) -> Any: ...  # a Family: the field's converter hides that from one of the type checkers
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
        family: Family | None = None,
        operation: str,
        id: str,  # noqa: A002 - the vendor's word
        request: Request[R] | None = None,
        quote: Quote | None = None,
        intent: str | None = None,
        progress: Progress[R] | None = None,
        just_submitted: bool = False,
    ) -> None:
        self._client: C | None = client
        mine: Family = family or client.family
        self._family: Family | None = mine
        self._place = mine.name
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
        return {**self.__dict__, "_client": None, "_family": None}

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
        return f"{self._place}/{self.operation}/{self.id}"

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
    def _context(self) -> ClientContext:
        context = self.client.context
        return context if self._family is None else attrs.evolve(context, family=self._family)

    @property
    def _target(self) -> TaskRef:
        return TaskRef(
            operation=self.operation, task_id=self.id, intent=self.intent, just_submitted=self._just_submitted
        )

    def result_flow(self, timeout: float | None, webhooks: Inbox | None = None) -> Flow[R]:
        """Wait until the task has ended, as a flow; see ``wait``."""
        with self._named_in_errors():
            return self._result((yield from self._wait_flow(timeout, webhooks)))

    def _wait_flow(self, timeout: float | None, webhooks: Inbox | None) -> Flow[Progress[Any]]:
        options = WaitOptions(
            schedule=self._context.family.schedule(self.operation),
            timeout=checked_timeout(timeout),
            deliveries=None if webhooks is None else webhooks.subscribe(self.ref),
            calls_back=self.request is None or self._context.family.calls_back(self.request),
        )
        return wait(self._target, self._context, options=options)

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
        return run_sync(self.result_flow(timeout, webhooks), self.client.runtime(on_progress))

    def refresh(self) -> Progress[R]:
        """Poll the task now."""
        return self.update(run_sync(refresh(self._target, self._context), self.client.runtime()))

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
    """A task of an async client; each method does what its namesake of Task does."""

    async def wait(
        self,
        timeout: float | None = None,
        *,
        on_progress: ProgressCallback | None = None,
        webhooks: Inbox | None = None,
    ) -> R:
        """Wait until the task has ended; *on_progress* is awaited where it is a coroutine function."""
        return await run_async(self.result_flow(timeout, webhooks), self.client.runtime(on_progress))

    async def refresh(self) -> Progress[R]:
        """Poll the task now."""
        return self.update(await run_async(refresh(self._target, self._context), self.client.runtime()))

    async def watch(self, timeout: float | None = None, *, webhooks: Inbox | None = None) -> AsyncIterator[Progress[R]]:
        """Yield each poll until the task has ended; the last one says how."""
        with self._named_in_errors():
            async for progress in iter_async(self._wait_flow(timeout, webhooks), self.client.runtime()):
                yield self.update(progress)


@frozen(kw_only=True)
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


@frozen
class Outcome(Generic[R]):
    """How one request of ``run_all`` ended: with a result or with an error; both where files could not be saved."""

    result: R | None = None
    error: Exception | None = None
    task: Any = attrs.field(default=None, kw_only=True)
    """Its Task or AsyncTask, once the vendor has taken it."""
    files: tuple[Path, ...] = attrs.field(default=(), kw_only=True)
    """What was saved."""
    intent: str = attrs.field(default="", kw_only=True)
    """Id of its row in the ledger; empty where none is known."""

    @property
    def ok(self) -> bool:
        """Whether there is a result."""
        return self.error is None

    def get(self) -> R:
        """Return the result, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast("R", self.result)


@frozen(kw_only=True)
class RunOptions:
    """How requests are run; the arguments of ``run_all``."""

    timeout: float | None = None
    limits: WaitLimits = attrs.field(factory=WaitLimits)
    wait: bool = True
    on_submitted: Callable[[Any, Any], Any] | None = None
    on_progress: Callable[[Any, Progress[Any]], Any] | None = None
    save_to: str | Path | None = None
    overwrite: bool = False


class BatchKeys:
    """Makes the idempotency keys of a batch: its name, the request's fingerprint, and its number among equal requests.

    The same requests in another order, or with others in between, have the same keys.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._equal: Counter[str] = Counter()

    def key(self, request: Request[Any], *, host: str, files: Mapping[str, str]) -> str:
        """Return the key of the next request.

        Args:
            request: before its files are uploaded.
            host: that it goes to.
            files: fingerprints of its files, as ``file_fingerprints`` gives them.
        """
        digest = request_fingerprint(host, request.operation, request={**request.to_json(), **files})
        self._equal[digest] += 1
        return f"{self._name} {digest} {self._equal[digest]}"


def key_function(key: Key) -> KeyOf:
    """Return what makes the keys of ``run_all``: of a batch's name, or by the caller's function."""
    if not isinstance(key, str):
        return lambda request, _: None if key is None else key(request)
    batch = BatchKeys(key)
    return lambda request, context: batch.key(request, host=context.family.name, files=context.files)


def checked_request(request: Request[R]) -> Request[R]:
    """Return a request.

    Raises:
        ConfigurationError: it is none.
    """
    if not isinstance(request, Request):
        raise ConfigurationError(
            f"{request!r} is no request; make one of a vendor's request class, "
            "or call the client's method of the operation"
        )
    return request


def run_request(
    asked: Request[Any] | BaseTask[Any, Any],
    client: Any,
    *,
    kind: Callable[..., Any],
    context: ClientContext,
    key: str | None,
    options: RunOptions,
) -> Flow[Outcome[Any]]:
    """Submit a request, or take up a task that is under way; wait; save the files.

    Of a task that failed, what is finished is paid for, and saved as well.

    Args:
        asked: the request or task.
        client: that the task will belong to.
        kind: Task or AsyncTask.
        context: of the client.
        key: idempotency key.
        options: how.
    """
    task, result, intent, saved = None, None, "", tuple[Path, ...]()
    try:
        start = yield from Now()
        if isinstance(asked, BaseTask):
            task = asked
        elif checked_request(asked).role in {CallKind.READ, CallKind.UPLOAD}:
            result = yield from call(asked, context, timeout=options.timeout)
        else:
            if options.save_to is not None:
                yield from _check_folder(options.save_to)
            done = yield from submit(asked, context, key=key, limits=options.limits)
            intent = done.intent
            if not isinstance(asked, TaskRequest):
                result = context.family.result(asked.operation, done.data)
            else:
                task = client.make_task(kind, done)
        if task is not None:
            _tell(options.on_submitted, asked, task)
            if not options.wait:
                return Outcome(task=task, intent=intent)
            spent = (yield from Now()) - start
            left = None if options.timeout is None else max(0.0, options.timeout - spent)
            result = yield from task.result_flow(left)
        if options.save_to is not None:
            saved = yield from save_all(result, client, options.save_to, overwrite=options.overwrite)
            if task is None and intent:
                saved = yield from _save_answer(
                    result, client, options.save_to, intent=intent, overwrite=options.overwrite
                )
    except TaskFailed as error:
        progress = None if task is None else task.progress
        if options.save_to is not None and progress is not None and progress.partial is not None:
            result = progress.partial
            try:
                saved = yield from save_all(result, client, options.save_to, overwrite=options.overwrite)
            except Exception:  # the task's own failure is the one to tell
                logger.exception("the finished files of %s were not saved", error.task)
        return Outcome(result, error, task=task, files=saved, intent=intent)
    except Exception as error:  # noqa: BLE001 - kept as a value: the others go on
        intent = intent or str(getattr(error, "intent", "") or getattr(error, "trace_id", "") or "")
        return Outcome(result, error, task=task, files=saved, intent=intent)
    return Outcome(result, task=task, files=saved, intent=intent)


def _check_folder(folder: str | Path) -> Flow[None]:
    """Look whether files can be saved there, before money is spent."""
    from reelscore.downloads.targets import check_destination, expand

    yield from OnDisk(lambda: check_destination(f"{expand(folder)}{os.sep}"))


def _tell(callback: Callable[[Any, Any], Any] | None, asked: Any, task: Any) -> None:
    try:
        if callback is not None:
            callback(asked, task)
    except Exception:
        logger.exception("on_submitted failed; %s goes on", task.ref)


def save_file(target: DownloadTarget, client: Any, task: Any) -> Flow[Path]:
    """Save one file of a result."""
    saved = yield from _download([target], client, task)
    return Path(saved[0].path)


def save_all(result: Any, client: Any, folder: str | Path, *, overwrite: bool) -> Flow[tuple[Path, ...]]:
    """Save every file of a result, or its text, as TITLE-ID.EXT with a JSON beside them; see ``Result.save_all``.

    Files that the ledger knows, and that are there in the same size, are not brought again.

    Returns:
        Paths in the order of the assets; covers and the JSON are not among them.
    """
    from reelscore.downloads.targets import TaskFiles, check_targets, targets_for

    task = getattr(result, "task", None)
    if task is None:
        saved = yield from _download(targets_for(result, folder, overwrite=overwrite), client, None)
        return tuple(file.path for file in saved)
    row = yield from LedgerJob(lambda tx: tx.find_intent(_row_of(tx, task)), reads=True)
    files = TaskFiles(
        result=result,
        folder=folder,
        operation=f"{client.vendor}.{task.operation.replace('_', '-')}",
        id=task.id,
        request=_fields(row, task),
        record=row,
    )
    if files.text:
        words = yield from OnDisk(partial(files.write_text, overwrite=overwrite))
        with saved_anyway(words):
            yield from LedgerJob(lambda tx: _record(tx, words, task))
        return (words.path,)
    targets = files.targets(overwrite=overwrite)
    known = {} if overwrite else (yield from OnDisk(partial(files.saved_before, targets)))
    wanted = [each for each in targets if each.target not in known]
    yield from OnDisk(partial(check_targets, wanted))
    brought = {file.path: file for file in (yield from _download(wanted, client, task))}
    saved = tuple((known | brought)[each.target] for each in targets)
    if wanted:
        covers = yield from _covers(files.covers(saved), client, task)
        yield from OnDisk(partial(files.write_sidecar, [*saved, *covers]))
    return tuple(file.path for file in saved)


def _save_answer(
    result: Any, client: Any, folder: str | Path, *, intent: str, overwrite: bool
) -> Flow[tuple[Path, ...]]:
    """Save the text of a paid answer that no task stands for, as TITLE-ID.txt; ID is the name of the ledger's row."""
    from reelscore.downloads.partfile import files_of
    from reelscore.downloads.targets import TaskFiles

    row: CallRecord | None = yield from LedgerJob(lambda tx: tx.find_intent(intent), reads=True)
    if row is None:
        return ()
    operation = f"{client.vendor}.{row.operation.replace('_', '-')}"
    files = TaskFiles(result=result, folder=folder, operation=operation, id=intent[:8], request=row.request, record=row)
    if not files.text:
        return ()
    words = yield from OnDisk(partial(files.write_text, overwrite=overwrite))
    with saved_anyway(words):
        yield from LedgerJob(lambda tx: tx.record_saved(intent, files_of([words])))
    return (words.path,)


def _covers(targets: tuple[DownloadTarget, ...], client: Any, task: Any) -> Flow[list[Any]]:
    """Bring cover pictures; one that does not come is no reason to fail."""
    saved: list[Any] = []
    for target in targets:
        try:
            saved += yield from _download([target], client, task)
        except DownloadError as error:
            logger.info("the cover %s was not saved: %s", target.target.name, error)
    return saved


def _download(targets: Any, client: Any, task: Any) -> Flow[tuple[Any, ...]]:
    from reelscore.downloads.http import options_for
    from reelscore.transport.http import USER_AGENT

    if not targets:
        return ()
    options = options_for(client.urls[0], user_agent=USER_AGENT, timeout=client.timeout)
    return (yield from Download(targets=targets, options=options, record=lambda tx, file: _record(tx, file, task)))


def _record(tx: Any, file: Any, task: Any) -> None:
    """Write down where a file of a task is; a result without a task has no row."""
    from reelscore.downloads.partfile import files_of

    if task is not None:
        tx.record_saved(_row_of(tx, task), files_of([file]))


def _row_of(tx: Any, task: Any) -> str:
    found: str = tx.intent_for(task.intent, host=task.client.host.name, task_id=task.id)
    return found


def _fields(row: CallRecord | None, task: Any) -> Mapping[str, Any]:
    if row is not None:
        return row.request
    return {} if task.request is None else task.request.to_json()
