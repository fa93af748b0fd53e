"""Slots: at most so many at once to one origin, freed whatever happens; and looks that are one call."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from reelscore.transport.slots import AsyncSlots, Slots


def test_no_more_threads_than_slots_are_in_at_once() -> None:
    slots, lock, inside, most = Slots(3), threading.Lock(), [0], [0]
    full = threading.Barrier(3)

    def one(_: int) -> None:
        with slots.hold("https://a"):
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            full.wait(10)
            with lock:
                inside[0] -= 1

    with ThreadPoolExecutor(9) as pool:
        list(pool.map(one, range(9)))

    assert most == [3]


def test_origins_do_not_wait_for_each_other() -> None:
    slots = Slots(1)
    with slots.hold("https://a"), slots.hold("https://b"):
        assert slots.hold("https://a") is not slots.hold("https://b")


def test_a_task_that_fails_or_is_cancelled_gives_its_slot_back() -> None:
    async def main() -> None:
        slots = AsyncSlots(1)
        with pytest.raises(ValueError, match="no"):
            async with slots.hold("https://a"):
                raise ValueError("no")
        async with slots.hold("https://a"):
            waiter = asyncio.ensure_future(_enter(slots))
            await asyncio.sleep(0)
            waiter.cancel()
        async with asyncio.timeout(5), slots.hold("https://a"):
            pass

    asyncio.run(main())


async def _enter(slots: AsyncSlots) -> None:
    async with slots.hold("https://a"):
        pass
