"""What an agent pays for: submitted once, within the person's limits, and recovered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Coroutine
from typing import Any, TypeVar

import attrs

from reelscore.catalog import documents
from reelscore.catalog.values import amount, plain, when
from reelscore.effects import CallKind
from reelscore.errors import ReelscoreError, SubmissionUnknown
from reelscore.ledger.budget import Reservation
from reelscore.ledger.database import day_of
from reelscore.ledger.records import CallRecord, request_fingerprint
from reelscore.mcp import answers
from reelscore.mcp.answers import Answer, marked, quoted
from reelscore.mcp.reading import Ask, Reader
from reelscore.mcp.wall import Refused, price_words
from reelscore.pricing import Quote
from reelscore.requests.fingerprints import file_fingerprints
from reelscore.requests.request import Request, TaskRequest
from reelscore.vendors.family import Family, families_of

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


@attrs.define(kw_only=True)
class Session(Reader):
    """One run of the server; agents that share it share its limits."""

    _under_way: set[asyncio.Task[Any]] = attrs.field(factory=set, init=False)
    _last: Counter[str] = attrs.field(factory=Counter, init=False)
    """Number of the newest submission of each request, by the beginning of its keys."""

    async def close(self) -> None:
        """Wait a moment for submissions that are under way, and close the clients."""
        if self._under_way:
            _ = await asyncio.wait(self._under_way, timeout=_LAST_SECONDS)
        await super().close()

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
        """Submit a request once; an equal one is answered with its task.

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
        key = await self._key(request, asked.family, account=client.context.account, again=again)
        return await self._undisturbed(self._submitted(asked, request, client, key=key, reason=reason if again else ""))

    async def _submitted(self, asked: Ask, request: Request[Any], client: Any, *, key: str, reason: str) -> Answer:
        known = await self._row_of(key, account=client.context.account)
        try:
            if isinstance(request, TaskRequest):
                result = None
                _ = await client.submit(request, key=key, timeout=PATIENCE)
            else:
                result = await client.run(request, key=key, timeout=PATIENCE)
        except SubmissionUnknown as error:
            await self._note(error.intent, reason)
            raise
        row = await self._row_of(key, account=client.context.account)
        await self._note(row.intent if row else "", reason)
        if result is not None or row is None:
            return _result(asked, result)
        ref, quote, left = row.ref, row.quoted, await self.left()
        told = {"id": ref, "intent": row.intent, "operation": asked.operation, "host": row.host, "quoted": quote}
        reused, made = known is not None, when(row.created)
        how = f"is the task of an equal request of {made:%Y-%m-%d %H:%M} UTC: nothing was paid again"
        text = f"{ref} {how if reused else 'was submitted'}; it costs {amount(quote)} credits\n{left}\n"
        text += "for another take: again=true and a reason\n" if reused else ""
        text += f"next: wait(ids=[{ref!r}])"
        return Answer(text, plain({**told, "reused": reused, "limits": await self.limits()}))

    async def _note(self, intent: str, reason: str) -> None:
        if reason and intent:
            await self.ledger.run_async(lambda tx: tx.set_note(intent, f"again: {reason}"))

    async def _key(self, request: Request[Any], family: Family, *, account: str, again: bool) -> str:
        """Return the key of the newest equal request in the ledger, or a new one where that is another wish.

        It is the same wish while it is open or in doubt, while this server runs, and within its day, or the budget's
        month (UTC): whoever starts the client again, or a second one beside it, does not pay twice.
        """
        files = await asyncio.to_thread(file_fingerprints, request)
        digest = request_fingerprint(family.name, request.operation, request={**request.to_json(), **files})
        prefix = f"mcp {digest} "
        where = "account = ? AND substr(key, 1, ?) = ? AND status NOT IN ('void', 'refused')"
        rows = {_number(row): row for row in await self._rows(where, account, len(prefix), prefix)}
        last = max(rows, default=0)
        if again:
            self._last[prefix] = max(last, self._last[prefix]) + 1
            return f"{prefix}{self._last[prefix]}"
        is_same = last > 0 and (rows[last].status.open or last <= self._last[prefix] or self._is_current(rows[last]))
        self._last[prefix] = max(self._last[prefix], last if is_same else last + 1)
        return f"{prefix}{last if is_same else last + 1}"

    def _is_current(self, row: CallRecord) -> bool:
        letters = len("2026-11" if self.wall.budget and self.wall.budget.per == "month" else "2026-11-29")
        return day_of(row.created)[:letters] == day_of(time.time())[:letters]

    async def _row_of(self, key: str, *, account: str) -> CallRecord | None:
        if not self._has_ledger():
            return None
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


def _number(row: CallRecord) -> int:
    return int((row.key or "").rpartition(" ")[2])


def _result(asked: Ask, result: Any) -> Answer:
    return Answer(f"{asked.operation}: answered at once", {"operation": asked.operation, "result": marked(result)})


def consent_question(asked: Ask, cost: Reservation) -> str:
    """Write the question to the person whether a call may be paid for."""
    prompt = str(asked.request.to_json().get("prompt") or "")
    about = f" Its prompt: {quoted(prompt)}." if prompt else ""
    return f"An agent wants to run {asked.operation} on {asked.family.name} for {price_words(cost)}.{about} Pay for it?"
