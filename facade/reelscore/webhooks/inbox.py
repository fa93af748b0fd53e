"""The inbox that waits on webhook deliveries: woken at once in this process, within seconds across processes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeAlias, TypeVar

from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.records import CallRecord
from reelscore.webhooks import store
from reelscore.webhooks.deliveries import WebhookDelivery
from reelscore.webhooks.store import DeliveryStatus, TaskKey

T = TypeVar("T")
Job: TypeAlias = Callable[[LedgerTransaction], Any]


class Inbox:
    """Webhook deliveries of one ledger, for whoever waits: ``task.wait(webhooks=inbox)``. Thread-safe, for any loop.

    The receiver stores deliveries, in this process or in another one on the same ledger. A delivery that came before
    the wait began is found too. Only the wake-up callbacks of current waiters are held in memory.
    """

    def __init__(self, ledger: Ledger | None = None, *, poll_interval: float | None = 2.0) -> None:
        """Open the inbox of a ledger.

        Args:
            ledger: the client's, as ``client.ledger``; one in memory when left out.
            poll_interval: seconds between queries for deliveries that another process stored, one query for all
                waiters; None where no other process stores any.
        """
        self.ledger = Ledger(":memory:") if ledger is None else ledger
        self.poll_interval = poll_interval
        self._lock = threading.Lock()
        self._wakers: dict[TaskKey, set[Callable[[], None]]] = defaultdict(set)
        self._changes: dict[TaskKey, object] = {}
        self._polled = float("-inf")

    def store(self, delivery: WebhookDelivery, *, nonce: str = "") -> DeliveryStatus:
        """Store a delivery and wake who waits for its task.

        Raises:
            ReplayedDelivery: its nonce was used before; nothing is stored.
        """
        return self._stored(delivery, self.ledger.run(partial(store.add, delivery=delivery, nonce=nonce)))

    async def store_async(self, delivery: WebhookDelivery, *, nonce: str = "") -> DeliveryStatus:
        """Store a delivery; see ``store``."""
        return self._stored(delivery, await self.ledger.run_async(partial(store.add, delivery=delivery, nonce=nonce)))

    def subscribe(self, ref: str) -> DeliverySubscription:
        """Subscribe to one task; each subscription is given each delivery once, those stored before included."""
        return DeliverySubscription(self, _key(ref))

    def wake(self, host: str, task_id: str) -> None:
        """Wake who waits for a task: a delivery of it was stored, here or by another process."""
        with self._lock:
            wakers = list(self._wakers.get((host, task_id), ()))
        for waker in wakers:
            waker()

    def poll(self) -> None:
        """Query once for what other processes stored, and wake who waits for it."""
        with self._lock:
            keys = list(self._wakers)
        if keys:
            self._note_changes(self.ledger.read(partial(store.changes, keys=keys)))

    def unknown(self, limit: int = 1_000) -> list[WebhookDelivery]:
        """List deliveries of tasks that the ledger does not know, newest first."""
        return self.ledger.run(partial(store.unknown, limit=limit))

    def matches(self, tx: LedgerTransaction, rows: Sequence[CallRecord] | None = None) -> dict[str, str]:
        """Map lost submissions, by intent, to the task ids that deliveries name; runs inside a job of the ledger.

        Args:
            tx: the transaction.
            rows: the submissions; all that are in doubt when left out.
        """
        return store.matches(tx, rows)

    def _stored(self, delivery: WebhookDelivery, status: DeliveryStatus) -> DeliveryStatus:
        if status in {DeliveryStatus.NEW, DeliveryStatus.CHANGED}:
            self.wake(delivery.host, delivery.task_id)
        return status

    @contextmanager
    def _waking(self, key: TaskKey, wake: Callable[[], None]) -> Generator[None]:
        with self._lock:
            self._wakers[key].add(wake)
        try:
            yield
        finally:
            with self._lock:
                self._wakers[key].discard(wake)
                if not self._wakers[key]:
                    del self._wakers[key]
                    self._changes.pop(key, None)

    def _keys_to_poll(self) -> list[TaskKey]:
        """Return the tasks that are waited for, once per poll interval; whoever is given them queries for all."""
        with self._lock:
            now = time.monotonic()
            if self.poll_interval is None or now - self._polled < self.poll_interval:
                return []
            self._polled = now
            return list(self._wakers)

    def _note_changes(self, found: dict[TaskKey, tuple[Any, ...]]) -> None:
        with self._lock:
            changed = [key for key, value in found.items() if key in self._wakers and self._changes.get(key) != value]
            self._changes.update((key, found[key]) for key in changed)
        for key in changed:
            self.wake(*key)


class DeliverySubscription:
    """The deliveries of one task for one waiter, each given once; not shared between waiters."""

    def __init__(self, inbox: Inbox, key: TaskKey) -> None:
        self._inbox, self._key = inbox, key
        self._seen: set[tuple[int, float]] = set()
        self._unread: list[WebhookDelivery] = []

    def collect(self) -> list[WebhookDelivery]:
        """Return the deliveries since the last call, oldest first; reads the store and never waits."""
        _ = self.wait(0.0)
        return self.take()

    def take(self) -> list[WebhookDelivery]:
        """Return what the last ``wait`` found; no I/O."""
        unread, self._unread = self._unread, []
        return unread

    def wait(self, seconds: float) -> bool:
        """Return when a delivery has come or the time is over; whether one has come."""
        woken, steps, answer = threading.Event(), self._steps(seconds), None
        with self._inbox._waking(self._key, woken.set):  # noqa: SLF001 - the two are one
            while (step := _next_step(steps, answer)) is not None:
                if callable(step):
                    answer = self._inbox.ledger.run(step)
                elif answer := woken.wait(step):
                    woken.clear()
        return bool(self._unread)

    async def wait_async(self, seconds: float) -> bool:
        """Return when a delivery has come or the time is over; whether one has come."""
        woken, steps, answer = asyncio.Event(), self._steps(seconds), None
        with self._inbox._waking(self._key, _threadsafe(woken.set)):  # noqa: SLF001 - as above
            while (step := _next_step(steps, answer)) is not None:
                if callable(step):
                    answer = await self._inbox.ledger.run_async(step)
                elif answer := await _is_set_within(woken, step):
                    woken.clear()
        return bool(self._unread)

    def _steps(self, seconds: float) -> Generator[Job | float, Any]:
        """Yield jobs, for their results, and seconds to sleep, for whether a delivery ended the sleep."""
        end = time.monotonic() + seconds
        self._add((yield self._read))
        while not self._unread and (left := end - time.monotonic()) > 0:
            if (yield min(left, self._inbox.poll_interval or left)):
                self._add((yield self._read))
            elif keys := self._inbox._keys_to_poll():  # noqa: SLF001 - as above
                self._inbox._note_changes((yield partial(store.changes, keys=keys)))  # noqa: SLF001 - as above

    def _read(self, tx: LedgerTransaction) -> list[WebhookDelivery]:
        return store.deliveries_of(tx, self._key)

    def _add(self, deliveries: Sequence[WebhookDelivery]) -> None:
        new = [delivery for delivery in deliveries if (delivery.sequence, delivery.received) not in self._seen]
        self._seen.update((delivery.sequence, delivery.received) for delivery in new)
        self._unread.extend(new)


def _key(ref: str) -> TaskKey:
    host, _, rest = ref.partition("/")
    task_id = rest.rpartition("/")[2]
    if not task_id:
        raise ConfigurationError(f"{ref!r} is no reference; it looks like HOST/OPERATION/TASK_ID, as task.ref gives it")
    return host.partition("#")[0], task_id


def _next_step(steps: Generator[Job | float, Any], answer: Any) -> Job | float | None:
    try:
        return steps.send(answer)
    except StopIteration:
        return None


def _threadsafe(call: Callable[[], None]) -> Callable[[], None]:
    """Wrap a callback of this event loop so that any thread may call it, also after the loop has ended."""
    loop = asyncio.get_running_loop()

    def wake() -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            _ = loop.call_soon_threadsafe(call)

    return wake


async def _is_set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
