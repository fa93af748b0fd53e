"""Keep a sandbox's accounts, books, tasks and small things in an SQLite file.

All of it is written at most half a second after a change, in one transaction: a kill loses no more than that. Callbacks
that were not due yet are planned again at the next start; a callback between two of its tries is not. The bytes of
uploads (their ids and lengths are kept) and the log of requests are not kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from reelscore.sandbox.accounts import KEEP_LINES, Account, Line
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.values import Task

EVERY = 0.5
"""Real seconds between two looks at whether something has changed."""


class Store:
    """The state file of a sandbox; what it holds is put into *engine* at once.

    Args:
        path: the file; it is made when missing.
        engine: whose memory is kept.
    """

    def __init__(self, path: Path, engine: Engine) -> None:
        self._engine, self._handled = engine, -1
        self._file = sqlite3.connect(path, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("CREATE TABLE IF NOT EXISTS kept (kind TEXT, value TEXT)")
        for kind, value in self._file.execute("SELECT kind, value FROM kept ORDER BY rowid"):
            self._restore(kind, json.loads(value, object_hook=_revive))

    def save(self) -> None:
        """Write everything anew if a request came since the last time, in one transaction."""
        if self._engine.handled == self._handled:
            return
        with self._engine.answering():
            self._handled = self._engine.handled
            kept = [(kind, json.dumps(value, default=_plain)) for kind, value in self._entries()]
        with self._file:
            self._file.execute("DELETE FROM kept")
            self._file.executemany("INSERT INTO kept VALUES (?, ?)", kept)

    def close(self) -> None:
        self._handled = -1
        self.save()
        self._file.close()

    def _entries(self) -> Iterator[tuple[str, Any]]:
        engine = self._engine
        yield "clock", [engine.now(), engine.last_number]
        for account in engine.accounts.values():
            yield "account", {**attrs.asdict(account, recurse=False), "lines": list(account.lines)}
        for task in engine.tasks.values():
            yield "task", attrs.asdict(task, recurse=False)
        yield from (("things", item) for item in engine.things.items())
        yield from (("trace", item) for item in engine.traces.items())

    def _restore(self, kind: str, value: Any) -> None:
        engine = self._engine
        match kind:
            case "clock":
                now, engine.last_number = value
                engine.clock.restore(now)
            case "account":
                lines = deque((Line(*line) for line in value.pop("lines")), maxlen=KEEP_LINES)
                engine.accounts[value["host"], value["key"]] = Account(**value, lines=lines)
            case "task":
                engine.adopt(Task(**value))
            case "things":
                engine.things[tuple(value[0])] = value[1]
            case _:
                engine.traces[tuple(value[0])] = value[1]


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _revive(value: dict[str, Any]) -> Any:
    return Decimal(value["$decimal"]) if set(value) == {"$decimal"} else value
