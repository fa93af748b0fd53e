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
WATCHED_SECONDS = 20.0
SETTLING_SECONDS = 30.0
"""After which each task has been looked at once; from then on it is every two minutes, or when a webhook tells."""
STATISTICS_SECONDS = 2.0
"""After which the server's counts hold what its sessions did."""
PATIENCE = 900.0


def waiting(subject: str, base: str, *, count: int) -> Figures:
    """Let one worker wait for so many paid tasks; the memory of each, and what the worker costs meanwhile."""
    del subject
    _ = control(int(base.rpartition(":")[2]), f"/_reset?seconds={HOURS}")
    with server() as (url, session), worker(url, base, at_once=count + AHEAD, callback_url="webhook-1"):
        submit(url, "ahead", AHEAD)
        until(lambda: paid(session) == AHEAD)
        _ = gc.collect()
        before = memory()
        submit(url, "many", count)
        until(lambda: paid(session) == count + AHEAD)
        time.sleep(SETTLING_SECONDS)
        _ = gc.collect()
        each, done, used = (memory() - before) / count, commits(session), time.process_time()
        time.sleep(WATCHED_SECONDS)
        sessions = one(session, "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")
        return {
            "KiB": each,
            "% of a core": (time.process_time() - used) / WATCHED_SECONDS * 100,
            "commits/s": (commits(session) - done) / WATCHED_SECONDS,
            "threads": threading.active_count(),
            "connections": sessions - 1,  # but for the one that counts
        }


def engine(subject: str, base: str, *, count: int) -> Figures:
    """Run jobs of one step; milliseconds of CPU that the engine adds to ``run_all``, and commits of a job in all."""
    del subject
    with server() as (url, session):
        requests = [clip(number, "without") for number in range(AHEAD + count)]
        plain = asyncio.run(without(url, base, requests))
        with worker(url, base, at_once=count):
            submit(url, "ahead", AHEAD)
            until(lambda: ended(session) == AHEAD)
            done, used = commits(session), time.process_time()
            submit(url, "many", count)
            until(lambda: ended(session) == AHEAD + count)
            time.sleep(STATISTICS_SECONDS)
            return {
                "ms": (time.process_time() - used) / count * 1e3 - plain,
                "ms without": plain,
                "commits": (commits(session) - done) / count,
            }


async def without(url: str, base: str, requests: list[Any]) -> float:
    """Return the milliseconds of CPU of a job without an engine, on the same ledger."""
    async with client(url, base) as alone:
        for some, is_measured in ((requests[:AHEAD], False), (requests[AHEAD:], True)):
            used = time.process_time()
            async for _ in alone.run_all(some, key="without"):
                pass
            if is_measured:
                return (time.process_time() - used) / len(some) * 1e3
    raise AssertionError


def clip(number: int, name: str) -> Any:
    """Make a request."""
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
def server() -> Generator[tuple[str, Any]]:
    """Run a server, and open a session on it that reads its counts."""
    import psycopg
    from tests.postgres import running_server

    with running_server() as found, psycopg.connect(found.url(), autocommit=True) as session:
        yield found.url(), session


def one(session: Any, sql: str) -> float:
    return float(session.execute(sql).fetchone()[0])


def paid(session: Any) -> float:
    return one(session, "SELECT count(*) FROM reelscore.calls WHERE status = 'submitted'")


def ended(session: Any) -> float:
    return one(session, "SELECT count(*) FROM dbos.workflow_status WHERE status = 'SUCCESS'")


def commits(session: Any) -> float:
    return one(session, "SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'")


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
