"""The ledger: what was asked, sent, charged, finished and saved, in one SQLite file that many processes share."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from reelscore.errors import ConfigurationError
from reelscore.ledger import reports
from reelscore.ledger.books import LedgerTransaction
from reelscore.ledger.memory import Memory
from reelscore.ledger.owners import ProcessLocks
from reelscore.ledger.records import CallRecord
from reelscore.ledger.writer import Closed, Synchronous, Writer

T = TypeVar("T")
__all__ = ["Ledger", "LedgerTransaction", "default_path", "find_ledger"]

_open: dict[tuple[str, str], Ledger] = {}
_lock = threading.Lock()


class Ledger:
    """One ledger, shared by every client, thread and process that names its file.

    The file is opened on first use. A process made by fork opens its own connection.
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
            path: the file; ``REELSCORE_LEDGER`` or the user's data folder when left out.
            synchronous: "FULL" survives a power loss, "NORMAL" a killed process.
            clock: seconds since 1970.
        """
        self.path = default_path() if path is None else Path(path)
        self._synchronous: Synchronous = synchronous
        self._clock = clock
        self._writer: Writer | None = None
        self._process = os.getpid()
        self._owners: ProcessLocks | None = None
        self._end: weakref.finalize[..., Ledger] | None = None
        self._lock = threading.RLock()
        _all.add(self)

    def __repr__(self) -> str:
        return f"Ledger({str(self.path)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopen, (str(self.path), self._synchronous)

    def submit(self, job: Callable[[LedgerTransaction], T]) -> Future[T]:
        """Queue a job for the writer; the future is done once it is on disk."""
        return self._open().submit(job) or self.submit(job)

    def run(self, job: Callable[[LedgerTransaction], T]) -> T:
        """Do a job and wait until it is on disk."""
        while True:
            try:
                return self._open().run(job)
            except Closed:
                continue

    def note(self, job: Callable[[LedgerTransaction], Any]) -> None:
        """Do a job that only writes and refuses nothing; here that is no less than ``run``."""
        self.run(job)

    def later(self, job: Callable[[LedgerTransaction], Any]) -> Future[Any] | None:
        """Do what ``note`` does for a caller who must not block."""
        return self.submit(job)

    def _open(self) -> Writer:
        writer = self._writer
        return self._start() if writer is None or writer.closed or writer.process != os.getpid() else writer

    def tasks(self, **filters: Any) -> list[CallRecord]:
        """List rows, the newest 50 when nothing is said; see ``reports.tasks`` for filters."""
        return self.run(lambda tx: reports.tasks(tx, **filters))

    def show(self, name: str) -> CallRecord | None:
        """Find a row by intent or the start of one, task id, idempotency key or task reference."""
        return self.run(lambda tx: reports.find(tx, name))

    def spend(self, *by: reports.Group, since: float = 0.0, until: float = 9e99) -> list[reports.SpendSummary]:
        """Add up what paid calls cost, by "day", "operation", "model" and "host" in any order; by day when left out."""
        return self.run(lambda tx: reports.spend(tx, by=by or ("day",), since=since, until=until))

    def resolve(self, intent: str, *, task_id: str | None, note: str = "") -> None:
        """Settle a call in doubt by hand: with the id of the task that it started, or None when it started none."""
        self.run(lambda tx: tx.resolve(intent, task_id=task_id, note=note))

    def close(self) -> None:
        """Do what is queued and let the file go; the next use opens it again."""
        with self._lock:
            self.pause()
            if self._owners is not None and self._process == os.getpid():
                self._owners.leave()
            self._owners = None

    def pause(self) -> None:
        """Do what is queued and let the file go, while this process goes on owning its calls."""
        if self._writer is not None:
            _ = self._end.detach() if self._end else None
            self._writer.close()
            self._writer = None

    def _start(self) -> Writer:
        with self._lock:
            if self._owners is None or self._process != os.getpid():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._process = os.getpid()
                self._owners = ProcessLocks(self.path.with_name(self.path.name + "-owners"))
            if self._writer is None or self._writer.closed or self._writer.process != os.getpid():
                self._writer = self._written_by(self._owners)
                self._end = weakref.finalize(self, _end, self._writer, self._owners)
            return self._writer

    def _written_by(self, owners: ProcessLocks) -> Writer:
        try:
            return Writer(self.path, owners=owners, synchronous=self._synchronous, clock=self._clock)
        except ConfigurationError:
            self.close()
            raise

    def before_fork(self) -> None:
        """Let the file go and let nobody take it: SQLite's connections must not be carried into a child."""
        self._lock.acquire()
        self.pause()

    def after_fork(self) -> None:
        """Let it be used again."""
        self._lock.release()


_all: weakref.WeakSet[Ledger] = weakref.WeakSet()
_forking: list[Ledger] = []


def _before_fork() -> None:
    _forking.extend(_all)
    for ledger in _forking:
        ledger.before_fork()


def _after_fork() -> None:
    for ledger in _forking:
        ledger.after_fork()
    _forking.clear()


def _end(writer: Writer, owners: ProcessLocks) -> None:
    """Finish what a ledger has left, when it is collected or the process ends."""
    writer.close()
    if writer.process == os.getpid():
        owners.leave()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork)


def default_path(environment: Mapping[str, str] | None = None) -> Path:
    """Give the file that is used when none is named: ``REELSCORE_LEDGER`` or one in the user's data folder."""
    named = (os.environ if environment is None else environment).get("REELSCORE_LEDGER")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("reelscore", appauthor=False)) / "ledger.sqlite"


def find_ledger(
    which: Ledger | Memory | str | os.PathLike[str] | None, environment: Mapping[str, str] | None = None
) -> Ledger | Memory:
    """Give the ledger that an option names: a value, a file, "default", or None for one that dies with the process."""
    if which is None:
        return Memory()
    if isinstance(which, (Ledger, Memory)):
        return which
    path = default_path(environment) if which == "default" else Path(which)
    return _reopen(str(path.absolute()), "FULL")


def _reopen(path: str, synchronous: Synchronous) -> Ledger:
    with _lock:
        return _open.setdefault((path, synchronous), Ledger(path, synchronous=synchronous))
