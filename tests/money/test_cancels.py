"""Cancelled tasks: what had no byte on the wire costs nothing, what had is in doubt and found again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from reelscore.ledger import Ledger
from reelscore.ledger.records import CallStatus
from tests.money.scenes import assert_books_agree, options, recover
from tests.toy import AsyncToy, Make
from tests.toyserver import ToyServer


async def cancelled(count: int, *, when: Any, **given: Any) -> None:
    """Submit many, cancel them all at a moment."""
    async with AsyncToy(**given) as client:
        tasks = [asyncio.create_task(client.submit(Make(prompt=str(number)))) for number in range(count)]
        await when()
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(end) for end in ended} <= {asyncio.CancelledError, type(ended[0])}


def test_cancelling_three_hundred_waiting_submissions_leaves_only_those_that_had_a_connection(
    server: ToyServer, ledger: Ledger
) -> None:
    server.misbehave("make", *["hang"] * 300)

    async def all_places_taken() -> None:
        while len(server.calls) < 20:  # noqa: ASYNC110 - the server is in a thread
            await asyncio.sleep(0.005)

    asyncio.run(cancelled(300, when=all_places_taken, **options(server, ledger)))
    server.release.set()

    rows = ledger.tasks(limit=1000)
    assert len([row for row in rows if row.status is not CallStatus.VOID]) == 20
    assert len(server.jobs) == 20
    assert_books_agree(server, ledger, settled=False)
    server.faults.clear()

    found = recover("async", replay=True, **options(server, ledger))

    assert [finding.action for finding in found] == ["replayed"] * 20
    assert len(server.jobs) == 20
    assert_books_agree(server, ledger)


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 4, 5, 8, 12, 20])
def test_a_submission_cancelled_after_any_number_of_turns_of_the_loop_is_never_lost(
    turns: int, server: ToyServer, ledger: Ledger
) -> None:
    async def some_turns() -> None:
        for _ in range(turns):
            await asyncio.sleep(0)

    asyncio.run(cancelled(5, when=some_turns, **options(server, ledger)))
    ledger.run(id)

    assert_books_agree(server, ledger, settled=False)
    recover("async", replay=True, **options(server, ledger))
    assert_books_agree(server, ledger)


def test_a_wait_that_is_cancelled_loses_nothing(server: ToyServer, ledger: Ledger) -> None:
    server.looks_needed = 10_000

    async def main() -> str:
        async with AsyncToy(**options(server, ledger)) as client:
            task = await client.submit(Make(prompt="a fox"))
            waiting = asyncio.create_task(task.wait(1e9))
            while not [call for call in server.calls if "tasks" in call[1]]:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.005)
            waiting.cancel()
            await asyncio.wait([waiting])
            return task.id

    task_id = asyncio.run(main())
    server.looks_needed = 1

    found = recover("async", replay=False, **options(server, ledger))

    assert [(finding.action, finding.task.id) for finding in found] == [("resumed", task_id)]
    assert_books_agree(server, ledger)
