"""The ledger: what was asked, sent, charged, finished and saved, in one SQLite file that many processes share."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from reelscore.entries import Row
from reelscore.ledger import reports
from reelscore.ledger.books import Books
from reelscore.ledger.memory import Memory
from reelscore.ledger.writer import Synchronous, Writer

T = TypeVar("T")
__all__ = ["Books", "Ledger", "default_path", "find_ledger"]

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
        self._abandoned: list[Writer] = []
        self._lock = threading.Lock()
        self._process = os.getpid()

    def __repr__(self) -> str:
        return f"Ledger({str(self.path)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopen, (str(self.path), self._synchronous)

    def submit(self, job: Callable[[Books], T]) -> Future[T]:
        """Queue a job for the writer; the future is done once it is on disk."""
        writer = self._writer
        if writer is None or writer.closed or writer.process != os.getpid():
            writer = self._start()
        return writer.submit(job) or self.submit(job)

    def run(self, job: Callable[[Books], T]) -> T:
        """Do a job and wait until it is on disk."""
        return self.submit(job).result()

    def tasks(self, **filters: Any) -> list[Row]:
        """List rows, the newest 50 when nothing is said; see ``reports.tasks`` for filters."""
        return self.run(lambda books: reports.tasks(books, **filters))

    def show(self, name: str) -> Row | None:
        """Find a row by intent or the start of one, task id, idempotency key or task reference."""
        return self.run(lambda books: reports.find(books, name))

    def spend(self, *by: reports.Group, since: float = 0.0, until: float = 9e99) -> list[reports.Spent]:
        """Add up what paid calls cost, by "day", "operation", "model" and "host" in any order; by day when left out."""
        return self.run(lambda books: reports.spend(books, by=by or ("day",), since=since, until=until))

    def decide(self, intent: str, *, task_id: str | None, note: str = "") -> None:
        """Settle a call in doubt by hand: with the id of the task that it started, or None when it started none."""
        self.run(lambda books: books.decide(intent, task_id=task_id, note=note))

    def close(self) -> None:
        """Do what is queued and let the file go; the next use opens it again."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def _start(self) -> Writer:
        if self._process != os.getpid():
            # A lock that another thread of the parent held would never open again here.
            self._lock, self._process = threading.Lock(), os.getpid()
        with self._lock:
            if self._writer is not None and self._writer.process != os.getpid():
                # Kept, not closed: the connection is the parent's.
                self._abandoned.append(self._writer)
                self._writer = None
            if self._writer is None or self._writer.closed:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._writer = Writer(self.path, synchronous=self._synchronous, clock=self._clock)
            return self._writer


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
