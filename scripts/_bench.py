"""Every budget of the house, measured: subjects interleaved, each in a fresh process, ratios taken inside each round."""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import _bench_polls

HERE = Path(__file__).resolve().parent
Figures = dict[str, float]


class Budget(NamedTuple):
    """One row: what is measured, against what, what the ratio may be, and how many calls, quick or not."""

    name: str
    measure: str
    subject: str
    baseline: str
    figure: str
    limit: float
    many: int
    few: int
    at_least: bool = False
    """The ratio must not fall below the limit, instead of not pass it."""


BUDGETS = (
    Budget("import", "import", "reelscore", "openai", "ms", 1 / 8, 1, 1),
    Budget("client construction, ms", "construct", "ours", "raw httpx", "ms", 0.5, 200, 50),
    Budget("one call, sync", "call_sync", "ours", "raw httpx", "us", 1.15, 3000, 800),
    Budget("one call, async", "call_async", "ours", "raw httpx", "us", 1.15, 3000, 800),
    Budget("one call, aiohttp extra", "call_async", "ours, aiohttp", "raw httpx", "us", 0.75, 3000, 800),
    Budget("one call, ledger FULL", "call_sync", "ours, FULL", "raw httpx", "us", 1.6, 3000, 800),
    Budget("one call, ledger NORMAL", "call_sync", "ours, NORMAL", "raw httpx", "us", 1.3, 3000, 800),
    Budget("1,000 jobs, async", "jobs_async", "ours", "raw httpx", "s", 1.5, 1000, 300),
    Budget("1,000 jobs, aiohttp extra", "jobs_async", "ours, aiohttp", "raw httpx", "s", 0.5, 1000, 300),
    Budget("1,000 jobs, threads", "jobs_sync", "ours", "raw httpx", "s", 1.5, 1000, 300),
    Budget("build + violations + quote", "rules", "checked", "bare value", "us", 6, 20000, 5000),
    Budget("polls per job, spread 0.3", "polls", "0.3", "hazard optimum", "looks", 1.15, 40000, 4000),
    Budget("polls per job, spread 0.6", "polls", "0.6", "hazard optimum", "looks", 1.15, 40000, 4000),
    Budget("download, time", "download", "ours", "raw httpx", "s", 1.2, 1024, 128),
    Budget("ledger, one caller", "ledger", "one caller", "bare inserts", "rows/s", 0.3, 5000, 1500, at_least=True),
    Budget("ledger, 32 threads", "ledger", "threads", "bare inserts", "rows/s", 0.3, 20000, 4000, at_least=True),
)
ALONE = {"client construction, ms": "absolute: milliseconds, not a ratio"}
BASELINE_OF = {"jobs_sync": "jobs_async"}
"""Raw threads with httpx are no fair baseline; the asyncio one is."""


def main(arguments: list[str]) -> int:
    """Measure what is asked for and print the table; exit code 1 when a budget is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and calls, under two minutes")
    parser.add_argument("--rounds", type=int, help="rounds of each pair (5; 2 with --quick)")
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    options = parser.parse_args(arguments)
    rounds = options.rounds or (2 if options.quick else 5)
    rows = [budget for budget in BUDGETS if options.only in budget.name]
    table = [measured(budget, rounds=rounds, quick=options.quick) for budget in rows]
    if options.json:
        options.json.write_text(json.dumps(table, indent=1), encoding="utf-8")
    return 0 if all(row["met"] for row in table) else 1


def measured(budget: Budget, *, rounds: int, quick: bool) -> dict[str, Any]:
    """Measure one budget and print its line."""
    count = budget.few if quick else budget.many
    pairs = [pair(budget, count=count) for _ in range(rounds)]
    ours = [mine[budget.figure] for mine, _ in pairs]
    ratios = ours if budget.name in ALONE else [mine[budget.figure] / base[budget.figure] for mine, base in pairs]
    middle = statistics.median(ratios)
    met = (middle >= budget.limit) if budget.at_least else (middle <= budget.limit)
    failed = sum(mine.get("failed", 0) for mine, _ in pairs)
    row = {"name": budget.name, "ratio": middle, "best": min(ratios), "worst": max(ratios), "limit": budget.limit}
    row |= {"met": met and not failed, "failed": failed, "pairs": pairs}
    sign = "≥" if budget.at_least else "≤"
    extra = ", ".join(f"{name} {value:.3g}" for name, value in pairs[-1][0].items())
    mark = "ok  " if row["met"] else "MISS"
    print(
        f"{mark} {budget.name:28} {middle:6.3f} {sign} {budget.limit:.3g}   ({min(ratios):.3f}-{max(ratios):.3f}; {extra})",
        flush=True,
    )
    return row


def pair(budget: Budget, *, count: int) -> tuple[Figures, Figures]:
    """Measure subject and baseline once each, one right after the other."""
    if budget.measure == "import":
        return {"ms": imported(budget.subject)}, {"ms": imported(budget.baseline)}
    if budget.measure == "polls":
        return polled(float(budget.subject), count=count)
    mine = worker(budget.measure, budget.subject, count=count)
    return mine, worker(BASELINE_OF.get(budget.measure, budget.measure), budget.baseline, count=count)


def imported(package: str) -> float:
    """Time the import of a package in a fresh process, in milliseconds, the best of five."""
    code = f"import time; t = time.perf_counter(); import {package}; print((time.perf_counter() - t) * 1e3)"
    command = [sys.executable, "-c", code]
    return min(float(subprocess.run(command, capture_output=True, check=True, text=True).stdout) for _ in range(5))


def polled(spread: float, *, count: int) -> tuple[Figures, Figures]:
    """Simulate a learned schedule, each time from another history, and the optimum at the same mean delay."""
    ours, best = _bench_polls.measured(spread, draws=count, seed=next(_SEEDS))
    return {"looks": ours.looks, "late": ours.delay}, {"looks": best.looks}


_SEEDS = itertools.count(0, 2)


def worker(measure: str, subject: str, *, count: int) -> Figures:
    """Run one measure in a fresh process against a fresh server."""
    with server() as port:
        if measure.startswith("jobs"):
            control(port, "/_reset?seconds=2")
        command = [
            sys.executable,
            str(HERE / "_bench_worker.py"),
            measure,
            subject,
            f"http://127.0.0.1:{port}",
            str(count),
        ]
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        if done.returncode:
            raise SystemExit(f"{measure} {subject}: {done.stderr.strip().splitlines()[-1:]}")
        figures: Figures = json.loads(done.stdout.splitlines()[-1])
        if measure.startswith("jobs"):
            figures["connections"] = control(port, "/_stats")["connections"]
        return figures


@contextmanager
def server() -> Generator[int]:
    """Start a vendor on a free port; it ends with its standard input."""
    command = [sys.executable, str(HERE / "_bench_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        stdout, stdin = cast("IO[str]", process.stdout), cast("IO[str]", process.stdin)
        yield int(stdout.readline())
        stdin.close()


def control(port: int, path: str) -> dict[str, Any]:
    """Ask the server about itself."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        told: dict[str, Any] = json.loads(answer.read())
    return told
