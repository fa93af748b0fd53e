"""What drivers tell the ledger around a call that is sent once: that it leaves, and that it brought no answer."""

from __future__ import annotations

from reelscore.effects import Send
from reelscore.ledger.books import LedgerTransaction
from reelscore.ledger.records import NewCall


def certain(entry: NewCall) -> bool:
    """Tell whether no key, budget or limit can refuse an intent."""
    limits = entry.limits
    return entry.key is None and entry.budget is None and limits.submissions is None and limits.slots is None


def intend(tx: LedgerTransaction, *, entry: NewCall) -> None:
    """Write a call that is about to leave."""
    tx.insert_intent(entry)


def lost(tx: LedgerTransaction, *, send: Send, sent: bool, why: str) -> None:
    """Write down a call that brought no answer: void where no byte left, in doubt otherwise."""
    if send.first is None:
        return
    if not sent and not send.again:
        tx.mark_not_sent(send.first.intent, why)
    elif sent or not send.again:
        tx.mark_unknown(send.first.intent, why)
