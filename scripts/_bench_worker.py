"""One measure of one subject in a fresh process; prints a JSON object of figures. Started by _bench_run.py.

Run by the project's Python, and for the peers by that of `.bench`. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from _bench_parts import Figures, construct, download, ledger, rules
from _bench_server import control
from _bench_simulated import file, growth
from _bench_subjects import SUBJECTS

WARMING = 100
BATCH = 250
"""Calls: so many that each batch holds what comes only now and then, such as a checkpoint of the ledger."""
PATIENCE = 150.0
"""Seconds that jobs may take; what is not done by then has failed."""


class Cost(NamedTuple):
    """Of one call in one batch, in microseconds."""

    cpu: float
    wall: float


def quietest(batches: list[Cost]) -> Figures:
    """Give the batch that was disturbed least, and the mean of all."""
    cpu = [batch.cpu for batch in batches]
    return {"us": min(cpu), "mean us": statistics.mean(cpu), "wall us": min(batch.wall for batch in batches)}


def since(start: tuple[float, float]) -> Cost:
    """Give the cost of a call in the batch that began then."""
    return Cost(*((now - then) / BATCH * 1e6 for now, then in zip(clocks(), start, strict=True)))


def clocks() -> tuple[float, float]:
    """Read the CPU seconds of this process, all threads, and the wall clock."""
    return time.process_time(), time.perf_counter()


def call_sync(subject: str, base: str, *, count: int) -> Figures:
    """Submit one after the other; microseconds for each."""
    once: Callable[[], object] = SUBJECTS[subject](base, is_async=False).call
    for _ in range(WARMING):
        once()
    return quietest([_batch(once) for _ in range(max(1, count // BATCH))])


def _batch(once: Callable[[], object]) -> Cost:
    start = clocks()
    for _ in range(BATCH):
        once()
    return since(start)


def call_async(subject: str, base: str, *, count: int) -> Figures:
    """Submit one after the other on an event loop; microseconds for each."""

    async def measure() -> Figures:
        once: Callable[[], Awaitable[object]] = SUBJECTS[subject](base, is_async=True).acall
        for _ in range(WARMING):
            await once()
        return quietest([await _async_batch(once) for _ in range(max(1, count // BATCH))])

    return asyncio.run(measure())


async def _async_batch(once: Callable[[], Awaitable[object]]) -> Cost:
    start = clocks()
    for _ in range(BATCH):
        await once()
    return since(start)


def jobs(subject: str, base: str, *, count: int) -> Figures:
    """Run so many jobs at once, a look each second; CPU seconds, and how many failed.

    Another client calls ahead, by another name of this machine: what is imported for a call has a measure of its own,
    and nobody begins with a connection.
    """
    if subject == "ours, threads":
        return _threads(SUBJECTS[subject], base, count=count)
    return asyncio.run(_tasks(SUBJECTS[subject], base, count=count))


def elsewhere(base: str) -> str:
    """Give the same vendor by a name under which no connection is shared."""
    return base.replace("127.0.0.1", "localhost")


def forget(base: str) -> None:
    """Let the vendor count from here."""
    control(int(base.rpartition(":")[2]), "/_reset")


async def _tasks(kind: Any, base: str, *, count: int) -> Figures:
    await kind(elsewhere(base), is_async=True).acall()
    forget(base)
    caller = kind(base, is_async=True)
    cpu, wall = clocks()
    tasks = [asyncio.ensure_future(caller.job()) for _ in range(count)]
    done, late = await asyncio.wait(tasks, timeout=PATIENCE)
    used, lasted = clocks()
    failed = len(late) + sum(task.exception() is not None for task in done)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    return {"s": used - cpu, "wall s": lasted - wall, "failed": failed}


def _threads(kind: Any, base: str, *, count: int) -> Figures:
    kind(elsewhere(base), is_async=False).call()
    forget(base)
    caller = kind(base, is_async=False)
    cpu, wall = clocks()
    with ThreadPoolExecutor(count) as pool:
        failed = sum(end.exception() is not None for end in [pool.submit(caller.blocking_job) for _ in range(count)])
    used, lasted = clocks()
    return {"s": used - cpu, "wall s": lasted - wall, "failed": failed}


MEASURES: dict[str, Callable[..., Figures]] = {
    "call_sync": call_sync,
    "call_async": call_async,
    "jobs": jobs,
    "construct": construct,
    "rules": rules,
    "ledger": ledger,
    "download": download,
    "growth": growth,
    "file": file,
}


def main(arguments: list[str]) -> int:
    """Run the measure that is named and print its figures."""
    measure, subject, base, count = arguments
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # some peers open a connection for each job
    print(json.dumps(MEASURES[measure](subject, base, count=int(count))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
