"""What the ledger asks of a database; ``sqlite.py`` is the one that is built in.

SQL is written with ``?`` for values and without words that only one database has. In a table's definition ``<bytes>``
and ``<identity>`` stand for the types of byte strings and of numbers that the database gives out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Database(Protocol):
    """One connection, used by one thread at a time; what it raises is a ReelscoreError."""

    def query(self, sql: str, *values: Any) -> list[Any]:
        """Read rows: tuples whose columns are also found by name."""
        ...

    def execute(self, sql: str, *values: Any) -> int:
        """Change rows and return how many."""
        ...

    def insert(self, sql: str, *values: Any) -> int:
        """Insert a row into a table with an ``<identity>`` and return its number."""
        ...

    def define(self, statement: str) -> None:
        """Create or change a table or an index."""
        ...

    def lock(self, scope: str, *, shared: bool = False) -> None:
        """Keep other writers of a scope waiting until this transaction ends; nothing where a writer is alone anyway."""
        ...

    def transact(self, work: Callable[[], T], *, write: bool) -> T:
        """Do work and commit it, or take all of it back when it raises.

        No context manager: an interrupt may come between its beginning and its block.
        """
        ...

    def transact_inside(self, work: Callable[[], T]) -> T:
        """Do work inside a transaction, or take back that work alone when it raises."""
        ...

    def check_place(self) -> None:
        """Raise ConfigurationError when the ledger is not where it was opened, so that what is written would be lost."""
        ...

    def integrity(self) -> str:
        """Examine the stored data; "ok", or what is wrong."""
        ...

    def close(self) -> None:
        """Let it go."""
        ...
