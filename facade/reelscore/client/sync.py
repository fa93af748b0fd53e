"""The blocking client: what can be done with any request on this thread; options are in options.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import attrs

from reelscore.client.config import ClientConfig, outcome_of, remaining, require_task
from reelscore.client.task import Inbox, Outcome, RecoveredTask, Task
from reelscore.flows.context import ClientContext
from reelscore.flows.drivers import ProgressCallback, SyncRuntime, check_callback, run_sync
from reelscore.flows.preflight import call, submit
from reelscore.flows.reconciliation import REPLAY_WINDOW
from reelscore.flows.recovery import recover
from reelscore.requests.fingerprints import file_fingerprints, has_files
from reelscore.requests.request import Request, TaskRequest
from reelscore.results import Result

if TYPE_CHECKING:
    import httpx

    from reelscore.downloads.targets import DownloadTarget
    from reelscore.transport.http import HttpTransport

R = TypeVar("R")


@attrs.define(kw_only=True, eq=False, repr=False)
class Client(ClientConfig):
    """Runs requests on this thread; share one freely between threads."""

    http_client: httpx.Client | None = None
    _wire: HttpTransport | None = attrs.field(init=False, default=None)

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
            key: the same key is the same task for ever on one ledger.
            timeout: seconds that may go by waiting for room under the account's limits; nothing is sent meanwhile.
            wait_for_slot: seconds in which a call that the vendor refused because too much is running is asked for
                anew; a refusal costs nothing. 0 raises ConcurrencyLimited or RateLimited.

        Raises:
            InvalidRequest, BudgetExceeded: nothing was sent.
            ApiError: the vendor refused; nothing was charged.
            SubmissionUnknown: the call left and no verdict came; ``recover()`` settles it.
            Conflict: the key belongs to another request.
        """
        flow = submit(
            require_task(request), self._told(request), key=key, patience=self.patience(timeout, wait_for_slot)
        )
        return self.handle(Task[R], run_sync(flow, self.world()))

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
        world, require_task, terms = self.world(on_progress), self.clock.now(), self._told(request)
        patience = self.patience(timeout, wait_for_slot)
        if not isinstance(request, TaskRequest):
            return cast("R", run_sync(call(request, terms, key=key, patience=patience), world))
        task = self.handle(Task[R], run_sync(submit(request, terms, key=key, patience=patience), world))
        return task.wait(remaining(timeout, self.clock.now() - require_task), on_progress=on_progress)

    def run_all(
        self, requests: Iterable[Request[R]], *, at_once: int = 8, timeout: float | None = None
    ) -> Iterator[tuple[Request[R], Outcome[R]]]:
        """Run many requests, *at_once* at a time, and give each with its outcome as it ends.

        Requests are taken from the iterable as places become free. One that fails does not stop the others.
        """
        run = partial(self.run, timeout=timeout, wait_for_slot=self.patience(timeout, 1e9).own)
        with ThreadPoolExecutor(at_once, "reelscore-run") as pool:
            source, running = iter(requests), dict[Future[R], Request[R]]()
            while True:
                for request in list(islice(source, at_once - len(running))):
                    running[pool.submit(run, request)] = request
                if not running:
                    return
                done, _ = wait_for(running, return_when=FIRST_COMPLETED)
                for future in done:
                    error = future.exception()
                    yield running.pop(future), outcome_of(error) if error else Outcome(future.result())

    def recover(
        self, *, replay: bool = False, replay_window: float = REPLAY_WINDOW, webhooks: Inbox | None = None
    ) -> list[RecoveredTask]:
        """Go through everything of this account that is not finished or not saved, oldest first.

        Args:
            replay: whether calls in doubt may be sent again with their old trace id, where the vendor answers such a
                call with its first result. It may be the first to arrive, so it is paid: the budget is asked again.
            replay_window: seconds after which a call is too old for that.
            webhooks: an inbox; a delivery of an unknown task settles the call in doubt that it belongs to.
        """
        flow = recover(self.terms, replay=replay, window=replay_window, webhooks=webhooks)
        return [self.recovered(Task[Any], finding) for finding in run_sync(flow, self.world())]

    def task(self, operation: str, id: str | None = None) -> Task[Any]:  # noqa: A002 - the vendor's word
        """Attach to a task by operation and id, or by the text of ``task.ref``; nothing is sent."""
        name, found = self.named(operation, id)
        return Task(client=self, operation=name, id=found)

    def save(self, result: Result, to: str | Path, *, overwrite: bool = False) -> Path:
        """Save the only file of a result, whole or not at all; see ``Result.save``."""
        from reelscore.downloads import target_for

        return self._bring([target_for(result, to, overwrite=overwrite)], result)[0]

    def save_all(self, result: Result, folder: str | Path, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Save every file of a result into a folder; see ``Result.save_all``."""
        from reelscore.downloads import targets_for

        return self._bring(targets_for(result, folder, overwrite=overwrite), result)

    def close(self) -> None:
        """Give the connections back; the last client of the process closes them."""
        if self._wire is not None:
            self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def world(self, listener: ProgressCallback | None = None) -> SyncRuntime:
        """Give what flows are run against."""
        if self._wire is None:
            from reelscore.transport.http import Connections, HttpTransport

            self._wire = HttpTransport(self.route(), Connections(self.http_client), now=self.clock.now)
        listener = check_callback(listener, awaits=False)
        return SyncRuntime(wire=self._wire, ledger=self.books, clock=self.clock, listener=listener)

    def _told(self, request: Request[Any]) -> ClientContext:
        return attrs.evolve(self.terms, files=file_fingerprints(request)) if has_files(request) else self.terms

    def _bring(self, orders: Sequence[DownloadTarget], result: Result) -> tuple[Path, ...]:
        from reelscore import downloads
        from reelscore.downloads import saving

        manner = saving.download_options(self.urls[0], self.timeout)
        saved = downloads.download_all(orders, manner=manner, http_client=self.world().wire.client)
        self.books.run(saving.record(result.task, saved))
        return tuple(file.path for file in saved)
