"""The live table of what is under way, for a terminal; plain lines of change for a log; nothing with --json."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import attrs

from reelscore.cli.output import Output, amount, table

if TYPE_CHECKING:
    from rich.live import Live

    from reelscore.ledger import LedgerTransaction
    from reelscore.results import Progress

_NARROW = 70
"""Columns below which the table keeps to what matters."""
_TITLE = 32
_STYLES: Mapping[str, str] = {"done": "green", "saving": "cyan", "running": "cyan", "succeeded": "green"}


@attrs.define(eq=False)
class Line:
    """One request on the board."""

    board: Board = attrs.field(repr=False)
    op: str
    title: str = ""
    state: str = "waits"
    stage: str = ""
    ref: str = ""
    quoted: str = ""
    usual: float | None = None
    """Seconds that this operation took before, by the ledger."""
    begun: float | None = None
    stopped: float | None = None

    def start(self, state: str = "submitting") -> None:
        """Say that the call is about to leave."""
        self.begun = time.monotonic()
        self._to(state)

    def submitted(self, task: Any) -> None:
        """Say that the vendor has it."""
        self.ref = task.ref
        if task.quote is not None:
            self.quoted = amount(task.quote.credits)
        self.usual = usual_seconds(task)
        self._to("queued")

    def progress(self, progress: Progress[Any]) -> None:
        """Take a look at the task."""
        percent = "" if progress.percent is None else f"{progress.percent:.0f} %"
        partial_words = "first results" if progress.partial is not None and not progress.result else ""
        self.stage = percent or partial_words
        self._to(str(progress.state))

    def saving(self) -> None:
        """Say that its files are being brought."""
        self._to("saving")

    def end(self, *, error: Exception | None = None, row: Any = None) -> None:
        """Say how it ended."""
        self.stopped = time.monotonic()
        if row is not None and row.charged is not None:
            self.quoted = amount(row.charged)
        self.stage = ""
        self._to("done" if error is None else type(error).__name__)

    def _to(self, state: str) -> None:
        changed, self.state = self.state != state, state
        if changed:
            self.board.changed(self)

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return 0.0 if self.begun is None else (self.stopped or time.monotonic()) - self.begun

    @property
    def rest(self) -> str:
        """Seconds that are probably left, by the ledger's history."""
        if self.usual is None or self.stopped is not None:
            return ""
        left = self.usual - self.elapsed
        return f"about {left:.0f} s" if left > 0 else "any moment"


class Board:
    """All lines; redrawn four times a second while somebody watches."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._lines: list[Line] = []
        self._live: Live | None = None

    def line(self, op: str, request: Any = None) -> Line:
        """Add a line."""
        fields = {} if request is None else request.to_json()
        title = str(fields.get("title") or fields.get("prompt") or "").replace("\n", " ")
        made = Line(self, op, title[:_TITLE])
        self._lines.append(made)
        return made

    def changed(self, line: Line) -> None:
        """Write a line of change where nobody watches a table."""
        if self._live is None:
            words = (line.op, line.ref, line.state, line.stage, f"{line.elapsed:.0f} s")
            self._out.say("  ".join(word for word in words if word))

    def __enter__(self) -> Self:
        if self._out.live:
            from rich.live import Live

            self._live = Live(get_renderable=self._table, console=self._out.err, refresh_per_second=4)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def _table(self) -> Any:
        if self._out.err.width < _NARROW:
            return table(("what", "state", "time"), [(line.op, _state(line), _seconds(line)) for line in self._lines])
        rows = [
            (line.op, line.title, _state(line), line.stage, _seconds(line), line.rest, line.quoted)
            for line in self._lines
        ]
        return table(("what", "title", "state", "stage", "time", "rest", "credits"), rows, right=("time", "credits"))


def _state(line: Line) -> Any:
    from rich.text import Text

    failed = line.stopped is not None and line.state != "done"
    return Text(line.state, style="bold red" if failed else _STYLES.get(line.state, ""))


def _seconds(line: Line) -> str:
    return f"{line.elapsed:.0f} s"


def usual_seconds(task: Any) -> float | None:
    """Give the median time that finished tasks of the same operation took, by the ledger; None without history."""
    job = partial(_took, host=task.client.host.name, operation=task.operation)
    found = task.client.ledger.read(job)
    return statistics.median(found) if found else None


def _took(books: LedgerTransaction, *, host: str, operation: str) -> list[float]:
    where = (
        "host = ? AND operation = ? AND outcome = 'succeeded' AND submitted IS NOT NULL ORDER BY created DESC LIMIT 20"
    )
    rows = books.rows(where, host, operation)
    return [row.finished - row.submitted for row in rows if row.finished and row.submitted]
