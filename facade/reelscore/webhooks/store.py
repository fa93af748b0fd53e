"""Deliveries in the ledger's file: each stage of a task once, each nonce once, never backwards; unknown tasks are kept.

All of it runs as jobs of the ledger's writer; nothing here touches the event loop or the network.
"""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from enum import StrEnum
from functools import partial
from typing import TypeVar

import attrs

from reelscore.errors import ReplayedDelivery
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.records import CallRecord, CallStatus
from reelscore.results import State
from reelscore.webhooks.letters import WebhookDelivery
from reelscore.webhooks.matching import match

T = TypeVar("T")
WINDOW = 300.0
"""Seconds that a signed time may be off, either way (the kit's choice for PixVerse, ours for Kie)."""
KEPT_SECONDS = 30 * 86_400.0
KEPT_LETTERS = 100_000
_PRUNE_EVERY = 256
_MIGRATION = "2026-11-21 webhooks"
_TABLES = """
    CREATE TABLE webhook_deliveries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        received REAL NOT NULL, host TEXT NOT NULL, task TEXT NOT NULL, stage TEXT NOT NULL,
        rank INTEGER NOT NULL, late INTEGER NOT NULL, state TEXT NOT NULL, verified INTEGER NOT NULL,
        intent TEXT NOT NULL, body BLOB NOT NULL,
        UNIQUE (host, task, stage)
    );
    CREATE TABLE webhook_nonces (
        host TEXT NOT NULL, nonce TEXT NOT NULL, seen REAL NOT NULL, PRIMARY KEY (host, nonce)
    ) WITHOUT ROWID;
    CREATE INDEX webhook_nonces_seen ON webhook_nonces (seen);
    CREATE TABLE webhook_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)
"""
_INSERT = """
    INSERT INTO webhook_deliveries (received, host, task, stage, rank, late, state, verified, intent, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_UNKNOWN = """
    SELECT * FROM webhook_deliveries AS kept WHERE NOT EXISTS (
        SELECT 1 FROM calls WHERE calls.task = kept.task AND calls.host = kept.host
    ) ORDER BY id DESC LIMIT ?"""


class DeliveryStatus(StrEnum):
    """What the store makes of a delivery."""

    NEW = "new"
    REPEAT = "repeat"
    """This stage of this task has come before: nothing happens."""
    CHANGED = "changed"
    """The end of this task has come before with other words: one of the two is not the vendor's, so look again."""
    LATE = "late"
    """A later stage has come before: kept, and nobody is woken."""


@attrs.frozen(kw_only=True)
class StoredDelivery:
    """A delivery after it was put into the store."""

    seen: DeliveryStatus
    number: int = 0
    """Its place in the store; 0 for a repeat."""


class Store:
    """The deliveries of one ledger, shared by every process that uses its file."""

    def __init__(self, ledger: Ledger | None = None, *, clock: Callable[[], float] = time.time) -> None:
        """Keep deliveries in a ledger.

        Args:
            ledger: where; memory that dies with the process when left out.
            clock: seconds since 1970.
        """
        self.ledger = Ledger(":memory:") if ledger is None else ledger
        self.clock = clock

    @property
    def shared(self) -> bool:
        """Whether another process may put deliveries into it."""
        return not self.ledger.in_memory

    def submit(self, job: Callable[[LedgerTransaction], T]) -> Future[T]:
        """Queue a job on the ledger's writer, with the tables in place."""
        return self.ledger.submit(partial(_with_tables, job=job))

    def run(self, job: Callable[[LedgerTransaction], T]) -> T:
        """Do a job and wait until it is on disk."""
        return self.submit(job).result()

    async def run_async(self, job: Callable[[LedgerTransaction], T]) -> T:
        """Do a job off the event loop; one that was begun ends, even if nobody waits for it any more."""
        future = self.submit(job)
        return future.result() if future.done() else await asyncio.shield(asyncio.wrap_future(future))

    def putting(self, letter: WebhookDelivery, *, nonce: str = "") -> Callable[[LedgerTransaction], StoredDelivery]:
        """Make the job that keeps a letter and marks its nonce, in one transaction.

        The job raises ReplayedDelivery when the nonce was used; then nothing is kept.
        """
        return partial(_put, letter=attrs.evolve(letter, received=self.clock()), nonce=nonce)

    def put(self, letter: WebhookDelivery, *, nonce: str = "") -> StoredDelivery:
        """Keep a letter; see ``putting``."""
        return self.run(self.putting(letter, nonce=nonce))

    def unknown(self, limit: int = 1_000) -> tuple[WebhookDelivery, ...]:
        """List deliveries of tasks that the ledger does not know, newest first."""
        return self.run(partial(_unknown, limit=limit))

    def token(self) -> str:
        """Give the unguessable part of our addresses, made once per ledger."""
        return self.run(_token)

    async def token_async(self) -> str:
        """Do what ``token`` does, awaiting."""
        return await self.run_async(_token)

    def matches(self, rows: Sequence[CallRecord] | None = None) -> dict[str, str]:
        """Find the task ids of lost submissions among the deliveries of unknown tasks; see ``match``.

        Args:
            rows: the submissions; all that are in doubt when left out.
        """
        return self.run(partial(matches, rows=rows))


def matches(tx: LedgerTransaction, rows: Iterable[CallRecord] | None = None) -> dict[str, str]:
    """Do what ``Store.matches`` does, as a job of the ledger: a flow may ask for it by ``Record``."""
    _ensure(_connection(tx))
    lost = [row for row in tx.pending() if row.doubtful] if rows is None else rows
    return match(
        (row for row in lost if row.stage in {CallStatus.INTENT, CallStatus.UNKNOWN}), _unknown(tx, limit=10_000)
    )


def newest(tx: LedgerTransaction) -> int:
    """Give the number of the newest delivery, as a job."""
    (number,) = _connection(tx).execute("SELECT coalesce(max(id), 0) FROM webhook_deliveries").fetchone()
    return int(number)


def letters_of(tx: LedgerTransaction, *, host: str, task_id: str, after: int) -> tuple[WebhookDelivery, ...]:
    """Give the deliveries of a task that came after a number, oldest first, as a job; late ones are left out."""
    sql = "SELECT * FROM webhook_deliveries WHERE host = ? AND task = ? AND id > ? AND late = 0 ORDER BY id"
    return tuple(_letter(record) for record in _connection(tx).execute(sql, (host, task_id, after)).fetchall())


def _put(tx: LedgerTransaction, *, letter: WebhookDelivery, nonce: str) -> StoredDelivery:
    connection = _connection(tx)
    if nonce:
        _use(connection, letter, nonce=nonce)
    sql = "SELECT * FROM webhook_deliveries WHERE host = ? AND task = ?"
    before = [_letter(record) for record in connection.execute(sql, (letter.host, letter.task_id)).fetchall()]
    same = next((kept for kept in before if kept.stage == letter.stage), None)
    if same is not None and (same.body == letter.body or not letter.state.terminal):
        return StoredDelivery(seen=DeliveryStatus.REPEAT)
    if same is not None:
        _ = connection.execute("DELETE FROM webhook_deliveries WHERE id = ?", (same.number,))
        letter = attrs.evolve(letter, intent=letter.intent or same.intent)
    late = any(kept.rank > letter.rank for kept in before)
    number = _insert(connection, letter, late=late)
    return StoredDelivery(
        seen=DeliveryStatus.LATE if late else DeliveryStatus.CHANGED if same else DeliveryStatus.NEW, number=number
    )


def _insert(connection: sqlite3.Connection, letter: WebhookDelivery, *, late: bool) -> int:
    where = (letter.received, letter.host, letter.task_id, letter.stage, letter.rank, late)
    cursor = connection.execute(_INSERT, (*where, letter.state, letter.verified, letter.intent, letter.body))
    number = int(cursor.lastrowid or 0)
    if number % _PRUNE_EVERY == 0:
        _prune(connection, letter.received)
    return number


def _use(connection: sqlite3.Connection, letter: WebhookDelivery, *, nonce: str) -> None:
    """Mark a nonce as used; it is forgotten when its signed time is out of every window."""
    _ = connection.execute("DELETE FROM webhook_nonces WHERE seen < ?", (letter.received - 3 * WINDOW,))
    cursor = connection.execute(
        "INSERT INTO webhook_nonces VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (letter.host, nonce, letter.received)
    )
    if not cursor.rowcount:
        raise ReplayedDelivery(f"a nonce of {letter.host} came a second time")


def _prune(connection: sqlite3.Connection, now: float) -> None:
    old = "DELETE FROM webhook_deliveries WHERE received < ? OR id <= (SELECT max(id) FROM webhook_deliveries) - ?"
    _ = connection.execute(old, (now - KEPT_SECONDS, KEPT_LETTERS))


def _unknown(tx: LedgerTransaction, *, limit: int) -> tuple[WebhookDelivery, ...]:
    return tuple(_letter(record) for record in _connection(tx).execute(_UNKNOWN, (limit,)).fetchall())


def _token(tx: LedgerTransaction) -> str:
    connection = _connection(tx)
    made = secrets.token_urlsafe(24)
    _ = connection.execute("INSERT INTO webhook_settings VALUES ('token', ?) ON CONFLICT DO NOTHING", (made,))
    (token,) = connection.execute("SELECT value FROM webhook_settings WHERE name = 'token'").fetchone()
    return str(token)


def _letter(record: sqlite3.Row) -> WebhookDelivery:
    same = {name: record[name] for name in ("host", "stage", "intent", "received", "body")}
    return WebhookDelivery(
        **same,
        task_id=record["task"],
        state=State(record["state"]),
        verified=bool(record["verified"]),
        number=record["id"],
    )


def _with_tables(tx: LedgerTransaction, *, job: Callable[[LedgerTransaction], T]) -> T:
    _ensure(_connection(tx))
    return job(tx)


def _ensure(connection: sqlite3.Connection) -> None:
    """Make the tables once, as a named migration of the ledger's file, inside the job's own transaction."""
    if connection.execute("SELECT 1 FROM migrations WHERE name = ?", (_MIGRATION,)).fetchone() is None:
        for statement in _TABLES.split(";"):
            _ = connection.execute(statement)
        _ = connection.execute("INSERT INTO migrations VALUES (?, datetime('now'))", (_MIGRATION,))


def _connection(tx: LedgerTransaction) -> sqlite3.Connection:
    return tx._database._connection  # type: ignore[attr-defined,no-any-return] # noqa: SLF001 - the tables above are this module's own; jobs run on the writer's thread
