"""The live table of what is under way, for a terminal; plain lines of change for a log; nothing with --json."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from decimal import Decimal
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import attrs

from reelscore.cli.output import Output, amount, safe
from reelscore.ledger import reports

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from reelscore.results import Progress

_NARROW = 70
"""Columns below which the table keeps to what matters."""
_TITLE = 32


@attrs.define(eq=False)
class Line:
    """One request on the board."""

    board: Board = attrs.field(repr=False)
    op: str
    title: str = ""
    state: str = "waits"
    stage: str = ""
    ref: str = ""
    credits: str = ""
    usual: float | None = None
    """Seconds that this operation took before, by the ledger."""
    begun: float | None = None
    bar: TaskID | None = None

    def about(self, fields: Mapping[str, Any], quoted: Decimal | None = None) -> None:
        """What is made, and for how much."""
        title = str(fields.get("title") or fields.get("prompt") or "").replace("\n", " ")
        self.title = safe(title[:_TITLE])
        self.credits = "" if quoted is None else amount(quoted)

    def start(self, state: str = "submitting") -> None:
        """The call is about to leave."""
        self.begun = time.monotonic()
        self.to(state)

    def submitted(self, task: Any) -> None:
        """The vendor has it."""
        self.ref = task.ref
        if task.quote is not None:
            self.credits = amount(task.quote.credits)
        account, operation = task.client.context.account, task.operation
        took = task.client.ledger.read(lambda tx: reports.durations(tx, account=account, operation=operation, limit=20))
        self.usual = statistics.median(took) if took else None
        self.to("queued")

    def progress(self, progress: Progress[Any]) -> None:
        """The task was polled."""
        first = "first results" if progress.partial is not None and not progress.result else ""
        self.stage = first if progress.percent is None else f"{progress.percent:.0f} %"
        self.to(str(progress.state))

    def end(self, state: str = "done", *, error: Exception | None = None, row: Any = None) -> None:
        """Nothing more is done about it here."""
        if row is not None and row.charged is not None:
            self.credits = amount(row.charged)
        self.stage = ""
        self.to(state if error is None else type(error).__name__)
        self.board.stop(self)

    def to(self, state: str) -> None:
        """Show a state."""
        changed, self.state = self.state != state, state
        self.board.show(self, changed=changed)

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return 0.0 if self.begun is None else time.monotonic() - self.begun


class Board:
    """All lines; redrawn while somebody watches."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._bars: Bars | None = _bars(out) if out.live else None

    def line(self, op: str, request: Any = None) -> Line:
        """Add a line."""
        made = Line(self, op)
        made.about({} if request is None else request.to_json())
        if self._bars is not None:
            made.bar = self._bars.add_task(op, total=None, start=False, line=made)
        return made

    def show(self, line: Line, *, changed: bool) -> None:
        """Show how a line stands; where nobody watches, only its changes."""
        if self._bars is None:
            if changed:
                words = (line.op, line.ref, line.state, line.stage, f"{line.elapsed:.0f} s")
                self._out.say("  ".join(word for word in words if word))
        elif line.bar is not None and line.begun is not None:
            self._bars.start_task(line.bar)
            self._bars.update(line.bar, total=line.usual)

    def stop(self, line: Line) -> None:
        """Stop the clock of a line."""
        if self._bars is not None and line.bar is not None:
            self._bars.update(line.bar, total=1, completed=1)
            self._bars.stop_task(line.bar)

    def __enter__(self) -> Self:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()


def _bars(out: Output) -> Bars:
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TimeElapsedColumn
    from rich.text import Text

    class State(ProgressColumn):
        def render(self, task: Task) -> Text:
            line: Line = task.fields["line"]
            style = (
                "green" if line.state in {"done", "submitted"} else "bold red" if task.stop_time is not None else "cyan"
            )
            return Text(" ".join(filter(None, (line.state, line.stage))), style=style)

    class Field(ProgressColumn):
        def __init__(self, name: str) -> None:
            super().__init__()
            self._name = name

        def render(self, task: Task) -> Text:
            return Text(getattr(task.fields["line"], self._name))

    class Bar(BarColumn):
        def render(self, task: Task) -> Any:
            if task.stop_time is None and task.total is not None:
                task.completed = min(task.elapsed or 0.0, task.total)
            return super().render(task)

    what = [Field("op"), State(), TimeElapsedColumn()]
    wide = [
        Field("op"),
        Field("title"),
        State(),
        Bar(bar_width=16),
        TimeElapsedColumn(),
        Field("credits"),
        Field("ref"),
    ]
    return Progress(*(what if out.err.width < _NARROW else wide), console=out.err, refresh_per_second=4)
