"""The ledger's tables, and what brings older ones there: named migrations, each applied once.

In a table's definition ``<bytes>`` and ``<identity>`` stand for the types of byte strings and of numbers that the
database gives out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from reelscore._attrs import frozen
from reelscore.errors import ConfigurationError
from reelscore.ledger.budget import day_of
from reelscore.ledger.database import Database
from reelscore.vendors.family import find_host

PREFIX = "ledger "
"""Begins the names of our own migrations, the oldest apart: one that we do not know is from a newer release."""
MOVED = "ledger moved to "
"""Begins the name of the step that ended a ledger; behind it stands where its rows are now."""


@frozen
class Migration:
    """One step from schema to schema."""

    name: str
    script: str
    """Statements, each ended by a semicolon."""
    fill: Callable[[Database], None] | None = None
    """Computes what SQL cannot, after the script."""


def _fill_units_and_days(database: Database) -> None:
    for intent, host, reserved in database.query("SELECT intent, host, reserved FROM calls"):
        values = (_unit_of(host), day_of(reserved), intent)
        _ = database.execute("UPDATE calls SET money = 0, unit = ?, day = ? WHERE intent = ?", *values)


def _unit_of(host: str) -> str:
    name = host.partition("#")[0]
    try:
        return find_host(name).unit
    except ConfigurationError:  # a host of somebody's own, not imported here
        return name


def _split_routes(database: Database) -> None:
    for intent, host in database.query("SELECT intent, host FROM calls WHERE host LIKE '%#%'"):
        name, _, route = host.partition("#")
        _ = database.execute("UPDATE calls SET host = ?, route = ? WHERE intent = ?", name, route, intent)


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
"""The tables of a new ledger."""
MIGRATIONS: tuple[Migration, ...] = (
    Migration("2026-11-21 calls", ""),
    Migration(
        "2026-11-21 how long, how much left",
        """
        ALTER TABLE calls ADD COLUMN lasted DOUBLE PRECISION;
        ALTER TABLE calls ADD COLUMN charged_by TEXT NOT NULL DEFAULT '';
        """,
    ),
    Migration("2026-11-21 fewer indices", ""),
    Migration("2026-11-21 sums without stages", ""),
    Migration(
        "ledger 2026-11-29 counters",
        """
        DROP TABLE IF EXISTS balances;
        DROP INDEX IF EXISTS calls_key;
        DROP INDEX IF EXISTS calls_spent;
        DROP INDEX IF EXISTS calls_open;
        DROP INDEX IF EXISTS calls_digest;
        DROP INDEX IF EXISTS calls_lasted;
        ALTER TABLE calls ADD COLUMN unit TEXT NOT NULL DEFAULT '';
        ALTER TABLE calls ADD COLUMN currency TEXT NOT NULL DEFAULT '';
        ALTER TABLE calls ADD COLUMN rate TEXT NOT NULL DEFAULT '';
        ALTER TABLE calls ADD COLUMN day TEXT NOT NULL DEFAULT '';
        CREATE TABLE scopes (scope TEXT PRIMARY KEY, held BIGINT NOT NULL);
        CREATE TABLE budget_units (run TEXT PRIMARY KEY, unit TEXT NOT NULL);
        CREATE UNIQUE INDEX calls_key ON calls (account, key) WHERE key IS NOT NULL;
        CREATE INDEX calls_reserved ON calls (account, reserved);
        CREATE INDEX calls_day ON calls (day);
        CREATE INDEX calls_run ON calls (run) WHERE run <> '';
        CREATE INDEX calls_open ON calls (account, reserved) WHERE stage IN ('intent', 'unknown', 'submitted');
        CREATE INDEX calls_lasted ON calls (account, operation, finished) WHERE lasted IS NOT NULL;
        """,
        _fill_units_and_days,
    ),
    Migration(
        "ledger 2026-11-29 names",
        """
        ALTER TABLE calls RENAME COLUMN reserved TO reserved_at;
        ALTER TABLE calls RENAME COLUMN held TO reserved;
        ALTER TABLE calls RENAME COLUMN stage TO status;
        ALTER TABLE calls RENAME COLUMN lasted TO duration;
        ALTER TABLE calls RENAME COLUMN run TO budget_id;
        ALTER TABLE calls RENAME COLUMN outcome TO state;
        ALTER TABLE calls ADD COLUMN error TEXT NOT NULL DEFAULT '';
        ALTER TABLE scopes RENAME COLUMN held TO reserved;
        ALTER TABLE budget_units RENAME COLUMN run TO budget_id;
        UPDATE calls SET error = state, state = '' WHERE status NOT IN ('finished', 'saved') AND state <> '';
        """,
    ),
    Migration(
        "ledger 2026-11-29 routes", "ALTER TABLE calls ADD COLUMN route TEXT NOT NULL DEFAULT '';", _split_routes
    ),
)


def migrate(database: Database) -> None:
    """Bring a ledger to the newest schema; another process may be at it at the same time.

    Raises:
        ConfigurationError: the ledger was written by a newer release.
    """
    applied = database.transact(lambda: _applied(database), write=False)
    ours = {migration.name for migration in MIGRATIONS}
    if moved := [name for name in applied if name.startswith(MOVED)]:
        raise ConfigurationError(f"the {moved[0]}; name that one with ledger= or REELSCORE_LEDGER")
    if newer := sorted(name for name in applied - ours if name.startswith(PREFIX)):
        raise ConfigurationError(
            f"the ledger was written by a newer release of reelscore ({newer[-1]!r}); install that release to use it"
        )
    if not ours <= applied:
        database.transact(lambda: _apply_all(database), write=True)


def _applied(database: Database) -> set[str]:
    database.lock("migrations")
    database.define("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied TEXT NOT NULL)")
    return {name for (name,) in database.query("SELECT name FROM migrations")}


def _apply_all(database: Database) -> None:
    is_new = _applied(database).isdisjoint(migration.name for migration in MIGRATIONS)
    for statement in _statements(SCHEMA) if is_new else ():
        database.define(statement)
    for migration in MIGRATIONS:
        statements = () if is_new else _statements(migration.script)
        if apply(database, migration.name, statements) and migration.fill is not None and not is_new:
            migration.fill(database)


def _statements(script: str) -> list[str]:
    return [statement for statement in script.split(";") if statement.strip()]


def apply(database: Database, name: str, statements: Sequence[str]) -> bool:
    """Run statements that define tables, once per ledger; return whether that was now."""
    if database.query("SELECT 1 FROM migrations WHERE name = ?", name):
        return False
    for statement in statements:
        database.define(statement)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    _ = database.execute("INSERT INTO migrations (name, applied) VALUES (?, ?)", name, now)
    return True
