"""How a task is named on the command line: by reference, by the vendor's id, by its ledger row, or "last"."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from reelscore.cli import documents
from reelscore.cli.reports import Misuse
from reelscore.ledger import Ledger, find_ledger
from reelscore.ledger.records import CallRecord
from reelscore.vendors.host import hosts

_LEAST = 4
"""Characters of a row's name that are enough."""


@cache
def ledger() -> Ledger:
    return find_ledger("default")


def rows(where: str = "1 = 1", *values: Any, limit: int = 2**62) -> list[CallRecord]:
    """List rows of the ledger, newest first; a ledger that was never written has none."""
    if not ledger().path.exists():
        return []
    return ledger().read(lambda tx: tx.rows(f"{where} ORDER BY created DESC LIMIT ?", *values, limit))


def count(where: str, *values: Any) -> int:
    """Count rows of the ledger."""
    if not ledger().path.exists():
        return 0
    sql = f"SELECT count(*) FROM calls WHERE {where}"  # noqa: S608 - no user text
    return int(ledger().read(lambda tx: tx.query(sql, *values))[0][0])


def find_row(text: str) -> CallRecord | None:
    """Find a task's row; None without one.

    Args:
        text: its reference; the vendor's id or the row's name, or the first letters of either; "last", "last~1" for the
            one before, "#3" for the third that ``reelscore tasks`` lists.

    Raises:
        Misuse: several rows are meant.
    """
    if counted := re.fullmatch(r"last(?:~(\d{1,6}))?|#(\d{1,6})", text):
        number = int(counted[2]) - 1 if counted[2] else int(counted[1] or 0)
        found = rows("1 = 1" if counted[2] else "task IS NOT NULL", limit=number + 1)
        return found[number] if 0 <= number < len(found) else None
    host, operation, task_id = _parts(text)
    if host:
        found = rows("host = ? AND operation = ? AND task = ?", host, operation, task_id, limit=1)
    else:
        found = rows("task = ?", text, limit=2) or _by_start(text)
    if len({row.intent for row in found}) > 1:
        several = ", ".join(documents.ref(row) for row in found)
        raise Misuse(f"{text!r} names several tasks: {several}", next="name one of them")
    return found[0] if found else None


def _by_start(text: str) -> list[CallRecord]:
    if len(text) < _LEAST:
        return []
    end = text[:-1] + chr(ord(text[-1]) + 1)
    return rows("(intent >= ? AND intent < ?) OR (task >= ? AND task < ?)", text, end, text, end, limit=2)


def _parts(text: str) -> tuple[str, str, str]:
    host, _, rest = text.partition("/")
    operation, _, task_id = rest.partition("/")
    return (host, operation, task_id) if task_id else ("", "", text)


def find_ref(text: str) -> str:
    """The reference of a task; one that the ledger does not know is taken as it is written.

    Raises:
        Misuse: there is no such task, or it has no id yet.
    """
    row = find_row(text)
    if row is not None and row.task_id is None:
        step = "reelscore recover settles it" if row.doubtful else "nothing is left to do for it"
        raise Misuse(f"{text} has no task at the vendor ({row.status})", next=step)
    if row is not None:
        return documents.ref(row)
    host, operation, _ = _parts(text)
    if host in hosts and operation.replace("-", "_") in hosts[host].operations:
        return text
    raise Misuse(f"there is no task {text!r} in {ledger().path}{_near(text)}", next="reelscore tasks lists them")


def _near(text: str) -> str:
    known: Sequence[str] = [row.task_id for row in rows(limit=500) if row.task_id]
    close = difflib.get_close_matches(text.rpartition("/")[2], known, n=1, cutoff=0.8)
    return f"; did you mean {close[0]}?" if close else ""


def complete_task(incomplete: str) -> list[str]:
    """Complete a reference, newest tasks first."""
    found = [documents.ref(row) for row in rows("task IS NOT NULL", limit=50)]
    return [ref for ref in ("last", *found) if ref.startswith(incomplete)]
