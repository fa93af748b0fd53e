"""What an agent may know: rules, prices, limits, tasks, spending, files; looking at it costs nothing."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import attrs

from reelscore.catalog import documents
from reelscore.catalog.prices import savings
from reelscore.catalog.values import amount, plain
from reelscore.effects import CallKind
from reelscore.errors import ReelscoreError, TaskFailed
from reelscore.ledger import Ledger, LedgerTransaction, reports
from reelscore.ledger.budget import remaining
from reelscore.ledger.database import OPEN
from reelscore.ledger.records import CallRecord
from reelscore.mcp import answers, describing
from reelscore.mcp.answers import Answer, failure, marked, quoted
from reelscore.mcp.files import Root
from reelscore.mcp.wall import Refused, Wall, left_words
from reelscore.pricing import Quote, Total, total
from reelscore.requests.request import Request
from reelscore.results import Progress
from reelscore.vendors.family import Family, families_of, family_of, hosts

logger = logging.getLogger("reelscore.mcp")


@attrs.frozen(kw_only=True)
class Ask:
    """A request that an agent made, where it goes and what it costs."""

    operation: str
    request: Request[Any]
    family: Family
    quote: Quote

    @property
    def role(self) -> CallKind:
        """Of the operation."""
        return self.family.operations[self.request.operation].role


@attrs.define(kw_only=True)
class Reader:
    """What a server tells its agents; it pays nothing."""

    wall: Wall
    root: Root
    ledger: Ledger
    connect: Callable[[Family], Any]
    """Makes the async client of a family, with its key and with the wall's budget."""
    _clients: dict[tuple[str, str], Any] = attrs.field(factory=dict, init=False)
    _opening: asyncio.Lock = attrs.field(factory=asyncio.Lock, init=False)

    async def close(self) -> None:
        """Close the clients."""
        for client in self._clients.values():
            await client.close()

    # -- Before anything is paid ---------------------------------------------------------------------------------------

    def ask(self, operation: str, fields: Mapping[str, Any], host: str | None = None) -> Ask:
        """Read a request in our names, and price it.

        Raises:
            Misuse: there is no such operation or host.
        """
        cls, family = describing.ask(operation, host)
        request = cls.build(fields)
        return Ask(operation=describing.word_of(cls), request=request, family=family, quote=request.quote(family))

    def check(self, asked: Sequence[Ask]) -> Answer:
        """Judge requests; nothing is sent."""
        found: list[dict[str, Any]] = []
        lines: list[str] = []
        for each in asked:
            broken = each.request.violations(each.family)
            is_ok = not any(violation.severity == "error" for violation in broken)
            nearest = None if is_ok else each.request.repaired(each.family).to_json()
            told = {"operation": each.operation, "host": each.family.name, "ok": is_ok, "nearest": nearest}
            found.append({**told, "violations": [documents.violation(violation) for violation in broken]})
            lines.append(f"{each.operation}: {'ok' if is_ok else 'breaks rules'}")
            lines += [f"- {violation.message}" for violation in broken]
        return Answer("\n".join(lines), {"requests": plain(found), "ok": all(each["ok"] for each in found)})

    async def quote(self, asked: Sequence[Ask]) -> Answer:
        """Price requests and add them up; nothing is sent."""
        found: list[dict[str, Any]] = []
        for each in asked:
            saved = [saving.document() for saving in savings(each.request, each.family)]
            where = {"operation": each.operation, "host": each.family.name}
            found.append({**where, **documents.quote(each.quote), "savings": saved})
        cost: Total = total(each.quote for each in asked)
        left = await self.left()
        lines = [f"{each.operation} on {each.family.name}: {_price(each.quote)}" for each in asked]
        lines += [f"together: {cost}"] if len(asked) > 1 else []
        document = {"requests": plain(found), "total": plain(documents.total(cost)), "limits": await self.limits()}
        return Answer("\n".join([*lines, left]), document)

    async def limits(self) -> dict[str, Any]:
        """Return what the person allowed, and what is left of it."""
        told = self.wall.to_json()
        if self.wall.budget is None:
            return told
        return {**told, "left": plain(dict(await self._left()))}

    async def left(self) -> str:
        """Return what is left of the budget, in words."""
        if self.wall.budget is None:
            return "there is no budget: nothing paid can be submitted"
        left = await self._left()
        return f"left of the budget: {left_words(left) if left else 'all of it'}"

    async def _left(self) -> Mapping[str, Decimal]:
        budget = self.wall.budget
        if budget is None or not self._has_ledger():
            return {}
        return await self.ledger.read_async(lambda tx: remaining(tx.database, budget, now=tx.now()))

    # -- What was submitted --------------------------------------------------------------------------------------------

    async def wait(
        self, ids: Sequence[str], seconds: float, on_progress: Callable[[int, int], Awaitable[None]]
    ) -> Answer:
        """Wait until all tasks have ended, or the time is over, and tell how far each is; looking costs nothing."""
        found: dict[str, dict[str, Any]] = {}
        links: list[tuple[str, str]] = []

        async def follow(name: str) -> None:
            try:
                task = await self._task(name)
                found[name] = _state(task.ref, None)
                progress = await task.refresh()
                found[name] = _state(task.ref, progress)
                if not progress.state.terminal or progress.provisional:
                    result = await task.wait(on_progress=lambda seen: found.update({name: _state(task.ref, seen)}))
                else:
                    result = await task.wait(timeout=0)
                found[name] = {"id": task.ref, "state": "succeeded", "result": marked(result)}
                links.extend(_links(result))
            except Exception as error:
                logger.debug("waiting for %s failed", name, exc_info=True)
                found[name] = _ended_otherwise(name, error)
            await on_progress(sum(each.get("state") in _OVER for each in found.values()), len(ids))

        with anyio.move_on_after(seconds):
            async with anyio.create_task_group() as group:
                for name in dict.fromkeys(ids):
                    group.start_soon(follow, name)
        tasks = [found.get(name, {"id": name, "state": "not looked at yet"}) for name in dict.fromkeys(ids)]
        done = all(each["state"] in _OVER for each in tasks)
        step = "next: save(ids=[...])" if done else f"not all ended within {seconds:g} s; they go on: wait again"
        return Answer("\n".join([*map(_line, tasks), step]), {"tasks": plain(tasks), "done": done}, links)

    async def save(self, ids: Sequence[str], folder: str) -> Answer:
        """Save the files of finished tasks below the root."""
        place = self.root.folder_to_save_in(folder)
        saved: list[dict[str, Any]] = []
        paths: list[Path] = []
        for name in dict.fromkeys(ids):
            try:
                files = await self._saved(await self._task(name), place)
                paths += files
                saved.append({"id": name, "files": [str(path) for path in files]})
            except Exception as error:  # noqa: BLE001 - the others are saved all the same
                saved.append({"id": name, "files": [], **failure(error).document})
        lines = [f"{each['id']}: {', '.join(each['files']) or each['error']['message']}" for each in saved]
        links = [(path.as_uri(), path.name) for path in paths]
        return Answer("\n".join(lines), {"saved": saved}, links, is_error=not paths)

    async def _saved(self, task: Any, place: Path) -> Sequence[Path]:
        progress = await task.refresh()
        found = progress.partial if progress.result is None else progress.result
        if found is None:
            raise Refused(f"{task.ref} is {progress.state}; it has no files yet", next="wait for it first")
        files: Sequence[Path] = await task.client.save_all(found, place)
        return files

    # -- What is known -------------------------------------------------------------------------------------------------

    async def tasks(self, *, limit: int, unfinished: bool) -> Answer:
        """List the newest tasks of the ledger."""
        where = OPEN if unfinished else "1 = 1"
        rows = await self._rows(f"{where} ORDER BY created DESC LIMIT ?", limit)
        told = [answers.task(row) for row in rows]
        lines = [
            f"{each['id']}: {each['state']}{', in doubt' if each['in_doubt'] else ''}, quoted {each['quoted']}"
            for each in told
        ]
        return Answer("\n".join(lines) or "no task yet", {"tasks": told})

    async def show(self, name: str) -> Answer:
        """Return everything that the ledger knows of one task."""
        told = answers.task(await self._row(name))
        text = f"{told['id']}: {told['state']}, quoted {told['quoted']}, charged {told['charged'] or 'not told'}"
        return Answer(text, told)

    async def spend(self) -> Answer:
        """Return what was spent today and in all, by host, and what the limits leave."""
        midnight = time.time() // 86_400 * 86_400
        sums = {"today": await self._spent(midnight), "ever": await self._spent(0.0)}
        lines = [
            f"{when}, {each['host']}: {each['charged']} charged, {each['reserved']} reserved, {each['calls']} calls"
            for when, found in sums.items()
            for each in found
        ]
        return Answer("\n".join([*lines, await self.left()]), {**sums, "limits": await self.limits()})

    async def _spent(self, since: float) -> list[dict[str, Any]]:
        if not self._has_ledger():
            return []
        found = await self.ledger.read_async(partial(reports.spend, by=("host",), since=since))
        return [
            plain({"host": each.group[0], "unit": each.unit, "calls": each.calls, "quoted": each.quoted,
                   "charged": each.charged, "reserved": each.reserved, "in_doubt": each.doubtful})
            for each in found
        ]  # fmt: skip

    async def balance(self, host: str | None) -> Answer:
        """Ask the vendors how many credits the accounts have left."""
        found: list[dict[str, Any]] = []
        for name in [host] if host else list(hosts):
            try:
                client = await self.client(_first_family(name))
                left = documents.credits_left(await client.balance())
                found.append({"host": name, "credits": plain(left)})
            except ReelscoreError as error:
                found.append({"host": name, "credits": None, **failure(error).document})
        lines = [f"{each['host']}: {each['credits'] or each['error']['message']}" for each in found]
        return Answer("\n".join(lines), {"accounts": found}, is_error=all("error" in each for each in found))

    # -- Parts ---------------------------------------------------------------------------------------------------------

    async def client(self, family: Family) -> Any:
        """Return the client of a family; one is made for each."""
        place = (family.vendor, family.name)
        async with self._opening:
            if place not in self._clients:
                self._clients[place] = await asyncio.to_thread(self.connect, family)
            return self._clients[place]

    def _has_ledger(self) -> bool:
        return self.ledger.in_memory or self.ledger.exists()

    async def _rows(self, where: str, *values: Any) -> list[CallRecord]:
        if not self._has_ledger():
            return []
        job: Callable[[LedgerTransaction], list[CallRecord]] = lambda tx: tx.rows(where, *values)  # noqa: E731
        return await self.ledger.read_async(job)

    async def _row(self, name: str) -> CallRecord:
        row = await self.ledger.read_async(lambda tx: reports.find(tx, name)) if self._has_ledger() else None
        if row is None:
            raise Refused(f"there is no task {quoted(name)}", next="the tool tasks lists them")
        return row

    async def _task(self, name: str) -> Any:
        row = await self._row(name)
        if row.task_id is None:
            step = "the tool recover settles it" if row.doubtful else "nothing is left to do for it"
            raise Refused(f"{name} has no task at the vendor: it is {row.status}", next=step)
        client = await self.client(family_of(row.place, row.operation))
        return client.task(row.ref)

    async def _hosts_with_rows(self) -> list[str]:
        rows = await self._rows(f"{OPEN} OR saved IS NULL")
        having = {row.host for row in rows}
        return [name for name in hosts if name in having]


_OVER = {"succeeded", "failed", "no task"}
"""States of a task that waiting does not change."""


def _first_family(name: str) -> Family:
    found = families_of(name)
    if not found:
        raise Refused(f"there is no host {quoted(name)}", next=f"one of {', '.join(hosts)}")
    return found[0]


def _price(quote: Quote) -> str:
    if quote.credits is None:
        return f"unknown ({quote.source})"
    money = quote.money() if quote.plans else None
    return f"{amount(quote.credits)} credits{f' ({money})' if money else ''}"


def _state(ref: str, progress: Progress[Any] | None) -> dict[str, Any]:
    if progress is None:
        return {"id": ref, "state": "submitted"}
    told = {"id": ref, "state": str(progress.state), "percent": progress.percent}
    return {**told, "stage": marked(progress.stage)} if progress.stage else told


def _ended_otherwise(name: str, error: Exception) -> dict[str, Any]:
    """Write the state of a task that has no result: it failed, there is none, or it could not be looked at."""
    state = "failed" if isinstance(error, TaskFailed) else "no task" if isinstance(error, Refused) else "not seen"
    progress = getattr(getattr(error, "task", None), "progress", None)
    partial_result = getattr(progress, "partial", None)
    told = {"id": name, "state": state, **failure(error).document}
    return told if partial_result is None else {**told, "finished_parts": marked(partial_result)}


def _line(told: Mapping[str, Any]) -> str:
    percent = f" {told['percent']:g} %" if told.get("percent") is not None else ""
    why = f": {told['error']['message']}" if "error" in told else ""
    return f"{told['id']}: {told['state']}{percent}{why}"


def _links(result: Any) -> list[tuple[str, str]]:
    assets = getattr(result, "assets", ())
    return [(each.url, each.kind) for each in assets if each.url.startswith("https://")]
