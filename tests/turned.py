"""A clock that tests turn by hand, and a world that answers flows from a script."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from reelscore.effects import Effect, Flow, HttpResponse, LedgerJob, Now, PaidCall, Send, Sleep
from reelscore.flows.drivers import Clock
from reelscore.ledger.records import NewCall
from reelscore.sandbox import Sandbox

T = TypeVar("T")


class Turned:
    """Time that passes only when somebody sleeps; safe to share between threads."""

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self.time = start
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def now(self) -> float:
        """Return the time in seconds."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        with self._lock:
            self.time += seconds
            self.slept.append(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Let time pass at once."""
        self.sleep(seconds)

    @property
    def clock(self) -> Clock:
        """Return it as a client's."""
        return Clock(now=self.now, sleep=self.sleep, sleep_async=self.sleep_async)


def moving(sandbox: Sandbox) -> Clock:
    """Make a client's clock that moves a standing sandbox's on when the client sleeps: nobody waits, however busy."""

    async def sleep_async(seconds: float) -> None:
        await asyncio.to_thread(sandbox.advance, seconds)

    return Clock(now=sandbox.now, sleep=sandbox.advance, sleep_async=sleep_async)


class Script:
    """A world that plays answers to sends and keeps what was asked; ledger jobs get a stand-in value."""

    def __init__(self, *answers: HttpResponse | Exception, records: Callable[[Any], Any] | None = None) -> None:
        self.answers: Iterator[HttpResponse | Exception] = iter(answers)
        self.turned = Turned(0.0)
        self.sends: list[Send | PaidCall] = []
        self.entries: list[NewCall] = []
        self.told: list[Any] = []
        self.recorded = 0
        self._records = records

    async def perform(self, effect: Effect[Any]) -> Any:
        """Answer from the script."""
        if isinstance(effect, PaidCall):
            effect.before(self)
        if isinstance(effect, (Send, PaidCall)):
            self.sends.append(effect)
            answer = next(self.answers)
            if isinstance(answer, Exception):
                raise answer
            return answer
        if isinstance(effect, (Sleep, Now)):
            self.turned.sleep(effect.seconds if isinstance(effect, Sleep) else 0.0)
            return self.turned.now()
        if isinstance(effect, LedgerJob):
            self.recorded += 1
            return self._records(effect.job) if self._records else ()
        raise NotImplementedError(effect)

    async def notify(self, progress: Any) -> None:
        """Keep what is told."""
        self.told.append(progress)

    def insert_intent(self, entry: NewCall) -> None:
        """Keep the row of a paid call, as a ledger transaction would."""
        self.entries.append(entry)

    @property
    def pauses(self) -> list[float]:
        """Sleeps that took time."""
        return [seconds for seconds in self.turned.slept if seconds > 0]


def play(flow: Flow[T], script: Script) -> T:
    """Run a flow against a script."""
    from reelscore.flows.drivers import run_sync

    return run_sync(flow, script)  # type: ignore[arg-type]
