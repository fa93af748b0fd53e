"""A ledger as earlier releases wrote it, for tests of the migration."""

from __future__ import annotations

import sqlite3
from pathlib import Path

OLD_MIGRATIONS: tuple[tuple[str, str], ...] = (
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
)


def fill(path: Path, applied: int, now: float) -> None:
    """Make a ledger of the first so many migrations: a call of 15 credits that is done, two that run with 10 and 0."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, applied TEXT NOT NULL)")
        for name, script in OLD_MIGRATIONS[:applied]:
            connection.executescript(script)
            connection.execute("INSERT INTO migrations VALUES (?, datetime('now'))", (name,))
        for intent, stage, host, held, outcome in (
            ("done", "finished", "toy", 15_000_000, "succeeded"),
            ("open", "submitted", "toy", 10_000_000, ""),
            ("jobs", "unknown", "toy#jobs", 0, "cut"),
        ):
            connection.execute(
                "INSERT INTO calls (intent, created, reserved, updated, stage, owner, host, account, operation, model,"
                " role, request, digest, call, key, run, basis, quoted, quote, held, money, outcome) VALUES"
                " (?, ?, ?, ?, ?, '', ?, 'me', 'make', 'v1', 'paid', '{}', 'd', ?, ?, '', 'exact', ?, 'null', ?, 0, ?)",
                (intent, now, now, now, stage, host, '{"method":"POST","path":"/make"}', intent, held, held, outcome),
            )
    connection.close()
