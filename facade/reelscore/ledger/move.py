"""A ledger's move from a file to a server: every row at once, after which nothing is paid from the file any more."""

from __future__ import annotations

from collections.abc import Sequence

from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.database import SqliteDatabase
from reelscore.ledger.migrations import MOVED

TABLES = ("calls", "scopes", "budget_units")


def move(source: Ledger, target: Ledger, *, also: Sequence[str] = ()) -> int:
    """Copy a file's rows to an empty ledger on a server, and close the file for payments in the same transaction.

    Args:
        source: a file; who has it open, or opens it later, is told where it went.
        target: a server's ledger without calls.
        also: further tables, which both have; what the target holds in them is replaced.

    Returns:
        How many calls were copied.

    Raises:
        ConfigurationError: the source is no file or a call is under way on it, or the target has calls already.
    """
    if source.path is None or source.in_memory or target.path is not None:
        raise ConfigurationError("a ledger moves from a file to a server: ledger move ledger.sqlite postgresql://…")

    def copy(tx: LedgerTransaction) -> int:
        if busy := [row.intent for row in tx.pending() if row.alive]:
            raise ConfigurationError(f"a process is at work on {source.location} ({', '.join(busy)}); end it first")
        names = (*TABLES, *also)
        rows = {name: [dict(row) for row in tx.query(f"SELECT * FROM {name}")] for name in names}  # noqa: S608
        target.run(lambda there: _insert(there, rows, target.location))
        if isinstance(tx.database, SqliteDatabase):
            tx.database.forbid_payments(f"{MOVED}{target.location}")
        return len(rows["calls"])

    return source.run(copy)


def _insert(tx: LedgerTransaction, rows: dict[str, list[dict[str, object]]], location: str) -> None:
    if tx.query("SELECT 1 FROM calls LIMIT 1"):
        raise ConfigurationError(f"the ledger {location} has calls already; move into one that has none")
    for table, records in rows.items():
        _ = tx.execute(f"DELETE FROM {table}")  # noqa: S608 - our names
        for record in records:
            tx.database.add(table, record)
