"""The blocking client: what can be done with any request on this thread."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
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
    outcome_of,
    remaining,
    require_task,
    wait_limits,
)
from reelscore.client.task import Inbox, Outcome, RecoveredTask, Task, mark_saved
from reelscore.flows.context import ClientContext, WaitLimits
from reelscore.flows.drivers import ProgressCallback, SyncRuntime, check_callback, run_sync
from reelscore.flows.polling import look_at
from reelscore.flows.reconciliation import REPLAY_WINDOW
from reelscore.flows.recovery import recover, settle_intent
from reelscore.flows.submit import call, submit
from reelscore.requests.fingerprints import file_fingerprints, has_files
from reelscore.requests.request import Request, TaskRequest
from reelscore.results import Result

if TYPE_CHECKING:
    import httpx

    from reelscore.downloads.targets import DownloadTarget
    from reelscore.transport.http import Connections, HttpTransport

R = TypeVar("R")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Client(ClientConfig):
    """Runs requests on this thread; share one freely between threads."""

    http_client: httpx.Client | None = None

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
            look_at=look_at,
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
        return self._run(
            request, self.runtime(on_progress), key=key, timeout=timeout, limits=wait_limits(timeout, wait_for_slot)
        )

    def _run(
        self,
        request: Request[R],
        runtime: SyncRuntime,
        *,
        key: str | None = None,
        timeout: float | None,
        limits: WaitLimits,
    ) -> R:
        start, context = runtime.clock.now(), self._context_for(request)
        if not isinstance(request, TaskRequest):
            return cast(
                "R", run_sync(call(request, context, key=key, limits=limits, look_at=look_at, timeout=timeout), runtime)
            )
        done = run_sync(submit(request, context, key=key, limits=limits, look_at=look_at), runtime)
        task = self.make_task(Task[R], done)
        left = remaining(timeout, runtime.clock.now() - start)
        return task._wait_on(runtime, timeout=left)  # noqa: SLF001 - on the runtime that run_all may stop

    def run_all(
        self, requests: Iterable[Request[R]], *, max_concurrency: int = 8, timeout: float | None = None
    ) -> Iterator[tuple[Request[R], Outcome[R]]]:
        """Run many requests, *max_concurrency* at a time, and yield each with its outcome as it ends.

        Requests are taken from the iterable as places become free. One that fails does not stop the others. Breaking
        out of the loop, or Ctrl-C, ends at once: tasks that were submitted go on at the vendor and stay in the ledger.
        """
        check_concurrency(max_concurrency)
        stop = threading.Event()
        runtime = attrs.evolve(self.runtime(), stop=stop)
        limits = wait_limits(timeout, 1e9)
        pool = ThreadPoolExecutor(max_concurrency, "reelscore-run")
        try:
            source, running = iter(requests), dict[Future[R], Request[R]]()
            while True:
                for request in list(islice(source, max_concurrency - len(running))):
                    job = partial(self._run, request, runtime, timeout=timeout, limits=limits)
                    running[pool.submit(job)] = request
                if not running:
                    return
                done, _ = wait_for(running, return_when=FIRST_COMPLETED)
                for future in done:
                    error = future.exception()
                    yield running.pop(future), outcome_of(error) if error else Outcome(future.result())
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
        name, found = self.parse_ref(operation, id)
        return Task(client=self, operation=name, id=found)

    def save(self, result: Result, to: str | Path, *, overwrite: bool = False) -> Path:
        """Save the only file of a result, whole or not at all; see ``Result.save``."""
        from reelscore.downloads import target_for

        return self._download([target_for(result, to, overwrite=overwrite)], result)[0]

    def save_all(self, result: Result, folder: str | Path, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Save every file of a result into a folder; see ``Result.save_all``."""
        from reelscore.downloads import targets_for

        return self._download(targets_for(result, folder, overwrite=overwrite), result)

    def close(self) -> None:
        """Give the connections back; the last of the copies that share them closes them."""
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

    def _download(self, targets: Sequence[DownloadTarget], result: Result) -> tuple[Path, ...]:
        from reelscore.downloads import download_all, options_for
        from reelscore.transport.http import USER_AGENT

        options = options_for(self.urls[0], user_agent=USER_AGENT, timeout=self.timeout)
        saved = download_all(targets, options=options, http_client=self.runtime().transport.client)
        run_sync(mark_saved(result.task, saved), self.runtime())
        return tuple(file.path for file in saved)
