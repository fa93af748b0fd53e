"""The ledger's tables, and what brings older ones there; what other rooms keep in the ledger are named steps too.

In a table's definition ``<bytes>`` and ``<identity>`` stand for the types of byte strings and of numbers that the
database gives out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from reelscore.errors import ConfigurationError
from reelscore.ledger.budget import day_of
from reelscore.ledger.database import Database
from reelscore.vendors.family import find_host

PREFIX = "ledger "
"""Begins the names of our own steps, behind it a date; the oldest apart."""
OLDEST, NEWEST = "2026-11-21 calls", f"{PREFIX}2026-11-29 routes"
"""The steps that made the first tables, and today's."""
MOVED = f"{PREFIX}moved to "
"""Begins the name of the step that ended a ledger; behind it stands where its rows are now."""
SCHEMA = """
    CREATE TABLE calls (
        intent TEXT PRIMARY KEY,
        created DOUBLE PRECISION NOT NULL, reserved_at DOUBLE PRECISION NOT NULL, updated DOUBLE PRECISION NOT NULL,
        status TEXT NOT NULL, owner TEXT NOT NULL,
        host TEXT NOT NULL, route TEXT NOT NULL DEFAULT '', account TEXT NOT NULL,
        operation TEXT NOT NULL, model TEXT NOT NULL, role TEXT NOT NULL, request TEXT NOT NULL, digest TEXT NOT NULL,
        call TEXT NOT NULL, body <bytes>,
        key TEXT, budget_id TEXT NOT NULL, day TEXT NOT NULL DEFAULT '',
        basis TEXT NOT NULL, quoted BIGINT, quote TEXT NOT NULL,
        reserved BIGINT NOT NULL, unit TEXT NOT NULL DEFAULT '',
        money BIGINT NOT NULL, currency TEXT NOT NULL DEFAULT '', rate TEXT NOT NULL DEFAULT '',
        charged BIGINT, charged_by TEXT NOT NULL DEFAULT '', refunded BIGINT,
        task TEXT, submitted DOUBLE PRECISION, finished DOUBLE PRECISION, saved DOUBLE PRECISION,
        duration DOUBLE PRECISION, state TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '',
        urls TEXT NOT NULL DEFAULT '[]', expires DOUBLE PRECISION, files TEXT NOT NULL DEFAULT '[]',
        note TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT 'null'
    );
    CREATE TABLE scopes (scope TEXT PRIMARY KEY, reserved BIGINT NOT NULL);
    CREATE TABLE budget_units (budget_id TEXT PRIMARY KEY, unit TEXT NOT NULL);
    CREATE UNIQUE INDEX calls_key ON calls (account, key) WHERE key IS NOT NULL;
    CREATE INDEX calls_task ON calls (task) WHERE task IS NOT NULL;
    CREATE INDEX calls_reserved ON calls (account, reserved_at);
    CREATE INDEX calls_day ON calls (day);
    CREATE INDEX calls_run ON calls (budget_id) WHERE budget_id <> '';
    CREATE INDEX calls_open ON calls (account, reserved_at) WHERE status IN ('intent', 'unknown', 'submitted');
    CREATE INDEX calls_lasted ON calls (account, operation, finished) WHERE duration IS NOT NULL;
"""
_OLD_NAMES = {
    "reserved": "reserved_at",
    "held": "reserved",
    "stage": "status",
    "lasted": "duration",
    "run": "budget_id",
    "outcome": "state",
}
"""What columns were called before 2026-11-29."""


def migrate(database: Database) -> None:
    """Bring a ledger to today's tables; another process may be at it at the same time.

    Raises:
        ConfigurationError: the ledger was written by a newer release, or has moved.
    """
    applied = database.transact(lambda: _applied(database), write=False)
    if moved := [name for name in applied if name.startswith(MOVED)]:
        raise ConfigurationError(f"the {moved[0]}; name that one with ledger= or REELSCORE_LEDGER")
    newest = max((name for name in applied if name.startswith(PREFIX)), default="")
    if newest > NEWEST:
        raise ConfigurationError(
            f"the ledger was written by a newer release of reelscore ({newest!r}); install that release to use it"
        )
    if newest < NEWEST:
        database.transact(lambda: _make_tables(database), write=True)


def _applied(database: Database) -> set[str]:
    database.lock("migrations")
    database.define("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied TEXT NOT NULL)")
    return {name for (name,) in database.query("SELECT name FROM migrations")}


def _make_tables(database: Database) -> None:
    """Make the tables, and put the rows of older ones into them; counters are made anew when a budget names them."""
    applied, rows = _applied(database), list[Any]()
    if NEWEST in applied:
        return
    if OLDEST in applied:
        database.define("ALTER TABLE calls RENAME TO earlier_calls")  # waits for those who write one at this moment
        rows = database.query("SELECT * FROM earlier_calls")
        for table in ("earlier_calls", "scopes", "budget_units", "balances"):
            database.define(f"DROP TABLE IF EXISTS {table}")
    for name, script in ((OLDEST, ""), (NEWEST, SCHEMA)):
        _ = apply(database, name, [statement for statement in script.split(";") if statement.strip()])
    for row in rows:
        database.add("calls", _row_of_today(dict(row)))
    sql = "INSERT INTO budget_units SELECT budget_id, min(unit) FROM calls WHERE budget_id <> '' GROUP BY budget_id"
    _ = database.execute(sql)


def _row_of_today(row: dict[str, Any]) -> dict[str, Any]:
    if "stage" in row:
        row = {_OLD_NAMES.get(name, name): value for name, value in row.items()}
        if row["status"] not in {"finished", "saved"}:
            row |= {"error": row["state"], "state": ""}
    host, _, route = row["host"].partition("#")
    if not row.get("unit"):
        row |= {"unit": _unit_of(host), "day": day_of(row["reserved_at"]), "money": 0}
    return {**row, "host": host, **({"route": route} if route else {})}


def _unit_of(host: str) -> str:
    try:
        return find_host(host).unit
    except ConfigurationError:  # a host of somebody's own, not imported here
        return host


def apply(database: Database, name: str, statements: Sequence[str]) -> bool:
    """Run statements that define tables, once per ledger; return whether that was now."""
    if database.query("SELECT 1 FROM migrations WHERE name = ?", name):
        return False
    for statement in statements:
        database.define(statement)
    database.add("migrations", {"name": name, "applied": datetime.now(UTC).isoformat(timespec="seconds")})
    return True
