"""Webhook deliveries in the ledger's database, as jobs of a ledger transaction.

Each callback type of a task is stored once, each nonce once, and a task never goes backwards. Readers ask by task,
never for numbers above the last one: a database may show a row that was numbered earlier after a later one.
Deliveries of tasks that the ledger does not know are kept for lost submissions, within limits, the oldest pruned first.
"""

# ruff: noqa: S608 - SQL is put together of this file's own words
from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from reelscore.errors import ReplayedDelivery
from reelscore.ledger import LedgerTransaction
from reelscore.ledger.records import CallRecord, CallStatus
from reelscore.results import State
from reelscore.webhooks.deliveries import WebhookDelivery, match

TaskKey: TypeAlias = tuple[str, str]
"""Host and task id."""
MAX_HOST_BYTES = 16 * 1024 * 1024
"""Stored deliveries of unknown tasks of one host: a flood at one host pushes out nothing of another."""
ROW_BYTES = 512
"""Counted for each delivery beside its body."""
MAX_TYPES = 8
"""Deliveries stored of one task; five callback types are documented."""
KEPT_SECONDS = 30 * 86_400.0
NONCE_SECONDS = 900.0
"""How long a nonce is remembered; its signed time may be off by 300 s, either way."""
_PRUNED_TO = 0.9
_TABLES_MADE = "2026-11-29 webhook deliveries by task"
_TABLES = (
    """CREATE TABLE webhook_inbox (
        host TEXT NOT NULL, task TEXT NOT NULL, callback_type TEXT NOT NULL, sequence INTEGER NOT NULL,
        progress_order INTEGER NOT NULL, late INTEGER NOT NULL, state TEXT NOT NULL, verified INTEGER NOT NULL,
        received DOUBLE PRECISION NOT NULL, intent TEXT NOT NULL, known INTEGER NOT NULL, size INTEGER NOT NULL,
        body TEXT NOT NULL, PRIMARY KEY (host, task, callback_type)
    )""",
    "CREATE INDEX webhook_inbox_oldest ON webhook_inbox (known, host, received, size)",
    """CREATE TABLE webhook_nonces (
        host TEXT NOT NULL, nonce TEXT NOT NULL, seen DOUBLE PRECISION NOT NULL, PRIMARY KEY (host, nonce)
    )""",
    "CREATE INDEX webhook_nonces_seen ON webhook_nonces (seen)",
    "CREATE TABLE webhook_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)
TABLES = ("webhook_inbox", "webhook_nonces", "webhook_settings")
_KEY = "host = ? AND task = ? AND callback_type = ?"
_HAS_CALL = """EXISTS (
    SELECT 1 FROM calls WHERE calls.host = webhook_inbox.host
    AND (calls.task = webhook_inbox.task OR calls.intent = webhook_inbox.intent))"""


class DeliveryStatus(StrEnum):
    """What became of a delivery in the store."""

    NEW = "new"
    REPEAT = "repeat"
    """This callback type of this task is stored already: nothing happens."""
    CHANGED = "changed"
    """The end of this task came before with another body: one of the two is not the vendor's, so poll again."""
    LATE = "late"
    """A later callback type has come before: stored, and nobody is woken."""


def add(tx: LedgerTransaction, delivery: WebhookDelivery, *, nonce: str = "") -> DeliveryStatus:
    """Store a delivery and mark its nonce as used, in one transaction.

    Raises:
        ReplayedDelivery: the nonce was used before; nothing is stored.
    """
    _make_tables(tx)
    now = tx.now()
    if nonce:
        _use_nonce(tx, nonce, host=delivery.host)
    tx.lock(f"webhooks {delivery.host}/{delivery.task_id}")
    stored = _rows(tx, "host = ? AND task = ? ORDER BY sequence", delivery.host, delivery.task_id)
    same = next((row for row in stored if row.callback_type == delivery.callback_type), None)
    if same is not None and (same.body == delivery.body or not delivery.state.terminal):
        return DeliveryStatus.REPEAT
    for row in [same] if same is not None else stored[: max(len(stored) + 1 - MAX_TYPES, 0)]:
        _ = tx.execute(f"DELETE FROM webhook_inbox WHERE {_KEY}", row.host, row.task_id, row.callback_type)
    late = any(row.progress_order > delivery.progress_order for row in stored)
    sequence = stored[-1].sequence + 1 if stored else 1
    _ = tx.execute(
        "INSERT INTO webhook_inbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
        *(delivery.host, delivery.task_id, delivery.callback_type, sequence, delivery.progress_order, int(late)),
        *(delivery.state.value, int(delivery.verified), now, delivery.intent or (same.intent if same else "")),
        *(len(delivery.body) + ROW_BYTES, delivery.body.decode("utf-8", "replace")),
    )
    _prune(tx, delivery.host)
    tx.database.notify(f"{delivery.host}/{delivery.task_id}")
    return DeliveryStatus.LATE if late else DeliveryStatus.CHANGED if same else DeliveryStatus.NEW


def deliveries_of(tx: LedgerTransaction, key: TaskKey) -> list[WebhookDelivery]:
    """List the deliveries of a task, oldest first; late ones are left out."""
    return _rows(tx, "host = ? AND task = ? AND late = 0 ORDER BY sequence", *key) if has_tables(tx) else []


def changes(tx: LedgerTransaction, keys: Sequence[TaskKey]) -> dict[TaskKey, tuple[Any, ...]]:
    """Map each task that has deliveries to a value that differs once another one is committed."""
    if not has_tables(tx):
        return {}
    found: dict[TaskKey, tuple[Any, ...]] = {}
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        marks = ", ".join("?" * len(some))
        sql = f"""SELECT host, task, count(*), sum(sequence), max(received) FROM webhook_inbox
            WHERE late = 0 AND task IN ({marks}) GROUP BY host, task"""
        rows = tx.query(sql, *(task_id for _, task_id in some))
        found |= {(row[0], row[1]): tuple(row[2:]) for row in rows}
    return found


def unknown(tx: LedgerTransaction, limit: int = 1_000) -> list[WebhookDelivery]:
    """List deliveries of tasks that the ledger does not know, newest first."""
    where = """(known = 0 OR intent <> '') AND NOT EXISTS (
        SELECT 1 FROM calls WHERE calls.task = webhook_inbox.task AND calls.host = webhook_inbox.host
    ) ORDER BY received DESC, sequence DESC LIMIT ?"""
    return _rows(tx, where, limit) if has_tables(tx) else []


def matches(tx: LedgerTransaction, rows: Iterable[CallRecord] | None = None) -> dict[str, str]:
    """Map lost submissions, by intent, to the task ids that deliveries of unknown tasks name; see ``match``.

    Args:
        tx: the transaction.
        rows: the submissions; all that are in doubt when left out.
    """
    lost = [row for row in tx.pending() if row.doubtful] if rows is None else rows
    unanswered = (row for row in lost if row.status in {CallStatus.INTENT, CallStatus.UNKNOWN})
    return match(unanswered, unknown(tx, limit=10_000))


def path_token(tx: LedgerTransaction) -> str:
    """Return the unguessable part of our addresses, made once per ledger."""
    _make_tables(tx)
    made = secrets.token_urlsafe(24)
    _ = tx.execute("INSERT INTO webhook_settings VALUES ('token', ?) ON CONFLICT DO NOTHING", made)
    return str(tx.query("SELECT value FROM webhook_settings WHERE name = 'token'")[0][0])


def _prune(tx: LedgerTransaction, host: str) -> None:
    """Delete what is too old, and the oldest deliveries of unknown tasks above the limit."""
    old = "known IN (0, 1) AND host = ? AND received < ?"
    _ = tx.execute(f"DELETE FROM webhook_inbox WHERE {old}", host, tx.now() - KEPT_SECONDS)
    unknown_here = "FROM webhook_inbox WHERE known = 0 AND host = ?"
    used = f"SELECT coalesce(sum(size), 0) {unknown_here}"
    if tx.query(used, host)[0][0] <= MAX_HOST_BYTES:
        return
    _ = tx.execute(f"UPDATE webhook_inbox SET known = 1 WHERE known = 0 AND host = ? AND {_HAS_CALL}", host)
    excess = tx.query(used, host)[0][0] - _PRUNED_TO * MAX_HOST_BYTES
    for size, *key in tx.query(f"SELECT size, host, task, callback_type {unknown_here} ORDER BY received", host):
        if excess <= 0:
            break
        _ = tx.execute(f"DELETE FROM webhook_inbox WHERE {_KEY}", *key)
        excess -= size


def _use_nonce(tx: LedgerTransaction, nonce: str, *, host: str) -> None:
    _ = tx.execute("DELETE FROM webhook_nonces WHERE seen < ?", tx.now() - NONCE_SECONDS)
    if not tx.execute("INSERT INTO webhook_nonces VALUES (?, ?, ?) ON CONFLICT DO NOTHING", host, nonce, tx.now()):
        raise ReplayedDelivery(f"a nonce of {host} came a second time")


def _rows(tx: LedgerTransaction, where: str, *values: Any) -> list[WebhookDelivery]:
    columns = "host, task, callback_type, state, verified, intent, received, sequence, body"
    found = tx.query(f"SELECT {columns} FROM webhook_inbox WHERE {where}", *values)
    return [
        WebhookDelivery(
            host=row[0],
            task_id=row[1],
            callback_type=row[2],
            state=State(row[3]),
            verified=bool(row[4]),
            intent=row[5],
            received=row[6],
            sequence=row[7],
            body=row[8].encode(),
        )
        for row in found
    ]


def has_tables(tx: LedgerTransaction) -> bool:
    """Return whether the ledger has ever stored a delivery, or given out an address."""
    return bool(tx.query("SELECT 1 FROM migrations WHERE name = ?", _TABLES_MADE))


def _make_tables(tx: LedgerTransaction) -> None:
    if not has_tables(tx):
        tx.lock("webhooks tables")
        tx.migrate(_TABLES_MADE, _TABLES)
