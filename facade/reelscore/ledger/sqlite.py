"""The ledger in SQLite: one file that many processes share, or memory. The only module that knows SQLite's words."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

from reelscore.errors import ConfigurationError, ReelscoreError

T = TypeVar("T")
Synchronous: TypeAlias = Literal["FULL", "NORMAL"]
MEMORY = ":memory:"

_BUSY_SECONDS = 60.0
_RETRY_SECONDS = (0.005, 0.05)
_PAGES = 4000
"""Pages of 4 KiB in the write-ahead log before they are copied into the file; each row touches the same few again."""
_TYPES = {"<bytes>": "BLOB", "<identity>": "INTEGER PRIMARY KEY AUTOINCREMENT"}


class SqliteDatabase:
    """A connection to one file. Writers of one file wait for each other, so a scope needs no lock of its own."""

    def __init__(self, path: Path, *, synchronous: Synchronous) -> None:
        """Open a file, or memory when the path is ``:memory:``; the file is made, readable by its owner alone.

        Raises:
            sqlite3.Error: it cannot be used, or is no database.
        """
        self._path = path
        self._in_memory = str(path) == MEMORY
        if not self._in_memory:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
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
        except BaseException:
            self._connection.close()
            raise

    def query(self, sql: str, *values: Any) -> list[Any]:
        """Read rows."""
        return self._connection.execute(sql, values).fetchall()

    def execute(self, sql: str, *values: Any) -> int:
        """Change rows and return how many."""
        return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, *values: Any) -> int:
        """Insert a row and return its number."""
        return self._connection.execute(sql, values).lastrowid or 0

    def define(self, statement: str) -> None:
        """Create or change a table or an index."""
        for word, kind in _TYPES.items():
            statement = statement.replace(word, kind)
        _ = self._connection.execute(statement)

    def lock(self, scope: str, *, shared: bool = False) -> None:
        """Do nothing: a transaction that writes is alone in the file."""

    def notify(self, task: str) -> None:
        """Do nothing: who waits on a file looks at it."""

    def transact(self, work: Callable[[], T], *, write: bool) -> T:
        """Do work and commit it, or take all of it back when it raises."""
        try:
            _ = self._connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            value = work()
            _ = self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    _ = self._connection.execute("ROLLBACK")
            if isinstance(error, (sqlite3.Error, UnicodeEncodeError)):  # halves of surrogate pairs
                raise ReelscoreError(f"the ledger {self._path.name} could not be used: {error}") from error
            raise
        return value

    def transact_inside(self, work: Callable[[], T]) -> T:
        """Do work inside a transaction, or take back that work alone when it raises."""
        _ = self._connection.execute("SAVEPOINT inside")
        try:
            value = work()
        except BaseException:
            if self._connection.in_transaction:
                _ = self._connection.execute("ROLLBACK TO inside")
                _ = self._connection.execute("RELEASE inside")
            raise
        _ = self._connection.execute("RELEASE inside")
        return value

    def forbid_payments(self, why: str) -> None:
        """Let no call be written any more, by whoever has the file open, and no process open it."""
        words = why.replace("'", "''")
        _ = self.execute("INSERT INTO migrations (name, applied) VALUES (?, '')", why)
        for name, when in (("insert", "BEFORE INSERT ON calls"), ("replay", "BEFORE UPDATE OF owner ON calls")):
            condition = "" if name == "insert" else "WHEN NEW.status = 'intent' "
            self.define(f"CREATE TRIGGER no_{name} {when} {condition}BEGIN SELECT RAISE(ABORT, 'the {words}'); END")

    @property
    def file_number(self) -> int:
        """Number of the file's inode; 0 in memory."""
        return 0 if self._identity is None else self._identity[1]

    def check_place(self) -> None:
        """Raise ConfigurationError when the file was removed or replaced since it was opened."""
        if self._in_memory or self._file_identity() == self._identity:
            return
        raise ConfigurationError(
            f"the ledger {self._path} was removed or replaced while this process used it, so nothing more is paid "
            "from it; put the file back, or close the ledger (or restart the program) to go on with the new one"
        )

    def integrity(self) -> str:
        """Examine the file; "ok", or what is wrong."""
        return str(self.query("PRAGMA quick_check")[0][0])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

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
    until = time.monotonic() + _BUSY_SECONDS
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
