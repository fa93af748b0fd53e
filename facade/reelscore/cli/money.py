"""Amounts: caps as options name them, and credits in a person's money, by one plan or by every plan of the host."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reelscore.catalog.operations import Misuse
from reelscore.catalog.values import Amount, read_amount
from reelscore.ledger.budget import Budget
from reelscore.pricing import Money, Quote
from reelscore.vendors import family
from reelscore.vendors.host import Host

_NAMED = 3
"""Plans of one price that are named."""


def amount_of(text: str | None, option: str) -> Amount | None:
    """Read what an option names: credits ("500") or money ("5USD"); None where it is left out."""
    found = None if text is None else read_amount(text)
    if found is None and text is not None:
        raise Misuse(f"{option} is {text!r}, which is no amount", next=f"write {option} 500 for credits, or 5USD")
    return found


def budget_of(text: str | None, allow_unknown: str | None, *, hosts: Iterable[Host] = (), **more: Any) -> Budget | None:
    """Read --budget and --allow-unknown; credits count only what *hosts* share."""
    cap, unknown = amount_of(text, "--budget"), amount_of(allow_unknown, "--allow-unknown")
    if cap is None and unknown is not None:
        raise Misuse("--allow-unknown is for a budget", next="add --budget N")
    if cap is None:
        return None
    if isinstance(unknown, Money):
        raise Misuse("--allow-unknown is in credits", next="write --allow-unknown 100")
    if isinstance(cap, Money):
        return Budget(money=cap, allow_unknown=unknown, **more)
    units = {host.unit: host.name for host in hosts}
    if len(units) > 1:
        named = ", ".join(units.values())
        raise Misuse(f"--budget counts credits, and those of {named} differ", next="cap the money: --budget 5USD")
    return Budget(cap, allow_unknown=unknown, **more)


def price_in_money(price: Quote, plan: str | None = None) -> str:
    """Write a price in the money of one plan, or of all."""
    alike: dict[str, list[str]] = {}
    for name in [plan] if plan is not None and plan in price.plans else list(price.plans):
        money = price.money(name)
        if money is not None:
            alike.setdefault(f"{_rounded(money.amount)} {money.currency}", []).append(name)
    return ", ".join(f"{text} ({_some(names)})" for text, names in alike.items())


def sum_in_money(credits: Mapping[str, Decimal], plan: str | None = None) -> str:
    """Write credits by host in the money of a plan, or of all; each host by itself, whose currencies may differ."""
    found: dict[str, str] = {}
    for name, value in credits.items():
        host = family.hosts[name.partition("#")[0]]
        found[name] = price_in_money(Quote(value, "exact", host=name, plans=host.plans), plan) if value else ""
    return " and ".join(f"{money} on {name}" if len(credits) > 1 else money for name, money in found.items() if money)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{', '.join(names[: _NAMED - 1])} and {len(names) - 2} more"


def _rounded(value: Decimal) -> str:
    return f"{value:.4f}" if value < Decimal("0.1") else f"{value:.2f}"
