"""A ledger that dies with the process, for ``ledger=None``: keys and budgets hold within it, nothing survives a crash."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from reelscore.ledger.books import Books
from reelscore.ledger.owners import Owners
from reelscore.ledger.writer import connect

T = TypeVar("T")


class Memory:
    """The same books without a file and without a thread: a job takes microseconds and runs where it is asked."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._lock = threading.Lock()
        self._connection = connect(":memory:", "NORMAL")
        self._books = Books(self._connection, Owners(None), clock=clock)

    def __repr__(self) -> str:
        return "None"

    def submit(self, job: Callable[[Books], T]) -> Future[T]:
        """Do a job now; the future is done already."""
        future: Future[T] = Future()
        try:
            future.set_result(self.run(job))
        except Exception as error:  # noqa: BLE001 - the caller gets it
            future.set_exception(error)
        return future

    def run(self, job: Callable[[Books], T]) -> T:
        """Do a job."""
        with self._lock, self._connection:
            self._connection.execute("BEGIN")
            return job(self._books)

    def close(self) -> None:
        """Do nothing: the books go with the last client that holds them."""
