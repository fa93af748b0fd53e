"""Post callbacks to their receivers at the time of the sandbox clock, and turn the clock past them.

What a letter says and how it is signed is the vendors' affair (`pixverse/letters.py`, `suno/letters.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import http.client
import ssl
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import attrs

if TYPE_CHECKING:
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.faults import Fault
    from reelscore.sandbox.tasks import Task

PATIENCE = 15.0
"""Real seconds that a receiver has to answer. Source: kie-suno.md §8."""
RESERVED = (".invalid", ".example", ".test", "example.com", "example.org", "example.net", "example.cn")
"""Names that nobody can own: a letter to them is not sent and not tried again."""


@attrs.frozen
class Sheet:
    """What is posted."""

    headers: Mapping[str, str]
    body: bytes


class Compose(Protocol):
    """Write a letter at the moment of its delivery."""

    def __call__(self, *, now: float, forged: bool = False) -> Sheet:
        """Return headers and body, signed with the time *now*; *forged* claims success with a wrong signature."""
        ...


@attrs.frozen(kw_only=True)
class Letter:
    """One callback that is due at some time."""

    task: Task
    stage: str
    """What the receiver will read: ``text``, ``first``, ``complete``, ``error`` or ``single``."""
    due: float
    """Unix seconds of the sandbox clock."""
    url: str
    compose: Compose
    ladder: tuple[float, ...]
    """Seconds until each further try."""
    accepted: Callable[[int, bytes], bool]
    """Whether status and body of the receiver's answer end the tries."""
    attempt: int = 0
    held: bool = False
    """Put behind the next letter of its task once."""


class Post:
    """The post office of a sandbox.

    Args:
        engine: whose clock, faults and tasks.
        writers: host to what writes the letters of a new task.
    """

    def __init__(self, engine: Engine, writers: Mapping[str, Callable[[Engine, Task], list[Letter]]]) -> None:
        self._engine, self._writers = engine, writers
        self._heap: list[tuple[float, int, Letter]] = []
        self._sequence = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake, self._turn = asyncio.Event(), asyncio.Lock()

    def attach(self) -> None:
        """Listen to the engine's new tasks and move its clock from now on; call it on the serving loop."""
        self._loop = asyncio.get_running_loop()
        for task in [*self._engine.running()]:  # kept by a state file: what has not been due yet will be
            self.plan(task, after=self._engine.now())
        self._engine.on_task.append(self.plan)
        self._engine.mover = self.move

    def plan(self, task: Task, *, after: float = float("-inf")) -> None:
        """Queue the letters of a task that fall due *after* some time."""
        for letter in self._writers[task.host](self._engine, task):
            if letter.due > after:
                self._push(letter)
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

    def _push(self, letter: Letter) -> None:
        self._sequence += 1
        heapq.heappush(self._heap, (letter.due, self._sequence, letter))

    def _real_wait(self) -> float | None:
        if not self._heap:
            return None
        return self._engine.clock.real_seconds(max(0.0, self._heap[0][0] - self._engine.now()))

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
            now, by_task = self._engine.now(), dict[int, list[Letter]]()
            while self._heap and self._heap[0][0] <= now:
                letter = heapq.heappop(self._heap)[2]
                by_task.setdefault(id(letter.task), []).append(letter)
            await asyncio.gather(*map(self._deliver_all, by_task.values()))

    async def _deliver_all(self, letters: list[Letter]) -> None:
        for letter in letters:
            await self._deliver(letter)

    async def _deliver(self, letter: Letter) -> None:
        fault = self._take_fault(letter)
        name = fault.name if fault else ""
        if name == "callback-skipped":
            self._note(letter, status=None, text="skipped", fault=name)
            return
        if name == "callback-reordered" and not letter.held and (later := self._next_of(letter.task)) is not None:
            self._push(attrs.evolve(letter, due=later + 0.001, held=True))
            return
        if name == "callback-forged":
            await self._send(letter, letter.compose(now=self._engine.now(), forged=True), fault=name)
        sent = await self._send(letter, self._sheet(letter, name), fault=name)
        if name == "callback-duplicate":
            await self._send(letter, self._sheet(letter, name), fault=name)
        if not sent and not _reserved(letter.url) and letter.attempt < len(letter.ladder):
            again = self._engine.now() + letter.ladder[letter.attempt]
            self._push(attrs.evolve(letter, due=again, attempt=letter.attempt + 1))

    def _take_fault(self, letter: Letter) -> Fault | None:
        with self._engine.lock:
            return self._engine.faults.take("callback", host=letter.task.host, operation=letter.task.operation)

    def _next_of(self, task: Task) -> float | None:
        return min((due for due, _, letter in self._heap if letter.task is task), default=None)

    def _sheet(self, letter: Letter, fault: str) -> Sheet:
        now = self._engine.now()
        with self._engine.lock:
            sheet = letter.compose(now=now - 3_600 if fault == "callback-stale" else now)
        return attrs.evolve(sheet, body=b"<html>not JSON</html>") if fault == "callback-garbage" else sheet

    async def _send(self, letter: Letter, sheet: Sheet, *, fault: str) -> bool:
        if fault == "callback-unreachable" or _reserved(letter.url):
            status, text = None, "unreachable" if fault else "a reserved name: not sent"
        else:
            status, text = await asyncio.to_thread(post, letter.url, sheet)
        accepted = status is not None and letter.accepted(status, text.encode())
        self._note(letter, status=status, text=text, fault=fault, sheet=sheet, accepted=accepted)
        return accepted

    def _note(
        self,
        letter: Letter,
        *,
        status: int | None,
        text: str,
        fault: str,
        sheet: Sheet | None = None,
        accepted: bool = False,
    ) -> None:
        entry: dict[str, Any] = {
            "at": self._engine.now(),
            "host": letter.task.host,
            "task": str(letter.task.id),
            "stage": letter.stage,
            "url": letter.url,
            "attempt": letter.attempt + 1,
            "status": status,
            "answer": text[:200],
            "accepted": accepted,
            "fault": fault or None,
            "headers": dict(sheet.headers) if sheet else {},
            "body": sheet.body.decode(errors="replace") if sheet else "",
        }
        self._engine.deliveries.append(entry)


def _reserved(url: str) -> bool:
    return (urlsplit(url).hostname or "").endswith(RESERVED)


def post(url: str, sheet: Sheet) -> tuple[int | None, str]:
    """POST a letter; return the receiver's status and the first bytes of its answer, or None and the reason."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    host = parts.hostname or ""
    connection = (
        http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())
        if secure
        else http.client.HTTPConnection(host, port, timeout=PATIENCE)
    )
    try:
        connection.request(
            "POST", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", sheet.body, dict(sheet.headers)
        )
        answer = connection.getresponse()
        return answer.status, answer.read(4_096).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return None, f"{type(error).__name__}: {error}"
    finally:
        connection.close()
