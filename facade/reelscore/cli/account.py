"""``balance``: the credits that are left, on every host that has a key."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from typing import Any

import attrs

from reelscore.cli import keys
from reelscore.cli.commands import HOST, Common, command
from reelscore.cli.operations import host_named
from reelscore.cli.output import Output, amount, table
from reelscore.cli.reports import Misuse
from reelscore.errors import ReelscoreError
from reelscore.vendors.host import hosts


@attrs.frozen(kw_only=True)
class BalanceOptions(Common):
    host: str | None = HOST


@attrs.frozen(kw_only=True)
class Left:
    """What one account has, or why nobody knows."""

    host: str
    place: str = ""
    credits: Decimal | None = None
    error: ReelscoreError | None = None

    def document(self) -> dict[str, Any]:
        error = None if self.error is None else str(self.error)
        return {"host": self.host, "place": self.place or None, "credits": self.credits, "error": error}


def balance(options: BalanceOptions, out: Output) -> int:
    """Show the credits that are left on every host that has a key."""
    names = [host_named(options.host).name] if options.host else with_keys()
    if not names:
        raise Misuse("no host has a key", next="reelscore init keeps one; reelscore demo needs none")
    with ThreadPoolExecutor(len(names)) as pool:
        found = list(pool.map(partial(left, timeout=30.0), names))
    if len(found) == 1 and found[0].error is not None:
        raise found[0].error
    if out.json:
        out.document({"accounts": [each.document() for each in found]})
    elif len(found) == 1:
        out.line(amount(found[0].credits))
    else:
        rows = [(each.host, "" if each.error else amount(each.credits), each.place, each.error or "") for each in found]
        out.show(table(("host", "credits", "key from", ""), [tuple(map(str, row)) for row in rows], right=("credits",)))
    return _exit_code(found)


def with_keys() -> list[str]:
    """Name the hosts whose key can be found."""
    return [name for name in hosts if keys.find_key(hosts[name]).key]


def left(host: str, *, timeout: float) -> Left:
    """Ask one host what is left."""
    place = keys.find_key(hosts[host]).place
    try:
        with keys.client(host, timeout=timeout) as client:
            return Left(host=host, place=place, credits=credits_of(client.balance()))
    except ReelscoreError as error:
        return Left(host=host, place=place, error=error)


def credits_of(result: Any) -> Decimal | None:
    """Read the credits of either vendor's answer."""
    found: Decimal | None = result.total if hasattr(result, "total") else result.credits
    return found


def _exit_code(found: Sequence[Left]) -> int:
    return next((each.error.exit_code for each in found if each.error is not None), 0)


COMMANDS = {"balance": command("balance", balance, options=BalanceOptions)}
