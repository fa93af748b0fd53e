"""Queues in front of connections, and looks that are shared; httpcore's own pool is quadratic in waiting requests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

from reelscore.effects import HttpResponse

PER_HOST = 20
"""Connections to one host."""
_KEPT_SECONDS = 2.0


class Slots:
    """At most so many calls to one origin at once, for threads."""

    def __init__(self, size: int = PER_HOST) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._by_origin: dict[str, threading.BoundedSemaphore] = {}

    def hold(self, origin: str) -> AbstractContextManager[Any]:
        """Give the slots of an origin; who enters waits for one and keeps it."""
        slot = self._by_origin.get(origin)
        if slot is None:
            with self._lock:
                slot = self._by_origin.setdefault(origin, threading.BoundedSemaphore(self._size))
        return slot


class AsyncSlots:
    """At most so many calls to one origin at once, for the tasks of one loop; first come, first served."""

    def __init__(self, size: int = PER_HOST) -> None:
        self._size = size
        self._by_origin: dict[str, asyncio.Semaphore] = {}

    def hold(self, origin: str) -> AbstractAsyncContextManager[Any]:
        """Give the slots of an origin; who enters waits for one and keeps it."""
        slot = self._by_origin.get(origin)
        if slot is None:
            slot = self._by_origin[origin] = asyncio.Semaphore(self._size)
        return slot


class Looks:
    """Looks with one name are one call: who comes while it runs, or just after it, gets its answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[str, Future[HttpResponse]] = {}
        self._last: dict[str, HttpResponse] = {}

    def share(self, name: str, ask: Callable[[], HttpResponse], *, fresh: float, now: float) -> HttpResponse:
        """Give the answer of a call that runs or has just ended, or make it."""
        mine: Future[HttpResponse] = Future()
        with self._lock:
            last = self._last.get(name)
            if last is not None and now - last.time < fresh:
                return last
            running = self._running.setdefault(name, mine)
        if running is not mine:
            return _outcome(running, ask)
        try:
            answer = ask()
        except BaseException as error:
            self._end(name, mine, answer=None)
            # Only what every waiter may meet is passed on; an interrupt is this thread's own.
            mine.set_exception(error) if isinstance(error, Exception) else mine.cancel()
            raise
        self._end(name, mine, answer=answer)
        mine.set_result(answer)
        return answer

    async def ashare(
        self, name: str, ask: Callable[[], Coroutine[Any, Any, HttpResponse]], *, fresh: float, now: float
    ) -> HttpResponse:
        """Do the same for the tasks of one loop."""
        last, running = self._last.get(name), self._running.get(name)
        if last is not None and now - last.time < fresh:
            return last
        if running is not None:
            try:
                # Shielded: one waiter that gives up must not take the answer from the others.
                return await asyncio.shield(asyncio.wrap_future(running))
            except asyncio.CancelledError:
                if not running.cancelled():
                    raise
                return await ask()
        mine = self._running[name] = Future()
        try:
            answer = await ask()
        except BaseException as error:
            self._end(name, mine, answer=None)
            mine.set_exception(error) if isinstance(error, Exception) else mine.cancel()
            raise
        self._end(name, mine, answer=answer)
        mine.set_result(answer)
        return answer

    def _end(self, name: str, mine: Future[HttpResponse], *, answer: HttpResponse | None) -> None:
        with self._lock:
            if self._running.get(name) is mine:
                del self._running[name]
            if answer is not None:
                self._last.pop(name, None)
                self._last[name] = answer
                while answer.time - next(iter(self._last.values())).time > _KEPT_SECONDS:
                    del self._last[next(iter(self._last))]


def _outcome(running: Future[HttpResponse], ask: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return running.result()
    except BaseException:
        if not running.cancelled():
            raise
    return ask()
