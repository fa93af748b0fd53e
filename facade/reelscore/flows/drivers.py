"""The two drivers of flows, blocking and asyncio: the only place where sync and async differ.

``SyncRuntime`` and ``AsyncRuntime`` perform what a flow asks for: with a transport, a ledger, a clock and the caller's
progress callback. They know no vendor, no price and no rule.
"""

from __future__ import annotations

import inspect
import logging
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import attrs

from reelscore._attrs import frozen
from reelscore.effects import (
    Download,
    Effect,
    Flow,
    HttpResponse,
    LedgerJob,
    NotifyProgress,
    Now,
    OnDisk,
    PaidCall,
    Send,
    Sleep,
    WakeEvent,
)
from reelscore.errors import ConfigurationError

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


@frozen(kw_only=True)
class Clock:
    """Time and sleep; a sandbox's clients keep its pace, tests turn a clock by hand."""

    now: Callable[[], float] = time.monotonic
    """Seconds, never going back."""
    sleep: Callable[[float], None] = time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async

    def wait(self, seconds: float, wake: WakeEvent | None) -> None:
        """Sleep until the event is set; a clock that is turned by hand is turned in steps."""
        if wake is None:
            self.sleep(seconds)
        elif self.sleep is time.sleep:
            _ = wake.wait(seconds)
        else:
            end = self.now() + seconds
            while not wake.wait(0) and (left := end - self.now()) > 0:
                self.sleep(min(left, _STEP))

    async def wait_async(self, seconds: float, wake: WakeEvent | None) -> None:
        """Like ``wait``, awaited."""
        if wake is None:
            await self.sleep_async(seconds)
        elif self.sleep_async is _sleep_async:
            _ = await wake.wait_async(seconds)
        else:
            end = self.now() + seconds
            while not await wake.wait_async(0) and (left := end - self.now()) > 0:
                await self.sleep_async(min(left, _STEP))


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

    async def sleep_async(seconds: float) -> None:
        await _sleep_async(seconds / speed)

    return Clock(
        now=lambda: time.monotonic() * speed, sleep=lambda seconds: time.sleep(seconds / speed), sleep_async=sleep_async
    )


def manual_clock(sandbox: Any) -> Clock:
    """Return a clock that turns the sandbox's when it sleeps, and takes no real time."""

    async def sleep_async(seconds: float) -> None:
        import asyncio

        await asyncio.to_thread(sandbox.advance, seconds)

    return Clock(now=sandbox.now, sleep=sandbox.advance, sleep_async=sleep_async)


def run_sync(flow: Flow[T], runtime: SyncRuntime) -> T:
    """Run a flow on this thread.

    Only ``Exception`` is thrown back into the flow: KeyboardInterrupt and SystemExit end it where it stands, as a crash
    does.
    """
    try:
        effect = next(flow)
        while True:
            try:
                answer = runtime.perform(effect)
            except Exception as error:  # noqa: BLE001 - the flow decides
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration as end:
        return cast("T", end.value)
    finally:
        flow.close()


async def run_async(flow: Flow[T], runtime: AsyncRuntime) -> T:
    """Run a flow in this task; a cancellation ends it where it stands, as a crash does."""
    try:
        effect = next(flow)
        while True:
            try:
                answer = await runtime.perform(effect)
            except Exception as error:  # noqa: BLE001 - the flow decides
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration as end:
        return cast("T", end.value)
    finally:
        flow.close()


def iter_sync(flow: Flow[Any], runtime: SyncRuntime) -> Generator[Progress[Any], None, None]:
    """Run a flow and yield its progress."""
    try:
        effect = next(flow)
        while True:
            try:
                if isinstance(effect, NotifyProgress):
                    yield effect.progress
                answer = None if isinstance(effect, NotifyProgress) else runtime.perform(effect)
            except Exception as error:  # noqa: BLE001 - the flow decides
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration:
        return
    finally:
        flow.close()


async def iter_async(flow: Flow[Any], runtime: AsyncRuntime) -> AsyncGenerator[Progress[Any], None]:
    """Run a flow and yield its progress."""
    try:
        effect = next(flow)
        while True:
            try:
                if isinstance(effect, NotifyProgress):
                    yield effect.progress
                answer = None if isinstance(effect, NotifyProgress) else await runtime.perform(effect)
            except Exception as error:  # noqa: BLE001 - the flow decides
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration:
        return
    finally:
        flow.close()


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


@frozen(kw_only=True)
class _Runtime:
    ledger: Ledger
    clock: Clock = attrs.field(factory=Clock)
    on_progress: ProgressCallback | None = None

    def _record_failure(self, paid: PaidCall, observer: SendObserver, error: BaseException, *, written: bool) -> None:
        """Record that a paid call brought no answer; not waited for, for a crash here must look like a crash."""
        if written or not isinstance(error, Exception):
            # A refusal by the ledger wrote nothing; an interrupt may have come after its commit.
            sent, why = written and observer.may_have_left(error), repr(error)
            _ = self.ledger.submit(lambda tx: paid.on_failure(tx, sent, why))


@frozen(kw_only=True)
class SyncRuntime(_Runtime):
    """Performs effects on this thread."""

    transport: HttpTransport
    stop: threading.Event | None = None
    """Once set, the flow ends where it stands, as a crash does: raises ``Stopped``."""

    def perform(self, effect: Effect[Any]) -> Any:
        """Perform what a flow asks for and return the answer."""
        if self.stop is not None and self.stop.is_set():
            raise Stopped
        match effect:
            case Send():
                return self.transport.read(effect.call, timeout=effect.timeout)
            case PaidCall():
                return self._send_once(effect)
            case LedgerJob():
                return self.ledger.read(effect.job) if effect.reads else self.ledger.run(effect.job)
            case Sleep():
                if effect.seconds > 0:
                    self.clock.wait(effect.seconds, effect.wake or self._stop_event)
                return self.clock.now()
            case Now():
                return self.clock.now()
            case OnDisk():
                return effect.job()
            case Download():
                return self._download(effect)
            case _:
                return self._notify(cast("NotifyProgress", effect).progress)

    @property
    def _stop_event(self) -> WakeEvent | None:
        return None if self.stop is None else _StopEvent(self.stop)

    def _send_once(self, paid: PaidCall) -> HttpResponse:
        with self.transport.slot(paid.call):
            observer, written = self.transport.observer(), False
            try:
                self.ledger.check_outside()
                _ = self.ledger.run(paid.before)
                written = True
                return self.transport.exchange(paid.call, observer)
            except BaseException as error:
                self._record_failure(paid, observer, error, written=written)
                raise

    def _download(self, wanted: Download) -> tuple[Any, ...]:
        from reelscore.downloads.fetch import download_all

        def saved(file: Any) -> None:
            self.ledger.run(lambda tx: wanted.record(tx, file))

        client = self.transport.client
        return download_all(wanted.targets, options=wanted.options, http_client=client, on_saved=saved, stop=self.stop)

    def _notify(self, progress: Progress[Any]) -> None:
        if self.on_progress is None:
            return
        try:
            self.on_progress(progress)
        except Exception:
            logger.exception("a progress callback failed; the wait goes on")


@frozen(kw_only=True)
class AsyncRuntime(_Runtime):
    """Performs effects in this task."""

    transport: AsyncHttpTransport

    async def perform(self, effect: Effect[Any]) -> Any:
        """Perform what a flow asks for and return the answer."""
        match effect:
            case Send():
                return await self.transport.read(effect.call, timeout=effect.timeout)
            case PaidCall():
                return await self._send_once(effect)
            case LedgerJob():
                return await self._run(effect)
            case Sleep():
                if effect.seconds > 0:
                    await self.clock.wait_async(effect.seconds, effect.wake)
                return self.clock.now()
            case Now():
                return self.clock.now()
            case OnDisk():
                import asyncio

                return await asyncio.to_thread(effect.job)
            case Download():
                return await self._download(effect)
            case _:
                return await self._notify(cast("NotifyProgress", effect).progress)

    async def _send_once(self, paid: PaidCall) -> HttpResponse:
        async with self.transport.slot(paid.call):
            observer, written = self.transport.observer(), False
            try:
                self.ledger.check_outside()
                _ = await self._run(LedgerJob(paid.before))
                written = True
                return await self.transport.exchange(paid.call, observer)
            except BaseException as error:
                self._record_failure(paid, observer, error, written=written)
                raise

    async def _run(self, job: LedgerJob[T]) -> T:
        return await (self.ledger.read_async(job.job) if job.reads else self.ledger.run_async(job.job))

    async def _download(self, wanted: Download) -> tuple[Any, ...]:
        from reelscore.downloads.fetch import download_all_async

        async def saved(file: Any) -> None:
            await self._run(LedgerJob(lambda tx: wanted.record(tx, file)))

        client = self.transport.client
        return await download_all_async(wanted.targets, options=wanted.options, http_client=client, on_saved=saved)

    async def _notify(self, progress: Progress[Any]) -> None:
        if self.on_progress is None:
            return
        try:
            said = self.on_progress(progress)
            if inspect.isawaitable(said):
                await said
        except Exception:
            logger.exception("a progress callback failed; the wait goes on")


def check_callback(callback: ProgressCallback | None) -> ProgressCallback | None:
    """Return a progress callback for a blocking client.

    Raises:
        ConfigurationError: it is a coroutine function, which nobody would await.
    """
    if inspect.iscoroutinefunction(callback):
        raise ConfigurationError("on_progress is a coroutine function: use an async client, or a plain function")
    return callback
