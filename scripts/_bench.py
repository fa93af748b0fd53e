"""Measure every budget of the house beside raw httpx and the libraries that people would otherwise use.

Everybody is measured in each round, one after the other, in a fresh process, against the same vendor on this machine;
ratios are taken inside each round. "median" is that of the rounds' ratios and is what the limit holds for; "min"
divides the best round of ours by the best of the baseline.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, NamedTuple, cast

import _bench_environment
import _bootstrap
from _bench_server import control
from _bench_subjects import PEERS, SUBJECTS

HERE = Path(__file__).resolve().parent
Figures = Mapping[str, float]
Runs = Mapping[str, Sequence[Figures]]
"""The figures of each subject, one set for each round."""
EVERY_PEER = tuple(PEERS)
ROUNDS, QUICK_ROUNDS = 5, 2
PEER_ROUNDS = 2
"""What is several times as slow need not be known to the percent."""
MOST_SECONDS = 900.0
"""Of one process."""
JOB_SECONDS = {False: 2, True: 1}
"""How long a job runs, with --quick or without; it is polled each second."""
LEAN = "import sys; sys.modules.update(dict.fromkeys(('click', 'rich')))"
"""httpx loads these where they are installed, as beside our command line: a third of its import, and nobody's merit."""
TLS = """
import ssl
made = []
def counted(real):
    return lambda *given, **named: made.append(1) or real(*given, **named)
for name in ("load_verify_locations", "load_default_certs"):
    setattr(ssl.SSLContext, name, counted(getattr(ssl.SSLContext, name)))
"""
"""Vendors have https only: who puts TLS off while this address is http gains nothing in life; it is made at the end."""


class Measure(NamedTuple):
    """What is measured, of whom, and how much of it."""

    name: str
    work: str
    """The function of _bench_worker.py, or a start of Python."""
    subjects: tuple[str, ...]
    many: int
    few: int
    """With --quick."""
    peers: tuple[str, ...] = ()
    """Measured beside where they are installed."""
    once: bool = False
    """Whether one round is enough with --quick."""


CALLERS = ("ours", "ours, FULL", "raw httpx", "raw httpx, anew", "raw httpx, notes")
FILES = ("check", "check, 1,000", "quote", "quote, 1,000")
MEASURES = (
    Measure("import", "import", ("ours", "raw httpx"), 5, 3, peers=EVERY_PEER),
    Measure("first call", "first call", ("ours", "ours, FULL", "raw httpx"), 5, 3, peers=EVERY_PEER),
    Measure("call_sync", "call_sync", CALLERS, 3_000, 750, peers=EVERY_PEER),
    Measure("call_async", "call_async", ("ours", "raw httpx", "raw httpx, anew"), 3_000, 750, peers=EVERY_PEER),
    Measure("jobs", "jobs", ("ours", "ours, threads", "raw httpx"), 1_000, 200, peers=EVERY_PEER),
    Measure("reservation", "reservation", ("many rows", "few rows"), 100_000, 5_000, once=True),
    Measure("looks 0.3", "looks", ("ours", "hazard optimum"), 4_000, 1_000),
    Measure("looks 0.6", "looks", ("ours", "hazard optimum"), 4_000, 1_000),
    Measure("download", "download", ("ours", "raw httpx"), 1_024, 128),
    Measure("agents", "agents", ("ours", "bare server"), 9, 3),
    Measure("waiting", "waiting", ("ours",), 5_000, 1_500, once=True),
    Measure("engine", "engine", ("ours",), 300, 50, once=True),
    Measure("lines", "lines", FILES, 100_000, 2_000, once=True),
)
ON_POSTGRES = {"waiting", "engine"}


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
    ceilings: Mapping[str, float] = MappingProxyType({})
    """What other figures of the subject may be in any round."""


JOBS = MappingProxyType({"peak": 20, "failed": 0})
POLLS = MappingProxyType({"polls/s": 3})
"""Of one job; the vendor's limit."""
WORKER = MappingProxyType({"threads": 100, "connections": 12, "commits/s": 50, "% of a core": 15})
"""Of all that wait together."""
BUDGETS = (
    Budget("import", "import", "ours", "openai", "ms", 1 / 8),
    Budget("import, client, first paid call", "first call", "ours", "raw httpx", "ms", 1.5),
    Budget("one paid call, sync", "call_sync", "ours", "raw httpx, anew", "us", 1.25),
    Budget("one paid call, async", "call_async", "ours", "raw httpx, anew", "us", 1.25),
    Budget("one paid call, ledger FULL", "call_sync", "ours, FULL", "raw httpx, notes", "us", 1.25),
    Budget("{count} jobs, async", "jobs", "ours", "raw httpx", "s", 1.5, ceilings=JOBS),
    Budget("{count} jobs, threads", "jobs", "ours, threads", "raw httpx", "s", 1.5, ceilings=JOBS),
    Budget("reservation at {count} rows", "reservation", "many rows", "few rows", "us", 1.5),
    Budget("looks per job, spread 0.3", "looks 0.3", "ours", "hazard optimum", "looks", 1.6, ceilings=POLLS),
    Budget("looks per job, spread 0.6", "looks 0.6", "ours", "hazard optimum", "looks", 1.6, ceilings=POLLS),
    Budget("{count} MiB on the disk", "download", "ours", "raw httpx", "s", 1.5, ceilings={"MiB": 16}),
    Budget("server for agents, until its tools", "agents", "ours", "bare server", "ms", 1.3),
    Budget("{count} jobs that wait in a worker, KiB", "waiting", "ours", None, "KiB", 40, ceilings=WORKER),
    Budget("engine of batches, ms a job", "engine", "ours", None, "ms", 40, ceilings={"commits": 25}),
    Budget("check of {count} lines, memory", "lines", "check", "check, 1,000", "MiB", 1.2),
    Budget("check of {count} lines, s for 3,000", "lines", "check", None, "s/3,000", 1.0),
    Budget("quote of {count} lines, memory", "lines", "quote", "quote, 1,000", "MiB", 1.2),
    Budget("quote of {count} lines, s for 3,000", "lines", "quote", None, "s/3,000", 1.0),
)
HEADS = ("", "budget", "median", "min", "limit", "others", "figures of ours")


class Row(NamedTuple):
    """What became of a budget."""

    budget: Budget
    name: str
    median: float
    """Of the ratios of all rounds."""
    best: float
    ratios: tuple[float, ...]
    over: dict[str, float]
    """Figures that passed their ceiling, at their worst."""
    figures: dict[str, float]
    """The subject's medians."""
    against: dict[str, float]
    """The baseline's, of the same figure."""
    others: dict[str, float]
    """The peers' ratios over the same baseline, the best first."""

    @property
    def met(self) -> bool:
        return self.median <= self.budget.limit and not self.over


class Plan(NamedTuple):
    """How a run is made."""

    port: int
    folder: Path
    """For what subjects write."""
    rounds: int = ROUNDS
    quick: bool = False
    peers: Path | None = None
    """The Python that has the peers."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Broken(Exception):
    """A subject could not be measured."""


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for and print the tables; exit code 1 when a budget is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and calls, over five minutes")
    parser.add_argument("--rounds", type=int, help=f"rounds of each measure ({ROUNDS}; {QUICK_ROUNDS} with --quick)")
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to this file")
    parser.add_argument("--markdown", action="store_true", help="print the tables in Markdown, at the end")
    parser.add_argument("--readme", action="store_true", help="print the README's table, and nothing else")
    parser.add_argument("--alone", action="store_true", help="leave out the libraries of .bench")
    parser.add_argument("--peers", action="store_true", help="only make .bench, from scripts/peers.lock")
    parser.add_argument("--lock", action="store_true", help="only make scripts/peers.lock anew")
    options = parser.parse_args(arguments)
    if options.lock or options.peers:
        (_bench_environment.lock if options.lock else _bench_environment.make)(_bootstrap.ROOT)
        return 0
    if not any(options.only in budget.name for budget in BUDGETS):
        parser.error(f"no row's name holds {options.only!r}")
    rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    for room in ("facade", "generated"):  # as pip does on installing
        _ = compileall.compile_dir(_bootstrap.ROOT / room, quiet=2)
    with vendor() as port, tempfile.TemporaryDirectory() as folder:
        peers = None if options.alone else _bench_environment.python(_bootstrap.ROOT)
        plan = Plan(port=port, folder=Path(folder), rounds=rounds, quick=options.quick, peers=peers)
        rows, results = run(options.only, plan, is_quiet=options.markdown or options.readme)
    if options.json:
        options.json.write_text(json.dumps(document(rows, results, plan), indent=1), encoding="utf-8")
    if options.readme:
        print(readme(rows))
    elif options.markdown:
        print(markdown([HEADS, *map(cells, rows)]))
    if plan.peers is None:
        print("\nThe other libraries: `scripts/bench --peers` brings them into .bench, once.", file=sys.stderr)
    return 0 if all(row.met for row in rows) else 1


def run(only: str, plan: Plan, *, is_quiet: bool) -> tuple[list[Row], dict[str, Runs]]:
    """Measure, and print each budget's line as soon as it is known."""
    rows: list[Row] = []
    results: dict[str, Runs] = {}
    for measure in MEASURES:
        budgets = [budget for budget in BUDGETS if budget.measure == measure.name and only in budget.name]
        if budgets and measure.name in ON_POSTGRES and not has_server():
            print(f"left out: {measure.name}: PostgreSQL is not installed", file=sys.stderr, flush=True)
        elif budgets:
            results[measure.name] = measured(measure, plan)
            count = measure.few if plan.quick else measure.many
            found = [judged(budget, results[measure.name], count=count) for budget in budgets]
            rows += filter(None, found)
            if not is_quiet:
                print("\n".join(line(row) for row in found if row), flush=True)
    return rows, results


def measured(measure: Measure, plan: Plan) -> dict[str, list[Figures]]:
    """Run all rounds of a measure for everybody who can be measured."""
    present = [*measure.subjects, *(peer for peer in measure.peers if python_of(peer, plan) is not None)]
    runs: dict[str, list[Figures]] = {subject: [] for subject in present}
    rounds = 1 if measure.once and plan.quick else plan.rounds
    for number in range(rounds):
        said = f"{measure.name}, round {number + 1} of {rounds}"
        print(f"{said:40}", end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)
        for subject in order(runs, number):
            try:
                runs[subject].append(one(measure, subject, plan=plan, number=number))
            except Broken as error:
                if subject not in PEERS:
                    raise SystemExit(str(error)) from error
                print(f"left out: {error}", file=sys.stderr, flush=True)
                del runs[subject]
    return runs


def order(runs: Runs, number: int) -> list[str]:
    """Return who takes part in a round; every other one goes backwards, so that nobody always follows the same one."""
    taking = [subject for subject in runs if subject not in PEERS or number < PEER_ROUNDS]
    return taking[::-1] if number % 2 else taking


def python_of(subject: str, plan: Plan) -> Path | None:
    """Return the Python that has a subject: a peer's is that of `.bench`, or ours where it happens to be installed."""
    if subject not in PEERS:
        return Path(sys.executable)
    module = str(PEERS[subject].start).split()[1].partition(".")[0]
    return plan.peers or (Path(sys.executable) if find_spec(module) else None)


def one(measure: Measure, subject: str, *, plan: Plan, number: int) -> Figures:
    """Measure one subject once.

    Raises:
        Broken: its process failed.
    """
    start, count = time.perf_counter(), measure.few if plan.quick else measure.many
    if measure.work in {"import", "first call"}:
        is_whole = measure.work == "first call"
        figures = {"ms": min(started(subject, plan, is_whole=is_whole) for _ in range(count))}
    elif measure.work == "looks":
        where = f"{measure.name.split()[1]} {2 * number}"
        figures = worked("looks", subject, plan=plan, count=count, base=where)
    else:
        figures = worked(measure.work, subject, plan=plan, count=count)
    return figures | {"took s": time.perf_counter() - start}


def started(subject: str, plan: Plan, *, is_whole: bool) -> float:
    """Time, in a fresh process, an import, or the whole way to the first answer; milliseconds."""
    kind = SUBJECTS[subject]
    code = [LEAN, f"import time; BASE, FOLDER = {plan.base!r}, {str(plan.folder)!r}; begun = time.perf_counter()"]
    code += [kind.start, *([TLS, kind.rest, "made or ssl.create_default_context()"] if is_whole else [])]
    return float(_told(subject, ["-c", "\n".join([*code, "print((time.perf_counter() - begun) * 1e3)"])], plan=plan))


def worked(work: str, subject: str, *, plan: Plan, count: int, base: str = "") -> dict[str, float]:
    """Run a function of the worker, and read what the vendor saw afterwards."""
    control(plan.port, f"/_reset?seconds={JOB_SECONDS[plan.quick] if work == 'jobs' else 0}")
    arguments = [str(HERE / "_bench_worker.py"), work, subject, base or plan.base, str(count)]
    python = sys.executable if work == "looks" else None
    figures: dict[str, float] = json.loads(_told(subject, arguments, plan=plan, python=python).splitlines()[-1])
    seen = control(plan.port, "/_stats")
    if seen["unknown"]:
        raise Broken(f"{work} of {subject}: {seen['unknown']} calls to routes that the vendor does not have")
    return figures | ({"connections": seen["connections"], "peak": seen["peak"]} if work == "jobs" else {})


def _told(subject: str, arguments: Sequence[str], *, plan: Plan, python: str | None = None) -> str:
    command = [python or str(python_of(subject, plan)), *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, text=True, env=environment(plan), timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise Broken(f"{subject}, {arguments[1:3]}: still busy after {MOST_SECONDS:g} s") from error
    if done.returncode:
        raise Broken(f"{subject}, {arguments[1:3]}: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout


def environment(plan: Plan) -> dict[str, str]:
    """Return the environment of whoever is measured: no proxy, since all load goes to this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return kept | {"BENCH_FOLDER": str(plan.folder)}


@contextmanager
def vendor() -> Generator[int]:
    """Start a vendor on a free port; it ends with its standard input."""
    command = [sys.executable, str(HERE / "_bench_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        stdout, stdin = cast("IO[str]", process.stdout), cast("IO[str]", process.stdin)
        try:
            yield int(stdout.readline())
        finally:
            stdin.close()


def has_server() -> bool:
    """Return whether a PostgreSQL can be started."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/postgres")) or shutil.which("postgres") is not None


def judged(budget: Budget, runs: Runs, *, count: int) -> Row | None:
    """Judge a budget; None where its subject or its baseline was not measured."""
    subject, baseline = runs.get(budget.subject, ()), runs.get(budget.baseline or "", ())
    if not subject or (budget.baseline and not baseline):
        return None
    ratios = ratios_of(subject, baseline if budget.baseline else None, figure=budget.figure)
    worst = {name: max(mine[name] for mine in subject) for name in budget.ceilings}
    base = min(base[budget.figure] for base in baseline) if budget.baseline else 1.0
    return Row(
        budget=budget,
        name=budget.name.format(count=f"{count:,}"),
        median=statistics.median(ratios),
        best=min(mine[budget.figure] for mine in subject) / base,
        ratios=tuple(ratios),
        over={name: worst[name] for name in worst if worst[name] > budget.ceilings[name]},
        figures=medians(subject),
        against={budget.figure: medians(baseline)[budget.figure]} if budget.baseline else {},
        others=others(budget, runs),
    )


def ratios_of(subject: Sequence[Figures], baseline: Sequence[Figures] | None, *, figure: str) -> list[float]:
    """Divide inside each round, so that a busy minute falls on both; without a baseline, return the figures."""
    if baseline is None:
        return [mine[figure] for mine in subject]
    return [mine[figure] / base[figure] for mine, base in zip(subject, baseline, strict=False)]


def medians(rounds: Sequence[Figures]) -> dict[str, float]:
    return {name: statistics.median(mine[name] for mine in rounds) for name in rounds[0]}


def cells(row: Row) -> tuple[str, ...]:
    """Return a budget's line; what passed its ceiling stands first among the figures."""
    over = [f"{name} {number(value)} is too much" for name, value in row.over.items()]
    told = {name: value for name, value in row.figures.items() if name not in {"took s", *row.over}}
    figures = [
        f"{name} {number(value)}" + (f" against {number(row.against[name])}" if name in row.against else "")
        for name, value in told.items()
    ]
    peers = ", ".join(f"{peer} {number(ratio)}" for peer, ratio in row.others.items())
    start = (
        "ok" if row.met else "MISS",
        row.name,
        f"{row.median:.3f}",
        f"{row.best:.3f}",
        f"≤ {number(row.budget.limit)}",
    )
    return (*start, peers, ", ".join(over + figures))


def line(row: Row) -> str:
    """Write a budget's line for a terminal."""
    mark, name, middle, best, most, peers, figures = cells(row)
    return f"{mark:4} {name:34} {middle:>9} {best:>9}  {most:8} {figures}{f'; {peers}' if peers else ''}"


def number(value: float) -> str:
    """Write a figure with as many digits as it deserves."""
    if value == int(value):
        return f"{value:,.0f}"
    digits = next((digits for most, digits in ((1, 3), (10, 2), (100, 1)) if abs(value) < most), 0)
    return f"{value:,.{digits}f}"


def others(budget: Budget, runs: Runs) -> dict[str, float]:
    """Return what the peers have over the same baseline, the best first."""
    base = runs.get(budget.baseline or "", ())
    peers = [peer for peer in PEERS if base and peer != budget.baseline and runs.get(peer)]
    found = {peer: statistics.median(ratios_of(runs[peer], base, figure=budget.figure)) for peer in peers}
    return dict(sorted(found.items(), key=lambda each: each[1]))


def readme(rows: Sequence[Row]) -> str:
    """Write the README's table: each budget, what was measured over which baseline, and the same of the peers."""
    table = [("", "over", "reelscore", "budget", "others")]
    for row in rows:
        middle = number(row.median) if row.met else f"**{number(row.median)}**"
        table.append((row.name, row.budget.baseline or "", middle, f"≤ {number(row.budget.limit)}", cells(row)[5]))
    return markdown(table)


def markdown(table: Sequence[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = ["| " + " | ".join(row) + " |" for row in table]
    return "\n".join([lines[0], "|" + "---|" * len(table[0]), *lines[1:]])


def document(rows: Sequence[Row], results: Mapping[str, Runs], plan: Plan) -> dict[str, Any]:
    """Return all figures of a run, where and how it was made."""
    told = [
        {"name": row.name, "median": row.median, "min": row.best, "limit": row.budget.limit, "met": row.met}
        | {"ratios": row.ratios, "over": row.over, "figures": row.figures, "against": row.against}
        for row in rows
    ]
    about = {"python": platform.python_version(), "cores": len(os.sched_getaffinity(0)), "rounds": plan.rounds}
    pins = _bench_environment.pins(_bootstrap.ROOT)
    return {"about": {**about, "quick": plan.quick, "peers": pins}, "rows": told, "figures": results}
