"""Queues in front of connections: httpcore's own pool is quadratic in waiting requests."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

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
