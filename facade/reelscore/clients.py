"""The two clients: what can be done with any request, blocking and awaiting; options are in options.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, cast

import attrs

from reelscore.drivers import AsyncWorld, Listener, World, awaiting, blocking, listening
from reelscore.effects import Flow, Record
from reelscore.errors import ConfigurationError
from reelscore.flows import Receipt, ask, submit
from reelscore.ledger import Ledger
from reelscore.ledger.memory import Memory
from reelscore.options import Options
from reelscore.requests import Request, TaskRequest
from reelscore.results import Result
from reelscore.schedule import Schedule
from reelscore.tasks import AsyncTask, Outcome, Task

if TYPE_CHECKING:
    import httpx

    from reelscore.ledger import Books
    from reelscore.orders import Order

    from reelscore.transport import AsyncWire, Route, Wire

R = TypeVar("R")


@attrs.define(kw_only=True, eq=False, repr=False)
class Client(Options):
    """Runs requests on this thread; share one freely between threads."""

    http_client: httpx.Client | None = None
    _wire: Wire | None = attrs.field(init=False, default=None)

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
        flow = submit(_task_request(request), self.terms, key=key, patience=self._patience(timeout, wait_for_slot))
        return _task(Task, self, blocking(flow, self.world()))

    def run(
        self,
        request: Request[R],
        *,
        key: str | None = None,
        timeout: float | None = None,
        wait_for_slot: float = 0.0,
        on_progress: Listener | None = None,
    ) -> R:
        """Make a request and wait for its result: ``submit`` and ``wait``, or one call where there is no task.

        Args:
            request: what to do.
            key: as in ``submit``.
            timeout: seconds for all of it; the operation's own limit when left out.
            wait_for_slot: as in ``submit``.
            on_progress: as in ``Task.wait``.
        """
        world, started = self.world(on_progress), self.clock.now()
        patience = self._patience(timeout, wait_for_slot)
        if not isinstance(request, TaskRequest):
            return cast("R", blocking(ask(request, self.terms, key=key, patience=patience), world))
        task: Task[R] = _task(Task, self, blocking(submit(request, self.terms, key=key, patience=patience), world))
        return task.wait(_left(timeout, self.clock.now() - started), on_progress=on_progress)

    def run_all(
        self, requests: Iterable[Request[R]], *, at_once: int = 8, timeout: float | None = None
    ) -> Iterator[tuple[Request[R], Outcome[R]]]:
        """Run many requests, *at_once* at a time, and give each with its outcome as it ends.

        Requests are taken from the iterable as places become free. One that fails does not stop the others.
        """
        run = partial(self.run, timeout=timeout, wait_for_slot=self._patience(timeout, 1e9).own)
        with ThreadPoolExecutor(at_once, "reelscore-run") as pool:
            source, running = iter(requests), dict[Future[R], Request[R]]()
            while True:
                for request in _some(source, at_once - len(running)):
                    running[pool.submit(run, request)] = request
                if not running:
                    return
                done, _ = wait_for(running, return_when=FIRST_COMPLETED)
                for future in done:
                    error = future.exception()
                    yield running.pop(future), _outcome(error) if error else Outcome(future.result())

    def task(self, operation: str, id: str | None = None) -> Task[Any]:  # noqa: A002 - the vendor's word
        """Attach to a task by operation and id, or by the text of ``task.ref``; nothing is sent."""
        name, found = self._named(operation, id)
        return Task(client=self, operation=name, id=found)

    def save(self, result: Result, to: str | Path, *, overwrite: bool = False) -> Path:
        """Save the only file of a result, whole or not at all; see ``Result.save``."""
        from reelscore.downloads import order_for

        return self._bring([order_for(result, to, overwrite=overwrite)], result)[0]

    def save_all(self, result: Result, folder: str | Path, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Save every file of a result into a folder; see ``Result.save_all``."""
        from reelscore.downloads import orders_for

        return self._bring(orders_for(result, folder, overwrite=overwrite), result)

    def close(self) -> None:
        """Give the connections back; the last client of the process closes them."""
        if self._wire is not None:
            self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def world(self, listener: Listener | None = None) -> World:
        """Give what flows are run against."""
        if self._wire is None:
            from reelscore.transport import Wire

            self._wire = Wire(_route(self), self.http_client, now=self.clock.now)
        listener = listening(listener, awaits=False)
        return World(wire=self._wire, ledger=_ledger(self), clock=self.clock, listener=listener)

    def schedule(self, task: Task[Any]) -> Schedule:
        """Tell when a task will be looked at."""
        return self.host.schedule(task.operation)

    def _bring(self, orders: Sequence[Order], result: Result) -> tuple[Path, ...]:
        from reelscore import downloads, saving

        manner = saving.manner(self.urls[0], self.timeout)
        saved = downloads.download_all(orders, manner=manner, http_client=self.world().wire.pool.client)
        _ledger(self).run(saving.record(result.task, saved))
        return tuple(file.path for file in saved)


@attrs.define(kw_only=True, eq=False, repr=False)
class AsyncClient(Options):
    """Runs requests in tasks of asyncio; each method does what its namesake of Client does."""

    http_client: httpx.AsyncClient | Literal["aiohttp"] | None = None
    """A client of httpx to send with, or "aiohttp" for the extra of that name."""
    _wire: AsyncWire | None = attrs.field(init=False, default=None)

    async def submit(
        self,
        request: TaskRequest[R],
        *,
        key: str | None = None,
        timeout: float | None = None,
        wait_for_slot: float = 0.0,
    ) -> AsyncTask[R]:
        """Start a task: the paid call is sent once, whatever fails; a cancellation before the first byte costs nothing."""
        flow = submit(_task_request(request), self.terms, key=key, patience=self._patience(timeout, wait_for_slot))
        return _task(AsyncTask, self, await awaiting(flow, self.world()))

    async def run(
        self,
        request: Request[R],
        *,
        key: str | None = None,
        timeout: float | None = None,
        wait_for_slot: float = 0.0,
        on_progress: Listener | None = None,
    ) -> R:
        """Make a request and wait for its result: ``submit`` and ``wait``, or one call where there is no task."""
        world, started = self.world(on_progress), self.clock.now()
        patience = self._patience(timeout, wait_for_slot)
        if not isinstance(request, TaskRequest):
            return cast("R", await awaiting(ask(request, self.terms, key=key, patience=patience), world))
        flow = submit(request, self.terms, key=key, patience=patience)
        task: AsyncTask[R] = _task(AsyncTask, self, await awaiting(flow, world))
        return await task.wait(_left(timeout, self.clock.now() - started), on_progress=on_progress)

    async def run_all(
        self, requests: Iterable[Request[R]], *, at_once: int = 8, timeout: float | None = None
    ) -> AsyncIterator[tuple[Request[R], Outcome[R]]]:
        """Run many requests, *at_once* at a time, and give each with its outcome as it ends."""
        slot = self._patience(timeout, 1e9).own
        source, running = iter(requests), dict[asyncio.Task[R], Request[R]]()
        try:
            while True:
                for request in _some(source, at_once - len(running)):
                    running[asyncio.create_task(self.run(request, timeout=timeout, wait_for_slot=slot))] = request
                if not running:
                    return
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    error = task.exception()
                    yield running.pop(task), _outcome(error) if error else Outcome(task.result())
        finally:
            for task in running:
                _ = task.cancel()

    def task(self, operation: str, id: str | None = None) -> AsyncTask[Any]:  # noqa: A002 - the vendor's word
        """Attach to a task by operation and id, or by the text of ``task.ref``; nothing is sent."""
        name, found = self._named(operation, id)
        return AsyncTask(client=self, operation=name, id=found)

    async def save(self, result: Result, to: str | Path, *, overwrite: bool = False) -> Path:
        """Save the only file of a result, whole or not at all; see ``Result.save``."""
        from reelscore.downloads import order_for

        return (await self._bring([order_for(result, to, overwrite=overwrite)], result))[0]

    async def save_all(self, result: Result, folder: str | Path, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Save every file of a result into a folder; see ``Result.save_all``."""
        from reelscore.downloads import orders_for

        return await self._bring(orders_for(result, folder, overwrite=overwrite), result)

    async def close(self) -> None:
        """Give the connections of the running loop back; its last client closes them."""
        if self._wire is not None:
            await self._wire.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def world(self, listener: Listener | None = None) -> AsyncWorld:
        """Give what flows are run against."""
        if self._wire is None:
            from reelscore.transport import AsyncWire

            self._wire = AsyncWire(_route(self), self.http_client, now=self.clock.now)
        return AsyncWorld(wire=self._wire, ledger=_ledger(self), clock=self.clock, listener=listener)

    async def schedule(self, task: AsyncTask[Any]) -> Schedule:
        """Tell when a task will be looked at."""
        return self.host.schedule(task.operation)

    async def _bring(self, orders: Sequence[Order], result: Result) -> tuple[Path, ...]:
        from reelscore import downloads, saving

        manner = saving.manner(self.urls[0], self.timeout)
        client = self.world().wire.pool.client
        saved = await downloads.download_all_async(orders, manner=manner, http_client=client)
        await awaiting(_record(saving.record(result.task, saved)), self.world())
        return tuple(file.path for file in saved)


def _record(job: Callable[[Books], None]) -> Flow[None]:
    yield from Record(job)


def _route(client: Options) -> Route:
    from reelscore.transport import Route

    base_url, upload_url = client.urls
    return Route(
        host=client.host,
        key=client._key,
        base_url=base_url,
        upload_url=upload_url,
        seconds=client.timeout,  # noqa: SLF001
    )


def _ledger(client: Options) -> Ledger | Memory:
    return cast("Ledger | Memory", client.ledger)


def _task_request(request: TaskRequest[R]) -> TaskRequest[R]:
    if not isinstance(request, TaskRequest):
        raise ConfigurationError(f"{type(request).__name__} starts no task; use run(), it is answered at once")
    return request


def _task(kind: type[Any], client: Options, receipt: Receipt) -> Any:
    return kind(
        client=client,
        operation=receipt.operation,
        id=receipt.task_id,
        request=receipt.request,
        quote=receipt.quote,
        intent=receipt.intent,
        fresh=receipt.new,
    )


def _left(timeout: float | None, spent: float) -> float | None:
    return None if timeout is None else max(0.0, timeout - spent)


def _some(source: Iterator[Request[R]], count: int) -> list[Request[R]]:
    return list(islice(source, count))


def _outcome(error: BaseException) -> Outcome[Any]:
    """Keep an error as a value; an interrupt is none."""
    if not isinstance(error, Exception):
        raise error
    return Outcome(error=error)
