"""What can be written into the ledger and asked of it, one method per fact, inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from reelscore.errors import ApiError, BudgetExceeded, ConcurrencyLimited, RateLimited, ReelscoreError
from reelscore.ledger import budget as counters
from reelscore.ledger import locks
from reelscore.ledger.budget import SANDBOX, Budget, Reservation, day_of, reservation
from reelscore.ledger.database import OPEN, Database
from reelscore.ledger.locks import Owners
from reelscore.ledger.migrations import apply
from reelscore.ledger.records import (
    SLOT_PAUSE,
    CallRecord,
    CallStatus,
    DuplicateKey,
    NewCall,
    RetryLater,
    call_to_json,
    check_transition,
    row_from,
    to_json,
    to_text,
)
from reelscore.pricing import LARGEST, Plan, Quote, credits, to_micros

_STATUSES = {str(status): status for status in CallStatus}
_DONE = frozenset({CallStatus.FINISHED, CallStatus.SAVED})
_GONE = frozenset({CallStatus.VOID, CallStatus.REFUSED})
_MARGIN = 1.1
"""Exactly 20 per window at the sender came out as 22 in one at the receiver."""


class LedgerTransaction:
    """The ledger inside one transaction; used only inside the job that was given it."""

    def __init__(self, database: Database, owners: Owners, *, clock: Callable[[], float], write: bool) -> None:
        self.database = database
        self._owners = owners
        self._clock = clock
        self._write = write
        self.doubts: set[str] = set()
        """Intents that were seen with nobody at work on them. An owner may have recorded the end, and gone, after its
        row was read: it is in doubt when it is an intent still in what is read after that. A job that only reads sees
        one moment, so the ledger does it again as a whole."""

    def now(self) -> float:
        """Return the ledger's time in seconds since 1970."""
        return self._clock()

    def query(self, sql: str, *values: Any) -> list[Any]:
        """Read with SQL: ``?`` stands for a value; rows are tuples whose columns are also found by name."""
        return self.database.query(sql, *values)

    def execute(self, sql: str, *values: Any) -> int:
        """Write with SQL and return how many rows changed."""
        self._check_writable()
        return self.database.execute(sql, *values)

    def insert(self, sql: str, *values: Any) -> int:
        """Insert a row into a table with an ``<identity>`` and return its number."""
        self._check_writable()
        return self.database.insert(sql, *values)

    def lock(self, scope: str) -> None:
        """Keep other writers of a scope waiting until this transaction ends."""
        self.database.lock(scope)

    def migrate(self, name: str, statements: Sequence[str]) -> None:
        """Create tables, once per ledger and name; see ``database`` for the types that differ.

        Args:
            name: of the step, such as "2026-11-21 webhooks"; those that begin with "ledger " are the ledger's own.
            statements: one definition each.
        """
        self._check_writable()
        _ = apply(self.database, name, statements)

    def insert_intent(self, entry: NewCall) -> None:
        """Write a call that is about to leave, with its reservation.

        Raises:
            DuplicateKey: its idempotency key has a row.
            BudgetExceeded: its reservation does not fit, or what was spent is not known.
            RetryLater: the account submits too fast; how long to wait is known.
            ConcurrencyLimited: its slots are taken; when one comes free is not known.
            ConfigurationError: the ledger's file was removed or replaced, or the budget does not suit the call.
        """
        self._check_writable()
        self._check_place(entry.budget)
        self._free_key(entry)
        if entry.limits.slots is not None or entry.limits.submissions is not None:
            self.lock(f"limits {entry.account} {entry.host}")
        now = self._clock()
        asked = _reservation(entry)
        unit = entry.unit or entry.host
        row: dict[str, Any] = {
            "intent": entry.intent,
            "created": now,
            "reserved_at": now,
            "updated": now,
            "day": day_of(now),
            "status": CallStatus.INTENT,
            "owner": self._owners.token,
            "host": entry.host,
            "route": entry.route,
            "account": entry.account,
            "operation": entry.operation,
            "model": to_text(entry.model),
            "role": entry.role,
            "request": to_json(entry.request),
            "digest": entry.digest,
            "call": call_to_json(entry.call),
            "body": entry.call.content,
            "key": entry.key,
            "budget_id": entry.budget.id if entry.budget else "",
            "basis": entry.quote.basis if entry.quote else "unknown",
            "quoted": to_micros(entry.quote.credits) if entry.quote else None,
            "quote": _quote_json(entry.quote),
            "reserved": to_micros(asked.credits),
            "money": to_micros(asked.money),
            "unit": unit,
            "currency": asked.currency + SANDBOX if asked.currency and unit.endswith(SANDBOX) else asked.currency,
            "rate": "" if asked.rate is None else str(asked.rate),
        }
        counters.reserve(self.database, row, budget=entry.budget)
        _check_limits(self.database, entry, now=now)
        self.database.add("calls", row)
        locks.begin_work(entry.intent, self._owners.token)

    def record_send_failure(self, intent: str, *, may_have_left: bool, why: str, replay: bool = False) -> None:
        """Write down that a call brought no answer: void when no byte left, else in doubt.

        A replay stays in doubt either way, for its first sending was. A row that is not there, or no intent any more,
        stays as it is.
        """
        row = self._find(intent)
        if row is None or row["status"] != CallStatus.INTENT:
            return
        if may_have_left or replay:
            self.mark_unknown(intent, why)
        else:
            self.mark_not_sent(intent, why)

    def mark_not_sent(self, intent: str, why: str = "") -> None:
        """Write down that no byte of a call left: nothing was charged, its reservation is free."""
        self._move(self._existing(intent), CallStatus.VOID, reserved=0, money=0, error=why, owner="")

    def mark_rejected(self, intent: str, why: str = "") -> None:
        """Write down that the vendor's envelope refused a call: nothing was charged, its reservation is free."""
        self._move(self._existing(intent), CallStatus.REFUSED, reserved=0, money=0, error=why, owner="")

    def mark_unknown(self, intent: str, why: str = "") -> None:
        """Write down that bytes left and no verdict came; the reservation stays."""
        self._move(self._existing(intent), CallStatus.UNKNOWN, error=why, owner="")

    def mark_submitted(self, intent: str, task_id: str, *, charge: Decimal | None = None) -> None:
        """Write down that the vendor took a call and gave it a task id; again with the same id changes nothing."""
        row = self._existing(intent)
        if row["task"] == task_id and row["status"] in {CallStatus.SUBMITTED, *_DONE}:
            return
        facts = self._charge(row, charge)
        self._move(row, CallStatus.SUBMITTED, task=task_id, submitted=self._clock(), owner="", **facts)

    def record_answer(self, intent: str, data: Any, *, charge: Decimal | None = None) -> None:
        """Write down that a call was answered at once; the answer is kept, for who asks again with the same key."""
        row = self._existing(intent)
        if row["status"] in _DONE:
            return
        facts = {"finished": self._clock(), "state": "succeeded", "answer": to_json(data), "owner": ""}
        self._move(row, CallStatus.FINISHED, **facts, **self._charge(row, charge))

    def record_completion(self, intent: str, state: str, **facts: Any) -> None:
        """Write down how a task or a direct call ended; nothing for a row that is not there or has ended before.

        Args:
            intent: the row.
            state: its last state.
            facts: ``charge`` in credits, ``refunded``, ``urls``, ``expires`` in seconds since 1970, ``note``, and
                ``duration``: how many seconds it took.
        """
        row = self._find(intent)
        if row is None or row["status"] in _DONE:
            return
        changes = self._charge(row, facts.get("charge"))
        if facts.get("refunded"):
            changes |= {"reserved": 0, "money": 0}
        note = "; ".join(filter(None, (facts.get("note", ""), changes.pop("note", ""))))
        self._move(
            row,
            CallStatus.FINISHED,
            finished=self._clock(),
            state=state,
            refunded=None if facts.get("refunded") is None else int(facts["refunded"]),
            urls=to_json(list(facts.get("urls", ()))),
            expires=facts.get("expires"),
            **({"note": note} if note else {}),
            duration=facts.get("duration"),
            owner="",
            **changes,
        )

    def record_saved(self, intent: str, files: Iterable[Mapping[str, Any]]) -> None:
        """Write down which files of a finished task are on disk; it is saved when all of its URLs are.

        Args:
            intent: the row; nothing happens where it is not there.
            files: path, bytes, sha256 and, where it is known, url; added to those that are listed, by path.
        """
        self._lock_row(intent)
        new = {str(file.get("path")): dict(file) for file in files}
        row = self.find_intent(intent) if new else None
        if row is None or (row.status in _DONE and all(file in row.files for file in new.values())):
            return
        listed = {str(file.get("path")): dict(file) for file in row.files} | new
        facts = {"files": to_json(list(listed.values()))}
        if row.status is CallStatus.FINISHED and _all_saved(row.urls, listed.values()):
            self._move(self._existing(intent), CallStatus.SAVED, saved=self._clock(), **facts)
        elif row.status in _DONE:
            self._change(self._existing(intent), **facts)
        else:
            check_transition(intent, row.status, new=CallStatus.SAVED)

    def claim_replay(self, intent: str, *, budget: Budget | None, window: float) -> str:
        """Take a call in doubt to send it again with its old trace id; a paid act, so its budget is reserved anew.

        Args:
            intent: of the row.
            budget: of the client that sends it.
            window: seconds after which a call is too old to be replayed.

        Returns:
            Why it may not be sent; empty when it may, and is now owned by this process.

        Raises:
            BudgetExceeded: the reservation does not fit, or what was spent is not known.
            ConfigurationError: the ledger's file was removed or replaced, or the budget does not suit the call.
        """
        self._check_place(budget)
        record = self._find(intent)
        if record is None:
            return "it has no row"
        now, row = self._clock(), row_from(record, self._owners.is_at_work)
        if why := self._forbidden(row, now - window):
            return why
        check_transition(intent, row.status, new=CallStatus.INTENT)
        asked = _reservation_again(row, budget, rate=record["rate"])
        self._change(record, reserved=0, money=0)
        changed: dict[str, Any] = {
            "reserved": to_micros(asked.credits),
            "money": to_micros(asked.money),
            "day": day_of(now),
            "budget_id": budget.id if budget else row.budget_id,
        }
        counters.reserve(self.database, {**dict(record), **changed}, budget=budget)
        self._update(intent, status=CallStatus.INTENT, owner=self._owners.token, reserved_at=now, **changed)
        locks.begin_work(intent, self._owners.token)
        return ""

    def resolve(self, intent: str, *, task_id: str | None, note: str = "") -> None:
        """Settle a call in doubt: with the id of the task that it started, or None when it started none.

        Raises:
            ReelscoreError: there is no such call, or it is not in doubt.
        """
        self._lock_row(intent)
        row = self.find_intent(intent)
        if row is None:
            raise _absent(intent)
        if not row.doubtful:
            state = "somebody is at work on it" if row.alive else f"it is {row.status}"
            raise ReelscoreError(f"call {intent} is not in doubt: {state}; only calls in doubt can be resolved by hand")
        if task_id is None:
            self.mark_not_sent(intent, "decided: it was not taken")
        else:
            self.mark_submitted(intent, task_id)
        self.set_note(intent, note)

    def set_note(self, intent: str, words: str) -> None:
        """Leave a word for a human."""
        self._update(intent, note=words)

    def find_intent(self, intent: str) -> CallRecord | None:
        """Find a row by its intent."""
        return self._one("intent = ?", intent)

    def find_task(self, host: str, task_id: str) -> CallRecord | None:
        """Find the newest row of a vendor's task id."""
        return self._one("task = ? AND host = ? ORDER BY created DESC", task_id, host)

    def intent_for(self, intent: str | None, *, host: str, task_id: str) -> str:
        """Return the row of a task whose intent may not be known; empty where it has none."""
        row = None if intent is not None else self.find_task(host, task_id)
        return intent or (row.intent if row else "")

    def find_by_key(self, key: str, *, account: str) -> CallRecord | None:
        """Find the row of an account's idempotency key; void and refused ones have given it up."""
        row = self._one("key = ? AND account = ?", key, account)
        return None if row is None or row.status in _GONE else row

    def pending(self) -> list[CallRecord]:
        """List what is not finished, oldest first."""
        return self.rows(f"{OPEN} ORDER BY created")

    def pending_of(self, account: str, *, host: str) -> list[CallRecord]:
        """List what an account has not finished on a host, oldest first; accounts of one name may be on several."""
        return self.rows(f"{OPEN} AND account = ? AND host = ? ORDER BY created", account, host)

    def unsaved_of(self, account: str, *, host: str) -> list[CallRecord]:
        """List an account's finished tasks whose files are not all saved, those that expire first on top."""
        where = "account = ? AND host = ? AND status = 'finished' AND state = 'succeeded' AND urls <> '[]'"
        return self.rows(f"{where} ORDER BY coalesce(expires, 9e99)", account, host)

    def running(self, account: str, *, host: str, seconds: float) -> list[CallRecord]:
        """List an account's paid calls that take a slot on a host, oldest first."""
        where = f"account = ? AND host = ? AND reserved_at > ? AND reserved_at < ? AND role = 'paid' AND {OPEN}"
        now = self._clock()
        return self.rows(f"{where} ORDER BY reserved_at", account, host, now - seconds, now + seconds)

    def durations(self, account: str, operation: str, *, limit: int) -> list[float]:
        """List how long an account's last tasks of an operation took, in seconds, newest first.

        Counted are those that succeeded and were waited for from their submission on.
        """
        sql = """SELECT duration FROM calls WHERE account = ? AND operation = ? AND duration IS NOT NULL
                 AND state = 'succeeded' ORDER BY finished DESC LIMIT ?"""
        return [float(seconds) for (seconds,) in self.query(sql, account, operation, limit)]

    def rows(self, where: str, *values: Any) -> list[CallRecord]:
        """List rows by a condition of SQL."""
        while True:
            known = len(self.doubts)
            records = self.database.query(f"SELECT * FROM calls WHERE {where}", *values)  # noqa: S608 - no user text
            found = [row_from(record, self._owners.is_at_work) for record in records]
            self.doubts.update(row.intent for row in found if row.status is CallStatus.INTENT and not row.alive)
            if len(self.doubts) == known or not self._write:
                return found

    def _one(self, where: str, *values: Any) -> CallRecord | None:
        return next(iter(self.rows(f"{where} LIMIT 1", *values)), None)

    def _check_place(self, budget: Budget | None) -> None:
        self.database.check_place()
        self._owners.renew()
        if budget is not None and (others := self._owners.elsewhere()):
            raise BudgetExceeded(
                "what was spent already is not known: the ledger's file was removed or replaced while another process "
                f"({', '.join(others)}) used it, whose calls are not in this one; end that process or give no budget"
            )

    def _check_writable(self) -> None:
        if not self._write:
            raise ReelscoreError("a job that only reads tried to write; give it to ledger.run or ledger.submit")

    def _lock_row(self, intent: str) -> None:
        """Keep other writers of a row waiting: whoever moves it must have seen it as it is."""
        self.lock(f"call {intent}")

    def _find(self, intent: str) -> Any | None:
        """Find the stored row of a call that is about to change."""
        self._lock_row(intent)
        return next(iter(self.database.query("SELECT * FROM calls WHERE intent = ?", intent)), None)

    def _existing(self, intent: str) -> Any:
        row = self._find(intent)
        if row is None:
            raise _absent(intent)
        return row

    def _move(self, row: Any, status: CallStatus, **values: Any) -> None:
        intent = row["intent"]
        old = _STATUSES.get(row["status"], CallStatus.UNKNOWN)
        check_transition(intent, old, new=status)
        # What a call in doubt needed a person for is settled; another note stays.
        doubt = {CallStatus.INTENT, CallStatus.UNKNOWN}
        settled = {"note": ""} if old in doubt and status not in doubt else {}
        self._change(row, status=status, **({"error": ""} | settled | values))
        if status is not CallStatus.INTENT:
            locks.end_work(intent)

    def _change(self, row: Any, **values: Any) -> None:
        """Change a row, and the counters by what it holds more or less than before."""
        self._update(row["intent"], **values)
        if any(values.get(name, row[name]) != row[name] for name in ("reserved", "money")):
            old = dict(row)
            counters.add(self.database, (old, -1), (old | values, 1))

    def _update(self, intent: str, **values: Any) -> None:
        self._check_writable()
        values = {"updated": self._clock()} | {
            name: to_text(value) if type(value) is str else value for name, value in values.items()
        }
        names = ", ".join(f"{name} = ?" for name in values)
        sql = f"UPDATE calls SET {names} WHERE intent = ?"  # noqa: S608 - our names
        _ = self.database.execute(sql, *values.values(), intent)

    def _charge(self, row: Any, charge: Decimal | None) -> dict[str, Any]:
        """Let a known charge take the place of the reservation, in credits and in money alike."""
        if charge is None:
            return {}
        charge = credits(charge)
        is_amount = charge.is_finite() and 0 <= charge <= LARGEST
        money = charge * Decimal(row["rate"]) if is_amount and row["rate"] else Decimal(0)
        if not is_amount or money > LARGEST:
            return {"note": f"the vendor told a charge of {charge} credits, which is not believed"}
        now = to_micros(charge)
        return {"charged": now, "charged_by": "vendor", "reserved": now, "money": to_micros(money)}

    def _free_key(self, entry: NewCall) -> None:
        if entry.key is None:
            return
        self.lock(f"key {entry.account} {entry.key}")
        row = self.find_by_key(entry.key, account=entry.account)
        if row is not None:
            raise DuplicateKey(row)
        sql = "UPDATE calls SET key = NULL WHERE key = ? AND account = ?"
        _ = self.database.execute(sql, entry.key, entry.account)

    def _forbidden(self, row: CallRecord, oldest: float) -> str:
        """Return why a call in doubt may not be sent again; empty when it may."""
        if row.damage:
            return row.damage
        if not row.doubtful:
            return "it is not in doubt, or somebody is at work on it"
        if row.created < oldest:
            return "it is older than the replay window; no vendor publishes how long a trace id is remembered"
        sql = """SELECT count(*) FROM calls WHERE digest = ? AND account = ? AND created > ? AND intent <> ?
                 AND status NOT IN ('void', 'refused') AND reserved_at >= ?"""
        if self.database.query(sql, row.digest, row.account, row.created, row.intent, row.created)[0][0]:
            return "an equal request was submitted after it"
        return "it carried a file, which is not kept" if row.file else ""


def _check_limits(database: Database, entry: NewCall, *, now: float) -> None:
    """Ask the times that the ledger holds whether an account may submit now; only paid calls are limited.

    Raises:
        ConcurrencyLimited: the account's slots are taken; when one comes free is not known.
        RetryLater: it has submitted too much in the last seconds; how long to wait is known.
    """
    limits = entry.limits
    if entry.role != "paid":
        return
    for where, limit, seconds, kind in (
        (f"{OPEN} AND role = 'paid'", limits.slots, limits.slot_seconds, ConcurrencyLimited),
        ("status <> 'void'", limits.submissions, limits.window * _MARGIN, RateLimited),
    ):
        if limit is None:
            continue
        # Times that are far ahead were written before the clock was set back: they say nothing of the last seconds.
        sql = f"""SELECT reserved_at FROM calls
                  WHERE account = ? AND host = ? AND reserved_at > ? AND reserved_at < ? AND {where}
                  ORDER BY reserved_at DESC LIMIT ?"""  # noqa: S608 - no user text
        found = database.query(sql, entry.account, entry.host, now - seconds, now + seconds, limit)
        pause = pause_before([float(at) for (at,) in found], limit, seconds=seconds, now=now)
        if pause > 0:
            error = refusal(kind, pause, host=entry.host, operation=entry.operation)
            raise error if kind is ConcurrencyLimited else RetryLater(pause, error)


def pause_before(times: Sequence[float], limit: int, *, seconds: float, now: float) -> float:
    """Return the seconds until one more fits.

    Args:
        times: when the account submitted, newest first; older than the period does not matter.
        limit: how many fit into a period.
        seconds: length of the period, or how long a slot is taken at most.
        now: the time, on the same clock.

    Returns:
        Seconds, 0 when one fits now; never more than the period, also after the clock was set back.
    """
    return 0.0 if len(times) < limit else min(seconds, max(0.0, times[limit - 1] + seconds - now))


def refusal(kind: type[ApiError], seconds: float, *, host: str, operation: str) -> ApiError:
    """Make the error for a limit of ours: the vendor was not asked."""
    return kind(
        message=f"this account's own limit leaves no room for {seconds:.1f} s",
        host=host,
        operation=operation,
        retryable=True,
        retry_after=min(seconds, SLOT_PAUSE) if issubclass(kind, ConcurrencyLimited) else seconds,
        hint="pass a longer timeout to wait for it",
    )


def _reservation(entry: NewCall) -> Reservation:
    if entry.role != "paid":
        return Reservation()
    return reservation(entry.quote, entry.budget, host=entry.host, account=entry.account)


def _absent(intent: str) -> ReelscoreError:
    return ReelscoreError(f"the ledger has no call {intent!r}; ledger.tasks() lists those that it has")


def _all_saved(urls: Iterable[str], files: Iterable[Mapping[str, Any]]) -> bool:
    # Without the query: the same file is signed anew each time it is looked at.
    wanted = {url.partition("?")[0] for url in urls}
    named = {str(file["url"]).partition("?")[0] for file in files if file.get("url")}
    return len(wanted & named) + sum(not file.get("url") for file in files) >= len(wanted)


def _reservation_again(row: CallRecord, budget: Budget | None, *, rate: str) -> Reservation:
    """Return what a stored paid call reserves when it is sent again, priced as it was then."""
    if row.role != "paid":
        return Reservation()
    plan = Plan(name="", price=Decimal(rate or 0), credits=Decimal(1), currency=row.currency.removesuffix(SANDBOX))
    quote = Quote(
        credits=row.quoted,
        basis="unknown" if row.quoted is None else "exact",
        high=row.reserved,
        host=row.host,
        plans={"": plan} if rate else {},
    )
    if budget is not None and not isinstance(budget.plan, Plan):
        budget = attrs.evolve(budget, plan=None)
    return reservation(quote, budget, host=row.host, account=row.account)


def _quote_json(quote: Quote | None) -> str:
    if quote is None:
        return "null"
    lines = [{"what": line.what, "credits": str(line.credits), "note": line.note} for line in quote.lines]
    return to_json({"basis": quote.basis, "lines": lines, "source": quote.source})
