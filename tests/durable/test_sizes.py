"""The same at a size that takes minutes: run by ``scripts/test --full``."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from reelscore.durable import Studio
from reelscore.errors import BudgetExceeded
from reelscore.ledger import Ledger
from reelscore.ledger.budget import Budget
from tests.durable.shop import ENVIRONMENT, ROOT, SLOTS, Elsewhere, Workers, film, receiving, sandbox, songs
from tests.durable.test_workers import assert_paid_once, ended, held, misbehave, refusals, until_done
from tests.ledgers import intend

pytestmark = pytest.mark.slow


@pytest.fixture
def shop() -> Iterator[Elsewhere]:
    """Run a sandbox."""
    with sandbox(speed=120) as found:
        yield found


def told(figure: str) -> None:
    """Print a figure, for ``pytest -s``; a busy machine makes it no fault."""
    sys.stdout.write(f"\n{figure}\n")


@pytest.mark.parametrize("host", ["pixverse.ai", "kie.ai"])
def test_a_hundred_calls_in_flight_are_killed_and_none_is_paid_twice(
    postgres_url: str, shop: Elsewhere, tmp_path: Path, host: str
) -> None:
    """PixVerse replays them all; kie.ai does not: webhooks tell which were taken, the others are for a person."""
    shop.control("/faults", {"name": "slow", "role": "submit", "value": 1.5, "rate": 1.0, "host": host})
    batch = film("late", jobs=150, longer=0) if host == "pixverse.ai" else songs("late", 150)
    workers = Workers(postgres_url, shop, tmp_path)
    killed = 0
    with Studio(postgres_url) as studio, closing(workers), receiving(postgres_url, shop) as url:
        studio.submit(batch)
        for number in range(40):
            name = f"w{number}"
            workers.start(name, look_seconds=0.2, callback_url=url)
            until = time.monotonic() + 10
            while (flying := len(in_flight(studio.ledger))) < SLOTS // 2 and time.monotonic() < until:
                time.sleep(0.02)  # until some are
            killed += flying
            workers.kill(name)
            if killed >= 100:
                break
        workers.start("last", look_seconds=0.2, callback_url=url)
        counts = settled(studio, "late", shop, host, seconds=400)
        assert studio.ledger.check_counters() == []

    assert killed >= 100
    assert counts.total() == len(batch.steps)
    assert host == "kie.ai" or not counts["doubtful"]
    assert set(shop.charges(host).values()) == {1}


def settled(studio: Studio, name: str, shop: Elsewhere, host: str, *, seconds: float) -> Counter[str]:
    """Wait until each call that the vendor took has ended, and count the states; what is left it never saw."""
    until = time.monotonic() + seconds
    while True:
        counts = studio.counts(name)
        if not set(counts) - {"succeeded", "doubtful"} and counts["succeeded"] == len(shop.charges(host)):
            return counts
        assert time.monotonic() < until, (counts, len(shop.charges(host)))
        time.sleep(0.1)  # as somebody who looks now and then


def in_flight(ledger: Ledger) -> list[Any]:
    """List calls that were sent and not answered."""
    return ledger.read(lambda tx: tx.rows("status = 'intent'"))


def _race(url: str, rounds: int, barrier: Any, won: Any) -> None:
    ledger = Ledger(url)
    for number in range(rounds):
        barrier.wait()
        try:
            intend(ledger, f"{os.getpid()}-{number}", budget=Budget(40, id=f"round {number}"))
        except BudgetExceeded:
            continue
        with won.get_lock():
            won[number] += 1
    ledger.close()


def test_eight_processes_race_a_thousand_times_for_the_last_credit(postgres_url: str) -> None:
    spawn, rounds = multiprocessing.get_context("spawn"), 1_000
    Ledger(postgres_url).read(lambda tx: tx.now())
    barrier, won = spawn.Barrier(8), spawn.Array("i", rounds)
    racers = [spawn.Process(target=_race, args=(postgres_url, rounds, barrier, won)) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(300)

    assert won[:] == [4] * rounds
    assert held(Ledger(postgres_url)) <= 40 * rounds
    assert Ledger(postgres_url).check_counters() == []


def test_a_webhook_at_another_machine_wakes_who_waits(postgres_url: str, shop: Elsewhere, tmp_path: Path) -> None:
    batch, workers = songs("woken", 60), Workers(postgres_url, shop, tmp_path)
    with Studio(postgres_url) as studio, closing(workers), receiving(postgres_url, shop) as url:
        studio.submit(batch)
        workers.start("w1", callback_url=url)
        found = ended(studio, "woken")
        sql = """SELECT finished - received FROM webhook_inbox JOIN calls USING (host, task)
            WHERE webhook_inbox.state = 'succeeded' ORDER BY 1"""
        taken = [row[0] for row in studio.ledger.read(lambda tx: tx.query(sql))]

    looks = len(shop.control("/requests?host=kie.ai&method=GET")) / 60
    told(f"woken after {taken[len(taken) // 2]:.3f} s (p50), {taken[-1]:.3f} s (the last); {looks:.2f} looks a job")
    assert [job.errors for job in found] == [()] * 60
    assert len(taken) == 60
    assert looks <= 1.2


def test_three_workers_keep_the_rate_and_the_slots_of_an_account(
    postgres_url: str, shop: Elsewhere, tmp_path: Path
) -> None:
    sung, filmed = songs("sung", 60), film("filmed", jobs=60, longer=0)
    workers = Workers(postgres_url, shop, tmp_path)
    with Studio(postgres_url) as studio, closing(workers):
        studio.submit(sung)
        studio.submit(filmed)
        workers.start("w1", "w2", "w3")
        ended(studio, "sung")
        found = ended(studio, "filmed")

    assert_paid_once(found, filmed, shop)
    assert refusals(shop, "kie.ai") + refusals(shop, "pixverse.ai") == []
    at = sorted(moment(each["at"]) for each in shop.control("/requests?host=kie.ai&role=submit"))
    assert len(at) == 60
    assert all(later - earlier >= 10 for earlier, later in zip(at, at[20:], strict=False))


def moment(value: Any) -> float:
    """Read a time of the sandbox."""
    return value if isinstance(value, (int, float)) else datetime.fromisoformat(value).timestamp()


def test_a_job_that_one_release_began_ends_under_the_next(postgres_url: str, shop: Elsewhere, tmp_path: Path) -> None:
    """DBOS would tell releases apart by their code; a copy of ours with other code and another number goes on."""
    shutil.copytree(ROOT / "facade", tmp_path / "next", ignore=shutil.ignore_patterns("__pycache__"))
    changed = tmp_path / "next" / "reelscore"
    code = (changed / "durable" / "dbos.py").read_text()
    (changed / "durable" / "dbos.py").write_text(
        code.replace("    given = await run_job(", '    logger.info("of the next release")\n    given = await run_job(')
    )
    init = changed / "__init__.py"
    init.write_text(re.sub(r'__version__ = "[^"]*"', '__version__ = "99.0.0"', init.read_text()))
    batch, workers = film("old", jobs=20, longer=10), Workers(postgres_url, shop, tmp_path)
    misbehave(shop, rate=0.0, late=1.0)
    with Studio(postgres_url) as studio, closing(workers):
        studio.submit(batch)
        workers.start("w1")
        until_done(studio, "old", jobs=3)
        workers.kill("w1")
        paths = ENVIRONMENT["PYTHONPATH"].replace(str(ROOT / "facade"), str(tmp_path / "next"))
        workers.environment = {**ENVIRONMENT, "PYTHONPATH": paths}
        workers.start("w2", look_seconds=0.2)
        found = ended(studio, "old")

    assert "of the next release" in workers.log("w2")
    assert_paid_once(found, batch, shop)
