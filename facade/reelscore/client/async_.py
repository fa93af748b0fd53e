"""The async client: what can be done with any request in a task of asyncio."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
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
    AsyncTask,
    Inbox,
    Key,
    KeyOf,
    Outcome,
    RecoveredTask,
    RunOptions,
    key_function,
    run_request,
    save_all,
    save_file,
)
from reelscore.effects import Flow
from reelscore.flows.context import ClientContext
from reelscore.flows.drivers import AsyncRuntime, ProgressCallback, run_async
from reelscore.flows.recovery import REPLAY_WINDOW, recover, settle_intent
from reelscore.flows.submit import submit
from reelscore.requests.fingerprints import file_fingerprints
from reelscore.requests.request import Request, TaskRequest, has_files
from reelscore.results import Progress, Result

if TYPE_CHECKING:
    import httpx  # noqa: F401 - the base class names it

    from reelscore.transport.http import AsyncConnections, AsyncHttpTransport

R = TypeVar("R")


class AsyncClient(ClientConfig["httpx.AsyncClient"]):
    """Runs requests in tasks of asyncio; each method does what its namesake of Client does."""

    async def submit(
        self,
        request: TaskRequest[R],
        *,
        key: str | None = None,
        timeout: float | None = None,
        wait_for_slot: float = 0.0,
    ) -> AsyncTask[R]:
        """Start a task: the paid call is sent once, whatever fails; cancelled before the first byte it is free."""
        flow = submit(
            require_task(request),
            await self._context_for(request),
            key=key,
            limits=wait_limits(timeout, wait_for_slot),
        )
        return self.make_task(AsyncTask[R], await run_async(flow, self.runtime()))

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
        options = RunOptions(timeout=timeout, limits=wait_limits(timeout, wait_for_slot))
        flow = await self._flow(request, lambda *_: key, options)
        return cast("R", (await run_async(flow, self.runtime(on_progress))).get())

    def run_all(
        self,
        requests: Iterable[Request[R]],
        *,
        key: Key = None,
        max_concurrency: int = 8,
        timeout: float | None = None,
        wait_for_slot: float = 7200.0,
        wait: bool = True,
        on_submitted: Callable[[Request[R], AsyncTask[R]], Any] | None = None,
        on_progress: Callable[[Request[R], Progress[R]], Any] | None = None,
        save_to: str | Path | None = None,
        overwrite: bool = False,
    ) -> AsyncIterator[tuple[Request[R], Outcome[R]]]:
        """Run many requests, *max_concurrency* at a time, and yield each with its outcome as it ends."""
        options = RunOptions(
            timeout=timeout, limits=wait_limits(timeout, wait_for_slot), wait=wait, on_submitted=on_submitted,
            on_progress=on_progress, save_to=save_to, overwrite=overwrite,
        )  # fmt: skip
        return self.run_each(requests, options=options, key=key, max_concurrency=max_concurrency)

    async def run_each(
        self, asked: Iterable[Any], *, options: RunOptions, key: Key = None, max_concurrency: int = 8
    ) -> AsyncIterator[tuple[Any, Outcome[Any]]]:
        """Like ``run_all``, for requests and for tasks that are under way."""
        import asyncio

        check_concurrency(max_concurrency)
        source, running, key_of = iter(asked), dict[asyncio.Task[Outcome[Any]], Any](), key_function(key)
        try:
            while True:
                for each in list(islice(source, max_concurrency - len(running))):
                    callback = options.on_progress and partial(options.on_progress, each)
                    flow = await self._flow(each, key_of, options)
                    running[asyncio.create_task(run_async(flow, self.runtime(callback)))] = each
                if not running:
                    return
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield running.pop(task), task.result()
        finally:
            for task in running:
                _ = task.cancel()

    async def recover(
        self, *, replay: bool = False, replay_window: float = REPLAY_WINDOW, webhooks: Inbox | None = None
    ) -> list[RecoveredTask]:
        """Settle everything of this account that is not finished or not saved, oldest first."""
        flow = recover(self.context, replay=replay, window=replay_window, webhooks=webhooks)
        return [self.make_recovered(AsyncTask[Any], item) for item in await run_async(flow, self.runtime())]

    async def settle(
        self,
        intent: str,
        *,
        replay: bool = False,
        replay_window: float = REPLAY_WINDOW,
        webhooks: Inbox | None = None,
    ) -> RecoveredTask:
        """Settle one call by the id of its row in the ledger."""
        flow = settle_intent(intent, self.context, replay=replay, window=replay_window, webhooks=webhooks)
        return self.make_recovered(AsyncTask[Any], await run_async(flow, self.runtime()))

    def task(self, operation: str, id: str | None = None) -> AsyncTask[Any]:  # noqa: A002 - the vendor's word
        """Attach to a task by operation and id, or by the text of ``task.ref``; nothing is sent."""
        family, name, found = self.parse_ref(operation, id)
        return AsyncTask(client=self, family=family, operation=name, id=found)

    async def save(self, result: Result, to: str | Path, *, overwrite: bool = False) -> Path:
        """Save the only file of a result, whole or not at all; see ``Result.save``."""
        from reelscore.downloads.targets import target_for

        target = target_for(result, to, overwrite=overwrite)
        return await run_async(save_file(target, self, result.task), self.runtime())

    async def save_all(self, result: Result, folder: str | Path, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Save every file of a result into a folder; see ``Result.save_all``."""
        return await run_async(save_all(result, self, folder, overwrite=overwrite), self.runtime())

    async def close(self) -> None:
        """Close the connections of the running loop; the last of the copies that share them closes them."""
        transport: AsyncHttpTransport | None = self._parts.pop("transport", None)
        if transport is not None:
            await transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def runtime(self, on_progress: ProgressCallback | None = None) -> AsyncRuntime:
        """Return what flows are run against."""
        transport: AsyncHttpTransport = self._parts.get("transport") or self._parts.setdefault(
            "transport", self._open_transport()
        )
        return AsyncRuntime(transport=transport, ledger=self.ledger, clock=self._time, on_progress=on_progress)

    def _open_transport(self) -> AsyncHttpTransport:
        from reelscore.transport.http import AsyncHttpTransport

        return AsyncHttpTransport(self.request_builder(), self._connections(), now=self._time.now)

    def _open_connections(self) -> AsyncConnections:
        from reelscore.transport.http import AsyncConnections

        return AsyncConnections(self.http_client)

    async def _context_for(self, request: Request[Any]) -> ClientContext:
        if not has_files(request):
            return self.context
        import asyncio

        return attrs.evolve(self.context, files=await asyncio.to_thread(file_fingerprints, request))

    async def _flow(self, asked: Any, key_of: KeyOf, options: RunOptions) -> Flow[Outcome[Any]]:
        is_request = isinstance(asked, Request)
        context = await self._context_for(asked) if is_request else self.context
        key = key_of(asked, context) if is_request else None
        return run_request(asked, self, kind=AsyncTask[Any], context=context, key=key, options=options)
