"""Credits in a person's money: by the plan that is named, or by every plan of the host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reelscore.catalog.operations import Misuse, near
from reelscore.pricing import Quote
from reelscore.vendors.family import hosts

_NAMED = 3
"""Plans of one price that are named."""


def price_in_money(price: Quote, plan: str | None = None) -> str:
    """Write a price in the money of one plan, or of all."""
    alike: dict[str, list[str]] = {}
    known = dict.fromkeys(name for host in hosts.values() for name in host.plans)
    if plan is not None and plan not in known:
        raise Misuse(f"--plan is {plan!r}, no host has it{near(plan, known)}", next=f"one of {', '.join(known)}")
    for name in [plan] if plan is not None and plan in price.plans else list(price.plans):
        money = price.money(name)
        if money is not None:
            alike.setdefault(f"{_rounded(money.amount)} {money.currency}", []).append(name)
    return ", ".join(f"{text} ({_some(names)})" for text, names in alike.items())


def sum_in_money(credits: Mapping[str, Decimal], plan: str | None = None) -> str:
    """Write credits by host in the money of a plan, or of all; each host by itself, whose currencies may differ."""
    found: dict[str, str] = {}
    for name, value in credits.items():
        host = hosts[name.partition("#")[0]]
        found[name] = price_in_money(Quote(value, "exact", host=name, plans=host.plans), plan) if value else ""
    return " and ".join(f"{money} on {name}" if len(credits) > 1 else money for name, money in found.items() if money)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{', '.join(names[: _NAMED - 1])} and {len(names) - 2} more"


def _rounded(value: Decimal) -> str:
    return f"{value:.4f}" if value < Decimal("0.1") else f"{value:.2f}"
