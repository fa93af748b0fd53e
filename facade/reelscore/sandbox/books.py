"""The accounts of a sandbox: what each holds, and every line of its books."""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import Literal, NamedTuple

import attrs

Kind = Literal["grant", "hold", "charge", "refund", "set"]
KEEP_LINES = 20_000
"""Lines that an account keeps; older ones are dropped, the balance stays."""


class Line(NamedTuple):
    """One line of the books."""

    at: float
    """Unix seconds of the sandbox clock."""
    kind: Kind
    """A hold takes credits at submission; the end of the task makes it a charge or a refund."""
    credits: Decimal
    """Credits of this line, never negative (``set``: the new balance)."""
    task: str
    """Id of the task, or empty."""
    operation: str
    """Operation that was paid, or empty."""
    balance: Decimal
    """What the account can spend after this line."""


@attrs.define(eq=False)
class Account:
    """One account at one host."""

    host: str
    key: str
    plan: str
    slots: int
    """Tasks that may run at once (PixVerse only)."""
    number: int
    """The vendor's account id."""
    balance: Decimal = Decimal(0)
    """Credits that can be spent now."""
    package: Decimal = Decimal(0)
    """The bought part of the balance; the monthly part is spent first."""
    holds: dict[str, tuple[str, Decimal]] = attrs.field(factory=dict[str, tuple[str, Decimal]])
    lines: deque[Line] = attrs.field(factory=lambda: deque(maxlen=KEEP_LINES))

    def hold(self, task: str, credits: Decimal, *, operation: str, at: float) -> None:
        """Take *credits* away until the task has ended."""
        self.balance -= credits
        self.holds[task] = (operation, credits)
        self.write("hold", credits, task=task, operation=operation, at=at)

    def charge(self, task: str, *, at: float) -> None:
        """Keep what was held for *task*."""
        operation, credits = self.holds.pop(task, ("", Decimal(0)))
        self.write("charge", credits, task=task, operation=operation, at=at)

    def refund(self, task: str, *, at: float) -> None:
        """Give back what was held for *task*."""
        operation, credits = self.holds.pop(task, ("", Decimal(0)))
        self.balance += credits
        self.write("refund", credits, task=task, operation=operation, at=at)

    def set_balance(self, credits: Decimal, *, at: float) -> None:
        """Make *credits* the whole balance."""
        self.balance = credits
        self.write("set", credits, task="", operation="", at=at)

    def write(self, kind: Kind, credits: Decimal, *, task: str, operation: str, at: float) -> None:
        """Add a line with the balance as it is now."""
        self.lines.append(Line(at, kind, credits, task, operation, self.balance))

    def parts(self) -> tuple[Decimal, Decimal]:
        """Split the balance into its monthly and its bought part."""
        package = min(self.package, self.balance)
        return self.balance - package, package
