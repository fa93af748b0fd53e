# pyright: reportUnusedCallResult=true
"""What stands before a paid call where the client asks for it: enough credits at the vendor, a free slot; flows, no I/O.

Both are courtesies: they keep calls back that the vendor would refuse. What must hold, budgets and limits, is checked
once more by the ledger in the transaction that writes the call down.
"""

from __future__ import annotations

import logging
from decimal import Decimal
from functools import partial
from typing import Any

import attrs

from reelscore.effects import CallKind, Flow, LedgerJob, NotifyProgress, Sleep
from reelscore.errors import BudgetExceeded, ConcurrencyLimited, ReelscoreError
from reelscore.flows import submit as flows
from reelscore.flows.context import ClientContext, SubmitResult, WaitLimits
from reelscore.flows.polling import TaskRef, refresh
from reelscore.ledger import balances, reports
from reelscore.ledger.limits import SLOT_PAUSE, pause_for_slot, refusal
from reelscore.ledger.records import CallRecord
from reelscore.requests.request import Request
from reelscore.results import Progress, State

GUARD_SECONDS = 30.0
"""A balance is believed for so long, by every process on one ledger."""
_AGAIN = 0.5
logger = logging.getLogger("reelscore.flows.preflight")


def submit(
    request: Request[Any], terms: ClientContext, *, key: str | None = None, patience: WaitLimits | None = None
) -> Flow[SubmitResult]:
    """Do what ``flows.submit`` does, once there are credits and a slot for it.

    Yields:
        For a guard, one free read of the balance now and then. For slots, ``NotifyProgress`` and ``Sleep`` until one is free, and
        one free look after each pause at a task that may have ended.

    Raises:
        BudgetExceeded: the vendor's balance is below the quote; nothing was sent.
        ConcurrencyLimited: no slot came free in time; nothing was sent.
    """
    patience = patience or WaitLimits()
    if not (yield from _concerned(request, terms, key=key)):
        return (yield from flows.submit(request, terms, key=key, patience=patience))
    yield from guard(request, terms)
    started = yield from Sleep(0)
    while True:
        waited = yield from slot(request, terms, started=started, patience=patience)
        left = attrs.evolve(patience, own=max(0.0, patience.own - waited))
        try:
            return (yield from flows.submit(request, terms, key=key, patience=left))
        except ConcurrencyLimited as error:
            # Without a code it is the ledger's own: another call of this account took the slot.
            now = yield from Sleep(0)
            if error.code is not None or now >= started + patience.own:
                raise
            yield from Sleep(_AGAIN)


def call(
    request: Request[Any], terms: ClientContext, *, key: str | None = None, patience: WaitLimits | None = None
) -> Flow[Any]:
    """Do what ``flows.ask`` does; a paid call is held back as by ``submit``, a balance is written down."""
    role = terms.host.operation(request.operation).role
    if role in {CallKind.READ, CallKind.UPLOAD}:
        result = yield from flows.call(request, terms)
        if request.operation == "balance":
            yield from record_balance(result, terms)
        return result
    receipt = yield from submit(request, terms, key=key, patience=patience)
    return terms.host.result(request.operation, receipt.data)


def guard(request: Request[Any], terms: ClientContext) -> Flow[None]:
    """Compare a quote with the vendor's balance, where the budget asks for it.

    A balance that cannot be read stops nothing: the vendor refuses by itself what nobody can pay.

    Raises:
        InvalidRequest: the request breaks a rule.
        BudgetExceeded: the balance, less what calls since it was read hold, is below the quote; or the price is unknown.
    """
    budget = terms.budget
    if budget is None or not budget.guard:
        return
    asked = budget.reservation(flows.checked_quote(request, terms)).credits
    known = yield from LedgerJob(partial(balances.left, account=terms.account))
    if known is None or known.age > GUARD_SECONDS:
        try:
            yield from call(terms.host.request("balance", {}), terms)
        except ReelscoreError as error:
            logger.warning("the balance of %s could not be read, so it guards nothing: %s", terms.host.name, error)
            return
        known = yield from LedgerJob(partial(balances.left, account=terms.account))
    if known is not None and asked > known.free:
        raise BudgetExceeded(f"{asked} credits asked, {terms.host.name} has {known.free} left; nothing was sent")


def record_balance(result: Any, terms: ClientContext) -> Flow[None]:
    """Write a balance down that was just read; it may tell what the call before it cost."""
    credits = extract_credits(result)
    if credits is None:
        return
    try:
        yield from LedgerJob(partial(balances.saw, account=terms.account, credits=credits))
    except ReelscoreError as error:
        logger.warning("a balance was not recorded: %s", error)


def extract_credits(result: Any) -> Decimal | None:
    """Find the credits in what a host gives for ``balance``; None where the vendor gave no number."""
    found = result if isinstance(result, Decimal) else getattr(result, "total", getattr(result, "credits", None))
    return found if isinstance(found, Decimal) else None


def slot(request: Request[Any], terms: ClientContext, *, started: float, patience: WaitLimits) -> Flow[float]:
    """Wait until fewer tasks of the account run than it has slots.

    Returns:
        Seconds since *started*.

    Raises:
        ConcurrencyLimited: the caller's patience is at its end.
    """
    looks = 0
    while True:
        now = yield from Sleep(0)
        if terms.limits.slots is None:
            return now - started
        running, pause = yield from LedgerJob(partial(_running, terms=terms))
        if pause <= 0:
            return now - started
        rest = min(pause, SLOT_PAUSE, started + patience.own - now)
        if rest <= 0:
            raise refusal(ConcurrencyLimited, pause, host=terms.host.name, operation=request.operation)
        words = f"waiting for one of {terms.limits.slots} slots"
        yield from NotifyProgress(Progress(state=State.QUEUED, stage=words, waited=now - started))
        yield from Sleep(rest)
        yield from _look(running[looks % len(running)], terms)
        looks += 1


def _concerned(request: Request[Any], terms: ClientContext, *, key: str | None) -> Flow[bool]:
    """Tell whether anything is asked of this call; a key that has its task already needs neither credits nor a slot."""
    guarded = terms.budget is not None and terms.budget.guard
    if terms.host.operation(request.operation).role is not CallKind.PAID or not (guarded or terms.limits.slots):
        return False
    known = None if key is None else (yield from LedgerJob(lambda books: books.keyed(key)))
    return known is None


def _running(books: Any, *, terms: ClientContext) -> tuple[list[CallRecord], float]:
    limits = terms.limits
    rows, times = reports.running(books, terms.account, seconds=limits.slot_seconds)
    return rows, pause_for_slot(limits, times, now=books.now())


def _look(row: CallRecord, terms: ClientContext) -> Flow[None]:
    """See whether a task has ended that nobody may be waiting for; what cannot be seen now keeps its slot."""
    if row.task_id is None:
        return
    try:
        yield from refresh(TaskRef(operation=row.operation, task_id=row.task_id, intent=row.intent), terms)
    except ReelscoreError as error:
        logger.info("task %s could not be seen: %s", row.task_id, error)
