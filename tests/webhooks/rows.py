"""Rows of the ledger, for tests that need a lost submission."""

from __future__ import annotations

from typing import Any

from reelscore.effects import Call
from reelscore.entries import Entry
from reelscore.ledger import Books


def entry(intent: str, *, host: str = "kie.ai", operation: str = "generate", **request: Any) -> Entry:
    """Make the entry of a paid call."""
    call = Call(method="POST", path="/generate", content=b"{}", trace_id=intent)
    return Entry(intent=intent, host=host, account="a1", operation=operation, call=call, request=request)


def lose(books: Books, lost: Entry) -> None:
    """Write a call whose answer never came."""
    books.intend(lost)
    books.doubt(lost.intent, "the answer was lost")
