"""Whether a call in doubt may be sent again, and what is sent then; values only."""

from __future__ import annotations

from reelscore.ledger.budget import Budget
from reelscore.ledger.records import CallRecord, NewCall
from reelscore.pricing import Quote


def forbidden(row: CallRecord, oldest: float, *, since: int) -> str:
    """Say why a call in doubt may not be sent again; empty when it may."""
    if not row.doubtful:
        return "it is not in doubt, or its process still lives"
    if row.created < oldest:
        return "it is older than the replay window; no vendor publishes how long a trace id is remembered"
    if since:
        return "an equal request was submitted after it"
    return "it carried a file, which is not kept" if row.file else ""


def entry_of(row: CallRecord, budget: Budget | None) -> NewCall:
    """Make the entry of a stored call again: the stored bytes under the old trace id, priced as they were then."""
    quote = Quote(credits=row.quoted, basis="unknown" if row.quoted is None else "exact")
    return NewCall(
        intent=row.intent,
        host=row.host,
        account=row.account,
        operation=row.operation,
        call=row.call,
        role=row.role,
        model=row.model,
        request=row.request,
        digest=row.digest,
        quote=quote,
        budget=budget,
    )
