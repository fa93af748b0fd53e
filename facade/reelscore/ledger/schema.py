"""The ledger's tables, as named migrations that are each applied once; what is written into them is elsewhere."""

from __future__ import annotations

import sqlite3

MIGRATIONS: tuple[tuple[str, str], ...] = (
    (
        "2026-11-21 calls",
        """
        CREATE TABLE calls (
            intent TEXT PRIMARY KEY,
            created REAL NOT NULL, reserved REAL NOT NULL, updated REAL NOT NULL,
            stage TEXT NOT NULL, owner TEXT NOT NULL,
            host TEXT NOT NULL, account TEXT NOT NULL, operation TEXT NOT NULL, model TEXT NOT NULL,
            role TEXT NOT NULL, request TEXT NOT NULL, digest TEXT NOT NULL,
            call TEXT NOT NULL, body BLOB,
            key TEXT, run TEXT NOT NULL,
            basis TEXT NOT NULL, quoted INTEGER, quote TEXT NOT NULL,
            held INTEGER NOT NULL, money INTEGER NOT NULL,
            charged INTEGER, refunded INTEGER,
            task TEXT, submitted REAL, finished REAL, saved REAL,
            outcome TEXT NOT NULL DEFAULT '', urls TEXT NOT NULL DEFAULT '[]', expires REAL,
            files TEXT NOT NULL DEFAULT '[]', note TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT 'null'
        );
        CREATE UNIQUE INDEX calls_key ON calls (key) WHERE key IS NOT NULL;
        CREATE INDEX calls_spent ON calls (account, reserved, run, stage, held, money);
        CREATE INDEX calls_digest ON calls (digest);
        CREATE INDEX calls_task ON calls (task) WHERE task IS NOT NULL;
        CREATE INDEX calls_open ON calls (stage, account, reserved) WHERE stage IN ('intent', 'unknown', 'submitted');
        """,
    ),
    (
        "2026-11-21 how long, how much left",
        """
        ALTER TABLE calls ADD COLUMN lasted REAL;
        ALTER TABLE calls ADD COLUMN charged_by TEXT NOT NULL DEFAULT '';
        CREATE INDEX calls_lasted ON calls (account, operation, model, finished) WHERE lasted IS NOT NULL;
        CREATE TABLE balances (account TEXT NOT NULL, at REAL NOT NULL, credits INTEGER NOT NULL);
        CREATE INDEX balances_newest ON balances (account, at);
        """,
    ),
    (
        # Each row paid for them, and what they found is found by calls_spent: account first, then the time.
        "2026-11-21 fewer indices",
        """
        DROP INDEX calls_open;
        DROP INDEX calls_digest;
        """,
    ),
    (
        # Without the stage it stays as it is when a call is taken for the price that was reserved.
        "2026-11-21 sums without stages",
        """
        DROP INDEX calls_spent;
        CREATE INDEX calls_spent ON calls (account, reserved, run, held, money);
        """,
    ),
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file to the newest schema; another process may be at it at the same time."""
    connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied TEXT NOT NULL)")
    for name, script in MIGRATIONS:
        if not _applied(connection, name):
            _apply(connection, name, script=script)


def _applied(connection: sqlite3.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM migrations WHERE name = ?", (name,)).fetchone() is not None


def _apply(connection: sqlite3.Connection, name: str, *, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _applied(connection, name):
            for statement in filter(str.strip, script.split(";")):
                connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, datetime('now'))", (name,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
