# pyright: reportUnusedCallResult=true
"""What a call does, step by step, as generators of effects: no I/O, no clock, and nothing of sync or async.

A paid call goes: rules, quote, then in one effect a connection slot, the intent with its reservation on disk, and the
first byte; then the verdict by the body, and the record of it. Nothing here sends a paid call a second time, except
that a call which the vendor's envelope refused may be asked for anew, under a new intent, where ``Patience`` allows it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from reelscore.credits import Quote
from reelscore.effects import Answer, Call, Flow, Record, Role, Send, Sleep, Tell
from reelscore.entries import Already, Entry, Later, Row, Stage, digest_of
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
from reelscore.host import Accepted, Refused, Verdict
from reelscore.progress import Progress, State
from reelscore.requests import Request
from reelscore.schedule import backoff
from reelscore.terms import Patience, Receipt, Terms

_ATTEMPTS = 6
_KEY_PAUSE = 0.1
_A_DAY = 86_400.0
logger = logging.getLogger("reelscore.flows")


def submit(
    request: Request[Any], terms: Terms, *, key: str | None = None, patience: Patience | None = None
) -> Flow[Receipt]:
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
    quote, patience = quoted(request, terms), patience or Patience()
    ready = yield from prepared(request, terms)
    started = now = yield from Sleep(0)
    tries = 0
    pause: float | None
    while True:
        entry, whole = entry_for(request, terms, ready=ready, quote=quote, key=key)
        try:
            return (yield from _once(entry, whole, terms=terms))
        except Already as already:
            receipt = yield from _same(already.row, entry, request=request)
            if receipt is not None:
                return receipt
            pause, error, most = _KEY_PAUSE, _busy(already.row), patience.own
        except Later as later:
            pause, error, most = later.seconds, later.error, patience.own
        except ApiError as refused:
            pause, error, most = _pause_before_asking_anew(refused, tries), refused, patience.vendor
        tries += 1
        if pause is None or now + pause > started + most:
            raise error
        yield from Tell(Progress(state=State.QUEUED, stage=f"waiting for room: {error.message}", waited=now - started))
        now = yield from Sleep(pause)


def ask(request: Request[Any], terms: Terms, *, key: str | None = None, patience: Patience | None = None) -> Flow[Any]:
    """Make a call that is answered at once, and read its result: paid and writing ones are sent once, reads repeat."""
    operation = terms.host.operation(request.operation)
    if operation.role in {Role.READ, Role.UPLOAD}:
        validated(request, terms)
        whole = terms.host.complete((yield from prepared(request, terms)), callback_url=None)
        call = terms.host.call(whole, trace_id=terms.new_id())
        accepted = yield from read(call, request.operation, terms=terms, role=operation.role)
        return terms.host.result(request.operation, accepted.data)
    receipt = yield from submit(request, terms, key=key, patience=patience)
    return terms.host.result(request.operation, receipt.data)


def read(call: Call, op: str, *, terms: Terms, role: Role = Role.READ) -> Flow[Accepted]:
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
            verdict = judged(op, answer, terms=terms)
            if isinstance(verdict, Accepted):
                return verdict
            error = verdict.error
            if isinstance(verdict, Refused) and not verdict.error.retryable:
                raise error
        if tries + 1 == _ATTEMPTS:
            raise error
        yield from Sleep(backoff(tries, getattr(error, "retry_after", None), seed=call.trace_id))
    raise AssertionError


def quoted(request: Request[Any], terms: Terms) -> Quote:
    """Check a request and price it; nothing is sent."""
    validated(request, terms)
    return request.quote(terms.host)


def validated(request: Request[Any], terms: Terms) -> None:
    """Raise InvalidRequest for broken rules, or only log them, as the client's ``validate`` says."""
    if terms.validate == "off":
        return
    if terms.validate == "strict":
        request.check(terms.host)
        return
    for violation in request.violations(terms.host):
        logger.warning("%s: %s", request.operation, violation.message)


def prepared(request: Request[Any], terms: Terms) -> Flow[Request[Any]]:
    """Upload what the request holds and the vendor wants by id or URL: a flow of the host, where it has one."""
    prepare: Callable[[Request[Any], Terms], Flow[Request[Any]]] | None = getattr(terms.host, "prepare", None)
    return request if prepare is None else (yield from prepare(request, terms))


def entry_for(
    request: Request[Any], terms: Terms, *, ready: Request[Any], quote: Quote, key: str | None = None
) -> tuple[Entry, Request[Any]]:
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
    entry = Entry(
        intent=intent,
        host=terms.host.name,
        account=terms.account,
        operation=request.operation,
        model=str(told.get("model") or ""),
        role=terms.host.operation(request.operation).role,
        request=told,
        digest=digest_of(terms.host.name, request.operation, request={**told, **terms.files}),
        call=terms.host.call(whole, trace_id=intent),
        quote=quote,
        key=key,
        budget=terms.budget,
        limits=terms.limits,
    )
    return entry, whole


def judged(op: str, answer: Answer, *, terms: Terms) -> Verdict:
    """Judge an answer by its body, with the wait that its headers ask for."""
    verdict = terms.host.verdict(op, answer.status, answer.payload)
    if verdict.error is not None and verdict.error.retry_after is None:
        verdict.error.retry_after = _retry_after(answer.headers)
    return verdict


def settle(entry: Entry, answer: Answer, *, terms: Terms) -> Flow[Accepted]:
    """Read the verdict on a call that was sent once, and write it down before anything else happens.

    Raises:
        ApiError: refused, not charged.
        SubmissionUnknown: the answer is no verdict.
    """
    verdict = judged(entry.operation, answer, terms=terms)
    if isinstance(verdict, Accepted):
        yield from _submitted(entry, verdict)
        return verdict
    verdict.error.trace_id = verdict.error.trace_id or entry.intent
    if isinstance(verdict, Refused):
        yield from Record(lambda books: books.refuse(entry.intent, str(verdict.error)), writes=True)
        raise verdict.error
    yield from Record(lambda books: books.doubt(entry.intent, str(verdict.error)), writes=True)
    raise SubmissionUnknown(_doubt(entry, str(verdict.error)), intent=entry.intent) from verdict.error


def _once(entry: Entry, whole: Request[Any], *, terms: Terms) -> Flow[Receipt]:
    try:
        answer = yield from Send(call=entry.call, role=entry.role, first=entry)
    except TransportError as error:
        if not error.sent:
            raise
        raise SubmissionUnknown(_doubt(entry, str(error)), intent=entry.intent) from error
    accepted = yield from settle(entry, answer, terms=terms)
    return Receipt(
        intent=entry.intent,
        operation=entry.operation,
        request=whole,
        quote=entry.quote,
        task_id=accepted.task_id,
        data=accepted.data,
        charge=accepted.charge,
    )


def _submitted(entry: Entry, verdict: Accepted) -> Flow[None]:
    """Record what was accepted; a full disk must not lose the id of a task that is paid for."""
    try:
        if verdict.task_id is None:
            yield from Record(
                lambda books: books.answer(entry.intent, verdict.data, charge=verdict.charge), writes=True
            )
        else:
            task_id = verdict.task_id
            yield from Record(lambda books: books.submit(entry.intent, task_id, charge=verdict.charge), writes=True)
    except ReelscoreError:
        logger.exception("task %s of %s was accepted but not recorded", verdict.task_id, entry.operation)


def _same(row: Row, entry: Entry, *, request: Request[Any]) -> Flow[Receipt | None]:
    """Answer an idempotency key that has a row; None while another process is still at it."""
    if row.digest != entry.digest:
        raise Conflict(
            message=f"the key {entry.key!r} belongs to another request",
            host=row.host,
            operation=row.operation,
            existing_id=row.task_id,
        )
    if row.task_id is not None or row.stage in {Stage.FINISHED, Stage.SAVED}:
        return Receipt(
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


def _busy(row: Row) -> ApiError:
    return Conflict(message=f"key {row.key!r} is being submitted by another caller", host=row.host, retryable=True)


def _pause_before_asking_anew(refused: ApiError, tries: int) -> float | None:
    """Give the seconds after which a refused call may pass; None: it will not."""
    if not refused.retryable or isinstance(refused, (Conflict, ServerError, UnknownApiError)):
        return None
    least = 5.0 if isinstance(refused, ConcurrencyLimited) else 1.0
    return max(least, backoff(tries, refused.retry_after, seed=refused.trace_id or ""))


def _doubt(entry: Entry, why: str) -> str:
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
