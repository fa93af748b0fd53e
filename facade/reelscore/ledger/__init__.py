"""The ledger: what was asked, sent, charged, finished and saved, in one SQLite file that many processes share."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from reelscore.errors import ConfigurationError
from reelscore.ledger import reports, schema, scopes
from reelscore.ledger.database import Database
from reelscore.ledger.owners import Owners, ProcessLocks
from reelscore.ledger.records import CallRecord
from reelscore.ledger.sqlite import MEMORY, Synchronous, open_sqlite
from reelscore.ledger.store import LedgerTransaction
from reelscore.ledger.worker import Job, Worker

T = TypeVar("T")
__all__ = ["Ledger", "LedgerTransaction", "default_path", "find_ledger"]

_shared: dict[tuple[str, str], Ledger] = {}
_lock = threading.Lock()


class Ledger:
    """What was paid for: one file, shared by every client, thread and process that names it.

    It is opened on first use, by a thread of its own, and again when it is used after ``close``. A process made by fork
    opens its own connection. ``Ledger(":memory:")`` needs no file and no thread, and is gone with the process.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        synchronous: Synchronous = "FULL",
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Name a ledger.

        Args:
            path: the file, or ":memory:"; ``REELSCORE_LEDGER`` or the user's data folder when left out.
            synchronous: "FULL" survives a power loss, "NORMAL" a killed process.
            clock: seconds since 1970.
        """
        self.path = default_path() if path is None else _expanded(path)
        self.in_memory = str(self.path) == MEMORY
        self._synchronous: Synchronous = synchronous
        self._clock = clock
        self._worker: Worker | None = None
        self._owners: tuple[int, ProcessLocks] | None = None
        self._lock = threading.RLock()
        _all.add(self)

    def __repr__(self) -> str:
        return f"Ledger({str(self.path)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopen, (str(self.path), self._synchronous)

    def run(self, job: Job[T]) -> T:
        """Do a job in one transaction and wait until it is on disk.

        An interrupt ends the wait; the job is done all the same.
        """
        return self._wait(job, write=True)

    def read(self, job: Job[T]) -> T:
        """Do a job that only reads, without keeping writers waiting."""
        return self._wait(job, write=False)

    def submit(self, job: Job[T]) -> Future[T]:
        """Queue a job without blocking; the future is done once it is on disk."""
        return self._submit(job, write=True)

    def submit_read(self, job: Job[T]) -> Future[T]:
        """Queue a job that only reads, without blocking."""
        return self._submit(job, write=False)

    def tasks(self, **filters: Any) -> list[CallRecord]:
        """List rows, the newest 50 when nothing is said; see ``reports.tasks`` for filters."""
        return self.read(lambda tx: reports.tasks(tx, **filters))

    def show(self, name: str) -> CallRecord | None:
        """Find a row by intent or the start of one, task id, idempotency key or task reference."""
        return self.read(lambda tx: reports.find(tx, name))

    def spend(self, *by: reports.Group, since: float = 0.0, until: float = 9e99) -> list[reports.SpendSummary]:
        """Add up what paid calls cost, by "day", "operation", "model" and "host" in any order; by day when left out."""
        return self.read(lambda tx: reports.spend(tx, by=by or ("day",), since=since, until=until))

    def resolve(self, intent: str, *, task_id: str | None, note: str = "") -> None:
        """Settle a call in doubt by hand: with the id of the task that it started, or None when it started none.

        Raises:
            ReelscoreError: there is no such call, or it is not in doubt.
        """
        self.run(lambda tx: tx.resolve(intent, task_id=task_id, note=note))

    def check_counters(self) -> list[scopes.CounterError]:
        """List budget counters that differ from the sums of their rows; none, unless something else wrote the file."""
        return self._on_database(scopes.check)

    def integrity(self) -> str:
        """Examine the stored data; "ok", or what is wrong."""
        return self._on_database(lambda database: database.integrity())

    def close(self) -> None:
        """Do what is queued and let the file go; the next use opens it again."""
        if self.in_memory:
            return
        with self._lock:
            self._disconnect()
            if self._owners is not None and self._owners[0] == os.getpid():
                self._owners[1].release()
            self._owners = None

    def before_fork(self) -> None:
        """Let the file go and let nobody take it: SQLite's connections must not be carried into a child."""
        _ = self._lock.acquire()
        if self.in_memory and self._worker is not None:
            _ = self._worker.turn.acquire()
        elif not self.in_memory:
            self._disconnect()

    def after_fork(self) -> None:
        """Let it be used again."""
        if self.in_memory and self._worker is not None:
            self._worker.turn.release()
        self._lock.release()

    def _wait(self, job: Job[T], *, write: bool) -> T:
        # The future's own lock is not touched while the job runs: an interrupt at the wrong instant leaves it locked,
        # and the ledger's thread would wait for it for ever. The queue is waited for in C.
        if self.in_memory or (self._worker is not None and self._worker.is_here()):
            return self._submit(job, write=write).result()
        done: SimpleQueue[Callable[[], T]] = SimpleQueue()
        self._enqueue(job, write=write, done=done)
        return done.get()()

    def _enqueue(self, job: Job[T], *, write: bool, done: SimpleQueue[Callable[[], T]]) -> None:
        while True:
            worker = self._worker or self._start()

            def work(worker: Worker = worker) -> None:
                future = worker.attempt(job, write=write)
                done.put(future.result)

            try:
                _ = worker.executor.submit(work)
            except RuntimeError:
                if self._worker is worker:
                    work()
                    return
            else:
                return

    def _submit(self, job: Job[T], *, write: bool) -> Future[T]:
        while True:
            worker = self._worker or self._start()
            try:
                return worker.submit(job, write=write)
            except RuntimeError:
                if self._worker is worker:
                    # The interpreter ends and starts no more threads: what is paid for is recorded all the same.
                    return worker.attempt(job, write=write)

    def _on_database(self, question: Callable[[Database], T]) -> T:
        return self.read(lambda tx: question(tx._database))  # noqa: SLF001 - what no transaction of a client needs

    def _start(self) -> Worker:
        with self._lock:
            if self._worker is None:
                self._worker = Worker(self._connect, clock=self._clock, inline=self.in_memory)
            return self._worker

    def _disconnect(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()

    def _connect(self) -> tuple[Database, Owners]:
        if not self.in_memory:
            try:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise ConfigurationError(
                    f"the ledger's folder {self.path.parent} cannot be made: {error}; "
                    "name a file in another one with ledger= or REELSCORE_LEDGER"
                ) from error
        database = open_sqlite(self.path, schema.migrate, synchronous=self._synchronous)
        if self._owners is None or self._owners[0] != os.getpid():
            folder = None if self.in_memory else self.path.with_name(self.path.name + "-owners")
            self._owners = os.getpid(), ProcessLocks(folder)
        return database, self._owners[1]


_all: weakref.WeakSet[Ledger] = weakref.WeakSet()
_forking: list[Ledger] = []


def _before_fork() -> None:
    _forking.extend(_all)
    for ledger in _forking:
        ledger.before_fork()


def _after_fork() -> None:
    for ledger in reversed(_forking):
        ledger.after_fork()
    _forking.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork)


def default_path(environment: Mapping[str, str] | None = None) -> Path:
    """Return the file that is used when none is named: ``REELSCORE_LEDGER`` or one in the user's data folder."""
    named = (os.environ if environment is None else environment).get("REELSCORE_LEDGER")
    if named:
        return _expanded(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("reelscore", appauthor=False)) / "ledger.sqlite"


def find_ledger(which: Ledger | str | os.PathLike[str] | None, environment: Mapping[str, str] | None = None) -> Ledger:
    """Return the ledger that an option names: a value, a file, "default", or None for one that dies with the process."""
    if which is None or which == MEMORY:
        return Ledger(MEMORY)
    if isinstance(which, Ledger):
        return which
    path = default_path(environment) if which == "default" else _expanded(which)
    return _reopen(str(path.absolute()), "FULL")


def _expanded(path: str | os.PathLike[str]) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise ConfigurationError(f"the ledger {os.fspath(path)!r}: {error}; write the path out") from error


def _reopen(path: str, synchronous: Synchronous) -> Ledger:
    if path == MEMORY:
        return Ledger(MEMORY, synchronous=synchronous)
    with _lock:
        return _shared.setdefault((path, synchronous), Ledger(path, synchronous=synchronous))
