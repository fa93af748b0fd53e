"""Measure what batches cost on DBOS and PostgreSQL: jobs that wait in one worker, and what the engine adds to a job.

Each measure starts a server of its own. Commits are that server's count, of all sessions.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import _bootstrap
from _bench_server import control
from _bench_subjects import FIELDS

sys.path.insert(0, str(_bootstrap.ROOT))  # for the server that the tests start

Figures = dict[str, float]
AHEAD = 20
"""Jobs that go first, unmeasured."""
HOURS = 36_000
"""Seconds that a job takes which is only waited for."""
SETTLING_SECONDS, WATCHED_SECONDS = 10.0, 10.0
"""A task is looked at every two minutes, or when a webhook tells."""
STATISTICS_SECONDS = 2.0
"""After which the server's counts hold what its sessions did."""
PATIENCE = 900.0
STORED = "SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'"
PAID = "SELECT count(*) FROM reelscore.calls WHERE status = 'submitted'"
ENDED = "SELECT count(*) FROM dbos.workflow_status WHERE status = 'SUCCESS'"
SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"


def waiting(subject: str, base: str, *, count: int) -> Figures:
    """Let one worker wait for so many paid tasks; the memory of each, and what the worker costs meanwhile."""
    del subject
    _ = control(int(base.rpartition(":")[2]), f"/_reset?seconds={HOURS}")
    with server() as (url, one), worker(url, base, at_once=count + AHEAD, callback_url="webhook-1"):
        submit(url, "ahead", AHEAD)
        until(lambda: one(PAID) == AHEAD)
        _ = gc.collect()
        before = memory()
        submit(url, "many", count)
        until(lambda: one(PAID) == AHEAD + count)
        time.sleep(SETTLING_SECONDS)
        _ = gc.collect()
        each, done, used = (memory() - before) / count, one(STORED), time.process_time()
        time.sleep(WATCHED_SECONDS)
        return {
            "KiB": each,
            "% of a core": (time.process_time() - used) / WATCHED_SECONDS * 100,
            "commits/s": (one(STORED) - done) / WATCHED_SECONDS,
            "threads": threading.active_count(),
            "connections": one(SESSIONS) - 1,  # but for the one that counts
        }


def engine(subject: str, base: str, *, count: int) -> Figures:
    """Run jobs of one step; milliseconds of CPU that the engine adds to ``run_all``, and commits of a job in all."""
    del subject
    with server() as (url, one):
        plain = asyncio.run(without(url, base, count))
        with worker(url, base, at_once=count):
            submit(url, "ahead", AHEAD)
            until(lambda: one(ENDED) == AHEAD)
            done, used = one(STORED), time.process_time()
            submit(url, "many", count)
            until(lambda: one(ENDED) == AHEAD + count)
            time.sleep(STATISTICS_SECONDS)
            return {
                "ms": (time.process_time() - used) / count * 1e3 - plain,
                "ms without": plain,
                "commits": (one(STORED) - done) / count,
            }


async def without(url: str, base: str, count: int) -> float:
    """Return the milliseconds of CPU of a job without an engine, on the same ledger."""
    used = 0.0
    async with client(url, base) as alone:
        for name, number in (("ahead of none", AHEAD), ("without", count)):
            used = time.process_time()
            requests = [clip(take, name) for take in range(number)]
            async for _ in alone.run_all(requests, key=name, max_concurrency=number):
                pass
    return (time.process_time() - used) / count * 1e3


def clip(number: int, name: str) -> Any:
    from reelscore.pixverse import TextToVideo

    fields: dict[str, Any] = {**FIELDS, "prompt": f"{name}: a red fox in snow, take {number}"}
    return TextToVideo(**fields)


def client(url: str, base: str, callback_url: str | None = None) -> Any:
    """Make a client; one that is told of each end by webhook looks seldom."""
    import reelscore as rs

    return rs.AsyncPixVerse(api_key="x", base_url=base, ledger=url, callback_url=callback_url)


def submit(url: str, name: str, count: int) -> None:
    """Hand over a batch."""
    from reelscore.durable import Batch, Studio

    batch = Batch(name)
    for number in range(count):
        batch.add(clip(number, name))
    with Studio(url) as studio:
        _ = studio.submit(batch)


@contextmanager
def worker(url: str, base: str, *, at_once: int, callback_url: str | None = None) -> Generator[None]:
    """Run jobs in this process."""
    from reelscore.durable import Worker

    with Worker(url, [client(url, base, callback_url)], name="bench", at_once=at_once):
        yield


@contextmanager
def server() -> Generator[tuple[str, Callable[[Any], float]]]:
    """Run a server; yield its URL, and what answers a query with a number."""
    import psycopg
    from tests.postgres import running_server

    with running_server() as found, psycopg.connect(found.url(), autocommit=True) as session:

        def one(sql: Any) -> float:
            row = session.execute(sql).fetchone()
            return float(row[0]) if row else 0.0

        yield found.url(), one


def memory() -> float:
    """Return the KiB that this process alone holds."""
    with open("/proc/self/smaps_rollup", encoding="ascii") as file:  # noqa: PTH123 - no file of ours
        return sum(float(line.split()[1]) for line in file if line.startswith("Private_"))


def until(is_done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_done():
        if time.monotonic() > end:
            raise TimeoutError(f"still waiting after {PATIENCE:g} s")
        time.sleep(0.5)
