"""The async client: what can be done with any request in a task of asyncio; options are in options.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import attrs

from reelscore.client.config import ClientConfig, outcome_of, remaining, require_task
from reelscore.client.task import AsyncTask, Inbox, Outcome, RecoveredTask
from reelscore.effects import Flow, LedgerJob
from reelscore.flows.context import ClientContext
from reelscore.flows.drivers import AsyncRuntime, ProgressCallback, run_async
from reelscore.flows.preflight import call, submit
from reelscore.flows.reconciliation import REPLAY_WINDOW
from reelscore.flows.recovery import recover
from reelscore.requests.fingerprints import file_fingerprints, has_files
from reelscore.requests.request import Request, TaskRequest
from reelscore.results import Result

if TYPE_CHECKING:
    import httpx

    from reelscore.downloads.targets import DownloadTarget
    from reelscore.ledger import LedgerTransaction
    from reelscore.transport.http import AsyncHttpTransport

R = TypeVar("R")


@attrs.define(kw_only=True, eq=False, repr=False)
class AsyncClient(ClientConfig):
    """Runs requests in tasks of asyncio; each method does what its namesake of Client does."""

    http_client: httpx.AsyncClient | None = None
    """A client of httpx to send with."""
    _wire: AsyncHttpTransport | None = attrs.field(init=False, default=None)

    async def submit(
        self,
        request: TaskRequest[R],
        *,
        key: str | None = None,
        timeout: float | None = None,
        wait_for_slot: float = 0.0,
    ) -> AsyncTask[R]:
        """Start a task: the paid call is sent once, whatever fails; a cancellation before the first byte costs nothing."""
        flow = submit(
            require_task(request), await self._told(request), key=key, patience=self.patience(timeout, wait_for_slot)
        )
        return self.handle(AsyncTask[R], await run_async(flow, self.world()))

    async def run(
        self,
        request: Request[R],
        *,
        key: str | None = None,
        timeout: float | None = None,
        wait_for_slot: float = 0.0,
        on_progress: ProgressCallback | None = None,
    ) -> R:
        """Make a request and wait for its result: ``submit`` and ``wait``, or one call where there is no task."""
        world, require_task, terms = self.world(on_progress), self.clock.now(), await self._told(request)
        patience = self.patience(timeout, wait_for_slot)
        if not isinstance(request, TaskRequest):
            return cast("R", await run_async(call(request, terms, key=key, patience=patience), world))
        flow = submit(request, terms, key=key, patience=patience)
        task: AsyncTask[R] = self.handle(AsyncTask[R], await run_async(flow, world))
        return await task.wait(remaining(timeout, self.clock.now() - require_task), on_progress=on_progress)

    async def run_all(
        self, requests: Iterable[Request[R]], *, at_once: int = 8, timeout: float | None = None
    ) -> AsyncIterator[tuple[Request[R], Outcome[R]]]:
        """Run many requests, *at_once* at a time, and give each with its outcome as it ends."""
        slot = self.patience(timeout, 1e9).own
        source, running = iter(requests), dict[asyncio.Task[R], Request[R]]()
        try:
            while True:
                for request in list(islice(source, at_once - len(running))):
                    running[asyncio.create_task(self.run(request, timeout=timeout, wait_for_slot=slot))] = request
                if not running:
                    return
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    error = task.exception()
                    yield running.pop(task), outcome_of(error) if error else Outcome(task.result())
        finally:
            for task in running:
                _ = task.cancel()

    async def recover(
        self, *, replay: bool = False, replay_window: float = REPLAY_WINDOW, webhooks: Inbox | None = None
    ) -> list[RecoveredTask]:
        """Go through everything of this account that is not finished or not saved, oldest first."""
        flow = recover(self.terms, replay=replay, window=replay_window, webhooks=webhooks)
        return [self.recovered(AsyncTask[Any], finding) for finding in await run_async(flow, self.world())]

    def task(self, operation: str, id: str | None = None) -> AsyncTask[Any]:  # noqa: A002 - the vendor's word
        """Attach to a task by operation and id, or by the text of ``task.ref``; nothing is sent."""
        name, found = self.named(operation, id)
        return AsyncTask(client=self, operation=name, id=found)

    async def save(self, result: Result, to: str | Path, *, overwrite: bool = False) -> Path:
        """Save the only file of a result, whole or not at all; see ``Result.save``."""
        from reelscore.downloads import target_for

        return (await self._bring([target_for(result, to, overwrite=overwrite)], result))[0]

    async def save_all(self, result: Result, folder: str | Path, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Save every file of a result into a folder; see ``Result.save_all``."""
        from reelscore.downloads import targets_for

        return await self._bring(targets_for(result, folder, overwrite=overwrite), result)

    async def close(self) -> None:
        """Give the connections of the running loop back; its last client closes them."""
        if self._wire is not None:
            await self._wire.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def world(self, listener: ProgressCallback | None = None) -> AsyncRuntime:
        """Give what flows are run against."""
        if self._wire is None:
            from reelscore.transport.http import AsyncConnections, AsyncHttpTransport

            self._wire = AsyncHttpTransport(self.route(), AsyncConnections(self.http_client), now=self.clock.now)
        return AsyncRuntime(wire=self._wire, ledger=self.books, clock=self.clock, listener=listener)

    async def _told(self, request: Request[Any]) -> ClientContext:
        if not has_files(request):
            return self.terms
        return attrs.evolve(self.terms, files=await asyncio.to_thread(file_fingerprints, request))

    async def _bring(self, orders: Sequence[DownloadTarget], result: Result) -> tuple[Path, ...]:
        from reelscore import downloads
        from reelscore.downloads import saving

        manner = saving.download_options(self.urls[0], self.timeout)
        client = self.world().wire.client
        saved = await downloads.download_all_async(orders, manner=manner, http_client=client)
        await run_async(_record(saving.record(result.task, saved)), self.world())
        return tuple(file.path for file in saved)


def _record(job: Callable[[LedgerTransaction], None]) -> Flow[None]:
    yield from LedgerJob(job)
