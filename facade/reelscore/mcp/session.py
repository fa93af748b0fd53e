"""What an agent does: price, submit, wait, save, recover; all with the person's limits in the way."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import anyio
import attrs

from reelscore.catalog import documents
from reelscore.catalog.prices import savings
from reelscore.catalog.values import amount, plain
from reelscore.effects import CallKind
from reelscore.errors import ReelscoreError, SubmissionUnknown, TaskFailed
from reelscore.ledger import Ledger, LedgerTransaction, reports
from reelscore.ledger.budget import Reservation, remaining
from reelscore.ledger.database import OPEN
from reelscore.ledger.records import CallRecord
from reelscore.mcp import answers, describing
from reelscore.mcp.answers import Answer, failure, marked, quoted
from reelscore.mcp.files import Root
from reelscore.mcp.wall import Refused, Wall, left_words, price_words
from reelscore.pricing import Quote, Total, total
from reelscore.requests.fingerprints import file_fingerprints
from reelscore.requests.request import Request, TaskRequest
from reelscore.results import Progress
from reelscore.vendors.family import Family, families_of, family_of, hosts

T = TypeVar("T")
PATIENCE = 45.0
"""Seconds that a submission waits for room under the account's limits; clients give a tool about a minute."""
_LAST_SECONDS = 3.0
"""How long submissions that are under way may take after the client has left."""
_CALLBACKS = ("call_back_url", "webhook_id")
"""Fields that name where a vendor reports."""
_LONGEST_REASON = 200
_REASON_LETTERS = 12
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
class Session:
    """One run of the server; agents that share it share its limits and its idempotency keys."""

    wall: Wall
    root: Root
    ledger: Ledger
    connect: Callable[[Family], Any]
    """Makes the async client of a family, with its key and with the wall's budget."""
    name: str = attrs.field(factory=lambda: uuid.uuid4().hex[:12])
    """Begins its idempotency keys."""
    _clients: dict[tuple[str, str], Any] = attrs.field(factory=dict, init=False)
    _opening: asyncio.Lock = attrs.field(factory=asyncio.Lock, init=False)
    _under_way: set[asyncio.Task[Any]] = attrs.field(factory=set, init=False)
    _generations: Counter[str] = attrs.field(factory=Counter, init=False)
    """How often each request was begun again, by its key."""

    async def close(self) -> None:
        """Let submissions that are under way end, for a moment, and give the connections back."""
        if self._under_way:
            _ = await asyncio.wait(self._under_way, timeout=_LAST_SECONDS)
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
        """What the person allowed, and what is left of it."""
        told = self.wall.to_json()
        if self.wall.budget is None:
            return told
        return {**told, "left": plain(dict(await self._left()))}

    async def left(self) -> str:
        """What is left of the budget, in words."""
        if self.wall.budget is None:
            return "there is no budget: nothing paid can be submitted"
        left = await self._left()
        return f"left of the budget: {left_words(left) if left else 'all of it'}"

    async def _left(self) -> Mapping[str, Decimal]:
        budget = self.wall.budget
        if budget is None or not self._has_ledger():
            return {}
        return await self.ledger.read_async(lambda tx: remaining(tx.database, budget, now=tx.now()))

    # -- What is paid --------------------------------------------------------------------------------------------------

    async def admit(self, asked: Ask) -> Reservation:
        """Return what a request counts against the limits; the ledger asks the budget again as it is sent.

        Raises:
            Refused, BudgetExceeded: they do not allow it.
            InvalidRequest: it breaks rules.
        """
        asked.request.check(asked.family)
        if asked.request.extra:
            names = ", ".join(map(str, asked.request.extra))
            raise Refused(
                f"'extra' holds {names}: what no document knows may have any price, so it is not sent for you"
            )
        given = asked.request.to_json()
        if reports_to := [name for name in _CALLBACKS if given.get(name)]:
            raise Refused(f"{', '.join(reports_to)} names who else is told of the result; that is the person's to set")
        client = await self.client(asked.family)
        return self.wall.reserve(
            asked.operation,
            asked.quote,
            role=asked.role,
            host=asked.family.host.name,
            account=client.context.account,
        )

    async def submit(self, asked: Ask, *, again: bool, reason: str) -> Answer:
        """Submit a request once; an equal one of this session is answered with its task.

        Args:
            asked: what the limits allowed.
            again: whether an equal request is paid for anew.
            reason: why; stands in the ledger.
        """
        client = await self.client(asked.family)
        request = self.root.confine(asked.request, loopback=client.context.sandbox)
        if asked.role in {CallKind.READ, CallKind.UPLOAD}:
            result = await self._undisturbed(client.run(request, timeout=PATIENCE))
            return _result(asked, result)
        reason = " ".join(reason.split())[:_LONGEST_REASON]
        if again and len(reason) < _REASON_LETTERS:
            raise Refused("again=true pays once more for an equal request", next="say in 'reason' why it is needed")
        key = await self._key(request, asked.family, account=client.context.account, reason=reason if again else "")
        return await self._undisturbed(self._submitted(asked, request, client, key=key, reason=reason if again else ""))

    async def _submitted(self, asked: Ask, request: Request[Any], client: Any, *, key: str, reason: str) -> Answer:
        known = await self._row_of(key, account=client.context.account)
        try:
            if isinstance(request, TaskRequest):
                task = await client.submit(request, key=key, timeout=PATIENCE)
                intent, result = task.intent, None
            else:
                result = await client.run(request, key=key, timeout=PATIENCE)
                row = await self._row_of(key, account=client.context.account)
                intent = row.intent if row else ""
        except SubmissionUnknown as error:
            await self._note(error.intent, reason)
            raise
        await self._note(intent, reason)
        row = await self.ledger.read_async(lambda tx: tx.find_intent(intent))
        if result is not None or row is None:
            return _result(asked, result)
        ref, quote, left = row.ref, row.quoted, await self.left()
        told = {"id": ref, "intent": row.intent, "operation": asked.operation, "host": row.host, "quoted": quote}
        reused = known is not None
        how = "is this session's earlier task: nothing was paid again" if reused else "was submitted"
        text = f"{ref} {how}; it costs {amount(quote)} credits\n{left}\nnext: wait(ids=[{ref!r}])"
        return Answer(text, plain({**told, "reused": reused, "limits": await self.limits()}))

    async def _note(self, intent: str, reason: str) -> None:
        if reason and intent:
            await self.ledger.run_async(lambda tx: tx.set_note(intent, f"again: {reason}"))

    async def _key(self, request: Request[Any], family: Family, *, account: str, reason: str) -> str:
        """The key of the newest submission of an equal request that the ledger has, or of the next one.

        A generation that was refused and never left has no row: the one before it stands.
        """
        from reelscore.client.task import BatchKeys  # and with it the clients, which no start needs

        files = await asyncio.to_thread(file_fingerprints, request)
        first = BatchKeys(f"mcp {self.name}").key(request, host=family.name, files=files)
        if reason:
            self._generations[first] += 1
            return f"{first} again {self._generations[first]}"
        for number in range(self._generations[first], 0, -1):
            key = f"{first} again {number}"
            if await self._row_of(key, account=account):
                return key
        return first

    async def _row_of(self, key: str, *, account: str) -> CallRecord | None:
        return await self.ledger.read_async(lambda tx: tx.find_by_key(key, account=account))

    async def _undisturbed(self, work: Coroutine[Any, Any, T]) -> T:
        """Do paid work to its end, also when the client gives up waiting for it: a cut call is a call in doubt."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.debug("a submission ended with %s", type(error).__name__)

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
                found[name] = {"id": task.ref, "state": "succeeded", "result": marked(_json(result))}
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

    async def recover(self, name: str | None, *, replay: bool) -> Answer:
        """Settle what is unfinished or in doubt, as far as it can be settled without a person."""
        found: list[Any] = []
        skipped: list[str] = []
        if name is not None:
            row = await self._row(name)
            client = await self.client(families_of(row.place)[0])
            found.append(await self._undisturbed(client.settle(row.intent, replay=replay)))
        for host in await self._hosts_with_rows() if name is None else ():
            try:
                client = await self.client(families_of(host)[0])
                found += await client.recover()
            except ReelscoreError as error:
                skipped.append(f"{host}: {answers.spoken(str(error))}")
        told = [
            {**answers.task(each.row), "action": each.action, "advice": answers.spoken(each.note)} for each in found
        ]
        lines = [
            f"{each['action']}: {each['id']} {each['advice'] if each['action'] == 'doubtful' else ''}" for each in told
        ]
        lines += [f"not looked at: {each}" for each in skipped]
        return Answer("\n".join(lines) or "nothing is unfinished or in doubt", {"found": told, "skipped": skipped})

    async def admit_replay(self, name: str) -> tuple[CallRecord, Reservation]:
        """Return a call in doubt that may be sent again, and what it counts against the limits: the vendor may charge.

        Raises:
            Refused, BudgetExceeded: they do not allow it.
        """
        row = await self._row(name)
        client = await self.client(families_of(row.place)[0])
        asked = self.wall.reserve(
            documents.op(row),
            Quote(row.quoted, "exact", host=row.host, plans=client.host.plans),
            role=row.role,
            host=row.host,
            account=row.account,
        )
        return row, asked

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
    return told if partial_result is None else {**told, "finished_parts": marked(_json(partial_result))}


def _line(told: Mapping[str, Any]) -> str:
    percent = f" {told['percent']:g} %" if told.get("percent") is not None else ""
    why = f": {told['error']['message']}" if "error" in told else ""
    return f"{told['id']}: {told['state']}{percent}{why}"


def _links(result: Any) -> list[tuple[str, str]]:
    assets = getattr(result, "assets", ())
    return [(each.url, each.kind) for each in assets if each.url.startswith("https://")]


def _result(asked: Ask, result: Any) -> Answer:
    return Answer(
        f"{asked.operation}: answered at once", {"operation": asked.operation, "result": marked(_json(result))}
    )


def _json(value: Any) -> Any:
    if hasattr(value, "to_json"):
        return value.to_json()
    return [_json(item) for item in value] if isinstance(value, (list, tuple)) else value


def consent_question(asked: Ask, cost: Reservation) -> str:
    """Write the question to the person whether a call may be paid for."""
    prompt = str(asked.request.to_json().get("prompt") or "")
    about = f" Its prompt: {quoted(prompt)}." if prompt else ""
    return f"An agent wants to run {asked.operation} on {asked.family.name} for {price_words(cost)}.{about} Pay for it?"
