"""Pools: shared while anybody holds a share, closed once with the last, one per loop."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

from reelscore.transport.connections import Made
from reelscore.transport.pools import Pool, Shared


class Owner:
    """Something that holds a share."""


def shared() -> tuple[Shared[Any], list[str]]:
    told: list[str] = []

    def make() -> Made:
        told.append("made")
        return Made(object(), lambda _: None, lambda: told.append("closed"), core=True)

    return Shared(make), told


def test_the_last_share_closes_the_pool_and_the_next_makes_another() -> None:
    pools, told = shared()
    owners = Owner(), Owner()
    first, second = (pools.take(owner) for owner in owners)

    assert first.pool is second.pool
    assert (first.end(), told) == (False, ["made"])
    assert (second.end(), told) == (True, ["made", "closed"])
    assert pools.take(owners[0]).pool is not first.pool


def test_a_share_that_is_given_back_twice_counts_once() -> None:
    pools, told = shared()
    owners = Owner(), Owner()
    first, _second = (pools.take(owner) for owner in owners)
    first.end()

    assert (first.end(), told) == (False, ["made"])


def test_an_owner_that_is_collected_gives_its_share_back() -> None:
    pools, told = shared()
    owner = Owner()
    pools.take(owner)
    del owner
    gc.collect()

    assert told == ["made", "closed"]


def test_each_loop_has_its_own_pool() -> None:
    pools, _ = shared()
    owner = Owner()

    async def take() -> Pool[Any]:
        return pools.take(owner, asyncio.get_running_loop()).pool

    assert asyncio.run(take()) is not asyncio.run(take())
