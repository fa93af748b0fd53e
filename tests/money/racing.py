"""Processes that race for one thing: ``python -m tests.money.racing budget|key|jobs URL LEDGER PROCESSES``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from reelscore.effects import HttpCall
from reelscore.errors import BudgetExceeded, ReelscoreError
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.records import NewCall
from tests.money.scenes import options, purse
from tests.toy import TOY, Make, Toy

CAP = 1420
"""Credits: 142 jobs."""


def reserve(_url: str, ledger: str) -> None:
    """Reserve in the ledger alone, as often as the budget allows."""
    request, tx = Make(prompt="a fox"), Ledger(ledger, synchronous="NORMAL")
    for number in range(10):
        entry = NewCall(
            intent=f"{os.getpid()}-{number}",
            host="toy",
            account="one",
            operation="make",
            call=HttpCall(method="POST", path="/make"),
            quote=request.quote(TOY),
            budget=purse(CAP),
        )
        try:
            tx.run(partial(LedgerTransaction.insert_intent, entry=entry))
        except BudgetExceeded:
            break
    tx.close()


def keyed(url: str, ledger: str) -> None:
    """Submit one request under one key, and print the task that came of it."""
    from reelscore.flows.drivers import Clock

    with Toy(**options(url, ledger, clock=Clock())) as client:
        os.write(1, f"{client.submit(Make(prompt='a fox'), key='order-42').id}\n".encode())


def jobs(url: str, ledger: str) -> None:
    """Submit from eight threads until the budget is used up."""
    with Toy(**options(url, ledger, budget=purse(CAP))) as client, ThreadPoolExecutor(8) as pool:

        def one(number: int) -> None:
            try:
                client.submit(Make(prompt=str(number)))
            except BudgetExceeded:
                return

        list(pool.map(one, range(60)))


RACES: dict[str, Callable[[str, str], None]] = {"budget": reserve, "key": keyed, "jobs": jobs}


def main() -> None:
    """Fork the racers, start them together, and exit with the number of those that failed."""
    race, url, ledger, processes = sys.argv[1:]
    ready, start = os.pipe()
    children: list[int] = []
    for _ in range(int(processes)):
        child = os.fork()
        if child == 0:
            os.close(start)
            os.read(ready, 1)
            try:
                RACES[race](url, ledger)
            except ReelscoreError as error:
                os.write(2, f"{type(error).__name__} {error}\n".encode())
                os._exit(1)
            os._exit(0)
        children.append(child)
    os.close(start)
    raise SystemExit(sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children))


if __name__ == "__main__":
    main()
