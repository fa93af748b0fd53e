# pyright: reportUnusedCallResult=true
"""What a call does, step by step, as generators of effects: no I/O, no clock, and nothing of sync or async.

A paid call goes: rules and price; the row of its idempotency key, if there is one; budget, rate and slot; uploads; then
one effect that takes a connection slot, commits the call with its reservation and sends the first byte; then the
outcome by the body, and its record. Nothing here sends a paid call a second time, except that a call which the vendor
refused, and so did not charge, may be sent anew under a new intent where ``WaitLimits.vendor_retry`` allows it.
"""

from __future__ import annotations

import contextlib
import logging
from functools import partial
from typing import Any

from reelscore.effects import (
    CallKind,
    Flow,
    HttpCall,
    HttpResponse,
    LedgerJob,
    NotifyProgress,
    Now,
    PaidCall,
    Send,
    Sleep,
)
from reelscore.errors import (
    ApiError,
    ConcurrencyLimited,
    ConfigurationError,
    Conflict,
    InvalidRequest,
    NotReady,
    ReelscoreError,
    ServerError,
    SubmissionUnknown,
    TransportError,
    UnknownApiError,
)
from reelscore.flows.context import ClientContext, SubmitResult, WaitLimits
from reelscore.flows.polling import TaskRef, backoff, refresh
from reelscore.ledger.locks import at_work
from reelscore.ledger.records import (
    SLOT_PAUSE,
    CallRecord,
    CallStatus,
    DuplicateKey,
    NewCall,
    RetryLater,
    request_fingerprint,
)
from reelscore.pricing import Quote
from reelscore.requests.request import Request
from reelscore.results import Progress, State
from reelscore.rules.schema import media_fields
from reelscore.vendors.family import Accepted, Rejected

_ATTEMPTS = 6
_KEY_PAUSE = 0.1
_LONGEST_READ_PAUSE = 60.0
logger = logging.getLogger("reelscore.flows")


def submit(
    request: Request[Any],
    context: ClientContext,
    *,
    key: str | None = None,
    limits: WaitLimits | None = None,
) -> Flow[SubmitResult]:
    """Send a paid or writing call, once.

    Args:
        request: the value as the user made it.
        context: of the client.
        key: idempotency key; the same key is the same task for ever, per account and ledger.
        limits: how long to wait for room.

    Yields:
        One ``PaidCall`` per intent; ``Sleep`` and ``NotifyProgress`` while there is no room.

    Raises:
        InvalidRequest, BudgetExceeded: nothing was sent.
        ConcurrencyLimited, RateLimited: no room came in time; nothing was sent, or the vendor refused it.
        ApiError: the vendor refused; nothing was charged.
        SubmissionUnknown: bytes left and no usable response came.
        Conflict: the key belongs to another request.
    """
    _check_key(key)
    quote, limits = checked_quote(request, context), limits or WaitLimits()
    started = now = yield from Now()
    tries, ready = 0, None
    pause: float | None
    while True:
        left = max(1.0, started + limits.local - now)
        try:
            if ready is None:
                ready = yield from _upload_files(request, context, quote=quote, key=key, timeout=left)
            entry, sent = new_call(request, context, ready=ready, quote=quote, key=key)
            return (yield from _send_once(entry, sent, context=context, timeout=left))
        except DuplicateKey as duplicate:
            found = _resolve_duplicate(duplicate.row, request, context=context, quote=quote)
            if found is not None:
                return found
            pause, error, most = _KEY_PAUSE, _key_in_use(duplicate.row), limits.local
        except RetryLater as later:
            pause, error, most = later.seconds, later.error, limits.local
        except ConcurrencyLimited as limited:
            pause, error, most = SLOT_PAUSE, limited, limits.local
            if limited.code is not None:
                pause, most = _pause_before_resubmit(limited, tries), limits.vendor_retry
            elif now < started + most:
                yield from _poll_running(context, tries)
        except ApiError as refused:
            pause, error, most = _pause_before_resubmit(refused, tries), refused, limits.vendor_retry
        tries += 1
        now = yield from Now()
        if pause is None or now >= started + most:
            raise error
        yield from NotifyProgress(
            Progress(state=State.QUEUED, stage=f"waiting for room: {error.message}", waited=now - started)
        )
        now = yield from Sleep(min(pause, started + most - now))


def _check_key(key: Any) -> None:
    if key is not None and not (isinstance(key, str) and key):
        raise ConfigurationError(f"key is {key!r}; it must be a text, or None for a task of its own")


def call(
    request: Request[Any],
    context: ClientContext,
    *,
    key: str | None = None,
    limits: WaitLimits | None = None,
    timeout: float | None = None,
) -> Flow[Any]:
    """Make a call that is answered at once and return its result: paid and writing ones are sent once, reads repeat.

    *timeout* ends a read; what is sent once has the time of one exchange.
    """
    operation = context.family.operation(request.operation)
    if operation.role in {CallKind.READ, CallKind.UPLOAD}:
        validate(request, context)
        ready = yield from context.family.prepare(request, context)
        whole = context.family.complete(ready, callback_url=None)
        accepted = yield from read(
            context.family.call(whole, trace_id=context.new_id()), request.operation, context=context, timeout=timeout
        )
        return context.family.result(request.operation, accepted.data)
    done = yield from submit(request, context, key=key, limits=limits)
    return context.family.result(request.operation, done.data)


def read(call: HttpCall, operation: str, *, context: ClientContext, timeout: float | None = None) -> Flow[Accepted]:
    """Send a call that may be repeated until it is answered, or *timeout* seconds are over.

    Yields:
        ``Send``, and ``Sleep`` with growing, jittered pauses, or as long as the vendor asks.

    Raises:
        ApiError: the vendor refused for good, still refuses after the last try, or asks for a pause of over a minute.
        TransportError: no answer after the last try.
    """
    now = yield from Now()
    end = None if timeout is None else now + timeout
    seed = call.trace_id or context.new_id()
    for tries in range(_ATTEMPTS):
        try:
            response = yield from Send(call=call, timeout=None if end is None else max(1.0, end - now))
        except TransportError as failure:
            error: ReelscoreError = failure
        else:
            outcome = context.interpret(operation, response)
            if isinstance(outcome, Accepted):
                return outcome
            error = outcome.error
            if isinstance(outcome, Rejected) and not outcome.error.retryable:
                raise error
        asked = getattr(error, "retry_after", None)
        pause = backoff(tries, asked, seed=seed)
        now = yield from Now()
        is_late = end is not None and now + pause >= end
        if tries + 1 == _ATTEMPTS or (asked or 0.0) > _LONGEST_READ_PAUSE or is_late:
            raise error
        now = yield from Sleep(pause)
    raise AssertionError


def checked_quote(request: Request[Any], context: ClientContext) -> Quote:
    """Check a request and price it; nothing is sent."""
    validate(request, context)
    return request.quote(context.family)


def validate(request: Request[Any], context: ClientContext) -> None:
    """Raise InvalidRequest for broken rules, or only log them, as the client's ``validate`` says."""
    if context.validate == "off":
        return
    found = request.violations(context.family)
    broken = [violation for violation in found if violation.severity == "error"]
    if broken and context.validate == "strict":
        raise InvalidRequest(broken)
    for violation in found:
        logger.warning("%s: %s", request.operation, violation.message)


def new_call(
    request: Request[Any], context: ClientContext, *, ready: Request[Any], quote: Quote, key: str | None = None
) -> tuple[NewCall, Request[Any]]:
    """Make the ledger's row of a call, and the request as it is sent.

    Args:
        request: as the user made it; equal ones are recognised by it.
        context: of the client.
        ready: the same with its files uploaded.
        quote: of the request.
        key: idempotency key.
    """
    intent = context.new_id()
    callback_url = context.callback_url and context.callback_url.replace("{intent}", intent)
    whole = context.family.complete(ready, callback_url=callback_url)
    call = context.family.call(whole, trace_id=intent)
    return _row(request, context, intent=intent, quote=quote, key=key, call=call), whole


def record_outcome(entry: NewCall, response: HttpResponse, *, context: ClientContext) -> Flow[Accepted]:
    """Interpret the response to a call that was sent once, and record the outcome before anything else happens.

    Raises:
        ApiError: refused, not charged.
        SubmissionUnknown: the response is no verdict.
    """
    try:
        outcome = context.interpret_paid(entry.operation, response)
    except Exception as error:  # whatever goes wrong with its text, the call may have been charged
        logger.exception("the response to %s could not be read: %.200r", entry.operation, response.content)
        why = f"the response could not be read ({type(error).__name__}: {error}); it begins {response.content[:200]!r}"
        raise SubmissionUnknown(_unknown(entry, why), intent=entry.intent) from error
    if isinstance(outcome, Accepted):
        try:
            yield from LedgerJob(partial(record_accepted, intent=entry.intent, accepted=outcome))
            what = "answered" if outcome.task_id is None else f"accepted as task {outcome.task_id}"
            logger.info("%s: %s", _named(entry), what)
        except ReelscoreError:  # a full disk must not lose the id of a task that is paid for
            logger.exception("task %s of %s was accepted but not recorded", outcome.task_id, entry.operation)
        return outcome
    outcome.error.trace_id = outcome.error.trace_id or entry.intent
    why = str(outcome.error)
    if isinstance(outcome, Rejected):
        kind, code = type(outcome.error).__name__, outcome.error.code
        logger.info("%s: refused with %s (code %s), nothing charged", _named(entry), kind, code)
        yield from LedgerJob(lambda tx: tx.mark_rejected(entry.intent, why))
        raise outcome.error
    logger.warning("%s: no usable answer, perhaps charged", _named(entry))
    yield from LedgerJob(lambda tx: tx.mark_unknown(entry.intent, why))
    raise SubmissionUnknown(_unknown(entry, why), intent=entry.intent) from outcome.error


def record_accepted(tx: Any, *, intent: str, accepted: Accepted) -> None:
    """Record that the vendor took a call: its task, or the answer of a call that starts none."""
    if accepted.task_id is None:
        tx.record_answer(intent, accepted.data, charge=accepted.charge)
    else:
        tx.mark_submitted(intent, accepted.task_id, charge=accepted.charge)


def _send_once(entry: NewCall, sent: Request[Any], *, context: ClientContext, timeout: float) -> Flow[SubmitResult]:
    with at_work(entry.intent):
        try:
            response = yield from PaidCall(
                call=entry.call,
                before=lambda tx: tx.insert_intent(entry),
                on_failure=lambda tx, may_have_left, why: tx.record_send_failure(
                    entry.intent, may_have_left=may_have_left, why=why
                ),
                timeout=timeout,
            )
        except TransportError as error:
            if not error.sent:
                raise
            logger.warning("%s: the line was lost, perhaps charged", _named(entry))
            raise SubmissionUnknown(_unknown(entry, str(error)), intent=entry.intent) from error
        accepted = yield from record_outcome(entry, response, context=context)
    return SubmitResult(
        intent=entry.intent,
        operation=entry.operation,
        request=sent,
        quote=entry.quote,
        task_id=accepted.task_id,
        data=accepted.data,
        charge=accepted.charge,
    )


def _named(entry: NewCall) -> str:
    """Name a call for the log, with its price and its row; no text of the vendor, which may hold signed addresses."""
    credits = entry.quote.credits if entry.quote else None
    price = "price unknown" if credits is None else f"{credits} credits"
    return f"{entry.host} {entry.operation} ({price}, row {entry.intent})"


def _row(
    request: Request[Any],
    context: ClientContext,
    *,
    intent: str,
    quote: Quote,
    key: str | None,
    call: HttpCall,
) -> NewCall:
    fields = request.to_json()
    return NewCall(
        intent=intent,
        host=context.host.name,
        route=context.family.route,
        account=context.account,
        operation=request.operation,
        model=str(fields.get("model") or ""),
        role=context.family.operation(request.operation).role,
        request=fields,
        unit=context.unit,
        digest=request_fingerprint(context.family.name, request.operation, request={**fields, **context.files}),
        call=call,
        quote=quote,
        key=key,
        budget=context.budget,
        limits=context.limits,
    )


class _RoomFound(ReelscoreError):
    """There is room for the call; what was written to find out is rolled back."""


def _upload_files(
    request: Request[Any], context: ClientContext, *, quote: Quote, key: str | None, timeout: float
) -> Flow[Request[Any]]:
    """Upload the request's files, once its key, budget, rate and slot have been asked: a refusal uploads nothing."""
    if not media_fields(type(request)):
        return request

    def probe(tx: Any) -> None:
        row = _row(request, context, intent=context.new_id(), quote=quote, key=key, call=HttpCall(method="", path=""))
        with at_work(row.intent):
            tx.insert_intent(row)
        raise _RoomFound

    with contextlib.suppress(_RoomFound):
        yield from LedgerJob(probe, timeout=timeout)
    return (yield from context.family.prepare(request, context))


def _resolve_duplicate(
    row: CallRecord, request: Request[Any], *, context: ClientContext, quote: Quote
) -> SubmitResult | None:
    """Answer an idempotency key that has a row; None while another caller is still submitting it."""
    fields = {**request.to_json(), **context.files}
    if row.digest != request_fingerprint(context.family.name, request.operation, request=fields):
        raise Conflict(
            message=f"the key {row.key!r} belongs to another request",
            host=row.host,
            operation=row.operation,
            existing_id=row.task_id,
            hint="Use another key for another request.",
        )
    if row.task_id is not None or row.status in {CallStatus.FINISHED, CallStatus.SAVED}:
        return SubmitResult(
            intent=row.intent,
            operation=row.operation,
            request=request,
            quote=quote,
            task_id=row.task_id,
            data=row.answer,
            just_submitted=False,
        )
    if row.doubtful:
        raise SubmissionUnknown(_unknown(row, f"the key {row.key!r} was used by it"), intent=row.intent)
    return None


def _poll_running(context: ClientContext, number: int) -> Flow[None]:
    """Poll one of the account's running tasks, a different one each time; what cannot be seen now stays as it is."""
    rows = yield from LedgerJob(
        lambda tx: tx.running(context.account, host=context.host.name, seconds=context.limits.slot_seconds),
        reads=True,
    )
    row = rows[number % len(rows)] if rows else None
    if row is None or row.task_id is None:
        return
    try:
        yield from refresh(TaskRef(operation=row.operation, task_id=row.task_id, intent=row.intent), context)
    except ReelscoreError as error:
        logger.info("task %s could not be polled: %s", row.task_id, error)


def _key_in_use(row: CallRecord) -> ApiError:
    return Conflict(
        message=f"the key {row.key!r} is being submitted by another caller",
        host=row.host,
        operation=row.operation,
        retryable=True,
        hint="Wait for it, or pass a longer timeout.",
    )


def _pause_before_resubmit(refused: ApiError, tries: int) -> float | None:
    """Return the seconds after which a refused call may be accepted; None where it will not."""
    if not refused.retryable or isinstance(refused, (Conflict, NotReady, ServerError, UnknownApiError)):
        return None
    least = 5.0 if isinstance(refused, ConcurrencyLimited) else 1.0
    return max(least, backoff(tries, refused.retry_after, seed=refused.trace_id or ""))


def _unknown(call: NewCall | CallRecord, why: str) -> str:
    return (
        f"{call.host} {call.operation}: the request was sent but no usable response arrived ({why}); it may have been "
        f"accepted and charged, so it was not retried. Run client.recover() (intent {call.intent})."
    )
