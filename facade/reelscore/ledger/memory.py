"""A ledger that dies with the process, for ``ledger=None``: keys and budgets hold within it, nothing survives a crash."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from functools import cached_property
from typing import Any, TypeVar

from reelscore.ledger.books import LedgerTransaction
from reelscore.ledger.owners import ProcessLocks
from reelscore.ledger.writer import connect

T = TypeVar("T")
_MOST = 500
logger = logging.getLogger("reelscore.ledger")


class Memory:
    """The same books without a file and without a thread: a job takes microseconds and runs where it is asked.

    What only writes is kept until somebody reads, and then written in one go, each at its own time.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._now: float | None = None
        self._noted: list[tuple[Callable[[LedgerTransaction], Any], float]] = []

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        connection = connect(":memory:", "NORMAL")
        weakref.finalize(self, connection.close)
        return connection

    @cached_property
    def _books(self) -> LedgerTransaction:
        owners = ProcessLocks(None)
        weakref.finalize(self, owners.leave)
        return LedgerTransaction(self._connection, owners, clock=self._time)

    def __repr__(self) -> str:
        return "None"

    def submit(self, job: Callable[[LedgerTransaction], T]) -> Future[T]:
        """Do a job now; the future is done already."""
        future: Future[T] = Future()
        try:
            future.set_result(self.run(job))
        except Exception as error:  # noqa: BLE001 - the caller gets it
            future.set_exception(error)
        return future

    def run(self, job: Callable[[LedgerTransaction], T]) -> T:
        """Do a job, after what was noted before it."""
        with self._lock:
            self._write_noted()
            with self._connection:
                self._connection.execute("BEGIN")
                return job(self._books)

    def note(self, job: Callable[[LedgerTransaction], Any]) -> None:
        """Keep a job that only writes and refuses nothing; who reads finds it done."""
        with self._lock:
            self._noted.append((job, self._clock()))
            if len(self._noted) >= _MOST:
                self._write_noted()

    def later(self, job: Callable[[LedgerTransaction], Any]) -> Future[Any] | None:
        """Do what ``note`` does; None: there is nothing to wait for."""
        self.note(job)
        return None

    def close(self) -> None:
        """Do nothing: the books go with the last client that holds them."""

    def _time(self) -> float:
        return self._clock() if self._now is None else self._now

    def _write_noted(self) -> None:
        if not self._noted:
            return
        noted, self._noted = self._noted, []
        with self._connection:
            self._connection.execute("BEGIN")
            for job, self._now in noted:
                try:
                    job(self._books)
                except Exception:
                    logger.exception("a note of the ledger in memory is lost")
        self._now = None
