"""Run a flow, blocking or awaiting, and perform what it asks: the only place where sync and async differ.

``SyncRuntime`` and ``AsyncRuntime`` are one call's view of a client: its wire, its ledger, its clock and who listens.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import attrs

from reelscore.effects import Effect, Flow, HttpResponse, LedgerJob, NotifyProgress, Send, Sleep, WakeEvent
from reelscore.errors import ConfigurationError, TransportError
from reelscore.ledger.store import LedgerTransaction

if TYPE_CHECKING:
    from reelscore.ledger import Ledger
    from reelscore.ledger.records import NewCall
    from reelscore.results import Progress
    from reelscore.transport.http import AsyncHttpTransport, HttpTransport

T = TypeVar("T")
ProgressCallback: TypeAlias = Callable[["Progress[Any]"], Any]
_STEP = 5.0
logger = logging.getLogger("reelscore.flows.drivers")


@attrs.frozen(kw_only=True)
class Clock:
    """Time and waiting; tests turn one by hand."""

    now: Callable[[], float] = time.monotonic
    """Seconds, never going back."""
    sleep: Callable[[float], None] = time.sleep
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    def rest(self, seconds: float, alarm: WakeEvent | None) -> None:
        """Let time pass until an alarm rings; a clock that is turned by hand is turned in steps, and it listens between."""
        if alarm is None:
            self.sleep(seconds)
        elif self.sleep is time.sleep:
            _ = alarm.wait(seconds)
        else:
            end = self.now() + seconds
            while not alarm.wait(0) and (left := end - self.now()) > 0:
                self.sleep(min(left, _STEP))

    async def rest_async(self, seconds: float, alarm: WakeEvent | None) -> None:
        """Do what ``rest`` does, awaiting."""
        if alarm is None:
            await self.pause(seconds)
        elif self.pause is asyncio.sleep:
            _ = await alarm.wait_async(seconds)
        else:
            end = self.now() + seconds
            while not await alarm.wait_async(0) and (left := end - self.now()) > 0:
                await self.pause(min(left, _STEP))


def run_sync(flow: Flow[T], world: SyncRuntime) -> T:
    """Run a flow on this thread.

    Only ``Exception`` goes back into the flow: KeyboardInterrupt and SystemExit end it where it stands, as a crash does.
    """
    try:
        effect = next(flow)
        while True:
            try:
                answer = world.perform(effect)
            except Exception as error:  # noqa: BLE001 - the flow decides
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration as end:
        return cast("T", end.value)
    finally:
        flow.close()


async def run_async(flow: Flow[T], world: AsyncRuntime) -> T:
    """Run a flow in this task; a cancellation ends it where it stands, as a crash does."""
    try:
        effect = next(flow)
        while True:
            try:
                answer = await world.perform(effect)
            except Exception as error:  # noqa: BLE001 - the flow decides
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration as end:
        return cast("T", end.value)
    finally:
        flow.close()


def iter_sync(flow: Flow[Any], world: SyncRuntime) -> Generator[Progress[Any], None, None]:
    """Run a flow and give what it tells, one look at a time."""
    for effect in _steps(flow, world.perform):
        if isinstance(effect, NotifyProgress):
            yield effect.progress


def _steps(flow: Flow[Any], perform: Callable[[Effect[Any]], Any]) -> Generator[Effect[Any], None, None]:
    try:
        effect = next(flow)
        while True:
            yield effect
            try:
                answer = None if isinstance(effect, NotifyProgress) else perform(effect)
            except Exception as error:  # noqa: BLE001 - the flow decides
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration:
        return
    finally:
        flow.close()


async def iter_async(flow: Flow[Any], world: AsyncRuntime) -> AsyncGenerator[Progress[Any], None]:
    """Run a flow and give what it tells, one look at a time."""
    try:
        effect = next(flow)
        while True:
            try:
                if isinstance(effect, NotifyProgress):
                    yield effect.progress
                answer = None if isinstance(effect, NotifyProgress) else await world.perform(effect)
            except Exception as error:  # noqa: BLE001 - the flow decides
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration:
        return
    finally:
        flow.close()


@attrs.frozen(kw_only=True)
class SyncRuntime:
    """What a flow can ask for, done on this thread."""

    wire: HttpTransport
    ledger: Ledger
    clock: Clock = attrs.field(factory=Clock)
    listener: ProgressCallback | None = None

    def perform(self, effect: Effect[Any]) -> Any:
        """Do what a flow asks and give the answer."""
        if isinstance(effect, Send):
            return self._send(effect)
        if isinstance(effect, LedgerJob):
            return self.ledger.run(effect.job)
        if isinstance(effect, Sleep):
            if effect.seconds > 0:
                self.clock.rest(effect.seconds, effect.alarm)
            return self.clock.now()
        return self._tell(cast("NotifyProgress", effect).progress)

    def _send(self, send: Send) -> HttpResponse:
        if send.first is None:
            return self.wire.read(send.call)
        with self.wire.slot(send.call):
            if not send.again:
                self._intend(send, send.first)
            attempt = self.wire.attempt()
            try:
                return self.wire.exchange(send.call, attempt)
            except BaseException as error:
                _ = self.ledger.submit(_send_failure(send.first, send, sent=attempt.sent(error), error=error))
                raise

    def _intend(self, send: Send, entry: NewCall) -> None:
        job = partial(LedgerTransaction.insert_intent, entry=entry)
        try:
            self.ledger.run(job)
        except Exception:
            raise
        except BaseException as error:
            # An interrupt: the commit may still come, so void what it writes, in the order of the queue.
            _ = self.ledger.submit(_send_failure(entry, send, sent=False, error=error))
            raise

    def _tell(self, progress: Progress[Any]) -> None:
        if self.listener is None:
            return
        try:
            self.listener(progress)
        except Exception:
            logger.exception("a progress callback failed; the wait goes on")


@attrs.frozen(kw_only=True)
class AsyncRuntime:
    """What a flow can ask for, done in this task."""

    wire: AsyncHttpTransport
    ledger: Ledger
    clock: Clock = attrs.field(factory=Clock)
    listener: ProgressCallback | None = None

    async def perform(self, effect: Effect[Any]) -> Any:
        """Do what a flow asks and give the answer."""
        if isinstance(effect, Send):
            return await self._send(effect)
        if isinstance(effect, LedgerJob):
            return await self._record(effect)
        if isinstance(effect, Sleep):
            if effect.seconds > 0:
                await self.clock.rest_async(effect.seconds, effect.alarm)
            return self.clock.now()
        return await self._tell(cast("NotifyProgress", effect).progress)

    async def _send(self, send: Send) -> HttpResponse:
        if send.first is None:
            return await self.wire.read(send.call)
        async with self.wire.slot(send.call):
            if not send.again:
                await self._intend(send, send.first)
            attempt = self.wire.attempt()
            try:
                return await self.wire.exchange(send.call, attempt)
            except BaseException as error:
                # Not awaited: this task may be cancelled, and a crash here must look like a crash.
                _ = self.ledger.submit(_send_failure(send.first, send, sent=attempt.sent(error), error=error))
                raise

    async def _record(self, record: LedgerJob[T]) -> Any:
        future = self.ledger.submit(record.job)
        # Shielded: what was paid for is recorded even when nobody waits for it any more.
        return future.result() if future.done() else await asyncio.shield(asyncio.wrap_future(future))

    async def _intend(self, send: Send, entry: NewCall) -> None:
        job = partial(LedgerTransaction.insert_intent, entry=entry)
        future = self.ledger.submit(job)
        try:
            _ = future.result() if future.done() else await asyncio.shield(asyncio.wrap_future(future))
        except asyncio.CancelledError as error:
            if not future.cancel():
                # The commit may still come: void what it wrote, in the order of the queue.
                _ = self.ledger.submit(_send_failure(entry, send, sent=False, error=error))
            raise

    async def _tell(self, progress: Progress[Any]) -> None:
        if self.listener is None:
            return
        try:
            said = self.listener(progress)
            if inspect.isawaitable(said):
                await said
        except Exception:
            logger.exception("a progress callback failed; the wait goes on")


def check_callback(listener: ProgressCallback | None, *, awaits: bool) -> ProgressCallback | None:
    """Pass a progress callback through; a coroutine function has no place on a sync client."""
    if not awaits and inspect.iscoroutinefunction(listener):
        raise ConfigurationError("on_progress is a coroutine function; use an async client, or a plain function")
    return listener


def unsent(error: Exception) -> bool:
    """Tell whether an error surely came before the first byte."""
    return isinstance(error, TransportError) and not error.sent


def _send_failure(
    entry: NewCall, send: Send, *, sent: bool, error: BaseException
) -> Callable[[LedgerTransaction], None]:
    return partial(
        LedgerTransaction.record_send_failure,
        intent=entry.intent,
        may_have_left=sent,
        why=repr(error),
        replay=send.again,
    )
