"""A process that submits until it is killed: ``python -m tests.money.killed sync|async URL LEDGER COUNT AT_ONCE``."""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from reelscore.errors import ReelscoreError
from tests.money.scenes import options
from tests.toy import AsyncToy, Make, Toy


def prompt(number: int) -> str:
    """Tell the server whom to kill."""
    return f"{os.getpid()} {number}"


def sync(url: str, ledger: str, *, count: int, at_once: int) -> None:
    """Submit and wait in threads."""
    with Toy(**options(url, ledger)) as client, ThreadPoolExecutor(at_once) as pool:

        def one(number: int) -> None:
            client.submit(Make(prompt=prompt(number))).wait(20)

        for future in [pool.submit(one, number) for number in range(count)]:
            future.result()


async def awaited(url: str, ledger: str, *, count: int, at_once: int) -> None:
    """Submit and wait in tasks."""
    places = asyncio.Semaphore(at_once)
    async with AsyncToy(**options(url, ledger)) as client:

        async def one(number: int) -> None:
            async with places:
                await (await client.submit(Make(prompt=prompt(number)))).wait(20)

        await asyncio.gather(*(one(number) for number in range(count)))


def main() -> None:
    """Run until the end, or until somebody kills this process."""
    way, url, ledger, count, at_once = sys.argv[1:]
    try:
        if way == "sync":
            sync(url, ledger, count=int(count), at_once=int(at_once))
        else:
            asyncio.run(awaited(url, ledger, count=int(count), at_once=int(at_once)))
    except ReelscoreError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(3) from None


if __name__ == "__main__":
    main()
