"""What can be written into the ledger, one method per fact; each runs inside the writer's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from reelscore.errors import ConcurrencyLimited, RateLimited
from reelscore.ledger.budget import Budget, Reservation
from reelscore.ledger.claims import entry_of, forbidden
from reelscore.ledger.limits import pause_for_rate, pause_for_slot, refusal, window
from reelscore.ledger.owners import ProcessLocks
from reelscore.ledger.reading import call_to_json, row_from, to_json
from reelscore.ledger.records import CallRecord, CallStatus, DuplicateKey, NewCall, RetryLater, from_micros, to_micros

_GONE = (CallStatus.VOID, CallStatus.REFUSED)
_OPEN = "stage IN ('intent', 'unknown', 'submitted')"
_INSERT = """
    INSERT INTO calls (intent, created, reserved, updated, stage, owner, host, account, operation, model, role, request, digest,
                       call, body, key, run, basis, quoted, quote, held, money)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class LedgerTransaction:
    """The ledger inside one transaction; used only on the thread that holds it."""

    def __init__(self, connection: sqlite3.Connection, owners: ProcessLocks, *, clock: Callable[[], float]) -> None:
        self._connection = connection
        self._owners = owners
        self._clock = clock

    def insert_intent(self, entry: NewCall) -> None:
        """Write a call that is about to leave, with its reservation.

        Raises:
            Already: its idempotency key has a row.
            BudgetExceeded: its reservation does not fit.
            Later: the account submits too fast; how long to wait is known.
            ConcurrencyLimited: its slots are taken; when one comes free is not known.
        """
        now = self._clock()
        self._free_key(entry)
        asked = self._reserve(entry)
        self._limit(entry, now)
        call, quote = entry.call, entry.quote
        self._connection.execute(
            _INSERT,
            (
                *(entry.intent, now, now, now, CallStatus.INTENT, self._owners.me),
                *(entry.host, entry.account, entry.operation),
                *(entry.model, entry.role, to_json(entry.request), entry.digest, call_to_json(call), call.content),
                *(entry.key, entry.budget.run if entry.budget else "", quote.basis if quote else "unknown"),
                *(to_micros(quote.credits) if quote else None, _quote_json(entry), to_micros(asked.credits)),
                to_micros(asked.money),
            ),
        )

    def mark_not_sent(self, intent: str, why: str = "") -> None:
        """Say that no byte of a call left: nothing was charged, its reservation is free."""
        self._set(intent, stage=CallStatus.VOID, held=0, money=0, outcome=why, owner="")

    def mark_rejected(self, intent: str, why: str = "") -> None:
        """Say that the vendor's envelope refused a call: nothing was charged, its reservation is free."""
        self._set(intent, stage=CallStatus.REFUSED, held=0, money=0, outcome=why, owner="")

    def mark_unknown(self, intent: str, why: str = "") -> None:
        """Say that bytes left and no verdict came; the reservation stays."""
        self._set(intent, stage=CallStatus.UNKNOWN, outcome=why, owner="")

    def mark_submitted(self, intent: str, task_id: str, *, charge: Decimal | None = None) -> None:
        """Say that the vendor took a call and gave it a task id."""
        self._take(intent, charge, stage=CallStatus.SUBMITTED, task=task_id, submitted=self._clock())

    def record_answer(self, intent: str, data: Any, *, charge: Decimal | None = None) -> None:
        """Say that a call was answered at once; the answer is kept, for who asks again with the same key."""
        self._take(
            intent,
            charge,
            stage=CallStatus.FINISHED,
            finished=self._clock(),
            outcome="succeeded",
            answer=to_json(data),
            owner="",
        )

    def record_completion(self, intent: str, outcome: str, **facts: Any) -> None:
        """Say how a task or a direct call ended.

        Args:
            intent: the row.
            outcome: its last state.
            facts: ``charge`` in credits, ``refunded``, ``urls``, ``expires`` in seconds since 1970, ``note``, and
                ``lasted``: how many seconds it took.
        """
        refunded = facts.get("refunded")
        changes = self._charge(intent, Decimal(0) if refunded else facts.get("charge"))
        if facts.get("charge") is not None:
            changes["charged"] = to_micros(facts["charge"])
        self._set(
            intent,
            stage=CallStatus.FINISHED,
            finished=self._clock(),
            outcome=outcome,
            refunded=refunded,
            urls=to_json(list(facts.get("urls", ()))),
            expires=facts.get("expires"),
            note=facts.get("note", ""),
            lasted=facts.get("lasted"),
            owner="",
            **changes,
        )

    def record_saved(self, intent: str, files: Iterable[Mapping[str, Any]]) -> None:
        """Say which files of a finished task are on disk: path, bytes, sha256."""
        self._set(intent, stage=CallStatus.SAVED, saved=self._clock(), files=to_json(list(files)))

    def claim_replay(self, intent: str, *, budget: Budget | None, window: float) -> NewCall | str:
        """Take a call in doubt to send it again with its old trace id; a paid act, so its budget is reserved anew.

        Args:
            intent: of the row.
            budget: of the client that sends it.
            window: seconds after which a call is too old to be replayed.

        Returns:
            What to send, now owned by this process; or, in words, why it may not be sent.

        Raises:
            BudgetExceeded: the reservation does not fit.
        """
        now, row = self._clock(), self.find_intent(intent)
        why = forbidden(row, now - window, since=self._equals_since(row)) if row else "it has no row"
        if row is None or why:
            return why
        self._set(intent, held=0, money=0)
        entry = entry_of(row, budget)
        asked = self._reserve(entry)
        self._set(
            intent,
            stage=CallStatus.INTENT,
            owner=self._owners.me,
            reserved=now,
            run=budget.run if budget else row.run,
            held=to_micros(asked.credits),
            money=to_micros(asked.money),
        )
        return entry

    def resolve(self, intent: str, *, task_id: str | None, note: str = "") -> None:
        """Write down what a human, a webhook or a balance says of a call in doubt: its task, or that there is none."""
        if task_id is None:
            self.mark_not_sent(intent, "decided: it was not taken")
        else:
            self.mark_submitted(intent, task_id)
        self.set_note(intent, note)

    def unsaved(self, account: str) -> list[CallRecord]:
        """List finished tasks whose files nobody has saved, those that expire first on top."""
        where = "account = ? AND stage = 'finished' AND outcome = 'succeeded' AND urls != '[]'"
        return self.rows(f"{where} ORDER BY coalesce(expires, 9e99)", account)

    def set_note(self, intent: str, words: str) -> None:
        """Leave a word for a human."""
        self._set(intent, note=words)

    def now(self) -> float:
        """Give the ledger's time in seconds since 1970."""
        return self._clock()

    def find_intent(self, intent: str) -> CallRecord | None:
        """Find a row by its intent."""
        return self._one("intent = ?", intent)

    def find_task(self, host: str, task_id: str) -> CallRecord | None:
        """Find the newest row of a vendor's task id."""
        return self._one("task = ? AND host = ? ORDER BY created DESC", task_id, host)

    def intent_for(self, intent: str | None, *, host: str, task_id: str) -> str:
        """Give the row of a task whose intent may not be known; empty where it has none."""
        row = None if intent is not None else self.find_task(host, task_id)
        return intent or (row.intent if row else "")

    def find_by_key(self, key: str) -> CallRecord | None:
        """Find the row of an idempotency key; void and refused ones have given it up."""
        row = self._one("key = ?", key)
        return None if row is None or row.stage in _GONE else row

    def pending(self, account: str | None = None) -> list[CallRecord]:
        """List what is not finished, oldest first."""
        where, values = (_OPEN, ()) if account is None else (f"{_OPEN} AND account = ?", (account,))
        return self.rows(f"{where} ORDER BY created", *values)

    def rows(self, where: str, *values: Any) -> list[CallRecord]:
        """List rows by a condition of SQL."""
        found = self._connection.execute(f"SELECT * FROM calls WHERE {where}", values)  # noqa: S608 - no user text
        return [row_from(record, self._owners.alive) for record in found.fetchall()]

    def query(self, sql: str, *values: Any) -> list[Any]:
        """Run SQL of ours, for reports and balances."""
        return self._connection.execute(sql, values).fetchall()

    def execute(self, sql: str, *values: Any) -> int:
        """Run a statement and return how many rows it changed."""
        return self._connection.execute(sql, values).rowcount

    def lock(self, scope: str) -> None:
        """Hold other transactions off a scope; a SQLite transaction that writes holds off all of them."""

    def spent(self, budget: Budget, account: str) -> Reservation:
        """Add up what counts against a budget now."""
        where, values = "reserved >= ?", list[Any]([budget.since(self._clock())])
        if budget.account != "*":
            where, values = f"account = ? AND {where}", [budget.account or account, *values]
        if budget.per == "run":
            where, values = f"{where} AND run = ?", [*values, budget.run]
        sql = f"SELECT total(held), total(money) FROM calls WHERE {where}"  # noqa: S608 - no user text
        held, money = self._connection.execute(sql, values).fetchone()
        return Reservation(credits=from_micros(int(held)) or Decimal(0), money=from_micros(int(money)) or Decimal(0))

    def _one(self, where: str, *values: Any) -> CallRecord | None:
        return next(iter(self.rows(f"{where} LIMIT 1", *values)), None)

    def _free_key(self, entry: NewCall) -> None:
        if entry.key is None:
            return
        row = self.find_by_key(entry.key)
        if row is not None:
            raise DuplicateKey(row)
        self._connection.execute("UPDATE calls SET key = NULL WHERE key = ?", (entry.key,))

    def _reserve(self, entry: NewCall) -> Reservation:
        if entry.role != "paid" or entry.quote is None:
            return Reservation()
        if entry.budget is None:
            return Reservation(credits=entry.quote.credits or Decimal(0))
        asked = entry.budget.reservation(entry.quote)
        entry.budget.check(asked, self.spent(entry.budget, entry.account))
        return asked

    def _limit(self, entry: NewCall, now: float) -> None:
        limits = entry.limits
        if entry.role != "paid" or (limits.submissions is None and limits.slots is None):
            return
        sent = self._times(entry.account, now - window(limits), where="stage != 'void'", limit=limits.submissions)
        running = self._times(
            entry.account, now - limits.slot_seconds, where=f"{_OPEN} AND role = 'paid'", limit=limits.slots
        )
        if (pause := pause_for_slot(limits, running, now=now)) > 0:
            raise refusal(ConcurrencyLimited, pause, host=entry.host, operation=entry.operation)
        if (pause := pause_for_rate(limits, sent, now=now)) > 0:
            raise RetryLater(pause, refusal(RateLimited, pause, host=entry.host, operation=entry.operation))

    def _times(self, account: str, since: float, *, where: str, limit: int | None) -> list[float]:
        sql = (
            f"SELECT reserved FROM calls WHERE account = ? AND reserved > ? AND {where} ORDER BY reserved DESC LIMIT ?"  # noqa: S608
        )
        return [reserved for (reserved,) in self._connection.execute(sql, (account, since, limit or 0)).fetchall()]

    def _take(self, intent: str, charge: Decimal | None, **facts: Any) -> None:
        """Write down that a call was taken. Most charges are what was reserved, which then needs no sums."""
        now = to_micros(charge)
        if now is None or not self._set(intent, held_is=now, charged=now, charged_by="vendor", **facts):
            self._set(intent, **facts, **self._charge(intent, charge))

    def _charge(self, intent: str, charge: Decimal | None) -> dict[str, Any]:
        """Let a known charge take the place of the reservation, in credits and in money alike."""
        if charge is None:
            return {}
        sql = "SELECT held, money FROM calls WHERE intent = ?"
        held, money = self._connection.execute(sql, (intent,)).fetchone() or (0, 0)
        now = to_micros(charge) or 0
        return {"charged": now, "charged_by": "vendor", "held": now, "money": money * now // held if held else money}

    def _equals_since(self, row: CallRecord) -> int:
        sql = """SELECT count(*) FROM calls WHERE digest = ? AND account = ? AND created > ? AND intent != ?
                 AND stage NOT IN ('void', 'refused') AND reserved >= ?"""
        values = (row.digest, row.account, row.created, row.intent, row.created)
        found = self._connection.execute(sql, values).fetchone()
        return int(found[0])

    def _set(self, intent: str, *, held_is: int | None = None, **values: Any) -> bool:
        """Change a row, where it holds so many millionths if that is asked; tell whether there was such a row."""
        values["updated"] = self._clock()
        names = ", ".join(f"{name} = ?" for name in values)
        sql, given = f"UPDATE calls SET {names} WHERE intent = ?", [*values.values(), intent]  # noqa: S608 - our names
        if held_is is not None:
            sql, given = f"{sql} AND held = ?", [*given, held_is]
        return self._connection.execute(sql, given).rowcount > 0


def _quote_json(entry: NewCall) -> str:
    if entry.quote is None:
        return "null"
    lines = [{"what": line.what, "credits": str(line.credits), "note": line.note} for line in entry.quote.lines]
    return to_json({"basis": entry.quote.basis, "lines": lines, "source": entry.quote.source})
