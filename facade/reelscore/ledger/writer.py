"""Who writes a ledger file: one thread, many jobs to one commit; or a caller that blocks anyway, when nobody waits.

SQLite never runs on an event loop: only ``run``, which blocks, may do a job on its caller's thread.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

from reelscore.errors import ConfigurationError, ReelscoreError
from reelscore.ledger.books import LedgerTransaction
from reelscore.ledger.owners import ProcessLocks
from reelscore.ledger.schema import migrate

T = TypeVar("T")
Job: TypeAlias = Callable[[LedgerTransaction], Any]
Synchronous: TypeAlias = Literal["FULL", "NORMAL"]

_BATCH, _SEVERAL = 500, 2
_BUSY_SECONDS = 60.0
_RETRY_SECONDS = (0.005, 0.05)
_PAGES = 4000
"""Pages of 4 KiB in the write-ahead log before they are copied into the file; each row touches the same few again."""
logger = logging.getLogger("reelscore.ledger")


class Closed(Exception):
    """A writer was asked after its end."""


class Writer:
    """Does jobs in the order in which they came; a job's error is its own, the commit is everybody's."""

    def __init__(
        self, path: Path, *, owners: ProcessLocks, synchronous: Synchronous, clock: Callable[[], float]
    ) -> None:
        self.process = os.getpid()
        self._path = path
        self._jobs: queue.SimpleQueue[tuple[Job, Future[Any]] | None] = queue.SimpleQueue()
        self._connection = connect(path, synchronous)
        self._books = LedgerTransaction(self._connection, owners, clock=clock)
        self._gate = threading.Lock()
        self._turn = threading.RLock()
        """Held by who uses the connection; it knows whose it is."""
        self._busy = 0
        """The thread that does a job of its own, by its number."""
        self._waiting = 0
        """Jobs that are queued and not on disk; while there are any, nobody overtakes them."""
        self.closed = False
        self._thread = threading.Thread(target=self._work, name="reelscore-ledger", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[LedgerTransaction], T]) -> Future[T] | None:
        """Queue a job; its future is done when the job is on disk. None: this writer is closed."""
        with self._gate:
            return None if self.closed else self._put(job)

    def run(self, job: Callable[[LedgerTransaction], T]) -> T:
        """Do a job and wait until it is on disk: here where nobody is before it, else in the queue.

        An interrupt does not undo the job: it is queued again, and done even though nobody waits for it.

        Raises:
            Closed: this writer writes no more.
        """
        if self._busy == threading.get_ident():
            raise ReelscoreError(f"the ledger {self._path.name} is being written by this very thread")
        mine: bool | None = None
        try:
            with self._gate:
                if self.closed:
                    raise Closed
                mine = not self._waiting and self._turn.acquire(blocking=False)
                future = None if mine else self._put(job)
            return self._do_here(job) if future is None else future.result()
        finally:
            if mine is not False:
                self._give_turn()

    def _give_turn(self) -> None:
        # An interrupt may come between taking the turn and knowing it: only the lock knows then whose it is.
        if self._busy == threading.get_ident():
            self._busy = 0
        with contextlib.suppress(RuntimeError):
            self._turn.release()

    def _put(self, job: Callable[[LedgerTransaction], T]) -> Future[T]:
        future: Future[T] = Future()
        self._waiting += 1
        self._jobs.put((job, future))
        return future

    def _do_here(self, job: Callable[[LedgerTransaction], T]) -> T:
        self._busy = threading.get_ident()
        try:
            return self._alone(job)
        except Exception:
            raise
        except BaseException:
            self._undo()
            with self._gate:
                if not self.closed:
                    _ = self._put(job)
            raise

    def close(self) -> None:
        """Do what is queued and end; safe to call twice, and in a child that never had the thread."""
        if self.process != os.getpid():
            return
        with self._gate:
            if not self.closed:
                self.closed = True
                self._jobs.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _work(self) -> None:
        going = True
        while going:
            batch = [self._jobs.get()]
            while len(batch) < _BATCH and batch[-1] is not None and not self._jobs.empty():
                batch.append(self._jobs.get())
            going = batch[-1] is not None
            wanted = [item for item in batch if item is not None and item[1].set_running_or_notify_cancel()]
            with self._turn:
                self._commit(wanted)
            with self._gate:
                self._waiting -= sum(item is not None for item in batch)
        with self._turn:
            self._connection.close()

    def _commit(self, batch: list[tuple[Job, Future[Any]]]) -> None:
        if len(batch) < _SEVERAL:
            for job, future in batch:
                self._settle(job, future)
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            done = [(future, *self._do(job)) for job, future in batch]
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - each caller gets it
            self._undo()
            failure = self._failure(error)
            done = [(future, None, failure) for _, future in batch]
        for future, value, problem in done:
            if problem is None:
                future.set_result(value)
            else:
                future.set_exception(problem)

    def _settle(self, job: Job, future: Future[Any]) -> None:
        try:
            value = self._alone(job)
        except Exception as error:  # noqa: BLE001 - the caller gets it
            future.set_exception(error)
        else:
            future.set_result(value)

    def _alone(self, job: Callable[[LedgerTransaction], T]) -> T:
        """Do one job in a transaction of its own: when it fails, all of it is taken back."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            value = job(self._books)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._undo()
            raise self._failure(error) from error
        except Exception:
            self._undo()
            raise
        return value

    def _failure(self, error: Exception) -> ReelscoreError:
        failure = ReelscoreError(f"the ledger {self._path.name} could not be written: {error}")
        failure.__cause__ = error
        return failure

    def _do(self, job: Job) -> tuple[Any, Exception | None]:
        self._connection.execute("SAVEPOINT job")
        try:
            value = job(self._books)
        except sqlite3.OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - the caller gets it
            self._connection.execute("ROLLBACK TO job")
            self._connection.execute("RELEASE job")
            return None, error
        self._connection.execute("RELEASE job")
        return value, None

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def connect(path: Path | str, synchronous: Synchronous) -> sqlite3.Connection:
    """Open a ledger file, made and migrated where needed.

    Raises:
        ConfigurationError: it cannot be opened, or is no ledger.
    """
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        connection = None
        try:
            connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            _prepare(connection, synchronous)
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            if not _is_busy(error) or time.monotonic() > until:
                raise ConfigurationError(f"the ledger {path} cannot be used: {error}") from error
            time.sleep(random.uniform(*_RETRY_SECONDS))
        else:
            return connection


def _prepare(connection: sqlite3.Connection, synchronous: Synchronous) -> None:
    connection.row_factory = sqlite3.Row
    _ = connection.execute("PRAGMA journal_mode = WAL")
    _ = connection.execute(f"PRAGMA synchronous = {synchronous}")
    _ = connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES}")
    migrate(connection)


def _is_busy(error: sqlite3.Error) -> bool:
    # SQLite does not wait for its own timeout where two processes make one file at once: each holds what the other needs.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
