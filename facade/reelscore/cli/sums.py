"""Figures that grow with each request that is read: how many are broken, what all cost; no request is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        """Count a request by what was found in it; returns whether it is broken."""
        is_broken = any(violation.severity == "error" for violation in found)
        self.requests += 1
        self.broken += is_broken
        self.warned += bool(found) and not is_broken
        return is_broken

    @property
    def exit_code(self) -> int:
        """6 when a request breaks a rule, else 0."""
        return InvalidRequest.exit_code if self.broken else 0

    @property
    def words(self) -> str:
        fine = self.requests - self.broken - self.warned
        warned = f", {self.warned:,} with warnings" if self.warned else ""
        return f"{self.requests:,} requests: {self.broken:,} broken{warned}, {fine:,} without fault"


@attrs.define
class Sum:
    """Credits of one unit of which some may not be known: a part is never shown as the whole."""

    credits: Decimal = Decimal(0)
    known: int = 0
    unknown: int = 0

    def add(self, value: Decimal | None) -> None:
        """Add a figure, or count one that is not known."""
        if value is None:
            self.unknown += 1
            return
        self.known += 1
        self.credits += value

    @classmethod
    def of(cls, values: Sequence[Decimal | None]) -> Sum:
        """The sum of figures."""
        made = cls()
        for value in values:
            made.add(value)
        return made

    @property
    def total(self) -> Decimal | None:
        """What is known of it; None where nothing is."""
        return self.credits if self.known or not self.unknown else None

    def words(self, unit: str = " credits") -> str:
        """In one line, with how many are missing."""
        if not self.unknown:
            return f"{amount(self.credits)}{unit}"
        missing = f"{self.unknown} of {self.known + self.unknown} not told"
        return f"at least {amount(self.credits)}{unit}; {missing}" if self.known else missing


@attrs.define
class Total:
    """What all requests cost; credits of two hosts are two currencies, and never added up."""

    hosts: dict[str, Sum] = attrs.field(factory=dict)
    money: dict[tuple[str, str], Decimal] = attrs.field(factory=dict)
    """By plan and currency."""

    def add(self, price: Quote) -> None:
        """Add a price; one that is unknown is counted."""
        self.hosts.setdefault(price.host, Sum()).add(price.credits)
        for each in documents.money(price):
            place = (each["plan"], each["currency"])
            self.money[place] = self.money.get(place, Decimal(0)) + each["amount"]

    @classmethod
    def of(cls, quotes: Sequence[Quote]) -> Total:
        """The total of quotes."""
        made = cls()
        for price in quotes:
            made.add(price)
        return made

    @property
    def credits(self) -> Mapping[str, Decimal]:
        """What is known, by host."""
        return {host: each.credits for host, each in self.hosts.items() if each.known}

    @property
    def unknown(self) -> int:
        """How many prices are not known."""
        return sum(each.unknown for each in self.hosts.values())

    @property
    def words(self) -> str:
        """All in one line, with how many prices are missing."""
        is_mixed = len(self.hosts) > 1
        return " and ".join(
            each.words(f" credits of {host}" if is_mixed else " credits") for host, each in self.hosts.items()
        )

    def document(self) -> dict[str, Any]:
        money = [{"plan": plan, "amount": value, "currency": word} for (plan, word), value in self.money.items()]
        return {"credits": self.credits, "unknown": self.unknown, "money": money}
