"""Entries for tests of the ledger."""

from __future__ import annotations

from reelscore.effects import Call
from reelscore.entries import Entry


def entry(intent: str) -> Entry:
    """Make an entry that nothing refuses."""
    return Entry(intent=intent, host="toy", account="one", operation="make", call=Call(method="POST", path="/make"))
