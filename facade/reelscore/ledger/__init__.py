"""The ledger: what was asked, sent, charged, finished and saved, in a database that many processes share."""

from __future__ import annotations

import contextlib
import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from reelscore.errors import ConfigurationError
from reelscore.ledger import budget, reports
from reelscore.ledger.database import MEMORY, Database, Synchronous, open_sqlite
from reelscore.ledger.locks import Owners, ProcessLocks
from reelscore.ledger.migrations import migrate
from reelscore.ledger.places import display_url, is_server
from reelscore.ledger.records import CallRecord
from reelscore.ledger.store import LedgerTransaction

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")
Job: TypeAlias = Callable[[LedgerTransaction], T]
__all__ = ["Ledger", "LedgerTransaction", "default_path", "find_ledger"]

_shared: dict[tuple[str, str], Ledger] = {}
_lock = threading.Lock()


class Ledger:
    """What was paid for: one file or PostgreSQL database, shared by every client, thread and process that names it.

    It is opened on first use, and again when it is used after ``close``. A process made by fork opens its own
    connection. What is awaited or queued is done by a thread of the ledger. ``Ledger(":memory:")`` needs no file and no
    thread, and is gone with the process.
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
            path: the file, "postgresql://…" (extra ``postgres``), or ":memory:"; ``REELSCORE_LEDGER`` or the user's
                data folder when left out.
            synchronous: of a file, "FULL" survives a power loss, "NORMAL" a killed process.
            clock: seconds since 1970.
        """
        place = default_path() if path is None else _expanded(path)
        self.url = place if isinstance(place, str) else ""
        """A server's, with its password; empty for a file."""
        self.path = None if isinstance(place, str) else place
        """The file; None on a server."""
        self.location = display_url(place) if isinstance(place, str) else str(place)
        """Names it for people; no password is in it."""
        self.in_memory = str(self.path) == MEMORY
        self._synchronous: Synchronous = synchronous
        self._clock = clock
        self._owners: tuple[int, Owners] | None = None
        """This process's name, and the process: a child made by fork needs another."""
        self._opened: tuple[Database, Owners] | None = None
        self._turn = threading.Lock()
        """Held while a job runs."""
        self._inside: tuple[int, LedgerTransaction] | None = None
        """The thread that runs a job now, and the job's transaction."""
        self._thread: _OneThread | None = None
        self._starting = threading.Lock()
        _all.add(self)

    def __repr__(self) -> str:
        return f"Ledger({self.location!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        if self.in_memory:
            raise TypeError("a ledger in memory would be empty elsewhere, and pay again: name a file or a server")
        return _reopen, (self.url or str(self.path), self._synchronous)

    def exists(self) -> bool:
        """Return whether it was written already; True for a server, which is not asked."""
        return self.path is None or self.path.exists()

    def run(self, job: Job[T], *, timeout: float | None = None) -> T:
        """Do a job in one transaction and wait until it is on disk.

        An interrupt ends the wait; the job is done all the same.

        Args:
            job: what to do.
            timeout: seconds for which another process that holds the ledger is waited for; 60 when left out, and at
                most.
        """
        return self._do(job, write=True, timeout=timeout)

    def read(self, job: Job[T], *, timeout: float | None = None) -> T:
        """Do a job that only reads, without keeping writers waiting; again, where it saw a call in doubt."""
        return self._do(job, write=False, timeout=timeout)

    async def run_async(self, job: Job[T], *, timeout: float | None = None) -> T:
        """Do a job off the event loop and wait until it is on disk; it is done even if nobody waits any more."""
        return await self._do_async(job, write=True, timeout=timeout)

    async def read_async(self, job: Job[T], *, timeout: float | None = None) -> T:
        """Do a job that only reads, off the event loop."""
        return await self._do_async(job, write=False, timeout=timeout)

    def submit(self, job: Job[T]) -> Future[T]:
        """Queue a job without blocking; the future is done once it is on disk."""
        future: Future[T] = Future()

        def work() -> None:
            if future.set_running_or_notify_cancel():
                _fill(future, lambda: self._transact(job, write=True))

        if self._own() is not None:
            _fill(future, lambda: self._do(job, write=True))
        else:
            self._queue(work)
        return future

    def tasks(self, **filters: Any) -> list[CallRecord]:
        """List rows, the newest 50 when nothing is said; see ``reports.tasks`` for filters."""
        return self.read(lambda tx: reports.tasks(tx, **filters))

    def show(self, name: str) -> CallRecord | None:
        """Find a row by intent or the start of one, task id, idempotency key or task reference."""
        return self.read(lambda tx: reports.find(tx, name))

    def spend(self, *by: reports.Group, since: float = 0.0, until: float = 9e99) -> list[reports.SpendSummary]:
        """Add up what paid calls cost, by "day", "operation", "model" and "host" in any order; by day when left out.

        Play money of a sandbox has units of its own.
        """
        return self.read(lambda tx: reports.spend(tx, by=by or ("day",), since=since, until=until))

    def resolve(self, intent: str, *, task_id: str | None, note: str = "") -> None:
        """Settle a call in doubt by hand: with the id of the task that it started, or None when it started none.

        Raises:
            ReelscoreError: there is no such call, or it is not in doubt.
        """
        self.run(lambda tx: tx.resolve(intent, task_id=task_id, note=note))

    def check_counters(self) -> list[budget.CounterError]:
        """List budget counters that differ from the sums of their rows; none, unless something else wrote the file."""
        return self.read(lambda tx: budget.check(tx.database))

    def integrity(self) -> str:
        """Examine the stored data; "ok", or what is wrong."""
        return self.read(lambda tx: tx.database.integrity())

    def close(self) -> None:
        """Finish what is queued and let the file go; the next use opens it again.

        Raises:
            ConfigurationError: this thread is inside a job of the ledger.
        """
        if self.in_memory:
            return
        if self._own() is not None:
            raise ConfigurationError(
                "a ledger cannot be closed inside one of its jobs; close it once the job has ended"
            )
        self._stop_thread()
        with self._turn:
            self._disconnect()
            if self._owners is not None and self._owners[0] == os.getpid():
                self._owners[1].release()
            self._owners = None

    def before_fork(self) -> None:
        """Let the file go and let nobody take it: SQLite's connections must not be carried into a child."""
        _ = self._starting.acquire()
        self._stop_thread()
        _ = self._turn.acquire()
        if not self.in_memory:
            self._disconnect()

    def after_fork(self) -> None:
        """Let it be used again."""
        self._turn.release()
        self._starting.release()

    def check_outside(self) -> None:
        """Refuse what needs its row on disk while this thread is inside a job, whose rows are not there yet.

        Raises:
            ConfigurationError: it is; a signal handler may run there.
        """
        if self._own() is not None:
            raise ConfigurationError(
                "nothing is paid for inside a job of the ledger, whose rows may still be taken back; call it outside, "
                "or from a signal handler on another thread"
            )

    def _own(self) -> LedgerTransaction | None:
        """Return the transaction of the job that this thread is inside."""
        inside = self._inside
        return inside[1] if inside is not None and inside[0] == threading.get_ident() else None

    def _do(self, job: Job[T], *, write: bool, timeout: float | None = None) -> T:
        """Do a job on this thread, inside the one that it is at or after what is queued."""
        if (transaction := self._own()) is not None:
            return transaction.database.transact_inside(lambda: job(transaction))
        try:
            if self._thread is not None:
                # No future is used: an interrupt at the wrong instant leaves its lock locked, and the ledger's thread
                # would wait for it for ever. This queue is waited for in C.
                done: SimpleQueue[None] = SimpleQueue()
                self._queue(partial(done.put, None))
                done.get()
            return self._transact(job, write=write, timeout=timeout)
        except BaseException as error:
            if write and not isinstance(error, Exception):
                # Where it was committed already, to write it again fails or changes nothing.
                _ = self.submit(job)
            raise

    async def _do_async(self, job: Job[T], *, write: bool, timeout: float | None = None) -> T:
        if self.in_memory or self._own() is not None:
            return self._do(job, write=write, timeout=timeout)
        import asyncio  # blocking programs do without it, and start sooner

        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()

        def hand_over(done: Future[T]) -> None:
            if not waiter.done():
                _fill(waiter, done.result)

        def work() -> None:
            done: Future[T] = Future()
            _fill(done, lambda: self._transact(job, write=write, timeout=timeout))
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                _ = loop.call_soon_threadsafe(hand_over, done)

        self._queue(work)
        return await waiter

    def _queue(self, work: Callable[[], None]) -> None:
        """Have work done in turn on a thread of the ledger; here, where memory needs none."""
        while not self.in_memory:
            thread = self._thread or self._start_thread()
            try:
                _ = thread.submit(work)
            except RuntimeError:
                if self._thread is thread:
                    break  # the interpreter ends and starts no more threads: what is paid for is recorded all the same
            else:
                return
        work()

    def _start_thread(self) -> _OneThread:
        with self._starting:
            if self._thread is None:
                self._thread = _OneThread("reelscore-ledger")
            return self._thread

    def _stop_thread(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.shutdown()

    def _transact(self, job: Job[T], *, write: bool, timeout: float | None = None) -> T:
        with self._turn:
            self._opened = database, owners = self._opened or self._connect()
            transaction = LedgerTransaction(database, owners, clock=self._clock, write=write)
            try:
                self._inside = threading.get_ident(), transaction
                while True:
                    known = len(transaction.doubts)
                    value = database.transact(lambda: job(transaction), write=write, timeout=timeout)
                    if write or len(transaction.doubts) == known:
                        return value
            finally:
                self._inside = None

    def _disconnect(self) -> None:
        if self._opened is not None:
            self._opened[0].close()
            self._opened = None

    def _connect(self) -> tuple[Database, Owners]:
        pid = os.getpid()
        before = self._owners[1] if self._owners is not None and self._owners[0] == pid else None
        database, owners = _open_server(self.url, before) if self.path is None else self._open_file(self.path, before)
        self._owners = pid, owners
        return database, owners

    def _open_file(self, path: Path, owners: Owners | None) -> tuple[Database, Owners]:
        if not self.in_memory:
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise ConfigurationError(
                    f"the ledger's folder {path.parent} cannot be made: {error}; "
                    "name a file in another one with ledger= or REELSCORE_LEDGER"
                ) from error
        database = open_sqlite(path, migrate, synchronous=self._synchronous)
        if owners is None:
            folder = None if self.in_memory else path.with_name(path.name + "-owners")
            owners = ProcessLocks(folder, file_number=database.file_number)
        return database, owners


def _open_server(url: str, owners: Owners | None) -> tuple[Database, Owners]:
    try:
        from reelscore.ledger.postgres import open_postgres
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "psycopg":
            raise
        raise ConfigurationError("a ledger on PostgreSQL needs psycopg: pip install 'reelscore[postgres]'") from error
    return open_postgres(url, migrate, owners)


class _NobodyIdle:
    """Stands for the pool's count of idle threads, whose lock in Python an interrupt can leave locked for ever."""

    def acquire(self, *, timeout: float) -> bool:
        return False

    def release(self) -> None:
        """Count nothing."""


class _OneThread(ThreadPoolExecutor):
    """One thread, which is not counted; what else ``submit`` does is safe from interrupts."""

    def __init__(self, name: str) -> None:
        super().__init__(1, name)
        vars(self)["_idle_semaphore"] = _NobodyIdle()

    def _adjust_thread_count(self) -> None:
        if not self._threads:
            super()._adjust_thread_count()


def _fill(future: Future[T] | asyncio.Future[T], work: Callable[[], T]) -> None:
    try:
        value = work()
    except BaseException as error:  # noqa: BLE001 - whoever waits gets it
        future.set_exception(error)
    else:
        future.set_result(value)


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


def default_path(environment: Mapping[str, str] | None = None) -> Path | str:
    """Return what is used when none is named: ``REELSCORE_LEDGER``, or a file in the user's data folder."""
    named = (os.environ if environment is None else environment).get("REELSCORE_LEDGER")
    if named:
        return _expanded(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("reelscore", appauthor=False)) / "ledger.sqlite"


def find_ledger(which: Ledger | str | os.PathLike[str] | None, environment: Mapping[str, str] | None = None) -> Ledger:
    """Return the ledger that an option names: a value, a file, a URL, "default", or None for one in memory."""
    if which is None or which == MEMORY:
        return Ledger(MEMORY)
    if isinstance(which, Ledger):
        return which
    place = default_path(environment) if which == "default" else _expanded(which)
    try:
        return _reopen(place if isinstance(place, str) else str(place.absolute()), "FULL")
    except OSError as error:
        raise ConfigurationError(f"the ledger {place}: the working folder is gone; write the path out") from error


def _expanded(path: object) -> Path | str:
    if is_server(path):
        return path
    if not isinstance(path, (str, os.PathLike)) or "://" in os.fspath(path):
        # An URL may hold a password: it is not shown.
        raise ConfigurationError(
            f"the ledger is {path.partition(':')[0] + '://...' if isinstance(path, str) else repr(path)}; "
            "it is a file, a postgresql:// URL, a Ledger, or None to keep nothing"
        )
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise ConfigurationError(f"the ledger {os.fspath(path)!r}: {error}; write the path out") from error


def _reopen(path: str, synchronous: Synchronous) -> Ledger:
    with _lock:
        return _shared.setdefault((path, synchronous), Ledger(path, synchronous=synchronous))
