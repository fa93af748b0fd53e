"""The driver of flows, blocking and on asyncio: the only place where sync and async differ.

``SyncRuntime`` and ``AsyncRuntime`` perform what a flow asks for: with a transport, a ledger, a clock and the caller's
progress callback. They know no vendor, no price and no rule. What is awaited here never suspends on a ``SyncRuntime``.
"""

from __future__ import annotations

import inspect
import logging
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar, cast

import attrs

from reelscore._attrs import frozen
from reelscore.effects import (
    Download,
    Effect,
    Flow,
    HttpResponse,
    LedgerJob,
    NotifyProgress,
    OnDisk,
    PaidCall,
    Send,
    Sleep,
    WakeEvent,
    run_here,
    value_of,
)
from reelscore.errors import NOTHING_SENT, ConfigurationError, ReelscoreError

if TYPE_CHECKING:
    from reelscore.ledger import Ledger
    from reelscore.results import Progress
    from reelscore.transport.http import AsyncHttpTransport, HttpTransport, SendObserver

T = TypeVar("T")
ProgressCallback: TypeAlias = Callable[["Progress[Any]"], Any]
_STEP = 5.0
logger = logging.getLogger("reelscore.flows")


async def _sleep_async(seconds: float) -> None:
    import asyncio  # here and below: blocking clients do without it, and start sooner

    await asyncio.sleep(seconds)


# -- Time --------------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Clock:
    """Time and sleep; a sandbox's clients keep its pace, tests turn a clock by hand."""

    now: Callable[[], float] = time.monotonic
    """Seconds, never going back."""
    sleep: Callable[[float], None] = time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async

    async def wait(self, seconds: float, wake: WakeEvent | None, *, is_async: bool) -> None:
        """Sleep until the event is set; a clock that is turned by hand is turned in steps."""
        sleep: Callable[[float], Any] = self.sleep_async if is_async else self.sleep
        waits: Callable[[float], Any] = sleep if wake is None else wake.wait_async if is_async else wake.wait
        if wake is None or sleep in {time.sleep, _sleep_async}:
            await value_of(waits(seconds))
            return
        end = self.now() + seconds
        while not await value_of(waits(0)) and (left := end - self.now()) > 0:
            await value_of(sleep(min(left, _STEP)))


def clock_of(sandbox: Any) -> Clock:
    """Return a client's clock: at a sandbox's pace where it has one, else real time.

    A sandbox whose own clock stands still (speed 0) is turned by what its clients sleep.
    """
    speed = getattr(sandbox, "speed", None)
    if speed is None:
        return Clock()
    return scaled_clock(speed) if speed > 0 else manual_clock(sandbox)


def scaled_clock(speed: float) -> Clock:
    """Return a clock on which *speed* seconds pass in a real one."""
    if speed == 1:
        return Clock()
    return Clock(
        now=lambda: time.monotonic() * speed,
        sleep=lambda seconds: time.sleep(seconds / speed),
        sleep_async=lambda seconds: _sleep_async(seconds / speed),
    )


def manual_clock(sandbox: Any) -> Clock:
    """Return a clock that turns the sandbox's when it sleeps, and takes no real time."""

    async def sleep_async(seconds: float) -> None:
        import asyncio

        await asyncio.to_thread(sandbox.advance, seconds)

    return Clock(now=sandbox.now, sleep=sandbox.advance, sleep_async=sleep_async)


# -- Running a flow ----------------------------------------------------------------------------------------------------


async def _steps(flow: Flow[T], runtime: SyncRuntime | AsyncRuntime, value: list[T]) -> AsyncGenerator[Progress[Any]]:
    """Run a flow: yield its progress, and put its value into a list.

    Only ``Exception`` is thrown back into the flow: KeyboardInterrupt, SystemExit and a cancellation end it where it
    stands, as a crash does.
    """
    try:
        effect, answer = next(flow), None
        while True:
            try:
                if isinstance(effect, NotifyProgress):
                    answer = yield effect.progress
                else:
                    answer = await runtime.perform(effect)
            except Exception as error:  # noqa: BLE001 - the flow decides
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration as end:
        value.append(end.value)
    finally:
        flow.close()


async def run_async(flow: Flow[T], runtime: SyncRuntime | AsyncRuntime) -> T:
    """Run a flow in this task."""
    value = list[T]()
    async with aclosing(_steps(flow, runtime, value)) as steps:
        async for progress in steps:
            await runtime.notify(progress)
    return value[0]


def run_sync(flow: Flow[T], runtime: SyncRuntime) -> T:
    """Run a flow on this thread."""
    return run_here(run_async(flow, runtime))


def iter_async(flow: Flow[Any], runtime: AsyncRuntime) -> AsyncGenerator[Progress[Any]]:
    """Run a flow and yield its progress."""
    return _steps(flow, runtime, [])


def iter_sync(flow: Flow[Any], runtime: SyncRuntime) -> Generator[Progress[Any], None, None]:
    """Run a flow and yield its progress."""
    steps = _steps(flow, runtime, [])
    try:
        while True:
            yield run_here(anext(steps))
    except StopAsyncIteration:
        return
    finally:
        run_here(steps.aclose())


# -- Performing what it asks for ---------------------------------------------------------------------------------------


class Stopped(BaseException):
    """The caller wants no more of a flow; like an interrupt, no flow catches it."""


@frozen
class _StopEvent:
    event: threading.Event

    def wait(self, seconds: float) -> bool:
        """Return when the event is set, or when the time is over."""
        return self.event.wait(seconds)

    async def wait_async(self, seconds: float) -> bool:
        """Not awaited by anybody: async flows are cancelled."""
        raise NotImplementedError


@contextmanager
def _nothing_sent() -> Generator[None]:
    """Let an error tell of a ledger that cannot be used now, such as on a full disk, that the call did not leave."""
    try:
        yield
    except ReelscoreError as error:
        if type(error) is ReelscoreError:
            told = "make the ledger usable, or wait until it is, and call again; reelscore doctor checks it"
            vars(error).update(_cost=NOTHING_SENT, _next=told)
        raise


@contextmanager
def saved_anyway(file: Any) -> Generator[None]:
    """Keep a file from nobody because the ledger could not be told of it; it is recognised when it is saved again."""
    try:
        yield
    except ReelscoreError:
        logger.exception("%s is saved, but the ledger does not know it", file.path)


@frozen(kw_only=True)
class _Runtime:
    is_async: ClassVar[bool]
    transport: Any
    ledger: Ledger
    clock: Clock = attrs.field(factory=Clock)
    on_progress: ProgressCallback | None = None
    stop: threading.Event | None = None
    """Of a blocking one: once set, the flow ends where it stands, as a crash does: raises ``Stopped``."""

    async def perform(self, effect: Effect[Any]) -> Any:
        """Perform what a flow asks for and return the answer."""
        if self.stop is not None and self.stop.is_set():
            raise Stopped
        match effect:
            case Send():
                answer = self.transport.read(effect.call, timeout=effect.timeout)
                return await answer if self.is_async else answer
            case PaidCall():
                return await self._send_once(effect)
            case LedgerJob():
                return await self._run(effect)
            case OnDisk():
                return await self._on_disk(effect.job)
            case Download():
                return await self._download(effect)
            case Sleep() if effect.seconds > 0:
                stop = None if self.stop is None else _StopEvent(self.stop)
                await self.clock.wait(effect.seconds, effect.wake or stop, is_async=self.is_async)
            case _:  # Now(), or Sleep(0)
                pass
        return self.clock.now()

    async def notify(self, progress: Progress[Any]) -> None:
        """Pass progress to the caller's callback; an error of its own is logged."""
        try:
            answer = None if self.on_progress is None else self.on_progress(progress)
            if self.is_async:
                await value_of(answer)
        except Exception:
            logger.exception("a progress callback failed; the wait goes on")

    async def _send_once(self, paid: PaidCall) -> HttpResponse:
        async with self._slot(paid):
            observer: SendObserver = self.transport.observer()
            written = False
            try:
                with _nothing_sent():
                    self.ledger.check_outside()
                    _ = await self._run(LedgerJob(paid.before, timeout=paid.timeout))
                written = True
                answer = self.transport.exchange(paid.call, observer)
                return cast("HttpResponse", await answer if self.is_async else answer)
            except BaseException as error:
                if written or not isinstance(error, Exception):
                    # A refusal by the ledger wrote nothing; an interrupt may have come after its commit. Not waited
                    # for, for a crash here must look like a crash.
                    sent, why = written and observer.may_have_left(error), repr(error)
                    _ = self.ledger.submit(lambda tx: paid.on_failure(tx, sent, why))
                raise

    @asynccontextmanager
    async def _slot(self, paid: PaidCall) -> AsyncGenerator[None]:
        """Take one of the places that calls to the same origin share."""
        if self.is_async:
            async with self.transport.slot(paid.call):
                yield
        else:
            with self.transport.slot(paid.call):
                yield

    async def _run(self, job: LedgerJob[T]) -> T:
        ledger = self.ledger
        if self.is_async:
            return await (ledger.read_async if job.reads else ledger.run_async)(job.job, timeout=job.timeout)
        return (ledger.read if job.reads else ledger.run)(job.job, timeout=job.timeout)

    async def _on_disk(self, job: Callable[[], T]) -> T:
        if not self.is_async:
            return job()
        import asyncio

        return await asyncio.to_thread(job)

    async def _download(self, wanted: Download) -> tuple[Any, ...]:
        from reelscore.downloads.fetch import download_all, download_all_async

        async def saved(file: Any) -> None:
            with saved_anyway(file):
                await self._run(LedgerJob(lambda tx: wanted.record(tx, file)))

        options: dict[str, Any] = {"options": wanted.options, "http_client": self.transport.client, "on_saved": saved}
        if self.is_async:
            return await download_all_async(wanted.targets, **options)
        return download_all(wanted.targets, **options, stop=self.stop)


@frozen(kw_only=True)
class SyncRuntime(_Runtime):
    """Performs effects on this thread."""

    is_async: ClassVar = False
    transport: HttpTransport


@frozen(kw_only=True)
class AsyncRuntime(_Runtime):
    """Performs effects in this task."""

    is_async: ClassVar = True
    transport: AsyncHttpTransport


def check_callback(callback: ProgressCallback | None) -> ProgressCallback | None:
    """Return a progress callback for a blocking client.

    Raises:
        ConfigurationError: it is a coroutine function, which nobody would await.
    """
    if inspect.iscoroutinefunction(callback):
        raise ConfigurationError("on_progress is a coroutine function: use an async client, or a plain function")
    return callback
