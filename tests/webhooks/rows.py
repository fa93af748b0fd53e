"""Ledgers and their rows, for tests of webhooks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from reelscore.effects import HttpCall
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.records import NewCall


def entry(intent: str, *, host: str = "kie.ai", operation: str = "generate", **request: Any) -> NewCall:
    """Make the entry of a paid call."""
    call = HttpCall(method="POST", path="/generate", content=b"{}", trace_id=intent)
    return NewCall(intent=intent, host=host, account="a1", operation=operation, call=call, request=request)


def lose(tx: LedgerTransaction, lost: NewCall) -> None:
    """Write a call whose answer never came."""
    tx.insert_intent(lost)
    tx.mark_unknown(lost.intent, "the answer was lost")


def in_memory(clock: Callable[[], float] = time.time) -> Ledger:
    """Make a ledger in memory."""
    return Ledger(":memory:", clock=clock)
