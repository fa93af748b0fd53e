"""Keep a sandbox's accounts, books, tasks and small things in an SQLite file.

What changed is written at most half a second later, in one transaction: a kill loses no more than that. Callbacks that
were not due yet are planned again at the next start; a callback between two of its tries is not. The bytes of uploads
(their ids and lengths are kept) and the log of requests are not kept.
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
"""Real seconds between two looks at what has changed."""
SEPARATOR = "\x1f"


class Store:
    """The state file of a sandbox; what it holds is put into *engine* at once.

    Args:
        path: the file; it is made when missing.
        engine: whose memory is kept.
    """

    def __init__(self, path: Path, engine: Engine) -> None:
        self._engine = engine
        self._file = sqlite3.connect(path, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("CREATE TABLE IF NOT EXISTS state (kind TEXT, id TEXT, value TEXT, PRIMARY KEY (kind, id))")
        self._seen: dict[tuple[str, str], int] = {}
        self._handled = -1
        self._load()

    def save(self) -> None:
        """Write what has changed since the last time, in one transaction."""
        if self._engine.handled == self._handled:
            return
        with self._engine.answering():
            self._handled = self._engine.handled
            now = {(kind, identity): value for kind, identity, value in self._entries()}
        changed = [(*where, value) for where, value in now.items() if self._seen.get(where) != hash(value)]
        gone = [where for where in self._seen if where not in now]
        with self._file:
            self._file.executemany("INSERT OR REPLACE INTO state VALUES (?, ?, ?)", changed)
            self._file.executemany("DELETE FROM state WHERE kind = ? AND id = ?", gone)
        self._seen = {where: hash(value) for where, value in now.items()}

    def close(self) -> None:
        self._engine.handled += 1
        self.save()
        self._file.close()

    def _entries(self) -> Iterator[tuple[str, str, str]]:
        engine = self._engine
        yield "clock", "now", _dump(engine.now())
        yield "clock", "number", _dump(engine.last_number)
        for (host, key), account in engine.accounts.items():
            yield (
                "account",
                f"{host}{SEPARATOR}{key}",
                _dump({**attrs.asdict(account, recurse=False), "lines": list(account.lines)}),
            )
        for (host, identity), task in engine.tasks.items():
            yield "task", f"{host}{SEPARATOR}{identity}", _dump(attrs.asdict(task, recurse=False))
        for (host, key), things in engine.things.items():
            yield "things", f"{host}{SEPARATOR}{key}", _dump(things)
        for (host, key, trace), resp in engine.traces.items():
            yield "trace", f"{host}{SEPARATOR}{key}{SEPARATOR}{trace}", _dump(resp)

    def _load(self) -> None:
        readers = {
            "clock": self._read_clock,
            "account": self._read_account,
            "task": self._read_task,
            "things": self._read_things,
            "trace": self._read_trace,
        }
        for kind, identity, value in self._file.execute("SELECT kind, id, value FROM state ORDER BY rowid"):
            self._seen[kind, identity] = hash(value)
            readers[kind](identity, json.loads(value, object_hook=_revive))

    def _read_clock(self, name: str, value: Any) -> None:
        if name == "number":
            self._engine.last_number = value
        else:
            self._engine.clock.restore(value)

    def _read_account(self, _: str, value: dict[str, Any]) -> None:
        lines = deque((Line(*line) for line in value.pop("lines")), maxlen=KEEP_LINES)
        holds = {task: (hold[0], hold[1]) for task, hold in value.pop("holds").items()}
        account = Account(**value, lines=lines, holds=holds)
        self._engine.accounts[account.host, account.key] = account

    def _read_task(self, _: str, value: dict[str, Any]) -> None:
        value["stages"] = tuple((begins, name) for begins, name in value["stages"])
        value["error"] = tuple(value["error"]) if value["error"] else None
        self._engine.adopt(Task(**value))

    def _read_things(self, where: str, value: dict[str, Any]) -> None:
        host, key = where.split(SEPARATOR)
        self._engine.things[host, key] = value

    def _read_trace(self, where: str, value: Any) -> None:
        host, key, trace = where.split(SEPARATOR)
        self._engine.traces[host, key, trace] = value


def _dump(value: Any) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=True)


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _revive(value: dict[str, Any]) -> Any:
    return Decimal(value["$decimal"]) if set(value) == {"$decimal"} else value
