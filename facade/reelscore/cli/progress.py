"""Requests and tasks that are under way: a line of progress for each, how each ended, and what is told of all."""

from __future__ import annotations

import asyncio
import logging
import shlex
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import attrs

from reelscore.catalog import documents
from reelscore.catalog.values import amount
from reelscore.cli.ledger import short_id
from reelscore.cli.money import sum_in_money
from reelscore.cli.output import Output, readable, safe
from reelscore.cli.reports import Interrupted, Report, explain, report_told, say
from reelscore.client.task import Outcome, RunOptions
from reelscore.downloads.targets import TaskFiles
from reelscore.errors import ReelscoreError, SubmissionUnknown, TaskFailed, TaskTimeout
from reelscore.ledger.records import CallRecord, CallStatus
from reelscore.ledger.store import LedgerTransaction
from reelscore.pricing import Sum

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

logger = logging.getLogger("reelscore.cli")
GONE = {CallStatus.VOID, CallStatus.REFUSED}
"""Nothing was paid for such a call, and its key is free."""
_NARROW = 70
"""Columns below which the live table keeps to what matters."""
_WIDE = 100
_FEW = 12
"""Of more requests, the live table shows those that are under way."""


@attrs.define(kw_only=True, eq=False)
class Done:
    """One request or task, from its line of progress to how it ended."""

    op: str
    host: str
    """With the route, where it is not the first: "kie.ai#jobs"."""
    asked: Any = None
    """The request, or the task that is waited for."""
    request: Mapping[str, Any] = attrs.field(factory=dict)
    ref: str = ""
    """What ``wait`` takes; empty before the vendor has given an id."""
    row: CallRecord | None = None
    result: Any = None
    error: Exception | None = None
    files: tuple[Path, ...] = ()
    ended: bool = False
    key: str | None = None
    reused: bool = False
    """Whether its key had paid for it before this command."""
    saving: str = ""
    """The options with which ``wait`` and ``save`` do with its files what this command would."""
    state: str = "waits"
    stage: str = ""
    """What the vendor tells beside the state: how far it is."""
    credits: str = ""
    id: str = ""
    """The first letters of the task's id that tell it from all others."""
    began: float | None = None
    usual: float | None = None
    """Seconds that tasks of its operation took lately."""

    @property
    def place(self) -> tuple[str, str]:
        """Vendor and host: whose client does it."""
        return self.op.partition(".")[0], self.host

    def document(self) -> dict[str, Any]:
        """The JSON object: the ledger's row, the vendor's result, the error."""
        rowless: dict[str, Any] = {
            **dict.fromkeys(documents.TASK.split()),
            "id": self.ref or None,
            "host": self.host.partition("#")[0],
            "request": dict(self.request) or None,
            "urls": [],
            "files": [],
        }
        told = documents.task(self.row) if self.row else rowless
        error = None if self.error is None else self.report.document()["error"]
        result = getattr(self.result, "raw", None)
        return {**told, "operation": self.op, "result": result, "error": error, "reused": self.reused}

    @property
    def report(self) -> Report:
        """What is said of its error: with the task, where the vendor has one."""
        told = explain(self.error or RuntimeError())
        if not self.ref:
            return told
        told = attrs.evolve(told, more={**told.more, "task": self.ref})
        if isinstance(self.error, TaskTimeout):
            return attrs.evolve(told, next=f"reelscore wait {self.ref}{self.saving}")
        if isinstance(self.error, TaskFailed) or self.ref in f"{told.what}{told.next}":
            return told
        is_ours = isinstance(self.error, ReelscoreError)
        cost = told.cost if is_ours else "no more than was quoted: its files stay at the vendor"
        return attrs.evolve(told, cost=cost, next=f"reelscore save {self.ref}{self.saving}")

    @property
    def text(self) -> str:
        """The result's words, such as lyrics; empty where it has files."""
        return TaskFiles(result=self.result, folder=Path(), operation="").text


class Board:
    """The live table for a terminal; plain lines of change for a log; nothing with --json.

    Of many requests it shows those that are under way, and how many have ended.
    """

    def __init__(self, out: Output, *, of: int) -> None:
        self._out, self._all, self._over = out, of, set[int]()
        self._bars: Bars | None = _bars(out) if out.live else None
        none: dict[str, Any] = dict.fromkeys(_COLUMNS, "")
        self._sum = self._bars.add_task("", total=of, **none) if self._bars is not None and of > _FEW else None
        self._lines: dict[int, TaskID] = {}

    def show(self, done: Done, **changes: Any) -> None:
        """Show how a request stands; where nobody watches, only changes of its state."""
        is_new = changes.get("state", done.state) != done.state
        for name, value in changes.items():
            setattr(done, name, value)
        if done.began is None and done.state != "waits":
            done.began = time.monotonic()
        passed = 0.0 if done.began is None else time.monotonic() - done.began
        if self._bars is not None:
            self._draw(self._bars, done, passed)
        elif is_new:
            words = (done.op, done.ref, done.state, done.stage, f"{passed:.0f} s")
            self._out.say("  ".join(word for word in words if word))

    def _draw(self, bars: Bars, done: Done, passed: float) -> None:
        is_over = done.ended or done.error is not None
        is_hidden = self._sum is not None and (is_over or done.began is None)
        title = str(done.request.get("title") or done.request.get("prompt") or "").replace("\n", " ")
        state = f"{done.state} {done.stage}".strip()
        texts = (done.op, title, state, done.credits, done.id)
        shown: dict[str, Any] = dict(zip(_COLUMNS, map(safe, texts), strict=True))
        if id(done) not in self._lines:
            self._lines[id(done)] = bars.add_task("", total=None, start=False, **shown)
        line = self._lines[id(done)]
        if done.began is not None:
            bars.start_task(line)
        bars.update(line, total=done.usual, completed=min(passed, done.usual or 0), visible=not is_hidden, **shown)
        if is_over:
            bars.update(line, total=1, completed=1)
            bars.stop_task(line)
            self._over.add(line)
        if self._sum is not None:
            bars.update(self._sum, completed=len(self._over), title=f"{len(self._over)} of {self._all}")

    def __enter__(self) -> Self:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars is not None:
            self._bars.stop()


_COLUMNS = ("op", "title", "state", "credits", "id")


def _bars(out: Output) -> Bars:
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn
    from rich.table import Column

    def text(name: str, style: str = "none", *, ratio: int | None = None) -> TextColumn:
        column = Column(no_wrap=True, overflow="ellipsis", ratio=ratio)
        return TextColumn(f"{{task.fields[{name}]}}", style=style, markup=False, table_column=column)

    end: tuple[ProgressColumn, ...] = (text("state", "cyan"), TimeElapsedColumn(), text("id"))
    if out.err.width >= _NARROW:
        bar = BarColumn(bar_width=16 if out.err.width >= _WIDE else 8)
        end = (text("title", ratio=1), text("state", "cyan"), bar, TimeElapsedColumn(), text("credits"), text("id"))
    return Progress(text("op"), *end, console=out.err, refresh_per_second=4, expand=True)


def work(
    done: Sequence[Done], out: Output, *, options: RunOptions, clients: Mapping[tuple[str, str], Any], at_once: int = 8
) -> None:
    """Run requests, or wait for tasks, until each has ended; one that fails does not stop the others.

    Args:
        done: what to do; how each ended is written into it.
        out: where to tell.
        options: how.
        clients: async ones by vendor and host, whose budget is one value.
        at_once: how many of one host.

    Raises:
        Interrupted: Ctrl-C; the tasks that go on are named.
    """
    for each in done:
        each.saving = _saving(options)
    try:
        asyncio.run(_work(done, out, options=options, clients=clients, at_once=at_once))
    except KeyboardInterrupt:
        refs = [each.ref for each in done if each.ref and not each.ended]
        unsent = sum(not each.ref and not each.ended for each in done)
        raise Interrupted(refs, unsent=unsent, step=_step(refs, done)) from None


async def _work(
    done: Sequence[Done], out: Output, *, options: RunOptions, clients: Mapping[tuple[str, str], Any], at_once: int
) -> None:
    by_asked = {id(each.asked): each for each in done}

    async def on_one_host(host: str) -> None:
        for place, client in clients.items():  # one after the other: *at_once* is of the host, whoever is asked there
            if client.host.name == host:
                await by_one_client(client, [each for each in done if each.place == place])

    async def by_one_client(client: Any, mine: Sequence[Done]) -> None:

        def started() -> Iterator[Any]:
            for each in mine:
                board.show(each, state="looking" if each.ref or each.reused else "submitting")
                yield each.asked

        asked = client.run_each(
            started(), options=hooked, key=lambda request: by_asked[id(request)].key, max_concurrency=at_once
        )
        async for request, outcome in asked:
            each = by_asked[id(request)]
            each.result, each.error, each.files = outcome.result, outcome.error, outcome.files
            each.ended = not isinstance(outcome.error, TaskTimeout)
            each.row = await client.ledger.run_async(partial(_row, client=client, outcome=outcome))
            _end(each, board, waited=options.wait)

    async with AsyncExitStack() as stack:
        for client in clients.values():
            await stack.enter_async_context(client)
        with Board(out, of=len(done)) as board:
            hooked = attrs.evolve(
                options,
                on_submitted=lambda asked, task: _submitted(by_asked[id(asked)], task, board),
                on_progress=lambda asked, progress: _polled(by_asked[id(asked)], progress, board),
            )
            for each in done:
                board.show(each)
            await asyncio.gather(*map(on_one_host, {client.host.name for client in clients.values()}))


def _submitted(done: Done, task: Any, board: Board) -> None:
    done.ref = task.ref
    logger.info("%s: trace %s is task %s", done.op, task.intent, task.ref)
    account, operation = task.client.context.account, task.operation

    def known(tx: Any) -> tuple[list[float], str]:
        took = tx.durations(account, operation, limit=20)
        return took, short_id(tx, task.id)

    took, name = task.client.ledger.read(known)
    quoted = done.row.quoted if done.row else task.quote and task.quote.credits
    credits = "" if quoted is None else amount(quoted)
    board.show(done, state="queued", credits=credits, id=name, usual=statistics.median(took) if took else None)


def _polled(done: Done, progress: Any, board: Board) -> None:
    first = "first results" if progress.partial is not None and not progress.result else ""
    stage = first if progress.percent is None else f"{progress.percent:.0f} %"
    board.show(done, state=str(progress.state), stage=stage)


def _end(done: Done, board: Board, *, waited: bool) -> None:
    if done.row is not None and done.row.charged is not None:
        done.credits = amount(done.row.charged)
    state = type(done.error).__name__ if done.error else "done" if waited else "submitted"
    board.show(done, state=state, stage="")


def _row(tx: LedgerTransaction, *, client: Any, outcome: Outcome[Any]) -> CallRecord | None:
    task = outcome.task
    return tx.find_intent(outcome.intent) if task is None else tx.find_task(client.host.name, task.id)


def _saving(options: RunOptions) -> str:
    if options.save_to is None or not options.wait:
        return " --no-save" if options.wait else ""
    folder = "" if Path(options.save_to) == Path.cwd() else f" --out {shlex.quote(str(options.save_to))}"
    return f"{folder}{' --overwrite' if options.overwrite else ''}"


def _step(refs: Sequence[str], done: Sequence[Done]) -> str:
    """What to do after Ctrl-C, complete and on one line."""
    if len(done) > 1 and all(each.key for each in done):
        return "run the same command again: it goes on where it stopped, and pays for nothing twice"
    if not refs:
        return "reelscore recover, if a call was under way"
    return f"reelscore wait {' '.join(refs)}{done[0].saving}"


def finish(done: Sequence[Done], out: Output, *, quiet: bool = False, plan: str | None = None) -> int:
    """Print what came of all requests; return the exit code: of several failures the first one's, doubt before all."""
    failed = [each for each in done if each.error is not None]
    if len(done) == 1 and failed:
        _print_files(done, out)
        return report_told(failed[0].report, out)
    alike: dict[tuple[str, str, str], list[Done]] = {}
    for each in failed:
        alike.setdefault((each.report.what, each.report.cost, each.report.next), []).append(each)
    for first, *others in alike.values():
        more = f", and {len(others)} more" if others else ""
        out.say(f"{first.op} {first.ref}".strip() + more, style="bold")
        say(first.report, out)
    if failed or not quiet:
        _print_files(done, out)
        _print_totals(done, out, plan=plan)
    out.document(_document(done))
    if not failed:
        return 0
    out.say(f"{len(failed)} of {len(done)} failed", style="bold red")
    codes = [each.report.exit_code for each in failed]
    return SubmissionUnknown.exit_code if SubmissionUnknown.exit_code in codes else codes[0]


def _document(done: Sequence[Done]) -> dict[str, Any]:
    totals = [
        {"host": host, "quoted": quoted.total, "charged": charged.total if charged.known else None, "calls": calls}
        | {"unquoted": quoted.unknown, "untold": charged.unknown}
        for host, calls, quoted, charged in _totals(done)
    ]
    failed = sum(each.error is not None for each in done)
    return {"tasks": [each.document() for each in done], "totals": totals, "failed": failed}


def _totals(done: Sequence[Done]) -> list[tuple[str, int, Sum, Sum]]:
    """Host, calls, quoted and charged of what was paid for now; what came back was not charged."""
    rows = [each.row for each in done if each.row is not None and not each.reused and each.row.status not in GONE]
    groups = {host: [row for row in rows if row.host == host] for host in dict.fromkeys(row.host for row in rows)}
    return [
        (
            host,
            len(found),
            Sum.of(row.quoted for row in found),
            Sum.of(row.charged for row in found if not row.refunded),
        )
        for host, found in groups.items()
    ]


def _print_files(done: Sequence[Done], out: Output) -> None:
    for each in done:
        if each.text:
            out.line(each.text)
        for path in each.files:
            here = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
            (out.say if each.text else out.line)(str(here))
        if not each.text and not each.files and each.error is None:
            urls = each.row.urls if each.row else ()
            out.line("\n".join(urls) or readable(each.result))


def _print_totals(done: Sequence[Done], out: Output, *, plan: str | None) -> None:
    reused = sum(each.reused for each in done)
    if reused:
        out.say(f"{reused} of {len(done)} were made before: nothing was paid for them")
    for host, _, quoted, charged in _totals(done):
        if quoted.total != 0:
            told = f"charged {charged.words('')}" if charged.known else "the vendor does not say what it charged"
            is_play = any(each.row is not None and each.row.host == host and each.row.sandbox for each in done)
            cost = charged if charged.known else quoted
            money = "play money of a sandbox" if is_play else sum_in_money({host: cost.credits}, plan)
            out.say(f"{host}: quoted {quoted.words()}; {told}{f' ({money})' if money else ''}")
