"""The accounts of a sandbox: the keys that open them, their plans, and every line of their books."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal, NamedTuple

import attrs

from reelscore.sandbox.values import own_rows, vendor_rows

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
    holds: dict[str, tuple[str, Decimal]] = attrs.field(factory=dict[str, tuple[str, Decimal]])
    lines: deque[Line] = attrs.field(factory=lambda: deque(maxlen=KEEP_LINES))

    def hold(self, task: str, credits: Decimal, *, operation: str, at: float) -> None:
        """Take *credits* away until the task has ended."""
        self.balance -= credits
        self.holds[task] = (operation, credits)
        self.write("hold", credits, task=task, operation=operation, at=at)

    def settle(self, task: str, kind: Literal["charge", "refund"], *, at: float) -> None:
        """Keep what was held for *task*, or return it to the balance."""
        operation, credits = self.holds.pop(task)
        if kind == "refund":
            self.balance += credits
        self.write(kind, credits, task=task, operation=operation, at=at)

    def set_balance(self, credits: Decimal, *, at: float) -> None:
        """Make *credits* the whole balance."""
        self.balance = credits
        self.write("set", credits, task="", operation="", at=at)

    def write(self, kind: Kind, credits: Decimal, *, task: str, operation: str, at: float) -> None:
        self.lines.append(Line(at, kind, credits, task, operation, self.balance))


PREFIX: Final = "sandbox-"
SUNO_HOSTS: Final = frozenset({"kie.ai", "sunoapi.org"})


class Plan(NamedTuple):
    """What a fresh account of a plan has."""

    name: str
    slots: int
    """PixVerse tasks at once."""
    pixverse: int
    """PixVerse credits at the start."""
    suno: int
    """Suno credits at the start, on either host: the sandbox's own choice."""

    @property
    def text(self) -> str:
        return f"{self.name or 'no'} plan, {self.pixverse:,} PixVerse and {self.suno:,} Suno credits"


_SOLD = {row["name"]: row for row in vendor_rows("pixverse", "plans") if row["host"] == "pixverse.ai"}
PLANS: Final[Mapping[str, Plan]] = {
    row["key"]: Plan(
        row["plan"],
        int(_SOLD[row["plan"]]["slots"]) if row["plan"] else 0,
        int(row["pixverse"] or _SOLD[row["plan"]]["credits"]),
        int(row["suno"]),
    )
    for row in own_rows("accounts")
}
"""Any other key that begins with ``sandbox-`` gets an account of its own, like ``sandbox-key``."""


def known(key: str) -> bool:
    """Whether *key* opens an account here."""
    return key.startswith(PREFIX) and len(key) > len(PREFIX)


def fresh_account(host: str, key: str, *, at: float) -> Account:
    """Open the account of *key* at *host* with the credits of its plan."""
    plan = PLANS.get(key, PLANS["sandbox-key"])
    credits = Decimal(plan.suno if host in SUNO_HOSTS else plan.pixverse)
    number = 100_000_000 + zlib.crc32(f"{host}/{key}".encode()) % 800_000_000
    account = Account(host, key, plan.name, plan.slots, number, balance=credits)
    account.write("grant", credits, task="", operation="", at=at)
    return account
