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
from typing import IO, Any, NamedTuple, cast

import _bootstrap
import _lock
from _bench_server import control
from _bench_subjects import PEERS, SUBJECTS

HERE = Path(__file__).resolve().parent
Figures = Mapping[str, float]
Runs = Mapping[str, Sequence[Figures]]
"""The figures of each subject, one set for each round."""
ROUNDS, QUICK_ROUNDS = 5, 2
MADE_FROM = Path(".bench", "peers.lock")  # a copy of the lock, written when all of it is installed
MOST_SECONDS = 900.0  # of one process
JOB_SECONDS = 2  # how long a job runs; it is polled each second
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
    """How much is measured, and of whom beside those whom its budgets name."""

    many: int
    few: int
    """With --quick."""
    peers: bool = False
    """Whether every peer is measured too, where they are installed."""
    once: bool = False
    """Whether one round is enough with --quick."""


MEASURES = {
    "import": Measure(5, 3, peers=True),
    "first call": Measure(5, 3, peers=True),
    "call_sync": Measure(3_000, 500, peers=True),
    "call_async": Measure(3_000, 500, peers=True),
    "jobs": Measure(1_000, 200, peers=True),
    "reservation": Measure(100_000, 5_000, once=True),
    "looks 0.3": Measure(4_000, 500),
    "looks 0.6": Measure(4_000, 500),
    "download": Measure(1_024, 128),
    "agents": Measure(9, 2),
    "waiting": Measure(5_000, 1_000, once=True),
    "engine": Measure(300, 50, once=True),
    "lines": Measure(100_000, 10_000, once=True),
}
"""By the function of _bench_worker.py, with what it is told further; the first two are starts of Python."""
ON_POSTGRES = {"waiting", "engine"}
HAS_POSTGRES = any(Path("/usr/lib/postgresql").glob("*/bin/postgres")) or shutil.which("postgres") is not None


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
    ceilings: Mapping[str, float] = {}
    """What other figures of the subject may be in any round."""


JOBS = {"peak": 20, "failed": 0}
POLLS = {"polls/s": 3}  # of one job; the vendor's limit
WORKER = {"threads": 100, "connections": 12, "commits/s": 50, "% of a core": 15}
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
    Budget("job of one step in a worker, ms", "engine", "ours", None, "ms", 40, ceilings={"commits": 25}),
    Budget("check of {count} lines, memory", "lines", "check", "check, 1,000", "MiB", 1.2),
    Budget("check of {count} lines, s for 3,000", "lines", "check", None, "s/3,000", 1.0),
    Budget("quote of {count} lines, memory", "lines", "quote", "quote, 1,000", "MiB", 1.2),
    Budget("quote of {count} lines, s for 3,000", "lines", "quote", None, "s/3,000", 1.0),
)


class Row(NamedTuple):
    """What became of a budget."""

    budget: Budget
    name: str
    median: float
    """Of the ratios of all rounds."""
    min: float
    ratios: tuple[float, ...]
    over: dict[str, float]
    """Figures that passed their ceiling, at their worst."""
    figures: dict[str, float]
    """The subject's medians."""
    against: dict[str, float]
    """The baseline's, of the same figure."""
    others: str
    """The peers' ratios over the same baseline, the best first."""

    @property
    def met(self) -> bool:
        return self.median <= self.budget.limit and not self.over


class Plan(NamedTuple):
    """How a run is made."""

    base: str
    """Address of the vendor."""
    folder: Path
    """For what subjects write."""
    rounds: int = ROUNDS
    quick: bool = False
    peers: Path | None = None
    """The Python that has the peers."""


class Broken(Exception):
    """A subject could not be measured."""


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for and print the tables; exit code 1 when a budget is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and calls, some three minutes")
    parser.add_argument("--rounds", type=int, help=f"rounds of each measure ({ROUNDS}; {QUICK_ROUNDS} with --quick)")
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to this file")
    parser.add_argument("--readme", action="store_true", help="print the README's table, at the end")
    parser.add_argument("--alone", action="store_true", help="leave out the libraries of .bench")
    parser.add_argument("--peers", action="store_true", help="only make .bench, from scripts/peers.lock")
    options = parser.parse_args(arguments)
    if options.peers:
        make_peers(_bootstrap.ROOT)
        return 0
    if not any(options.only in budget.name for budget in BUDGETS):
        parser.error(f"no row's name holds {options.only!r}")
    rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    for room in ("facade", "generated"):  # as pip does on installing
        _ = compileall.compile_dir(_bootstrap.ROOT / room, quiet=2)
    with vendor() as base, tempfile.TemporaryDirectory() as folder:
        peers = None if options.alone else peers_python(_bootstrap.ROOT)
        plan = Plan(base, Path(folder), rounds=rounds, quick=options.quick, peers=peers)
        rows, results = run(options.only, plan)
    if options.json:
        options.json.write_text(json.dumps(document(rows, results, plan), indent=1), encoding="utf-8")
    if options.readme:
        print(readme(rows))
    if plan.peers is None:
        print("\nThe other libraries: `scripts/bench --peers` brings them into .bench, once.", file=sys.stderr)
    return 0 if all(row.met for row in rows) else 1


def make_peers(root: Path) -> None:
    """Make `.bench` anew: the libraries of the lock and nothing else, so that none is among the project's own."""
    print("reelscore: making .bench from scripts/peers.lock", file=sys.stderr, flush=True)
    _bootstrap.python(Path(sys.executable), "-m", "venv", "--clear", str(root / ".bench"))
    lock, python = root / _lock.PEERS, _bootstrap.interpreter(root, ".bench")
    _bootstrap.python(python, *_bootstrap.PIP, "--no-deps", "--require-hashes", "-r", str(lock))
    _ = shutil.copy(lock, root / MADE_FROM)


def peers_python(root: Path) -> Path | None:
    """Return the Python of `.bench`; None where it is missing, or was made from another lock."""
    made, lock = root / MADE_FROM, root / _lock.PEERS
    is_made = made.exists() and made.read_bytes() == lock.read_bytes()
    return _bootstrap.interpreter(root, ".bench") if is_made else None


@contextmanager
def vendor() -> Generator[str]:
    """Start a vendor on a free port and yield its address; it ends with its standard input."""
    command = [sys.executable, str(HERE / "_bench_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        stdout, stdin = cast("IO[str]", process.stdout), cast("IO[str]", process.stdin)
        try:
            yield stdout.readline().strip()
        finally:
            stdin.close()


def run(only: str, plan: Plan) -> tuple[list[Row], dict[str, Runs]]:
    """Measure, and print each budget's line as soon as it is known."""
    rows: list[Row] = []
    results: dict[str, Runs] = {}
    for name, measure in MEASURES.items():
        budgets = [budget for budget in BUDGETS if budget.measure == name and only in budget.name]
        if budgets and name in ON_POSTGRES and not HAS_POSTGRES:
            print(f"left out: {name}: PostgreSQL is not installed", file=sys.stderr, flush=True)
        elif budgets:
            results[name] = measured(name, budgets, plan)
            count = measure.few if plan.quick else measure.many
            found = [row for row in (judged(budget, results[name], count=count) for budget in budgets) if row]
            rows += found
            print("\n".join(map(line, found)), flush=True)
    return rows, results


# -- Measuring ---------------------------------------------------------------------------------------------------------


def measured(name: str, budgets: Sequence[Budget], plan: Plan) -> dict[str, list[Figures]]:
    """Run all rounds of a measure; every other one goes backwards, so that nobody always follows the same one.

    Measured are whom its budgets name, and its peers, as far as they are there.
    """
    measure = MEASURES[name]
    named = [subject for budget in budgets for subject in (budget.subject, budget.baseline) if subject]
    named += PEERS if plan.peers and measure.peers else ()
    runs: dict[str, list[Figures]] = {subject: [] for subject in named if python_of(subject, plan)}
    rounds = 1 if measure.once and plan.quick else plan.rounds
    for number in range(rounds):
        said = f"{name}, round {number + 1} of {rounds}"
        print(f"{said:40}", end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)
        for subject in [*runs][:: -1 if number % 2 else 1]:
            try:
                runs[subject].append(one(name, subject, plan=plan, number=number))
            except Broken as error:
                if subject not in PEERS:
                    raise SystemExit(str(error)) from error
                print(f"left out: {error}", file=sys.stderr, flush=True)
                del runs[subject]
    return runs


def python_of(subject: str, plan: Plan) -> Path | None:
    """Return the Python that has a subject: a peer's is that of `.bench`, or ours where it happens to be installed."""
    if subject not in PEERS:
        return Path(sys.executable)
    return plan.peers or (Path(sys.executable) if find_spec(PEERS[subject].module) else None)


def one(name: str, subject: str, *, plan: Plan, number: int) -> Figures:
    """Measure one subject once, or raise Broken where its process fails."""
    start, count = time.perf_counter(), MEASURES[name].few if plan.quick else MEASURES[name].many
    if name in {"import", "first call"}:
        figures = {"ms": min(started(subject, plan, is_whole=name == "first call") for _ in range(count))}
    else:
        work, _, spread = name.partition(" ")
        figures = worked(work, subject, plan=plan, count=count, base=spread and f"{spread} {2 * number}")
    return figures | {"took s": time.perf_counter() - start}


def started(subject: str, plan: Plan, *, is_whole: bool) -> float:
    """Time, in a fresh process, an import, or the whole way to the first answer; milliseconds."""
    kind = SUBJECTS[subject]
    code = [LEAN, f"import time; BASE = {plan.base!r}; begun = time.perf_counter()"]
    code += [kind.start, *([TLS, kind.rest, "made or ssl.create_default_context()"] if is_whole else [])]
    return float(_told(subject, ["-c", "\n".join([*code, "print((time.perf_counter() - begun) * 1e3)"])], plan=plan))


def worked(work: str, subject: str, *, plan: Plan, count: int, base: str = "") -> dict[str, float]:
    """Run a function of the worker, and read what the vendor saw afterwards."""
    control(plan.base, f"/_reset?seconds={JOB_SECONDS if work == 'jobs' else 0}")
    arguments = [str(HERE / "_bench_worker.py"), work, subject, base or plan.base, str(count)]
    figures: dict[str, float] = json.loads(_told(subject, arguments, plan=plan).splitlines()[-1])
    seen = control(plan.base, "/_stats")
    if seen["unknown"]:
        raise Broken(f"{work} of {subject}: {seen['unknown']} calls to routes that the vendor does not have")
    return figures | ({"connections": seen["connections"], "peak": seen["peak"]} if work == "jobs" else {})


def _told(subject: str, arguments: Sequence[str], *, plan: Plan) -> str:
    command = [str(python_of(subject, plan)), *arguments]
    options: dict[str, Any] = {"text": True, "env": environment(plan), "timeout": MOST_SECONDS}
    try:
        return str(subprocess.run(command, capture_output=True, check=True, **options).stdout)
    except subprocess.SubprocessError as error:  # it failed, or is still busy
        wrote = error.stderr.strip().splitlines() if isinstance(error, subprocess.CalledProcessError) else []
        raise Broken(f"{subject}, {arguments[1:3]}: {[str(error), *wrote][-1]}") from error


def environment(plan: Plan) -> dict[str, str]:
    """Return the environment of whoever is measured: no proxy, since all load goes to this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return kept | {"BENCH_FOLDER": str(plan.folder)}


# -- Judging and telling -----------------------------------------------------------------------------------------------


def judged(budget: Budget, runs: Runs, *, count: int) -> Row | None:
    """Judge a budget; None where its subject or its baseline was not measured."""
    figure, subject, baseline = budget.figure, runs.get(budget.subject, ()), runs.get(budget.baseline or "", ())
    if not subject or (budget.baseline and not baseline):
        return None

    def ratios_of(figures: Sequence[Figures]) -> list[float]:
        """Divide inside each round, so that a busy minute falls on both; without a baseline, return the figures."""
        if not baseline:
            return [mine[figure] for mine in figures]
        return [mine[figure] / base[figure] for mine, base in zip(figures, baseline, strict=True)]

    ratios = ratios_of(subject)
    worst = {name: max(mine[name] for mine in subject) for name in budget.ceilings}
    others = (name for name in PEERS if runs.get(name) and name != budget.baseline)
    peers = {name: statistics.median(ratios_of(runs[name])) for name in others}
    return Row(
        budget=budget,
        name=budget.name.format(count=f"{count:,}"),
        median=statistics.median(ratios),
        min=min(mine[figure] for mine in subject) / min((base[figure] for base in baseline), default=1.0),
        ratios=tuple(ratios),
        over={name: value for name, value in worst.items() if value > budget.ceilings[name]},
        figures={name: statistics.median(mine[name] for mine in subject) for name in subject[0] if name != "took s"},
        against={figure: statistics.median(base[figure] for base in baseline)} if baseline else {},
        others=", ".join(f"{name} {number(peers[name])}" for name in sorted(peers, key=peers.__getitem__)),
    )


def line(row: Row) -> str:
    """Write a budget's line for a terminal; what passed its ceiling stands first among the figures."""
    told = [f"{name} {number(value)} is too much" for name, value in row.over.items()]
    told += [
        f"{name} {number(value)}" + (f" against {number(row.against[name])}" if name in row.against else "")
        for name, value in row.figures.items()
        if name not in row.over
    ]
    mark, most = "ok" if row.met else "MISS", f"≤ {number(row.budget.limit)}"
    peers = f"; {row.others}" if row.others else ""
    return f"{mark:4} {row.name:40} {row.median:>9.3f} {row.min:>9.3f}  {most:8} {', '.join(told)}{peers}"


def number(value: float) -> str:
    """Write a figure with as many digits as it deserves."""
    if value == int(value):
        return f"{value:,.0f}"
    digits = next((digits for most, digits in ((1, 3), (10, 2), (100, 1)) if abs(value) < most), 0)
    return f"{value:,.{digits}f}"


def readme(rows: Sequence[Row]) -> str:
    """Write the README's table: each budget, what was measured over which baseline, and the same of the peers."""
    lines = ["|  | over | reelscore | budget | others |", "|---|---|---|---|---|"]
    for row in rows:
        middle = number(row.median) if row.met else f"**{number(row.median)}**"
        cells = (row.name, row.budget.baseline or "", middle, f"≤ {number(row.budget.limit)}", row.others)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def document(rows: Sequence[Row], results: Mapping[str, Runs], plan: Plan) -> dict[str, Any]:
    """Return all figures of a run, where and how it was made."""
    told = [{**row._asdict(), "budget": row.budget.name, "limit": row.budget.limit, "met": row.met} for row in rows]
    about = {"python": platform.python_version(), "cores": len(os.sched_getaffinity(0)), "rounds": plan.rounds}
    pins = _lock.pins(_lock.PEERS)
    return {"about": {**about, "quick": plan.quick, "peers": pins}, "rows": told, "figures": results}
