"""Both clients behind one face, and what must hold between the vendor's books and the ledger after anything."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from reelscore.ledger import Ledger
from reelscore.ledger.budget import Budget
from reelscore.ledger.records import CallStatus
from tests.toy import KEY, PRICE, UNLIMITED, AsyncToy, Make, Toy, ToyFamily, ToyHost
from tests.toyserver import ToyServer
from tests.turned import Turned

HOST = ToyFamily(host=ToyHost(limits=UNLIMITED))


def options(server: ToyServer | str, ledger: Ledger | Path | str | None, **more: Any) -> dict[str, Any]:
    """Return the options of a client of the toy."""
    url = server if isinstance(server, str) else server.url
    common = {"host": HOST, "api_key": KEY, "base_url": url, "ledger": ledger, "timeout": 30.0, "clock": Turned().clock}
    return common | more


def blocking(use: Callable[[Toy], Any], **given: Any) -> Any:
    """Use a blocking client."""
    with Toy(**given) as client:
        return use(client)


def awaiting(use: Callable[[AsyncToy], Any], **given: Any) -> Any:
    """Use an async client on a loop of its own."""

    async def main() -> Any:
        async with AsyncToy(**given) as client:
            return await use(client)

    return asyncio.run(main())


WAYS: dict[str, Callable[..., Any]] = {"sync": blocking, "async": awaiting}


def submit(way: str, **given: Any) -> str:
    """Start one task and give its id."""
    if way == "sync":
        return str(blocking(lambda client: client.submit(Make(prompt="a fox")), **given).id)

    async def use(client: AsyncToy) -> str:
        return (await client.submit(Make(prompt="a fox"))).id

    return str(awaiting(use, **given))


def wait(way: str, task_id: str, *, seconds: float = 10.0, **given: Any) -> Any:
    """Wait for a task by its id."""
    if way == "sync":
        return blocking(lambda client: client.task("make", task_id).wait(seconds), **given)
    return awaiting(lambda client: client.task("make", task_id).wait(seconds), **given)


def recover(way: str, *, replay: bool, **given: Any) -> list[Any]:
    """Look back."""
    found: list[Any] = WAYS[way](lambda client: client.recover(replay=replay), **given)
    return found


def assert_books_agree(server: ToyServer, ledger: Ledger, *, settled: bool = True) -> None:
    """Check that the ledger knows every job that the vendor took, and what it cost.

    Args:
        server: whose tx are true.
        ledger: what we know.
        settled: nothing is in doubt any more; else the ledger may hold more than was charged, never less.
    """
    rows = ledger.tasks(limit=10_000)
    with server.lock:
        jobs = {job["trace"]: task for task, job in server.jobs.items()}
    known = {row.intent: row for row in rows}
    assert set(jobs) <= set(known)
    held = sum((row.reserved for row in rows), Decimal(0))
    if settled:
        assert {known[trace].task_id for trace in jobs} == set(jobs.values())
        assert not [row for row in rows if row.status in {CallStatus.INTENT, CallStatus.UNKNOWN}]
        assert held == PRICE * len(jobs)
    assert held >= PRICE * len(jobs)


def purse(credits: int) -> Budget:
    """Return a budget for a day, which counts every process."""
    return Budget(credits, per="day")
