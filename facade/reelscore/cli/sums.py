"""Figures that grow with each request that is read: how many are broken, what all cost; no request is kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs

from reelscore.cli import documents
from reelscore.cli.output import amount
from reelscore.errors import InvalidRequest
from reelscore.pricing import Quote
from reelscore.rules.violations import Violation


@attrs.define(kw_only=True)
class Tally:
    """How many requests break a rule."""

    requests: int = 0
    broken: int = 0
    warned: int = 0
    """Requests that break no rule and are warned of."""

    def add(self, found: Sequence[Violation]) -> bool:
        """Count a request by what was found in it, and tell whether it is broken."""
        is_broken = any(violation.severity == "error" for violation in found)
        self.requests += 1
        self.broken += is_broken
        self.warned += bool(found) and not is_broken
        return is_broken

    @property
    def exit_code(self) -> int:
        """Give 6 when a request breaks a rule, else 0."""
        return InvalidRequest.exit_code if self.broken else 0

    @property
    def words(self) -> str:
        """Say it in one line."""
        fine = self.requests - self.broken - self.warned
        warned = f", {self.warned:,} with warnings" if self.warned else ""
        return f"{self.requests:,} requests: {self.broken:,} broken{warned}, {fine:,} without fault"


@attrs.define
class Total:
    """What all requests cost; credits of two hosts are two currencies, and never added up."""

    credits: dict[str, Decimal] = attrs.field(factory=dict)
    """By host."""
    money: dict[tuple[str, str], Decimal] = attrs.field(factory=dict)
    """By plan and currency."""
    unknown: int = 0

    def add(self, price: Quote) -> None:
        """Add a price; one that is unknown is counted."""
        if price.credits is None:
            self.unknown += 1
            return
        self.credits[price.host] = self.credits.get(price.host, Decimal(0)) + price.credits
        for each in documents.money(price):
            place = (each["plan"], each["currency"])
            self.money[place] = self.money.get(place, Decimal(0)) + each["amount"]

    @property
    def words(self) -> str:
        """Say it in one line, and how many prices are not in it."""
        is_mixed = len(self.credits) > 1
        sums = [f"{amount(value)} credits{f' of {host}' if is_mixed else ''}" for host, value in self.credits.items()]
        return " and ".join([*sums, *([f"{self.unknown} call(s) of unknown price"] if self.unknown else [])])

    def document(self) -> dict[str, Any]:
        """Give the JSON object."""
        money = [{"plan": plan, "amount": value, "currency": word} for (plan, word), value in self.money.items()]
        return {"credits": self.credits, "unknown": self.unknown, "money": money}
