"""Many requests or tasks under way at the same time in one event loop: send, watch, save, and say how each ended."""

from __future__ import annotations

import asyncio
import json
import logging
import shlex
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from reelscore.cli import documents, keys
from reelscore.cli.batches import GONE
from reelscore.cli.jobs import Job
from reelscore.cli.live import Board, Line
from reelscore.cli.operations import op_word
from reelscore.cli.output import Output, plain
from reelscore.cli.reports import Interrupted, Misuse, Report, Several, explain, report_told, say
from reelscore.cli.saving import keep, keep_text, text_of
from reelscore.cli.sums import Sum
from reelscore.downloads import check_destination
from reelscore.downloads.partfile import DownloadedFile
from reelscore.effects import CallKind
from reelscore.errors import (
    ConfigurationError,
    DownloadError,
    ReelscoreError,
    SubmissionUnknown,
    TaskFailed,
    TaskTimeout,
)
from reelscore.ledger.records import CallRecord, request_fingerprint
from reelscore.requests.fingerprints import file_fingerprints
from reelscore.requests.request import Request, TaskRequest

if TYPE_CHECKING:
    from reelscore.ledger import LedgerTransaction

logger = logging.getLogger("reelscore.cli")
_PATIENCE = 7200.0
"""Seconds that one of many requests waits for a slot at the vendor."""


def folder_for(named: Path) -> Path:
    """The folder for files.

    Raises:
        Misuse: it cannot be written; nothing was sent.
    """
    try:
        check_destination(f"{named}/")
        return named.expanduser().absolute()
    except (ConfigurationError, DownloadError, RuntimeError) as error:
        raise Misuse(str(error), next="name another folder with --out") from error


@attrs.frozen(kw_only=True)
class Manner:
    """How requests are worked on."""

    at_once: int = 8
    timeout: float | None = None
    wait: bool = True
    folder: Path | None = None
    """Where files go; None saves none."""
    overwrite: bool = False


@attrs.define(kw_only=True)
class Done:
    """How one request ended."""

    op: str
    host: str
    request: Request[Any] | None = None
    ref: str = ""
    """What ``wait`` takes; empty before the vendor has given an id."""
    row: CallRecord | None = None
    result: Any = None
    error: Exception | None = None
    kept: tuple[DownloadedFile, ...] = ()
    ended: bool = False
    key: str | None = None
    reused: bool = False
    """Whether its key had paid for it before this command."""
    begun: float = attrs.field(factory=time.time)

    def document(self) -> dict[str, Any]:
        """The JSON object: the ledger's row, the vendor's result, the error."""
        told = documents.task(self.row) if self.row else self._rowless()
        error = None if self.error is None else self.report.document()["error"]
        result = getattr(self.result, "raw", None)
        return {**told, "operation": self.op, "result": result, "error": error, "reused": self.reused}

    @property
    def report(self) -> Report:
        """What is said of its error: with the task, where the vendor has one."""
        told = explain(self.error or RuntimeError())
        if not self.ref or self.ref in f"{told.what}{told.next}":
            return told
        more = {**told.more, "task": self.ref}
        if isinstance(self.error, TaskFailed):
            return attrs.evolve(told, more=more)
        cost = (
            told.cost
            if isinstance(self.error, ReelscoreError)
            else "no more than was quoted: its files stay at the vendor"
        )
        return attrs.evolve(told, cost=cost, next=f"reelscore save {self.ref}", more=more)

    def _rowless(self) -> dict[str, Any]:
        empty = dict.fromkeys(documents.TASK.split())
        request = None if self.request is None else self.request.to_json()
        return {**empty, "id": self.ref or None, "host": self.host, "request": request, "urls": [], "files": []}


@attrs.define(kw_only=True)
class Run:
    """What one request's coroutine works with."""

    client: Any
    done: Done
    line: Line
    manner: Manner
    job: Job | None = None
    many: bool = False


def work(asked: Sequence[Job], out: Output, *, manner: Manner, clients: Mapping[str, Any]) -> list[Done]:
    """Work on requests until each has ended; one that fails does not stop the others.

    Args:
        asked: the requests.
        out: where to tell.
        manner: how.
        clients: async ones by host, whose budget is one value.

    Raises:
        Interrupted: Ctrl-C; the tasks that go on are named.
    """
    done = [
        Done(op=job.op, host=job.host.name, request=job.request, key=job.key, reused=job.made is not None)
        for job in asked
    ]
    pairs = [(each, partial(_one, job=job)) for each, job in zip(done, asked, strict=True)]
    return gather(pairs, out, manner=manner, clients=clients)


def resume(refs: Sequence[str], out: Output, *, manner: Manner) -> list[Done]:
    """Wait for tasks by reference, and save what they give."""
    done = [_done_of(ref) for ref in refs]
    clients = {host: keys.client(host, awaiting=True) for host in dict.fromkeys(each.host for each in done)}
    return gather([(each, _again) for each in done], out, manner=manner, clients=clients)


def _done_of(ref: str) -> Done:
    from reelscore.vendors.host import find_host

    host, operation, _ = ref.split("/", 2)
    return Done(op=op_word(find_host(host).vendor, operation), host=host, ref=ref)


def gather(pairs: Sequence[tuple[Done, Any]], out: Output, *, manner: Manner, clients: Mapping[str, Any]) -> list[Done]:
    """Run the coroutines in one event loop under one board of lines."""
    try:
        asyncio.run(_gather(pairs, out, manner=manner, clients=clients))
    except KeyboardInterrupt:
        refs = [each.ref for each, _ in pairs if each.ref and not each.ended]
        raise Interrupted(refs, step=_step(refs, [each for each, _ in pairs], manner)) from None
    return [each for each, _ in pairs]


def _step(refs: Sequence[str], done: Sequence[Done], manner: Manner) -> str:
    """What to do after Ctrl-C, complete and on one line."""
    if len(done) > 1 and all(each.key for each in done):
        return "run the same command again: it goes on where it stopped, and pays for nothing twice"
    if not refs:
        return "reelscore recover, if a call was under way"
    folder = manner.folder
    where = f" --out {shlex.quote(str(folder))}" if folder is not None and folder != Path.cwd() else ""
    return f"reelscore wait {' '.join(refs)}{where}"


async def _gather(
    pairs: Sequence[tuple[Done, Any]], out: Output, *, manner: Manner, clients: Mapping[str, Any]
) -> None:
    places = asyncio.Semaphore(manner.at_once)
    async with AsyncExitStack() as stack:
        for client in clients.values():
            _ = await stack.enter_async_context(client)
        with Board(out) as board:

            async def one(done: Done, coroutine: Any) -> None:
                line = board.line(done.op, done.request)
                async with places:
                    run = Run(client=clients[done.host], done=done, line=line, manner=manner, many=len(pairs) > 1)
                    await _guarded(coroutine, run)

            await asyncio.gather(*(one(done, coroutine) for done, coroutine in pairs))


async def _guarded(coroutine: Any, run: Run) -> None:
    try:
        await coroutine(run)
        run.done.ended = True
    except Exception as error:  # noqa: BLE001 - kept as a value: the others go on
        run.done.error = error
        run.done.ended = not isinstance(error, TaskTimeout)
        run.line.end(error=error)
    run.done.row = await _row(run) or run.done.row


async def _one(run: Run, *, job: Job) -> None:
    request, slot = job.request, _PATIENCE if run.many else 0.0
    run.line.start()
    if not isinstance(request, TaskRequest):
        run.done.result = await run.client.run(request, key=job.key, timeout=run.manner.timeout, wait_for_slot=slot)
    else:
        task = await run.client.submit(request, key=job.key, wait_for_slot=slot)
        run.done.ref = task.ref
        logger.info("%s: trace %s is task %s", run.done.op, task.intent, task.ref)
        run.line.submitted(task)
        if not run.manner.wait:
            run.line.end("submitted")
            return
        await _awaited(run, task)
    await _save(run)


async def _again(run: Run) -> None:
    task = run.client.task(run.done.ref)
    run.done.row = row = await _row(run)
    if row is not None:
        run.line.about(row.request, row.quoted)
    run.line.start("looking")
    run.line.submitted(task)
    await _awaited(run, task)
    await _save(run)


async def _awaited(run: Run, task: Any) -> None:
    """Wait; of a task that fails, the tracks that are finished are paid for, and saved."""
    try:
        run.done.result = await task.wait(run.manner.timeout, on_progress=run.line.progress)
    except TaskFailed:
        partial = getattr(task.progress, "partial", None)
        if getattr(partial, "assets", None):
            run.done.result = partial
            await _save(run)
        raise


async def _save(run: Run) -> None:
    run.done.row = await _row(run)
    if run.manner.folder is not None and getattr(run.done.result, "assets", None):
        run.line.to("saving")
        run.done.kept = await keep(run.client, run.done, folder=run.manner.folder, overwrite=run.manner.overwrite)
    elif run.manner.folder is not None and text_of(run.done.result):
        run.done.kept = await keep_text(run.client, run.done, folder=run.manner.folder)
    run.line.end(row=await _row(run))


async def _row(run: Run) -> CallRecord | None:
    ledger = run.client.ledger
    return await asyncio.wrap_future(ledger.submit(partial(_find, done=run.done)))


def _find(tx: LedgerTransaction, *, done: Done) -> CallRecord | None:
    if done.ref:
        host, _, task_id = done.ref.split("/", 2)
        return tx.find_task(host, task_id)
    if isinstance(done.error, SubmissionUnknown):
        return tx.find_intent(done.error.intent)
    if done.request is None or done.request.role is CallKind.READ:
        return None
    order = "ORDER BY created DESC LIMIT 1"
    if done.key is not None:
        return next(iter(tx.rows(f"host = ? AND key = ? {order}", done.host, done.key)), None)
    fields = {**done.request.to_json(), **file_fingerprints(done.request)}
    digest = request_fingerprint(done.host, done.request.operation, request=fields)
    # An equal call that was made earlier is another one.
    return next(iter(tx.rows(f"digest = ? AND created >= ? {order}", digest, done.begun)), None)


def finish(done: Sequence[Done], out: Output, *, quiet: bool = False) -> int:
    """Print what came of all requests and return the exit code: of several failures the first one's, doubt before all.

    Raises:
        Several: some of many failed.
    """
    failed = [each for each in done if each.error is not None]
    if len(done) == 1 and failed:
        _print_files(done, out)
        return report_told(failed[0].report, out, violations=getattr(failed[0].error, "violations", ()))
    for each in failed:
        out.say(f"{each.op} {each.ref}".strip(), style="bold")
        say(each.report, out)
    if failed:
        _print_files(done, out)
        _print_totals(done, out)
        raise Several(f"{len(failed)} of {len(done)} failed", exit_code=_worst(failed), document=_document(done))
    if out.json:
        out.document(_document(done))
    elif not quiet:
        _print_files(done, out)
        _print_totals(done, out)
    return 0


def _worst(failed: Sequence[Done]) -> int:
    codes = [each.report.exit_code for each in failed]
    return SubmissionUnknown.exit_code if SubmissionUnknown.exit_code in codes else codes[0]


def _document(done: Sequence[Done]) -> dict[str, Any]:
    failed = sum(each.error is not None for each in done)
    totals = [
        {"host": host, "quoted": quoted.total, "charged": charged.total if charged.known else None, "calls": calls}
        | {"unquoted": quoted.unknown, "untold": charged.unknown}
        for host, calls, quoted, charged in _totals(done)
    ]
    return {"tasks": [each.document() for each in done], "totals": totals, "failed": failed}


def _totals(done: Sequence[Done]) -> list[tuple[str, int, Sum, Sum]]:
    """Host, calls, quoted and charged of what was paid for now."""
    rows = [each.row for each in done if each.row is not None and not each.reused and each.row.status not in GONE]
    groups = {host: [row for row in rows if row.host == host] for host in dict.fromkeys(row.host for row in rows)}
    return [
        (host, len(each), Sum.of([row.quoted for row in each]), Sum.of([row.charged for row in each]))
        for host, each in groups.items()
    ]


def _print_files(done: Sequence[Done], out: Output) -> None:
    for each in done:
        text = text_of(each.result)
        if text:
            out.line(text)
        for kept in each.kept:
            (out.say if text else out.line)(_shown(kept.path))
        if not text and not each.kept and each.error is None:
            out.line(_answer(each.result))


def _print_totals(done: Sequence[Done], out: Output) -> None:
    reused = sum(each.reused for each in done)
    if reused:
        out.say(f"{reused} of {len(done)} were made before: nothing was paid for them")
    for host, _, quoted, charged in _totals(done):
        if quoted.total != 0:
            told = f"charged {charged.words('')}" if charged.known else "the vendor does not say what it charged"
            out.say(f"{host}: quoted {quoted.words()}; {told}")


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _answer(result: Any) -> str:
    raw = getattr(result, "raw", result)
    return raw if isinstance(raw, str) else json.dumps(plain(raw), ensure_ascii=False)
