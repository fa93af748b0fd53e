"""What tasks wait on: an inbox wakes whoever waits for a delivery, in this process at once, across processes in seconds."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeAlias

from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.records import CallRecord
from reelscore.webhooks.letters import WebhookDelivery
from reelscore.webhooks.store import DeliveryStatus, Store, StoredDelivery, letters_of, matches, newest

Key: TypeAlias = tuple[str, str]
EVERY_SECONDS = 2.0
"""How often the shared file is asked whether another process has received something."""


class Inbox:
    """Deliveries of one ledger, for whoever waits: ``task.wait(webhooks=inbox)``. Share it between threads and loops.

    The receiver puts deliveries in, in this process or in another one on the same ledger. What came before the wait
    began is found too. Nothing is kept in memory but the bells of those who wait.
    """

    def __init__(self, ledger: Ledger | Store | None = None, *, every: float | None = EVERY_SECONDS) -> None:
        """Open the inbox of a ledger.

        Args:
            ledger: the client's, as ``client.ledger``; memory when left out.
            every: seconds between questions to the file; None where nobody else writes it.
        """
        self.store = ledger if isinstance(ledger, Store) else Store(ledger)
        self.every = every if self.store.shared else None
        self._lock = threading.Lock()
        self._bells: dict[Key, set[Callable[[], None]]] = defaultdict(set)
        self._newest, self._asked = 0, float("-inf")

    def next(self, ref: str, timeout: float) -> WebhookDelivery | None:
        """Wait for a delivery of a task; the first that is kept comes at once.

        Args:
            ref: the text of ``task.ref``.
            timeout: seconds; 0 only looks.
        """
        return self.letterbox(ref).next(timeout)

    async def next_async(self, ref: str, timeout: float) -> WebhookDelivery | None:
        """Do what ``next`` does, awaiting."""
        return await self.letterbox(ref).next_async(timeout)

    def latest(self, ref: str) -> WebhookDelivery | None:
        """Give the newest delivery of a task, or None; never waits for one."""
        kept = self.letterbox(ref).collect()
        return kept[-1] if kept else None

    def letterbox(self, ref: str) -> DeliverySubscription:
        """Give one waiter's view of one task: each delivery is given once."""
        host, _, rest = ref.partition("/")
        task_id = rest.rpartition("/")[2]
        if not task_id:
            raise ConfigurationError(
                f"{ref!r} is no reference; it looks like kie.ai/generate/<id>, as task.ref gives it"
            )
        return DeliverySubscription(self, (host, task_id))

    def matches(self, tx: LedgerTransaction, rows: Sequence[CallRecord] | None = None) -> dict[str, str]:
        """Find the task ids of lost submissions, inside a job of the ledger; see ``Store.matches``."""
        return matches(tx, rows)

    def put(self, letter: WebhookDelivery, *, nonce: str = "") -> StoredDelivery:
        """Keep a delivery and wake who waits for it.

        Raises:
            ReplayedDelivery: its nonce was used before; nothing is kept.
        """
        return self._filed(letter, self.store.put(letter, nonce=nonce))

    async def put_async(self, letter: WebhookDelivery, *, nonce: str = "") -> StoredDelivery:
        """Do what ``put`` does, awaiting."""
        return self._filed(letter, await self.store.run_async(self.store.putting(letter, nonce=nonce)))

    def _filed(self, letter: WebhookDelivery, filed: StoredDelivery) -> StoredDelivery:
        with self._lock:
            self._newest = max(self._newest, filed.number)
            bells = (
                list(self._bells.get((letter.host, letter.task_id), ()))
                if filed.seen in {DeliveryStatus.NEW, DeliveryStatus.CHANGED}
                else []
            )
        for bell in bells:
            bell()
        return filed

    @contextmanager
    def _listening(self, key: Key, bell: Callable[[], None]) -> Generator[None]:
        with self._lock:
            self._bells[key].add(bell)
        try:
            yield
        finally:
            with self._lock:
                self._bells[key].discard(bell)
                if not self._bells[key]:
                    del self._bells[key]

    def _due(self) -> bool:
        """Tell whether it is time to ask the file; who is told so asks for all waiters."""
        with self._lock:
            now = time.monotonic()
            due = self.every is not None and now - self._asked >= self.every
            self._asked = now if due else self._asked
            return due

    def _told(self, number: int) -> None:
        with self._lock:
            self._newest = max(self._newest, number)


class DeliverySubscription:
    """One waiter's view of one task; not shared between waiters."""

    def __init__(self, inbox: Inbox, key: Key) -> None:
        self._inbox, self._key = inbox, key
        self._number, self._checked = 0, -1
        self._unread: list[WebhookDelivery] = []

    def collect(self) -> list[WebhookDelivery]:
        """Give the deliveries that have come since the last time, oldest first; never waits."""
        self._look()
        unread, self._unread = self._unread, []
        return unread

    def take(self) -> list[WebhookDelivery]:
        """Give what the last ``wait`` has found; asks nobody."""
        unread, self._unread = self._unread, []
        return unread

    def next(self, timeout: float) -> WebhookDelivery | None:
        """Wait for the next delivery."""
        _ = self.wait(timeout)
        return self._unread.pop(0) if self._unread else None

    async def next_async(self, timeout: float) -> WebhookDelivery | None:
        """Await the next delivery."""
        _ = await self.wait_async(timeout)
        return self._unread.pop(0) if self._unread else None

    def wait(self, seconds: float) -> bool:
        """Return when a delivery has come, or when the time is over; tell whether one has."""
        bell = threading.Event()
        with self._inbox._listening(self._key, bell.set):  # noqa: SLF001 - the two are one
            for pause in self._pauses(seconds):
                self._look()
                if self._unread:
                    return True
                _ = bell.wait(pause)
                bell.clear()
            self._look()
            return bool(self._unread)

    async def wait_async(self, seconds: float) -> bool:
        """Do what ``wait`` does, awaiting."""
        bell, loop = asyncio.Event(), asyncio.get_running_loop()
        with self._inbox._listening(self._key, _across(loop, bell.set)):  # noqa: SLF001 - as above
            for pause in self._pauses(seconds):
                await self._look_async()
                if self._unread:
                    return True
                await _quietly(bell.wait(), pause)
                bell.clear()
            await self._look_async()
            return bool(self._unread)

    def _pauses(self, seconds: float) -> Iterator[float]:
        end = time.monotonic() + seconds
        every = self._inbox.every
        while (left := end - time.monotonic()) > 0:
            yield left if every is None else min(left, every)

    def _look(self) -> None:
        if self._inbox._due():  # noqa: SLF001 - as above
            self._inbox._told(self._inbox.store.run(newest))  # noqa: SLF001 - as above
        if self._stale():
            self._found(self._inbox.store.run(self._job()))

    async def _look_async(self) -> None:
        if self._inbox._due():  # noqa: SLF001 - as above
            self._inbox._told(await self._inbox.store.run_async(newest))  # noqa: SLF001 - as above
        if self._stale():
            self._found(await self._inbox.store.run_async(self._job()))

    def _stale(self) -> bool:
        """Tell whether anything was kept since the last question, and count as asked from now."""
        known, before = self._inbox._newest, self._checked  # noqa: SLF001 - as above
        self._checked = known
        return known > before

    def _job(self) -> Callable[[LedgerTransaction], tuple[WebhookDelivery, ...]]:
        host, task_id = self._key
        return partial(letters_of, host=host, task_id=task_id, after=self._number)

    def _found(self, letters: Sequence[WebhookDelivery]) -> None:
        if letters:
            self._number = letters[-1].number
            self._unread.extend(letters)


def _across(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> Callable[[], None]:
    """Make a call that any thread may make; a loop that has ended in the meantime waits for nothing."""

    def ring() -> None:
        if not loop.is_closed():
            _ = loop.call_soon_threadsafe(call)

    return ring


async def _quietly(awaitable: Awaitable[object], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            _ = await awaitable
    except TimeoutError:
        return
