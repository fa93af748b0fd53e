"""Who shares connections: one pool per process for threads, one per running loop, closed with its last client."""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reelscore.transport.slots import AsyncSlots, Slots

if TYPE_CHECKING:
    from reelscore.transport.connections import Made

C = TypeVar("C")


class Pool(Generic[C]):
    """A client of the HTTP library, with the queue in front of it."""

    def __init__(
        self,
        client: C,
        *,
        send: Callable[[Any], Any],
        traced: bool,
        core: bool = False,
        close: Callable[[], Any] = lambda: None,
    ) -> None:
        self.client = client
        self.send = send
        """Sends a request once and gives its answer, read to the end; on a loop, when it is awaited."""
        self.traced = traced
        """Whether its transport tells every step, so that silence means that no byte left."""
        self.core = core
        """Whether it takes requests of httpcore, else of httpx."""
        self.close = close
        """Closes the connections; on a loop, when it is awaited."""
        self.process = os.getpid()
        self.slots = Slots()
        self.async_slots = AsyncSlots()
        self.users = 0


class Lease(Generic[C]):
    """One client's share of a pool; given back once, on close or when the client is collected."""

    def __init__(self, shared: Shared[C], pool: Pool[C], *, owner: object) -> None:
        self.pool = pool
        self._end = weakref.finalize(owner, shared.leave, pool)
        self._end.atexit = False

    def end(self) -> bool:
        """Give the share back; tell whether it was the pool's last."""
        return bool(self._end()) if self._end.alive else False


class Shared(Generic[C]):
    """The pools of this process, by event loop (None for threads)."""

    def __init__(self, make: Callable[[], Made]) -> None:
        """Name how what a pool is made of is made."""
        self._make = make
        # Reentrant: the collector may end a lease while this very thread takes one.
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._threads: Pool[C] | None = None
        self._loops: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Pool[C]] = weakref.WeakKeyDictionary()

    def take(self, owner: object, loop: asyncio.AbstractEventLoop | None = None) -> Lease[C]:
        """Join the pool of a loop, or of all threads; the first one makes it."""
        if self._process != os.getpid():
            # A child: the parent's connections are not ours, and its lock may be held by a thread that is not here.
            self._lock, self._process = threading.RLock(), os.getpid()
            self._threads, self._loops = None, weakref.WeakKeyDictionary()
        with self._lock:
            pool = self._threads if loop is None else self._loops.get(loop)
            if pool is None:
                made = self._make()
                pool = Pool(made.client, send=made.send, traced=True, core=made.core, close=made.close)
                self._keep(pool, loop)
            pool.users += 1
            return Lease(self, pool, owner=owner)

    def leave(self, pool: Pool[C]) -> bool:
        """Count one user less; tell whether it was the last, who then closes what needs a loop for it."""
        if pool.process != os.getpid():
            return False
        with self._lock:
            pool.users -= 1
            if pool.users:
                return False
            if self._threads is pool:
                self._threads = None
                pool.close()
            for loop in [loop for loop, kept in self._loops.items() if kept is pool]:
                del self._loops[loop]
        return True

    def _keep(self, pool: Pool[C], loop: asyncio.AbstractEventLoop | None) -> None:
        if loop is None:
            self._threads = pool
        else:
            self._loops[loop] = pool
