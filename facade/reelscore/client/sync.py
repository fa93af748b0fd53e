"""The blocking client: what can be done with any request on this thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import attrs

from reelscore.client.config import (
    ClientConfig,
    check_concurrency,
    require_task,
    wait_limits,
)
from reelscore.client.task import (
    Inbox,
    Key,
    KeyOf,
    Outcome,
    RecoveredTask,
    RunOptions,
    Task,
    key_function,
    run_request,
    save_all,
    save_file,
)
from reelscore.effects import Flow
from reelscore.flows.context import ClientContext
from reelscore.flows.drivers import ProgressCallback, SyncRuntime, check_callback, run_sync
from reelscore.flows.recovery import REPLAY_WINDOW, recover, settle_intent
from reelscore.flows.submit import submit
from reelscore.requests.fingerprints import file_fingerprints
from reelscore.requests.request import Request, TaskRequest, has_files
from reelscore.results import Progress, Result

if TYPE_CHECKING:
    import httpx  # noqa: F401 - the base class names it

    from reelscore.transport.http import Connections, HttpTransport

R = TypeVar("R")


class Client(ClientConfig["httpx.Client"]):
    """Runs requests on this thread; share one freely between threads."""

    def submit(
        self,
        request: TaskRequest[R],
        *,
        key: str | None = None,
        timeout: float | None = None,
        wait_for_slot: float = 0.0,
    ) -> Task[R]:
        """Start a task: the paid call is sent once, whatever fails.

        Args:
            request: what to do.
            key: idempotency key: the same key is the same task for ever, per account and ledger.
            timeout: seconds that may go by waiting for room under the account's limits; nothing is sent meanwhile.
            wait_for_slot: seconds in which a call that the vendor refused because too much is running is sent anew; a
                refusal costs nothing. 0 raises ConcurrencyLimited or RateLimited.

        Raises:
            InvalidRequest, BudgetExceeded: nothing was sent.
            ApiError: the vendor refused; nothing was charged.
            SubmissionUnknown: the request was sent and no usable response arrived; ``recover()`` settles it.
            Conflict: the key belongs to another request.
        """
        flow = submit(
            require_task(request),
            self._context_for(request),
            key=key,
            limits=wait_limits(timeout, wait_for_slot),
        )
        return self.make_task(Task[R], run_sync(flow, self.runtime()))

    def run(
        self,
        request: Request[R],
        *,
        key: str | None = None,
        timeout: float | None = None,
        wait_for_slot: float = 0.0,
        on_progress: ProgressCallback | None = None,
    ) -> R:
        """Make a request and wait for its result: ``submit`` and ``wait``, or one call where there is no task.

        Args:
            request: what to do.
            key: as in ``submit``.
            timeout: seconds for all of it; the operation's own limit when left out.
            wait_for_slot: as in ``submit``.
            on_progress: as in ``Task.wait``.
        """
        options = RunOptions(timeout=timeout, limits=wait_limits(timeout, wait_for_slot))
        return cast("R", run_sync(self._flow(request, lambda *_: key, options), self.runtime(on_progress)).get())

    def run_all(
        self,
        requests: Iterable[Request[R]],
        *,
        key: Key = None,
        max_concurrency: int = 8,
        timeout: float | None = None,
        wait_for_slot: float = 7200.0,
        wait: bool = True,
        on_submitted: Callable[[Request[R], Task[R]], Any] | None = None,
        on_progress: Callable[[Request[R], Progress[R]], Any] | None = None,
        save_to: str | Path | None = None,
        overwrite: bool = False,
    ) -> Iterator[tuple[Request[R], Outcome[R]]]:
        """Run many requests, *max_concurrency* at a time, and yield each with its outcome as it ends.

        Requests are taken from the iterable as places become free. One that fails does not stop the others. Breaking
        out of the loop, or Ctrl-C, ends at once: tasks that were submitted go on at the vendor and stay in the ledger.

        Args:
            requests: what to do; on ``AsyncClient`` as well a plain iterable.
            key: name of the batch: run again under the same name, it pays for nothing twice and goes on where it
                stopped, whatever was moved or inserted. Or a function that gives each request its idempotency key.
            max_concurrency: requests under way at the same time.
            timeout: seconds for each request; the operation's own limit when left out.
            wait_for_slot: as in ``submit``, for each request.
            wait: False only submits: outcomes have a task and no result.
            on_submitted: called with each request and its task once the vendor has taken it; a plain function.
            on_progress: called with each request and each poll of its task.
            save_to: folder for the files of each result, as ``save_all`` saves them.
            overwrite: whether files of these names may be replaced.
        """
        options = RunOptions(
            timeout=timeout, limits=wait_limits(timeout, wait_for_slot), wait=wait, on_submitted=on_submitted,
            on_progress=on_progress, save_to=save_to, overwrite=overwrite,
        )  # fmt: skip
        return self.run_each(requests, options=options, key=key, max_concurrency=max_concurrency)

    def run_each(
        self, asked: Iterable[Any], *, options: RunOptions, key: Key = None, max_concurrency: int = 8
    ) -> Iterator[tuple[Any, Outcome[Any]]]:
        """Like ``run_all``, for requests and for tasks that are under way."""
        check_concurrency(max_concurrency)
        stop, key_of = threading.Event(), key_function(key)
        pool = ThreadPoolExecutor(max_concurrency, "reelscore-run")
        try:
            source, running = iter(asked), dict[Future[Outcome[Any]], Any]()
            while True:
                for each in list(islice(source, max_concurrency - len(running))):
                    callback = options.on_progress and partial(options.on_progress, each)
                    runtime = attrs.evolve(self.runtime(callback), stop=stop)
                    flow = self._flow(each, key_of, options)
                    running[pool.submit(run_sync, flow, runtime)] = each
                if not running:
                    return
                done, _ = wait_for(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield running.pop(future), future.result()
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)

    def recover(
        self, *, replay: bool = False, replay_window: float = REPLAY_WINDOW, webhooks: Inbox | None = None
    ) -> list[RecoveredTask]:
        """Settle everything of this account that is not finished or not saved, oldest first.

        Args:
            replay: whether calls in doubt may be sent again with their old trace id, where the vendor answers such a
                call with its first result. It may be the first to arrive, so it is paid: the budget is asked again.
            replay_window: seconds after which a call is too old for that.
            webhooks: an inbox; a delivery of an unknown task settles the call in doubt that it belongs to.
        """
        flow = recover(self.context, replay=replay, window=replay_window, webhooks=webhooks)
        return [self.make_recovered(Task[Any], item) for item in run_sync(flow, self.runtime())]

    def settle(
        self,
        intent: str,
        *,
        replay: bool = False,
        replay_window: float = REPLAY_WINDOW,
        webhooks: Inbox | None = None,
    ) -> RecoveredTask:
        """Settle one call by the id of its row in the ledger; arguments as in ``recover``."""
        flow = settle_intent(intent, self.context, replay=replay, window=replay_window, webhooks=webhooks)
        return self.make_recovered(Task[Any], run_sync(flow, self.runtime()))

    def task(self, operation: str, id: str | None = None) -> Task[Any]:  # noqa: A002 - the vendor's word
        """Attach to a task by operation and id, or by the text of ``task.ref``; nothing is sent."""
        family, name, found = self.parse_ref(operation, id)
        return Task(client=self, family=family, operation=name, id=found)

    def save(self, result: Result, to: str | Path, *, overwrite: bool = False) -> Path:
        """Save the only file of a result, whole or not at all; see ``Result.save``."""
        from reelscore.downloads.targets import target_for

        return run_sync(save_file(target_for(result, to, overwrite=overwrite), self, result.task), self.runtime())

    def save_all(self, result: Result, folder: str | Path, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Save every file of a result into a folder; see ``Result.save_all``."""
        return run_sync(save_all(result, self, folder, overwrite=overwrite), self.runtime())

    def close(self) -> None:
        """Close the connections; the last of the copies that share them closes them."""
        transport: HttpTransport | None = self._parts.pop("transport", None)
        if transport is not None:
            transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def runtime(self, on_progress: ProgressCallback | None = None) -> SyncRuntime:
        """Return what flows are run against."""
        transport: HttpTransport = self._parts.get("transport") or self._parts.setdefault(
            "transport", self._open_transport()
        )
        return SyncRuntime(
            transport=transport, ledger=self.ledger, clock=self._time, on_progress=check_callback(on_progress)
        )

    def _open_transport(self) -> HttpTransport:
        from reelscore.transport.http import HttpTransport

        return HttpTransport(self.request_builder(), self._connections(), now=self._time.now)

    def _open_connections(self) -> Connections:
        from reelscore.transport.http import Connections

        return Connections(self.http_client)

    def _context_for(self, request: Request[Any]) -> ClientContext:
        return attrs.evolve(self.context, files=file_fingerprints(request)) if has_files(request) else self.context

    def _flow(self, asked: Any, key_of: KeyOf, options: RunOptions) -> Flow[Outcome[Any]]:
        is_request = isinstance(asked, Request)
        context = self._context_for(asked) if is_request else self.context
        key = key_of(asked, context) if is_request else None
        return run_request(asked, self, kind=Task[Any], context=context, key=key, options=options)
