# pyright: reportUnusedCallResult=true
"""A free task slot before a paid call, where the client asks for it; a flow, no I/O.

It keeps calls back that the vendor would refuse. The ledger enforces the limit again when it writes the intent.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

import attrs

from reelscore.effects import CallKind, Flow, LedgerJob, NotifyProgress, Sleep
from reelscore.errors import ConcurrencyLimited, ReelscoreError
from reelscore.flows import submit as flows
from reelscore.flows.context import ClientContext, SubmitResult, WaitLimits
from reelscore.flows.polling import TaskRef, refresh
from reelscore.ledger import reports
from reelscore.ledger.limits import SLOT_PAUSE, pause_for_slot, refusal
from reelscore.ledger.records import CallRecord
from reelscore.requests.request import Request
from reelscore.results import Progress, State

_AGAIN = 0.5
logger = logging.getLogger("reelscore.flows.preflight")


def submit(
    request: Request[Any], terms: ClientContext, *, key: str | None = None, patience: WaitLimits | None = None
) -> Flow[SubmitResult]:
    """Do what ``flows.submit`` does, once there is a slot for it.

    Yields:
        ``NotifyProgress`` and ``Sleep`` until a slot is free, and one free poll after each pause at a task that may have
        ended.

    Raises:
        ConcurrencyLimited: no slot came free in time; nothing was sent.
    """
    patience = patience or WaitLimits()
    if not (yield from _concerned(request, terms, key=key)):
        return (yield from flows.submit(request, terms, key=key, patience=patience))
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
    """Do what ``flows.call`` does; a paid call waits for a slot as in ``submit``."""
    if terms.host.operation(request.operation).role in {CallKind.READ, CallKind.UPLOAD}:
        return (yield from flows.call(request, terms))
    receipt = yield from submit(request, terms, key=key, patience=patience)
    return terms.host.result(request.operation, receipt.data)


def slot(request: Request[Any], terms: ClientContext, *, started: float, patience: WaitLimits) -> Flow[float]:
    """Wait until fewer tasks of the account run than it has slots.

    Returns:
        Seconds since *started*.

    Raises:
        ConcurrencyLimited: the caller's patience is at its end.
    """
    polls = 0
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
        yield from _poll(running[polls % len(running)], terms)
        polls += 1


def _concerned(request: Request[Any], terms: ClientContext, *, key: str | None) -> Flow[bool]:
    """Return whether the call needs a slot; a key that has its task already needs none."""
    if terms.host.operation(request.operation).role is not CallKind.PAID or not terms.limits.slots:
        return False
    known = None if key is None else (yield from LedgerJob(lambda tx: tx.find_by_key(key, account=terms.account)))
    return known is None


def _running(tx: Any, *, terms: ClientContext) -> tuple[list[CallRecord], float]:
    limits = terms.limits
    rows, times = reports.running(tx, terms.account, seconds=limits.slot_seconds)
    return rows, pause_for_slot(limits, times, now=tx.now())


def _poll(row: CallRecord, terms: ClientContext) -> Flow[None]:
    """See whether a task has ended that nobody may be waiting for; what cannot be seen now keeps its slot."""
    if row.task_id is None:
        return
    try:
        yield from refresh(TaskRef(operation=row.operation, task_id=row.task_id, intent=row.intent), terms)
    except ReelscoreError as error:
        logger.info("task %s could not be seen: %s", row.task_id, error)
