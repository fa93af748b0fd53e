"""What the ledger asks of a database, and SQLite, which is built in: one file that many processes share, or memory.

SQL is written with ``?`` for values and without words that only one database has; ``postgres.py`` is the database of
many machines.
"""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import time
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeAlias, TypeVar

from reelscore.errors import ConfigurationError, ReelscoreError

T = TypeVar("T")
OPEN = "status IN ('intent', 'unknown', 'submitted')"
"""The condition of the index of open rows; a query is found by it when it says the same words."""
Synchronous: TypeAlias = Literal["FULL", "NORMAL"]
MEMORY = ":memory:"

_BUSY_SECONDS = 60.0
"""How long a file that another process holds is waited for, or a server that restarts or fails over."""
_BUSY_STEP = 0.2
"""Seconds after which SQLite stops waiting for another process, so that an interrupt is seen; then it waits again."""
_RETRY_SECONDS = (0.005, 0.05)
_PAGES = 4000
"""Pages of 4 KiB in the write-ahead log before they are copied into the file; each row touches the same few again."""


def patience(seconds: float | None = None) -> float:
    """Return until when, on the monotonic clock, a database that cannot be used now is tried again."""
    return time.monotonic() + (_BUSY_SECONDS if seconds is None else min(seconds, _BUSY_SECONDS))


class Database:
    """One connection, used by one thread at a time; what a transaction raises is a ReelscoreError."""

    types: ClassVar[Mapping[str, str]]
    """What stands for ``<bytes>`` and ``<identity>``."""
    file_number = 0
    """What tells the file from others that had its name; 0 where there is none."""

    def query(self, sql: str, *values: Any) -> list[Any]:
        """Read rows: tuples whose columns are also found by name."""
        raise NotImplementedError

    def execute(self, sql: str, *values: Any) -> int:
        """Change rows and return how many."""
        raise NotImplementedError

    def insert(self, sql: str, *values: Any) -> int:
        """Insert a row into a table with an ``<identity>`` and return its number."""
        raise NotImplementedError

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Insert a row, a value for each column that it names."""
        sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608 - our names
        _ = self.execute(sql, *row.values())

    def define(self, statement: str) -> None:
        """Create or change a table or an index."""
        for word, kind in self.types.items():
            statement = statement.replace(word, kind)
        _ = self.execute(statement)

    def lock(self, scope: str, *, shared: bool = False) -> None:
        """Keep other writers of a scope waiting until this transaction ends; nothing where a writer is alone anyway."""

    def notify(self, task: str) -> None:
        """Wake other processes that wait for a delivery of a task, once this transaction is committed."""

    def transact(self, work: Callable[[], T], *, write: bool, timeout: float | None = None) -> T:
        """Do work and commit it, or take all of it back when it raises; again, where the database could not do it.

        It is tried for *timeout* seconds, 60 at most.

        No context manager: an interrupt may come between its beginning and its block.
        """
        raise NotImplementedError

    def transact_inside(self, work: Callable[[], T]) -> T:
        """Do work inside a transaction, or take back that work alone when it raises."""
        _ = self.execute("SAVEPOINT inside")
        try:
            value = work()
        except BaseException:
            if self.in_transaction:
                _ = self.execute("ROLLBACK TO SAVEPOINT inside")
                _ = self.execute("RELEASE SAVEPOINT inside")
            raise
        _ = self.execute("RELEASE SAVEPOINT inside")
        return value

    @property
    def in_transaction(self) -> bool:
        """Whether there is a transaction to take back."""
        raise NotImplementedError

    def check_place(self) -> None:
        """Raise ConfigurationError when the ledger is not where it was opened: what is written would be lost."""

    def integrity(self) -> str:
        """Examine the stored data; "ok", or what is wrong."""
        raise NotImplementedError

    def close(self) -> None:
        """Let it go."""
        raise NotImplementedError


class SqliteDatabase(Database):
    """A connection to one file. Writers of one file wait for each other, so a scope needs no lock of its own."""

    types: ClassVar = {"<bytes>": "BLOB", "<identity>": "INTEGER PRIMARY KEY AUTOINCREMENT"}

    def __init__(self, path: Path, *, synchronous: Synchronous) -> None:
        """Open a file, or memory when the path is ``:memory:``; the file is made, readable by its owner alone.

        Raises:
            sqlite3.Error: it cannot be used, or is no database.
        """
        self._path = path
        self._in_memory = str(path) == MEMORY
        if not self._in_memory:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._connection = sqlite3.connect(path, timeout=_BUSY_STEP, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        # A ledger that nobody closes, as those in memory, ends with its last user; one in a file may be written to
        # until the process has ended.
        weakref.finalize(self, self._connection.close).atexit = self._in_memory
        try:
            if not self._in_memory:
                _ = self._connection.execute("PRAGMA journal_mode = WAL")
                _ = self._connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES}")
            _ = self._connection.execute(f"PRAGMA synchronous = {synchronous}")
            self._identity = self._file_identity()
            self.file_number = self._identity[1] if self._identity else 0
        except BaseException:
            self._connection.close()
            raise

    def query(self, sql: str, *values: Any) -> list[Any]:
        return self._connection.execute(sql, values).fetchall()

    def execute(self, sql: str, *values: Any) -> int:
        return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, *values: Any) -> int:
        return self._connection.execute(sql, values).lastrowid or 0

    def transact(self, work: Callable[[], T], *, write: bool, timeout: float | None = None) -> T:
        until = patience(timeout)
        while True:
            try:
                self._rollback()  # of the last one, where a second interrupt came before it was taken back
                _ = self._connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                value = work()
                _ = self._connection.execute("COMMIT")
            except BaseException as error:
                self._rollback()
                if not isinstance(error, (sqlite3.Error, UnicodeEncodeError)):  # halves of surrogate pairs
                    raise
                if not _is_busy(error) or time.monotonic() > until:
                    raise ReelscoreError(f"the ledger {self._path.name} could not be used: {error}") from error
            else:
                return value

    def forbid_payments(self, why: str) -> None:
        """Let no call be written any more, by whoever has the file open, and no process open it."""
        words = why.replace("'", "''")
        self.add("migrations", {"name": why, "applied": ""})
        for name, when in (("insert", "BEFORE INSERT ON calls"), ("replay", "BEFORE UPDATE OF owner ON calls")):
            condition = "" if name == "insert" else "WHEN NEW.status = 'intent' "
            self.define(f"CREATE TRIGGER no_{name} {when} {condition}BEGIN SELECT RAISE(ABORT, 'the {words}'); END")

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def check_place(self) -> None:
        if self._in_memory or self._file_identity() == self._identity:
            return
        raise ConfigurationError(
            f"the ledger {self._path} was removed or replaced while this process used it, so nothing more is paid "
            "from it; put the file back, or close the ledger (or restart the program) to go on with the new one"
        )

    def integrity(self) -> str:
        return str(self.query("PRAGMA quick_check")[0][0])

    def close(self) -> None:
        self._connection.close()

    def _rollback(self) -> None:
        if self.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                _ = self._connection.execute("ROLLBACK")

    def _file_identity(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def open_sqlite(path: Path, prepare: Callable[[SqliteDatabase], None], *, synchronous: Synchronous) -> SqliteDatabase:
    """Open a ledger and prepare its tables, waiting up to 60 s while other processes make or migrate it.

    Raises:
        ConfigurationError: it cannot be opened, or is no ledger.
    """
    until = patience()
    while True:
        try:
            database = SqliteDatabase(path, synchronous=synchronous)
            try:
                prepare(database)
            except BaseException:
                database.close()
                raise
        except (sqlite3.Error, ReelscoreError, OSError, ValueError) as error:
            if isinstance(error, ConfigurationError):
                raise
            if not _is_busy(error) or time.monotonic() > until:
                raise ConfigurationError(
                    f"the ledger {path} cannot be used: {error}; name another file with ledger= or REELSCORE_LEDGER"
                ) from error
            time.sleep(random.uniform(*_RETRY_SECONDS))
        else:
            return database


def _is_busy(error: BaseException | None) -> bool:
    # SQLite does not wait for its timeout where two processes make one file at once: each holds what the other needs.
    cause = error.__cause__ if isinstance(error, ReelscoreError) else error
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
