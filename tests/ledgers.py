"""Entries and a clock for tests of the ledger."""

from __future__ import annotations

from reelscore.effects import HttpCall
from reelscore.ledger.records import NewCall

NOW = 1_800_000_000.0


class Watch:
    """Wall time that tests set."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> float:
        """Give it."""
        return self.time


def entry(intent: str) -> NewCall:
    """Make an entry that nothing refuses."""
    return NewCall(
        intent=intent, host="toy", account="one", operation="make", call=HttpCall(method="POST", path="/make")
    )
