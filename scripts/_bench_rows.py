"""The budgets of the house as a table, what is measured for them, and the arithmetic between the two; nothing is run."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from _bench_peers import PEERS, POLLERS

Figures = Mapping[str, float]
Runs = Mapping[str, Sequence[Figures]]
"""The figures of each subject, a set for each round."""
EVERY_PEER = tuple(PEERS)


class Measure(NamedTuple):
    """What is measured, of whom, and how much of it."""

    name: str
    subjects: tuple[str, ...]
    """Ours and the baselines, always measured."""
    many: int
    few: int
    """With --quick."""
    peers: tuple[str, ...] = ()
    """Measured beside where they are installed."""
    once: bool = False
    """Whether one round is enough with --quick, since it repeats by itself what varies."""


MEASURES = (
    Measure("import", ("ours", "raw httpx", "raw aiohttp"), 5, 3, peers=EVERY_PEER),
    Measure("first call", ("ours", "ours, FULL", "raw httpx", "raw aiohttp"), 5, 3, peers=EVERY_PEER),
    Measure("construct", ("ours", "raw httpx"), 200, 25),
    Measure(
        "call_sync",
        ("ours", "ours, FULL", "ours, NORMAL", "raw httpx", "raw httpx, fsync"),
        3000,
        750,
        peers=EVERY_PEER,
    ),
    Measure("call_async", ("ours", "ours, aiohttp", "raw httpx", "raw aiohttp"), 3000, 750, peers=EVERY_PEER),
    Measure(
        "jobs", ("ours", "ours, aiohttp", "ours, threads", "raw httpx", "raw aiohttp"), 1000, 200, peers=EVERY_PEER
    ),
    Measure("growth", ("ours",), 10_000, 2_000, once=True),
    Measure("file", ("check", "check, 1,000 lines", "quote", "quote, 1,000 lines"), 100_000, 2_000, once=True),
    Measure("rules", ("checked", "bare value"), 20_000, 5_000),
    Measure("polls 0.3", ("ours", "hazard optimum", "raw httpx"), 40_000, 4_000, peers=tuple(POLLERS)),
    Measure("polls 0.6", ("ours", "hazard optimum", "raw httpx"), 40_000, 4_000, peers=tuple(POLLERS)),
    Measure(
        "download",
        ("ours", "raw httpx", "raw httpx, fsync", "raw aiohttp"),
        1024,
        128,
        peers=("replicate", "openai"),  # the others bring no files
    ),
    Measure("ledger", ("one caller", "32 threads", "bare inserts"), 10_000, 2_000),
)


class Budget(NamedTuple):
    """One row of the table: a figure of a subject, over a baseline's, and what it may be."""

    name: str
    """``{count}`` stands for how many were measured."""
    measure: str
    subject: str
    baseline: str | None
    """None where the figure itself is limited."""
    figure: str
    limit: float
    at_least: bool = False
    """The ratio must not fall below the limit, instead of not pass it."""
    ceilings: Mapping[str, float] = MappingProxyType({})
    """What other figures of the subject may be in any round."""


JOBS = MappingProxyType({"peak": 20, "failed": 0})
"""Connections at once, by the server's count: a paid call opens one anew rather than risk one that idled."""
FILE = MappingProxyType({"MiB": 16})
BUDGETS = (
    Budget("import", "import", "ours", "openai", "ms", 1 / 8),
    Budget("import, client, first call", "first call", "ours", "raw httpx", "ms", 1.25),
    Budget("client construction, ms", "construct", "ours", None, "ms", 0.5),
    Budget("one call, sync", "call_sync", "ours", "raw httpx", "us", 1.15),
    Budget("one call, async", "call_async", "ours", "raw httpx", "us", 1.15),
    Budget("one call, aiohttp extra", "call_async", "ours, aiohttp", "raw httpx", "us", 0.75),
    Budget("one call, ledger FULL", "call_sync", "ours, FULL", "raw httpx", "us", 1.6),
    Budget("one call, ledger NORMAL", "call_sync", "ours, NORMAL", "raw httpx", "us", 1.3),
    Budget("{count} jobs, async", "jobs", "ours", "raw httpx", "s", 1.5, ceilings=JOBS),
    Budget("{count} jobs, aiohttp extra", "jobs", "ours, aiohttp", "raw httpx", "s", 0.5, ceilings=JOBS),
    Budget("{count} jobs, threads", "jobs", "ours, threads", "raw httpx", "s", 1.5, ceilings=JOBS),
    Budget("{count} simulated jobs, time", "growth", "ours", None, "time power", 1.15),
    Budget("{count} simulated jobs, memory", "growth", "ours", None, "memory power", 1.15),
    Budget("check of {count} lines, memory", "file", "check", "check, 1,000 lines", "MiB", 1.2),
    Budget("quote of {count} lines, memory", "file", "quote", "quote, 1,000 lines", "MiB", 1.2),
    Budget("build + violations + quote", "rules", "checked", "bare value", "us", 6),
    Budget("polls per job, spread 0.3", "polls 0.3", "ours", "hazard optimum", "looks", 1.15),
    Budget("polls per job, spread 0.6", "polls 0.6", "ours", "hazard optimum", "looks", 1.15),
    Budget("download of {count} MiB", "download", "ours", "raw httpx", "s", 1.2, ceilings=FILE),
    Budget("ledger, one caller", "ledger", "one caller", "bare inserts", "rows/s", 0.3, at_least=True),
    Budget("ledger, 32 threads", "ledger", "32 threads", "bare inserts", "rows/s", 0.3, at_least=True),
)


class Row(NamedTuple):
    """What became of a budget."""

    name: str
    median: float
    """Of the ratios of all rounds: this is what the limit holds for."""
    best: float
    """The subject's best round over the baseline's best: what a machine without neighbours would say."""
    limit: float
    at_least: bool
    met: bool
    ratios: tuple[float, ...]
    over: dict[str, float]
    """Figures that passed their ceiling, at their worst."""
    figures: dict[str, float]
    """The subject's medians."""
    against: dict[str, float]
    """The baseline's, of the same figure."""

    def document(self) -> dict[str, Any]:
        """Give what goes into the JSON."""
        told = self._asdict()
        return {"name": told.pop("name"), "median": told.pop("median"), "min": told.pop("best"), **told}


def judged(budget: Budget, runs: Runs, *, count: int) -> Row | None:
    """Judge a budget; None where its subject or its baseline was not measured."""
    subject, baseline = runs.get(budget.subject, ()), runs.get(budget.baseline or "", ())
    if not subject or (budget.baseline and not baseline):
        return None
    ratios = ratios_of(subject, baseline if budget.baseline else None, figure=budget.figure)
    middle = statistics.median(ratios)
    over = passed(subject, budget.ceilings)
    within = middle >= budget.limit if budget.at_least else middle <= budget.limit
    return Row(
        name=budget.name.format(count=f"{count:,}"),
        median=middle,
        best=_best(subject, budget) / (_best(baseline, budget) if budget.baseline else 1.0),
        limit=budget.limit,
        at_least=budget.at_least,
        met=within and not over,
        ratios=tuple(ratios),
        over=over,
        figures=medians(subject),
        against={budget.figure: medians(baseline)[budget.figure]} if budget.baseline else {},
    )


def ratios_of(subject: Sequence[Figures], baseline: Sequence[Figures] | None, *, figure: str) -> list[float]:
    """Divide inside each round, so that a busy minute falls on both; without a baseline, give the figures."""
    if baseline is None:
        return [mine[figure] for mine in subject]
    return [mine[figure] / base[figure] for mine, base in zip(subject, baseline, strict=False)]


def passed(subject: Sequence[Figures], ceilings: Mapping[str, float]) -> dict[str, float]:
    """Give the figures that are above their ceiling in any round."""
    worst = {name: max(mine[name] for mine in subject) for name in ceilings}
    return {name: value for name, value in worst.items() if value > ceilings[name]}


def _best(rounds: Sequence[Figures], budget: Budget) -> float:
    values = [mine[budget.figure] for mine in rounds]
    return max(values) if budget.at_least else min(values)


def medians(rounds: Sequence[Figures]) -> dict[str, float]:
    """Give the median of each figure."""
    return {name: statistics.median(mine[name] for mine in rounds) for name in rounds[0]}


class Column(NamedTuple):
    """A figure that stands beside those of the peers."""

    title: str
    measure: str
    figure: str
    ratio: bool = False
    """To raw httpx, inside each round; else the figure itself."""


COLUMNS = (
    Column("import x", "import", "ms", ratio=True),
    Column("first call x", "first call", "ms", ratio=True),
    Column("sync x", "call_sync", "us", ratio=True),
    Column("async x", "call_async", "us", ratio=True),
    Column("jobs x", "jobs", "s", ratio=True),
    Column("wall s", "jobs", "wall s"),
    Column("opened", "jobs", "connections"),
    Column("failed", "jobs", "failed"),
    Column("file x", "download", "s", ratio=True),
    Column("MiB", "download", "MiB"),
    Column("looks", "polls 0.6", "looks"),
    Column("s late", "polls 0.6", "late"),
)
BESIDE = (
    "ours",
    "ours, aiohttp",
    "ours, threads",
    "ours, FULL",
    "ours, NORMAL",
    "raw httpx",
    "raw httpx, fsync",
    "raw aiohttp",
    *EVERY_PEER,
)


def cell(column: Column, results: Mapping[str, Runs], *, subject: str) -> float | None:
    """Give the median of a column for a subject; None where it was not measured."""
    runs = results.get(column.measure, {})
    mine, base = runs.get(subject, ()), runs.get("raw httpx", ())
    if not mine or (column.ratio and not base):
        return None
    return statistics.median(ratios_of(mine, base if column.ratio else None, figure=column.figure))
