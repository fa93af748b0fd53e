"""The keys that a sandbox knows and the accounts behind them."""

from __future__ import annotations

import zlib
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from reelscore.sandbox.books import Account

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "sandbox-"
SUNO_HOSTS = frozenset({"kie.ai", "sunoapi.org"})


class Plan(NamedTuple):
    """What a fresh account of a plan has."""

    name: str
    slots: int
    """PixVerse tasks at once. Source: pixverse.md §8."""
    pixverse: int
    """PixVerse credits at the start. Source: pixverse.md §7.6 for the plans that are sold."""
    suno: int
    """Suno credits at the start, on either host: the sandbox's own choice."""


PLANS: Mapping[str, Plan] = {
    "sandbox-key": Plan("Essential", 5, 15_000, 1_000),
    "sandbox-free": Plan("Free", 1, 500, 50),
    "sandbox-scale": Plan("Scale", 10, 239_230, 10_000),
    "sandbox-business": Plan("Business", 15, 1_069_500, 100_000),
    "sandbox-poor": Plan("Essential", 5, 10, 1),
    "sandbox-noplan": Plan("", 0, 0, 0),
}
"""Any other key that begins with ``sandbox-`` gets an account of its own, like ``sandbox-key``."""


def known(key: str) -> bool:
    """Tell whether *key* opens an account here."""
    return key.startswith(PREFIX) and len(key) > len(PREFIX)


def fresh_account(host: str, key: str, *, at: float) -> Account:
    """Open the account of *key* at *host* with the credits of its plan."""
    plan = PLANS.get(key, PLANS["sandbox-key"])
    credits = Decimal(plan.suno if host in SUNO_HOSTS else plan.pixverse)
    number = 100_000_000 + zlib.crc32(f"{host}/{key}".encode()) % 800_000_000
    account = Account(host, key, plan.name, plan.slots, number, balance=credits)
    account.write("grant", credits, task="", operation="", at=at)
    return account
