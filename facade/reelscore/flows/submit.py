# pyright: reportUnusedCallResult=true
"""What a call does, step by step, as generators of effects: no I/O, no clock, and nothing of sync or async.

A paid call goes: rules, quote, then in one effect a connection slot, the intent with its reservation on disk, and the
first byte; then the verdict by the body, and the record of it. Nothing here sends a paid call a second time, except
that a call which the vendor's envelope refused may be asked for anew, under a new intent, where ``WaitLimits`` allows it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from reelscore.effects import CallKind, Flow, HttpCall, HttpResponse, LedgerJob, NotifyProgress, Send, Sleep
from reelscore.errors import (
    ApiError,
    ConcurrencyLimited,
    Conflict,
    ReelscoreError,
    ServerError,
    SubmissionUnknown,
    TransportError,
    UnknownApiError,
)
from reelscore.flows.context import ClientContext, SubmitResult, WaitLimits
from reelscore.ledger.owners import at_work
from reelscore.ledger.records import CallRecord, CallStatus, DuplicateKey, NewCall, RetryLater, request_fingerprint
from reelscore.pricing import Quote
from reelscore.requests.request import Request
from reelscore.results import Progress, State
from reelscore.vendors.host import Accepted, CallOutcome, Rejected
from reelscore.vendors.schedule import backoff

_ATTEMPTS = 6
_KEY_PAUSE = 0.1
_A_DAY = 86_400.0
logger = logging.getLogger("reelscore.flows.submit")


def submit(
    request: Request[Any], terms: ClientContext, *, key: str | None = None, patience: WaitLimits | None = None
) -> Flow[SubmitResult]:
    """Send a paid or writing call, once.

    Args:
        request: the value as the user made it.
        terms: of the client.
        key: idempotency key; the same key is the same task for ever on one ledger.
        patience: how long to wait for room.

    Yields:
        One ``Send`` per intent; ``Sleep`` while there is no room.

    Raises:
        InvalidRequest, BudgetExceeded: nothing was sent.
        ApiError: the vendor refused; nothing was charged.
        SubmissionUnknown: bytes left and no verdict came.
        Conflict: the key belongs to another request.
    """
    quote, patience = checked_quote(request, terms), patience or WaitLimits()
    ready = yield from upload_files(request, terms)
    started = now = yield from Sleep(0)
    tries = 0
    pause: float | None
    while True:
        entry, whole = new_call(request, terms, ready=ready, quote=quote, key=key)
        try:
            return (yield from _once(entry, whole, terms=terms))
        except DuplicateKey as already:
            receipt = yield from _same(already.row, entry, request=request)
            if receipt is not None:
                return receipt
            pause, error, most = _KEY_PAUSE, _busy(already.row), patience.own
        except RetryLater as later:
            pause, error, most = later.seconds, later.error, patience.own
        except ApiError as refused:
            pause, error, most = _pause_before_asking_anew(refused, tries), refused, patience.vendor
        tries += 1
        if pause is None or now + pause > started + most:
            raise error
        yield from NotifyProgress(
            Progress(state=State.QUEUED, stage=f"waiting for room: {error.message}", waited=now - started)
        )
        now = yield from Sleep(pause)


def call(
    request: Request[Any], terms: ClientContext, *, key: str | None = None, patience: WaitLimits | None = None
) -> Flow[Any]:
    """Make a call that is answered at once, and read its result: paid and writing ones are sent once, reads repeat."""
    operation = terms.host.operation(request.operation)
    if operation.role in {CallKind.READ, CallKind.UPLOAD}:
        validate(request, terms)
        whole = terms.host.complete((yield from upload_files(request, terms)), callback_url=None)
        call = terms.host.call(whole, trace_id=terms.new_id())
        accepted = yield from read(call, request.operation, terms=terms, role=operation.role)
        return terms.host.result(request.operation, accepted.data)
    receipt = yield from submit(request, terms, key=key, patience=patience)
    return terms.host.result(request.operation, receipt.data)


def read(call: HttpCall, op: str, *, terms: ClientContext, role: CallKind = CallKind.READ) -> Flow[Accepted]:
    """Send a call that may be repeated until it is answered.

    Yields:
        ``Send``, and ``Sleep`` with growing, jittered pauses, or as long as the vendor asks.

    Raises:
        ApiError: the vendor refused for good, or still refuses after the last try.
        TransportError: no answer after the last try.
    """
    for tries in range(_ATTEMPTS):
        try:
            answer = yield from Send(call=call, role=role)
        except TransportError as failure:
            error: ReelscoreError = failure
        else:
            verdict = interpret(op, answer, terms=terms)
            if isinstance(verdict, Accepted):
                return verdict
            error = verdict.error
            if isinstance(verdict, Rejected) and not verdict.error.retryable:
                raise error
        if tries + 1 == _ATTEMPTS:
            raise error
        yield from Sleep(backoff(tries, getattr(error, "retry_after", None), seed=call.trace_id))
    raise AssertionError


def checked_quote(request: Request[Any], terms: ClientContext) -> Quote:
    """Check a request and price it; nothing is sent."""
    validate(request, terms)
    return request.quote(terms.host)


def validate(request: Request[Any], terms: ClientContext) -> None:
    """Raise InvalidRequest for broken rules, or only log them, as the client's ``validate`` says."""
    if terms.validate == "off":
        return
    if terms.validate == "strict":
        request.check(terms.host)
        return
    for violation in request.violations(terms.host):
        logger.warning("%s: %s", request.operation, violation.message)


def upload_files(request: Request[Any], terms: ClientContext) -> Flow[Request[Any]]:
    """Upload what the request holds and the vendor wants by id or URL: a flow of the host, where it has one."""
    prepare: Callable[[Request[Any], ClientContext], Flow[Request[Any]]] | None = getattr(terms.host, "prepare", None)
    return request if prepare is None else (yield from prepare(request, terms))


def new_call(
    request: Request[Any], terms: ClientContext, *, ready: Request[Any], quote: Quote, key: str | None = None
) -> tuple[NewCall, Request[Any]]:
    """Make the ledger's entry of a call, and the request as it is sent.

    Args:
        request: as the user made it; equal ones are recognised by it.
        terms: of the client.
        ready: the same with its files uploaded.
        quote: of the request.
        key: idempotency key.
    """
    intent = terms.new_id()
    callback_url = terms.callback_url and terms.callback_url.replace("{intent}", intent)
    whole = terms.host.complete(ready, callback_url=callback_url)
    told = request.to_json()
    entry = NewCall(
        intent=intent,
        host=terms.host.name,
        account=terms.account,
        unit=getattr(terms.host, "credit_unit", terms.host.name),
        operation=request.operation,
        model=str(told.get("model") or ""),
        role=terms.host.operation(request.operation).role,
        request=told,
        digest=request_fingerprint(terms.host.name, request.operation, request={**told, **terms.files}),
        call=terms.host.call(whole, trace_id=intent),
        quote=quote,
        key=key,
        budget=terms.budget,
        limits=terms.limits,
    )
    return entry, whole


def interpret(op: str, answer: HttpResponse, *, terms: ClientContext) -> CallOutcome:
    """Judge an answer by its body, with the wait that its headers ask for."""
    verdict = terms.host.verdict(op, answer.status, answer.payload)
    if verdict.error is not None and verdict.error.retry_after is None:
        verdict.error.retry_after = _retry_after(answer.headers)
    return verdict


def record_outcome(entry: NewCall, answer: HttpResponse, *, terms: ClientContext) -> Flow[Accepted]:
    """Read the verdict on a call that was sent once, and write it down before anything else happens.

    Raises:
        ApiError: refused, not charged.
        SubmissionUnknown: the answer is no verdict.
    """
    verdict = interpret(entry.operation, answer, terms=terms)
    if isinstance(verdict, Accepted):
        yield from _submitted(entry, verdict)
        return verdict
    verdict.error.trace_id = verdict.error.trace_id or entry.intent
    if isinstance(verdict, Rejected):
        yield from LedgerJob(lambda tx: tx.mark_rejected(entry.intent, str(verdict.error)))
        raise verdict.error
    yield from LedgerJob(lambda tx: tx.mark_unknown(entry.intent, str(verdict.error)))
    raise SubmissionUnknown(_doubt(entry, str(verdict.error)), intent=entry.intent) from verdict.error


def _once(entry: NewCall, whole: Request[Any], *, terms: ClientContext) -> Flow[SubmitResult]:
    with at_work(entry.intent):
        try:
            answer = yield from Send(call=entry.call, role=entry.role, first=entry)
        except TransportError as error:
            if not error.sent:
                raise
            raise SubmissionUnknown(_doubt(entry, str(error)), intent=entry.intent) from error
        accepted = yield from record_outcome(entry, answer, terms=terms)
    return SubmitResult(
        intent=entry.intent,
        operation=entry.operation,
        request=whole,
        quote=entry.quote,
        task_id=accepted.task_id,
        data=accepted.data,
        charge=accepted.charge,
    )


def _submitted(entry: NewCall, verdict: Accepted) -> Flow[None]:
    """Record what was accepted; a full disk must not lose the id of a task that is paid for."""
    try:
        if verdict.task_id is None:
            yield from LedgerJob(lambda tx: tx.record_answer(entry.intent, verdict.data, charge=verdict.charge))
        else:
            task_id = verdict.task_id
            yield from LedgerJob(lambda tx: tx.mark_submitted(entry.intent, task_id, charge=verdict.charge))
    except ReelscoreError:
        logger.exception("task %s of %s was accepted but not recorded", verdict.task_id, entry.operation)


def _same(row: CallRecord, entry: NewCall, *, request: Request[Any]) -> Flow[SubmitResult | None]:
    """Answer an idempotency key that has a row; None while another process is still at it."""
    if row.digest != entry.digest:
        raise Conflict(
            message=f"the key {entry.key!r} belongs to another request",
            host=row.host,
            operation=row.operation,
            existing_id=row.task_id,
        )
    if row.task_id is not None or row.stage in {CallStatus.FINISHED, CallStatus.SAVED}:
        return SubmitResult(
            intent=row.intent,
            operation=row.operation,
            request=request,
            quote=entry.quote,
            task_id=row.task_id,
            data=row.answer,
            new=False,
        )
    if row.doubtful:
        raise SubmissionUnknown(_doubt(entry, f"the key {entry.key!r} was used by it"), intent=row.intent)
    yield from Sleep(0)
    return None


def _busy(row: CallRecord) -> ApiError:
    return Conflict(message=f"key {row.key!r} is being submitted by another caller", host=row.host, retryable=True)


def _pause_before_asking_anew(refused: ApiError, tries: int) -> float | None:
    """Give the seconds after which a refused call may pass; None: it will not."""
    if not refused.retryable or isinstance(refused, (Conflict, ServerError, UnknownApiError)):
        return None
    least = 5.0 if isinstance(refused, ConcurrencyLimited) else 1.0
    return max(least, backoff(tries, refused.retry_after, seed=refused.trace_id or ""))


def _doubt(entry: NewCall, why: str) -> str:
    return (
        f"{entry.host} {entry.operation}: the call left and no verdict came ({why}); it may have been accepted and "
        f"charged, so it was not repeated: recover() settles intent {entry.intent}"
    )


def _retry_after(headers: Mapping[str, str]) -> float | None:
    try:
        seconds = float(headers.get("retry-after", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < _A_DAY else None
