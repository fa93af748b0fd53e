"""Batches on real workers, real databases and a sandbox, with everything that can die killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from reelscore.durable import Batch, JobStatus, Studio
from reelscore.durable.dbos import Adopter
from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger, find_ledger
from tests.durable.shop import Elsewhere, Workers, film, receiving, sandbox, songs
from tests.postgres import running_server

_ENDED = {"succeeded", "failed", "cancelled"}


def ended(studio: Studio, name: str, *, seconds: float = 90.0) -> list[JobStatus]:
    """Wait for the end of a batch."""
    until = time.monotonic() + seconds
    while True:
        found = studio.status(name)
        if all(job.state in _ENDED for job in found):
            return found
        assert time.monotonic() < until, studio.counts(name)
        time.sleep(0.1)  # as somebody who looks now and then


def assert_paid_once(found: list[JobStatus], batch: Batch, shop: Elsewhere) -> None:
    """Check that every call of a batch was paid, none twice, and that the ledger says so too."""
    assert [job.errors for job in found if job.state != "succeeded"] == []
    assert len(found) == len(batch.jobs)
    charges = shop.charges()
    assert sorted(charges.values()) == [1] * len(batch.steps)
    tasks = {call.task_id for job in found for call in job.calls}
    assert tasks == set(charges)
    assert sum(sum(job.credits.values()) for job in found) == sum(batch.total().credits.values())


@pytest.fixture(scope="module")
def vendors() -> Iterator[Elsewhere]:
    """Run a sandbox."""
    with sandbox(speed=120) as found:
        yield found


@pytest.fixture
def shop(vendors: Elsewhere) -> Elsewhere:
    """Empty the sandbox."""
    return vendors.emptied()


@pytest.fixture
def workers(shared: Path | str, shop: Elsewhere, tmp_path: Path) -> Iterator[Workers]:
    """Start workers of one ledger."""
    found = Workers(str(shared), shop, tmp_path)
    yield found
    found.close()


@pytest.mark.parametrize("application", ["reelscore", "shop"])
def test_a_batch_runs_to_its_end_and_pays_each_call_once(
    shared: Path | str, shop: Elsewhere, workers: Workers, application: str
) -> None:
    batch = film("spring", jobs=6, longer=2)
    with Studio(shared, application=application) as studio:
        assert studio.submit(batch) == 6
        assert studio.submit(batch) == 0
        workers.start("w1", **({} if application == "reelscore" else {"application": application}))
        found = ended(studio, "spring")
        assert studio.batches() == {"spring": {"ended": 6}}
        assert studio.purge_older(timedelta(hours=1)) == {}
        assert studio.purge_older(timedelta(hours=-1)) == {"spring": 6}
        assert studio.batches() == {}

    assert_paid_once(found, batch, shop)


def until_done(studio: Studio, name: str, *, jobs: int, seconds: float = 90.0) -> None:
    """Return when so many jobs have ended."""
    end = time.monotonic() + seconds
    while sum(count for state, count in studio.counts(name).items() if state in _ENDED) < jobs:
        assert time.monotonic() < end, studio.counts(name)
        time.sleep(0.1)  # as above


def misbehave(shop: Elsewhere, *, rate: float, late: float) -> None:
    """Lose a share of answers and requests, and let each paid answer be late, so that kills hit calls in flight."""
    shop.control("/faults", {"name": "answer-lost", "rate": rate})
    shop.control("/faults", {"name": "request-lost", "rate": rate})
    if late:
        shop.control("/faults", {"name": "slow", "role": "submit", "value": late, "rate": 1.0})


@pytest.mark.parametrize(
    ("jobs", "kills"), [(40, (8, 20)), pytest.param(500, (60, 170, 300), marks=pytest.mark.slow, id="500 jobs")]
)
def test_workers_that_are_killed_are_replaced_by_the_others(
    postgres_url: str, shop: Elsewhere, tmp_path: Path, jobs: int, kills: tuple[int, ...]
) -> None:
    """With many jobs each comes again under another name; at no moment is more held than the budget."""
    batch, workers = film("killed", jobs=jobs, longer=jobs // 5), Workers(postgres_url, shop, tmp_path)
    misbehave(shop, rate=0.02, late=1.0 if jobs < 100 else 0.0)
    most = Decimal(0)
    with Studio(postgres_url) as studio, closing(workers):
        studio.submit(batch)
        workers.start("w1", "w2", "w3")
        for number, done in enumerate(kills, 1):
            until_done(studio, "killed", jobs=done, seconds=300)
            most = max(most, held(studio.ledger))
            workers.kill(f"w{number}")
            if len(kills) > 2:
                workers.start(f"w{number} again")
        found = ended(studio, "killed", seconds=300)
        assert studio.ledger.check_counters() == []

    assert_paid_once(found, batch, shop)
    assert refusals(shop, "pixverse.ai") == []
    assert most <= sum(batch.total().credits.values())


def refusals(shop: Elsewhere, host: str) -> list[Any]:
    """List the submissions that the vendor refused."""
    sent = shop.control(f"/requests?host={host}&role=submit")
    return [each["code"] for each in sent if each["code"] not in {0, 200, None}]


def held(ledger: Ledger) -> Decimal:
    """Add up what counts against budgets."""
    return sum((row.reserved for row in ledger.tasks(limit=10_000)), Decimal(0))


def test_a_worker_that_starts_again_under_its_name_goes_on(
    shared: Path | str, shop: Elsewhere, workers: Workers
) -> None:
    batch = film("again", jobs=12, longer=3)
    misbehave(shop, rate=0.02, late=1.0)
    with Studio(shared) as studio:
        studio.submit(batch)
        for done in (2, 7):
            workers.start("w1", look_seconds=3600.0)
            until_done(studio, "again", jobs=done)
            workers.kill("w1")
        workers.start("w1", look_seconds=3600.0)
        found = ended(studio, "again")

    assert_paid_once(found, batch, shop)


def test_a_webhook_that_another_machine_receives_settles_a_lost_answer(
    postgres_url: str, shop: Elsewhere, tmp_path: Path
) -> None:
    """kie.ai replays nothing: whether a lost call was taken is told by its webhook alone."""
    shop.control("/faults", {"name": "answer-lost", "rate": 0.5, "host": "kie.ai"})
    batch, workers = songs("songs", 6), Workers(postgres_url, shop, tmp_path)
    with Studio(postgres_url) as studio, closing(workers), receiving(postgres_url, shop) as url:
        studio.submit(batch)
        workers.start("w1", callback_url=url)
        found = ended(studio, "songs")

    assert [(job.state, job.errors) for job in found] == [("succeeded", ())] * 6
    assert sorted(shop.charges("kie.ai").values()) == [1] * 6


def test_a_second_worker_of_a_file_or_of_a_name_is_refused(shared: Path | str) -> None:
    first, second = (Adopter(find_ledger(shared), "w1", adopt=False, every=60.0) for _ in range(2))
    first.start()
    try:
        with pytest.raises(ConfigurationError, match="another worker"):
            second.start()
    finally:
        first.close()
    second.start()
    second.close()


@pytest.mark.parametrize(
    ("how", "away", "jobs"),
    [(signal.SIGQUIT, 0.0, 20), pytest.param(signal.SIGINT, 20.0, 60, marks=pytest.mark.slow)],
)
def test_jobs_outlive_a_crash_of_the_database_and_its_absence(
    shop: Elsewhere, tmp_path: Path, how: signal.Signals, away: float, jobs: int
) -> None:
    batch = film("crash", jobs=jobs, longer=jobs // 5)
    misbehave(shop, rate=0.02, late=1.0)
    with running_server() as server, closing(Workers(server.url(), shop, tmp_path)) as workers:
        with Studio(server.url()) as studio:
            studio.submit(batch)
            workers.start("w1", "w2")
            until_done(studio, "crash", jobs=4)
        server.stop(how)
        time.sleep(away)
        server.start()
        with Studio(server.url()) as studio:
            done = studio.counts("crash")["succeeded"]
            until_done(studio, "crash", jobs=min(done + 1, jobs), seconds=30)
            found = ended(studio, "crash")
            assert studio.ledger.check_counters() == []
            studio.ledger.close()

    assert_paid_once(found, batch, shop)


def test_a_living_worker_that_looks_dead_pays_nothing_twice(postgres_url: str, shop: Elsewhere, tmp_path: Path) -> None:
    batch, workers = film("zombie", jobs=30, longer=5), Workers(postgres_url, shop, tmp_path)
    misbehave(shop, rate=0.02, late=1.0)
    session = psycopg.connect(postgres_url, autocommit=True)
    with Studio(postgres_url) as studio, closing(session), closing(workers):
        studio.submit(batch)
        workers.start("w1", "w2", "w3", look_seconds=0.2)
        for done in (4, 12, 20):
            until_done(studio, "zombie", jobs=done)
            session.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name LIKE 'reelscore %%' AND application_name NOT LIKE %s",
                (f"reelscore {os.getpid()}-%",),
            )
        found = ended(studio, "zombie")
        assert studio.ledger.check_counters() == []

    assert_paid_once(found, batch, shop)


def jobs_of(worker: str, url: str) -> list[str]:
    """List the jobs that a worker has begun and not ended."""
    sql = "SELECT workflow_uuid FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id = %s ORDER BY 1"
    with psycopg.connect(url) as session:
        return [row[0] for row in session.execute(sql, (worker,))]


def stop_at_work(workers: Workers, name: str, url: str) -> None:
    """Stop a worker at a moment when it has jobs."""
    process = workers.processes[name]
    process.send_signal(signal.SIGSTOP)
    while not jobs_of(name, url):
        process.send_signal(signal.SIGCONT)
        time.sleep(0.05)  # until it has taken some
        process.send_signal(signal.SIGSTOP)


@pytest.mark.slow
def test_a_worker_that_stands_still_is_adopted_by_nobody_and_goes_on(
    postgres_url: str, shop: Elsewhere, tmp_path: Path
) -> None:
    """The server ends what it stood still in: a transaction that all others would wait for."""
    batch, workers = film("still", jobs=24, longer=4), Workers(postgres_url, shop, tmp_path)
    misbehave(shop, rate=0.02, late=0.5)
    with Studio(postgres_url) as studio, closing(workers):
        studio.submit(batch)
        workers.start("w1", "w2", look_seconds=0.1, at_once=8)  # so that each has some of the 15 slots
        until_done(studio, "still", jobs=4)
        stop_at_work(workers, "w1", postgres_url)
        until_done(studio, "still", jobs=len(batch.jobs) - len(jobs_of("w1", postgres_url)))
        kept = jobs_of("w1", postgres_url)
        workers.processes["w1"].send_signal(signal.SIGCONT)
        found = ended(studio, "still")

    assert kept
    assert "took up" not in workers.log("w2")
    assert_paid_once(found, batch, shop)
