"""What agents do through one server: most methods of ``Session`` are tools, and their docstrings what agents read."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

import anyio
import attrs
from mcp.server.mcpserver import AcceptedElicitation, Context, Elicit, ElicitationResult, Resolve
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from reelscore.catalog import documents
from reelscore.catalog.operations import Asked, family_for, find, host_named
from reelscore.catalog.prices import savings
from reelscore.catalog.values import amount, plain, when
from reelscore.errors import ReelscoreError, SubmissionUnknown, TaskFailed
from reelscore.ledger import Ledger, LedgerTransaction, reports
from reelscore.ledger.budget import Reservation, day_of, remaining
from reelscore.ledger.database import OPEN
from reelscore.ledger.records import CallRecord, request_fingerprint
from reelscore.mcp import answers
from reelscore.mcp.answers import Answer, failure, marked, quoted, spoken
from reelscore.mcp.describing import Host, Operation
from reelscore.mcp.files import Root
from reelscore.mcp.wall import FREE, Refused, Wall, price_words
from reelscore.pricing import Quote, Total, total
from reelscore.requests.fingerprints import file_fingerprints
from reelscore.requests.request import TaskRequest
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
_OVER = {"succeeded", "failed", "no task"}
"""States of a task that waiting does not change."""
logger = logging.getLogger("reelscore.mcp")


Fields = Annotated[dict[str, Any], Field(description="The operation's fields, as describe names them.")]


class Wanted(TypedDict, total=False):
    """A request for an operation."""

    operation: Operation
    request: Fields
    host: Host


class Consent(BaseModel):
    """What the person answers."""

    pay: bool = Field(description="Whether this may be paid for.")


Requests = Annotated[list[Wanted], Field(min_length=1, max_length=200, description="One request or many.")]
Ids = Annotated[list[str], Field(min_length=1, max_length=100, description="Ids that submit or tasks gave.")]


# -- The person's consent ----------------------------------------------------------------------------------------------


def _session(ctx: Context) -> Session:
    return cast("Session", ctx.request_context.lifespan_context)


async def _ask_to_submit(
    ctx: Context, operation: str, request: dict[str, Any], host: str | None
) -> Elicit[Consent] | None:
    """Ask the person about a call that costs more than they want to leave to an agent."""
    asked = _session(ctx).ask({"operation": operation, "request": request, "host": host})
    cost = await _session(ctx).admit(asked)
    prompt = str(asked.request.to_json().get("prompt") or "")
    about = f" Its prompt: {quoted(prompt)}." if prompt else ""
    where = f"{asked.op} on {asked.family.name}"
    return _consent(ctx, cost, f"An agent wants to run {where} for {price_words(cost)}.{about} Pay for it?")


async def _ask_to_replay(
    ctx: Context,
    id: str | None,  # noqa: A002 - as in the tool
    replay: bool,
) -> Elicit[Consent] | None:
    """Ask the person about a replay that may cost more than they want to leave to an agent."""
    if not replay:
        return None
    if id is None:
        raise Refused("replay is for one call at a time", next="name it with id")
    row, cost = await _session(ctx).admit_replay(id)
    question = f"An agent wants to send {row.operation} on {row.host} again, whose answer was lost. Pay if need be?"
    return _consent(ctx, cost, question)


def _consent(ctx: Context, cost: Reservation, question: str) -> Elicit[Consent] | None:
    if not _session(ctx).wall.needs_consent(cost):
        return None
    can = None if ctx.client_capabilities is None else ctx.client_capabilities.elicitation
    if can is None or (can.form is None and can.url is not None):
        raise Refused("this costs more than may be paid without asking, and this client cannot ask the person")
    return Elicit(question, Consent)


def _check_consent(answer: ElicitationResult[Consent]) -> None:
    """Check that the person agreed, or that nobody had to be asked.

    Raises:
        Refused: they did not.
    """
    said: Any = answer.data if isinstance(answer, AcceptedElicitation) else Consent(pay=False)
    if said is not None and not said.pay:
        raise Refused("the person did not agree to the price", next="ask them what they want instead")


# -- Tools -------------------------------------------------------------------------------------------------------------


@attrs.define(kw_only=True)
class Session:
    """One run of the server; agents that share it share its limits."""

    wall: Wall
    root: Root
    ledger: Ledger
    connect: Callable[[Family], Any]
    """Makes the async client of a family, with its key and with the wall's budget."""
    _clients: dict[tuple[str, str], Any] = attrs.field(factory=dict, init=False)
    _opening: asyncio.Lock = attrs.field(factory=asyncio.Lock, init=False)
    _under_way: set[asyncio.Task[Any]] = attrs.field(factory=set, init=False)
    _last: Counter[str] = attrs.field(factory=Counter, init=False)
    """Number of the newest submission of each request, by the beginning of its keys."""

    async def close(self) -> None:
        """Wait a moment for submissions that are under way, and close the clients."""
        if self._under_way:
            _ = await asyncio.wait(self._under_way, timeout=_LAST_SECONDS)
        for client in self._clients.values():
            await client.close()

    # -- Before anything is paid ---------------------------------------------------------------------------------------

    def ask(self, wanted: Wanted) -> Asked:
        """Read a request in our names, whose files are below the root.

        Raises:
            Misuse: there is no such operation or host.
            Refused: a file lies outside.
        """
        cls = find(wanted.get("operation", ""))
        request = self.root.real(cls.build(wanted.get("request", {})))
        return Asked(request=request, family=family_for(cls, wanted.get("host")))

    async def check(self, requests: Requests) -> Answer:
        """Check requests against the vendors' rules: every broken rule with the nearest legal request. Free."""
        found: list[dict[str, Any]] = []
        lines: list[str] = []
        for each in map(self.ask, requests):
            broken = each.violations()
            is_ok = not any(violation.severity == "error" for violation in broken)
            nearest = None if is_ok else each.request.repaired(each.family).to_json()
            told = {"operation": each.op, "host": each.family.name, "ok": is_ok, "nearest": nearest}
            found.append({**told, "violations": [documents.violation(violation) for violation in broken]})
            lines.append(f"{each.op}: {'ok' if is_ok else 'breaks rules'}")
            lines += [f"- {spoken(violation.message)}" for violation in broken]
        return Answer("\n".join(lines), {"requests": plain(found), "ok": all(each["ok"] for each in found)})

    async def quote(self, requests: Requests) -> Answer:
        """Price requests line by line, with the total, what would cost less, and what the budget has left. Free."""
        asked = [(each, each.quote()) for each in map(self.ask, requests)]
        cost: Total = total(price for _, price in asked)
        limits, left = await self._limits()
        found = [
            {"operation": each.op, "host": each.family.name, **documents.quote(price),
             "savings": [saving.document() for saving in savings(each.request, each.family)]}
            for each, price in asked
        ]  # fmt: skip
        lines = [f"{each.op} on {each.family.name}: {_price(price)}" for each, price in asked]
        lines += [f"together: {cost}"] if len(asked) > 1 else []
        document = {"requests": plain(found), "total": plain(documents.total(cost)), "limits": limits}
        return Answer("\n".join([*lines, left]), document)

    # -- What is paid --------------------------------------------------------------------------------------------------

    async def admit(self, asked: Asked) -> Reservation:
        """Return what a request counts against the limits; the ledger asks the budget again as it is sent.

        Raises:
            Refused, BudgetExceeded: they do not allow it.
            InvalidRequest: it breaks rules.
        """
        asked.request.check(asked.family)
        if names := ", ".join(map(str, asked.request.extra)):
            raise Refused(
                f"'extra' holds {names}: what no document knows may have any price, so it is not sent for you"
            )
        given = asked.request.to_json()
        if reports_to := [name for name in _CALLBACKS if given.get(name)]:
            raise Refused(f"{', '.join(reports_to)} names who else is told of the result; that is the person's to set")
        account = (await self._client(asked.family)).context.account
        host = asked.family.host.name
        return self.wall.reserve(asked.op, asked.quote(), role=asked.role, host=host, account=account)

    async def submit(
        self,
        operation: Operation,
        request: Fields,
        consent: Annotated[ElicitationResult[Consent], Resolve(_ask_to_submit)],
        host: Host = None,
        again: Annotated[
            bool, Field(description="Pay once more for a request equal to an earlier one; needs a reason.")
        ] = False,
        reason: Annotated[
            str, Field(description="With again: why it is needed; it is written into the person's ledger.")
        ] = "",
    ) -> Answer:
        """Submit a request: this pays, once, within the person's limits.

        An equal request of the same day returns the first one's task and pays nothing, also after a restart. Free
        questions and uploads are answered at once.
        """
        _check_consent(consent)
        asked = self.ask({"operation": operation, "request": request, "host": host})
        _ = await self.admit(asked)
        client = await self._client(asked.family)
        asked = attrs.evolve(asked, request=self.root.confine(asked.request, loopback=client.context.sandbox))
        if asked.role in FREE:
            return _result(asked, await self._undisturbed(client.run(asked.request, timeout=PATIENCE)))
        reason = " ".join(reason.split())[:_LONGEST_REASON]
        if again and len(reason) < _REASON_LETTERS:
            raise Refused("again=true pays once more for an equal request", next="say in 'reason' why it is needed")
        key = await self._key(asked, account=client.context.account, again=again)
        return await self._undisturbed(self._pay(asked, client, key=key, reason=reason if again else ""))

    async def _pay(self, asked: Asked, client: Any, *, key: str, reason: str) -> Answer:
        find_row: Callable[[LedgerTransaction], CallRecord | None] = partial(
            LedgerTransaction.find_by_key, key=key, account=client.context.account
        )
        is_reused = await self._read(find_row) is not None
        result = None
        try:
            if isinstance(asked.request, TaskRequest):
                _ = await client.submit(asked.request, key=key, timeout=PATIENCE)
            else:
                result = await client.run(asked.request, key=key, timeout=PATIENCE)
        except SubmissionUnknown as error:
            await self._note(error.intent, reason)
            raise
        row = await self._read(find_row)
        if row is not None:
            await self._note(row.intent, reason)
        if result is not None or row is None:
            return _result(asked, result)
        limits, left = await self._limits()
        how = f"is the task of an equal request of {when(row.created):%Y-%m-%d %H:%M} UTC: nothing was paid again"
        lines = [f"{row.ref} {how if is_reused else 'was submitted'}; it costs {amount(row.quoted)} credits", left]
        lines += ["for another take: again=true and a reason"] if is_reused else []
        told = {"id": row.ref, "intent": row.intent, "operation": asked.op, "host": row.host}
        document = plain({**told, "quoted": row.quoted, "reused": is_reused, "limits": limits})
        return Answer("\n".join([*lines, f"next: wait(ids=[{row.ref!r}])"]), document)

    async def _note(self, intent: str, reason: str) -> None:
        if reason:
            await self.ledger.run_async(lambda tx: tx.set_note(intent, f"again: {reason}"))

    async def _key(self, asked: Asked, *, account: str, again: bool) -> str:
        """Return the key of the newest equal request in the ledger, or a new one where that is another wish.

        It is the same wish while it is open or in doubt, while this server runs, and within its day, or the budget's
        month (UTC): whoever starts the client again, or a second one beside it, does not pay twice.
        """
        files = await asyncio.to_thread(file_fingerprints, asked.request)
        fields = {**asked.request.to_json(), **files}
        prefix = f"mcp {request_fingerprint(asked.family.name, asked.request.operation, request=fields)} "
        where = "account = ? AND substr(key, 1, ?) = ? AND status NOT IN ('void', 'refused')"
        found = await self._rows(where, account, len(prefix), prefix)
        rows = {int((row.key or "").removeprefix(prefix)): row for row in found}
        last = max(rows, default=0)
        if again:
            self._last[prefix] = max(last, self._last[prefix]) + 1
            return f"{prefix}{self._last[prefix]}"
        letters = len("2026-11" if self.wall.budget and self.wall.budget.per == "month" else "2026-11-29")
        is_same = last > 0 and (
            rows[last].status.open
            or last <= self._last[prefix]
            or day_of(rows[last].created)[:letters] == day_of(time.time())[:letters]
        )
        self._last[prefix] = max(self._last[prefix], last if is_same else last + 1)
        return f"{prefix}{last if is_same else last + 1}"

    async def _undisturbed(self, work: Coroutine[Any, Any, T]) -> T:
        """Do paid work to its end, also when the client gives up waiting for it: a cut call is a call in doubt."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    # -- What was submitted --------------------------------------------------------------------------------------------

    async def wait(
        self,
        ctx: Context,
        ids: Ids,
        seconds: Annotated[
            float, Field(ge=1, le=600, description="The longest that it waits; it returns earlier.")
        ] = 40,
    ) -> Answer:
        """Wait until tasks have ended, at most so many seconds; return how far each is. Free; call it again."""
        found: dict[str, dict[str, Any]] = {name: {"id": name, "state": "not looked at yet"} for name in ids}
        links: list[tuple[str, str]] = []

        async def follow(name: str) -> None:
            try:
                task = await self._task(name)
                found[name] = {"id": task.ref, "state": "submitted"}
                result = await task.wait(on_progress=lambda seen: found.update({name: _state(task.ref, seen)}))
                found[name] = {"id": task.ref, "state": "succeeded", "result": marked(result)}
                links.extend(_links(result))
            except Exception as error:
                logger.debug("waiting for %s failed", name, exc_info=True)
                found[name] = _ended_otherwise(name, error)
            ended = sum(each["state"] in _OVER for each in found.values())
            await ctx.report_progress(ended, len(found), f"{ended} of {len(found)} ended")

        with anyio.move_on_after(seconds):
            async with anyio.create_task_group() as group:
                for name in found:
                    group.start_soon(follow, name)
        tasks = list(found.values())
        done = all(each["state"] in _OVER for each in tasks)
        step = "next: save(ids=[...])" if done else f"not all ended within {seconds:g} s; they go on: wait again"
        return Answer("\n".join([*map(_line, tasks), step]), {"tasks": plain(tasks), "done": done}, links)

    async def save(
        self, ids: Ids, folder: Annotated[str, Field(description="Below the server's folder.")] = "."
    ) -> Answer:
        """Save the files of finished tasks, whole or not at all, with a JSON beside them. Free."""
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

    async def recover(
        self,
        consent: Annotated[ElicitationResult[Consent], Resolve(_ask_to_replay)],
        id: Annotated[str | None, Field(description="One call only.")] = None,  # noqa: A002
        replay: Annotated[
            bool, Field(description="With id: ask PixVerse once more under the old trace id; this may be paid for.")
        ] = False,
    ) -> Answer:
        """Settle what was cut off: lists unfinished tasks, calls in doubt and unsaved files, and what can be done."""
        _check_consent(consent)
        found: list[Any] = []
        skipped: list[str] = []
        if id is not None:
            row = await self._row(id)
            found.append(await self._undisturbed((await self._client_of(row)).settle(row.intent, replay=replay)))
        open_rows = await self._rows(f"{OPEN} OR saved IS NULL") if id is None else []
        for host in [name for name in hosts if name in {row.host for row in open_rows}]:
            try:
                found += await (await self._client(families_of(host)[0])).recover()
            except ReelscoreError as error:
                skipped.append(f"{host}: {spoken(str(error))}")
        told = [{**answers.task(each.row), "action": each.action, "advice": spoken(each.note)} for each in found]
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
        price = Quote(row.quoted, "exact", host=row.host, plans=(await self._client_of(row)).host.plans)
        return row, self.wall.reserve(documents.op(row), price, role=row.role, host=row.host, account=row.account)

    # -- What is known -------------------------------------------------------------------------------------------------

    async def tasks(
        self,
        limit: Annotated[int, Field(ge=1, le=200)] = 20,
        unfinished: Annotated[bool, Field(description="Only what has not ended.")] = False,
    ) -> Answer:
        """List the newest tasks of the person's ledger. Free."""
        where = OPEN if unfinished else "1 = 1"
        told = [answers.task(row) for row in await self._rows(f"{where} ORDER BY created DESC LIMIT ?", limit)]
        lines = [
            f"{each['id']}: {each['state']}{', in doubt' if each['in_doubt'] else ''}, quoted {each['quoted']}"
            for each in told
        ]
        return Answer("\n".join(lines) or "no task yet", {"tasks": told})

    async def show(self, id: Annotated[str, Field(description="Of a task.")]) -> Answer:  # noqa: A002
        """Show everything that the ledger knows of one task. Free."""
        told = answers.task(await self._row(id))
        text = f"{told['id']}: {told['state']}, quoted {told['quoted']}, charged {told['charged'] or 'not told'}"
        return Answer(text, told)

    async def spend(self) -> Answer:
        """Show what was spent today and ever, the person's limits, and what is left. Free."""
        limits, left = await self._limits()
        sums: dict[str, list[dict[str, Any]]] = {}
        for period, since in (("today", time.time() // 86_400 * 86_400), ("ever", 0.0)):
            found = await self._read(partial(reports.spend, by=("host",), since=since))
            sums[period] = [
                plain({"host": each.group[0], "unit": each.unit, "calls": each.calls, "quoted": each.quoted,
                       "charged": each.charged, "reserved": each.reserved, "in_doubt": each.doubtful})
                for each in found or ()
            ]  # fmt: skip
        lines = [
            f"{period}, {each['host']}: {each['charged']} charged, {each['reserved']} reserved, {each['calls']} calls"
            for period, found in sums.items()
            for each in found
        ]
        return Answer("\n".join([*lines, left]), {**sums, "limits": limits})

    async def balance(self, host: Annotated[str | None, Field(description="One host only.")] = None) -> Answer:
        """Ask the vendors how many credits the accounts have. Free."""
        found: list[dict[str, Any]] = []
        for name in [host] if host else list(hosts):
            try:
                client = await self._client(families_of(host_named(name).name)[0])
                found.append({"host": name, "credits": plain(documents.credits_left(await client.balance()))})
            except ReelscoreError as error:
                found.append({"host": name, "credits": None, **failure(error).document})
        lines = [f"{each['host']}: {each['credits'] or each['error']['message']}" for each in found]
        return Answer("\n".join(lines), {"accounts": found}, is_error=all("error" in each for each in found))

    # -- Parts ---------------------------------------------------------------------------------------------------------

    async def _client(self, family: Family) -> Any:
        """Return the client of a family; one is made for each."""
        place = (family.vendor, family.name)
        async with self._opening:
            if place not in self._clients:
                self._clients[place] = await asyncio.to_thread(self.connect, family)
            return self._clients[place]

    async def _client_of(self, row: CallRecord) -> Any:
        return await self._client(family_of(row.place, row.operation))

    async def _limits(self) -> tuple[dict[str, Any], str]:
        """Return what the person allowed and what is left of it; the latter in words as well."""
        budget = self.wall.budget
        if budget is None:
            return self.wall.to_json(), "there is no budget: nothing paid can be submitted"
        left = await self._read(lambda tx: remaining(tx.database, budget, now=tx.now())) or {}
        words = " and ".join(f"{amount(each)} {unit}" for unit, each in left.items()) or "all of it"
        return {**self.wall.to_json(), "left": plain(dict(left))}, f"left of the budget: {words}"

    async def _read(self, job: Callable[[LedgerTransaction], T]) -> T | None:
        """Read from the ledger; None from a file that was never written: none is made for a question."""
        is_there = self.ledger.in_memory or self.ledger.exists()
        return await self.ledger.read_async(job) if is_there else None

    async def _rows(self, where: str, *values: Any) -> list[CallRecord]:
        return await self._read(lambda tx: tx.rows(where, *values)) or []

    async def _row(self, name: str) -> CallRecord:
        row = await self._read(lambda tx: reports.find(tx, name))
        if row is None:
            raise Refused(f"there is no task {quoted(name)}", next="the tool tasks lists them")
        return row

    async def _task(self, name: str) -> Any:
        row = await self._row(name)
        if row.task_id is None:
            step = "the tool recover settles it" if row.doubtful else "nothing is left to do for it"
            raise Refused(f"{name} has no task at the vendor: it is {row.status}", next=step)
        return (await self._client_of(row)).task(row.ref)


def _result(asked: Asked, result: Any) -> Answer:
    return Answer(f"{asked.op}: answered at once", {"operation": asked.op, "result": marked(result)})


def _price(quote: Quote) -> str:
    if quote.credits is None:
        return f"unknown ({quote.source})"
    money = quote.money() if quote.plans else None
    return f"{amount(quote.credits)} credits{f' ({money})' if money else ''}"


def _state(ref: str, progress: Progress[Any]) -> dict[str, Any]:
    told = {"id": ref, "state": str(progress.state), "percent": progress.percent}
    return {**told, "stage": marked(progress.stage)} if progress.stage else told


def _ended_otherwise(name: str, error: Exception) -> dict[str, Any]:
    """Write the state of a task that has no result: it failed, there is none, or it could not be looked at."""
    state = "failed" if isinstance(error, TaskFailed) else "no task" if isinstance(error, Refused) else "not seen"
    partial_result = getattr(getattr(getattr(error, "task", None), "progress", None), "partial", None)
    told = {"id": name, "state": state, **failure(error).document}
    return told if partial_result is None else {**told, "finished_parts": marked(partial_result)}


def _links(result: Any) -> list[tuple[str, str]]:
    return [(each.url, each.kind) for each in getattr(result, "assets", ()) if each.url.startswith("https://")]


def _line(told: dict[str, Any]) -> str:
    percent = f" {told['percent']:g} %" if told.get("percent") is not None else ""
    why = f": {told['error']['message']}" if "error" in told else ""
    return f"{told['id']}: {told['state']}{percent}{why}"
