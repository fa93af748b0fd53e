"""Post callbacks to their receivers at the time of the sandbox clock, and turn the clock past them.

What a callback says and how it is signed is the vendors' affair (`pixverse/answers.py`, `suno/records.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import ssl
from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import attrs
import httpx

from reelscore.sandbox.engine import Engine
from reelscore.sandbox.values import Callback, Message, Task

TIMEOUT = 15.0
"""Real seconds that a receiver has to answer. Source: docs.kie.ai."""
RESERVED = (".invalid", ".example", ".test", "example.com", "example.org", "example.net", "example.cn")
"""Names that nobody can own: a callback to them is not sent and not tried again."""


class Sender:
    """Post the callbacks of a sandbox.

    Args:
        engine: whose clock, faults and tasks.
        write: what writes the callbacks of a new task.
    """

    def __init__(self, engine: Engine, write: Callable[[Engine, Task], list[Callback]]) -> None:
        self._engine, self._write = engine, write
        self._heap: list[tuple[float, int, Callback]] = []
        self._sequence = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake, self._turn = asyncio.Event(), asyncio.Lock()

    def attach(self) -> None:
        """Listen to the engine's new tasks and move its clock from now on; call it on the serving loop."""
        self._loop = asyncio.get_running_loop()
        for task in self._engine.running():  # kept by a state file: what has not been due yet will be
            self.plan(task, after=self._engine.clock.now())
        self._engine.on_task = self.plan
        self._engine.mover = self.move

    def plan(self, task: Task, *, after: float = float("-inf")) -> None:
        """Queue the callbacks of a task that fall due *after* some time."""
        for callback in self._write(self._engine, task):
            if callback.due > after:
                self._push(callback)
        self._wake.set()

    def move(self, seconds: float) -> None:
        """Move the clock on; what falls due on the way is delivered at its own time. Not for the loop's own thread."""
        if self._loop is None:
            raise RuntimeError("the sandbox is not running")
        asyncio.run_coroutine_threadsafe(self._move(seconds), self._loop).result()

    async def run(self) -> None:
        """Deliver whatever falls due, for ever."""
        while True:
            self._wake.clear()
            await self._deliver_due()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._real_wait())

    def _push(self, callback: Callback) -> None:
        self._sequence += 1
        heapq.heappush(self._heap, (callback.due, self._sequence, callback))

    def _real_wait(self) -> float | None:
        if not self._heap:
            return None
        return self._engine.clock.real_seconds(max(0.0, self._heap[0][0] - self._engine.clock.now()))

    async def _move(self, seconds: float) -> None:
        clock = self._engine.clock
        target = clock.now() + seconds
        while self._heap and self._heap[0][0] <= target:
            clock.advance_to(self._heap[0][0])
            await self._deliver_due()
        clock.advance_to(target)
        self._wake.set()

    async def _deliver_due(self) -> None:
        async with self._turn:
            now = self._engine.clock.now()
            by_task: dict[int, list[Callback]] = {}
            while self._heap and self._heap[0][0] <= now:
                callback = heapq.heappop(self._heap)[2]
                by_task.setdefault(id(callback.task), []).append(callback)
            await asyncio.gather(*map(self._deliver, by_task.values()))

    async def _deliver(self, callbacks: list[Callback]) -> None:
        """Deliver what is due of one task, one after the other."""
        for callback in callbacks:
            with self._engine.lock:
                found = self._engine.faults.take("callback", host=callback.task.host, operation=callback.task.operation)
            fault = found.name if found else ""
            later = min((due for due, _, other in self._heap if other.task is callback.task), default=None)
            if fault == "callback-reordered" and not callback.held and later is not None:
                self._push(attrs.evolve(callback, due=later + 0.001, held=True))
                continue
            if fault == "callback-forged":
                await self._try(callback, fault, forged=True)
            is_over = await self._try(callback, fault) or fault == "callback-skipped" or _is_reserved(callback.url)
            if fault == "callback-duplicate":
                await self._try(callback, fault)
            if not is_over and callback.attempt < len(callback.retries):
                again = self._engine.clock.now() + callback.retries[callback.attempt]
                self._push(attrs.evolve(callback, due=again, attempt=callback.attempt + 1))

    async def _try(self, callback: Callback, fault: str, *, forged: bool = False) -> bool:
        """Post a callback once and write it down; return whether the receiver has taken it."""
        with self._engine.answering():
            now = self._engine.now() - (3_600 if fault == "callback-stale" else 0)
            message = callback.compose(now=now, forged=forged)
        reason = "a reserved name: not sent" if _is_reserved(callback.url) else ""
        match fault:
            case "callback-garbage":
                message = attrs.evolve(message, body=b"<html>not JSON</html>")
            case "callback-skipped":
                message, reason = Message({}, b""), "skipped"
            case "callback-unreachable":
                reason = "unreachable"
            case _:
                pass
        status, text = (None, reason) if reason else await post(callback.url, message)
        accepted = status is not None and callback.accepted(status, text.encode())
        self._engine.deliveries.append({
            "at": self._engine.clock.now(),
            "host": callback.task.host,
            "task": str(callback.task.id),
            "stage": callback.stage,
            "url": callback.url,
            "attempt": callback.attempt + 1,
            "status": status,
            "answer": text[:200],
            "accepted": accepted,
            "fault": fault or None,
            "headers": dict(message.headers),
            "body": message.body.decode(errors="replace"),
        })  # fmt: skip
        return accepted


def _is_reserved(url: str) -> bool:
    return (urlsplit(url).hostname or "").endswith(RESERVED)


_tls = cache(ssl.create_default_context)


async def post(url: str, message: Message) -> tuple[int | None, str]:
    """POST a callback; return the receiver's status and its answer, or None and the reason."""
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, verify=_tls()) as http:
            answer = await http.post(url, content=message.body, headers=message.headers)
    except Exception as error:  # noqa: BLE001 - no address that somebody gave may end the callbacks of others
        return None, f"{type(error).__name__}: {error}"
    return answer.status_code, answer.text
