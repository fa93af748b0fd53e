"""Runs measures: in each round one subject after the other, each in a fresh process, all against one local vendor."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, NamedTuple, cast

import _bench_polls as polls
from _bench_peers import INTERVAL, LOOKS_AT_ONCE, PEERS, POLLERS
from _bench_rows import Measure
from _bench_server import control
from _bench_subjects import SUBJECTS

HERE = Path(__file__).resolve().parent
Figures = dict[str, float]
ROUNDS, QUICK_ROUNDS = 5, 2
SLOW = {False: (20.0, 2), True: (0.5, 1)}
"""With --quick or without: a peer that takes more seconds for one round is measured so many times only. What is ten times
as slow need not be known to the percent."""
MOST_SECONDS = 900.0
"""Of one process."""
JOB_SECONDS = {False: 2, True: 1}
"""That a job runs, with --quick or without; there is a look each second."""
LEAN = "import sys; sys.modules.update(dict.fromkeys(('click', 'rich')))"
"""httpx loads these where they are installed, as beside our command line: a third of its import, and nobody's merit."""


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
        """The vendor's address."""
        return f"http://127.0.0.1:{self.port}"


class Broken(Exception):
    """A subject could not be measured."""


def measured(measure: Measure, plan: Plan) -> dict[str, list[Figures]]:
    """Run all rounds of a measure for everybody who can be measured."""
    runs: dict[str, list[Figures]] = {subject: [] for subject in present(measure, plan)}
    for number in range(rounds_of(measure, plan)):
        _say(f"{measure.name}, round {number + 1} of {rounds_of(measure, plan)}")
        for subject in order(runs, number=number, quick=plan.quick):
            try:
                runs[subject].append(one(measure, subject, plan=plan, number=number))
            except Broken as error:
                if subject not in PEERS:
                    raise SystemExit(str(error)) from error
                print(f"left out: {error}", file=sys.stderr, flush=True)
                del runs[subject]
    return runs


def _say(text: str) -> None:
    print(f"{text:40}", end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)


def order(runs: Mapping[str, Sequence[Figures]], *, number: int, quick: bool) -> list[str]:
    """Give who takes part in a round; every other round goes backwards, so that nobody always follows the same one."""
    taking = [subject for subject, rounds in runs.items() if wanted(subject, rounds, quick=quick)]
    return taking[::-1] if number % 2 else taking


def rounds_of(measure: Measure, plan: Plan) -> int:
    """Give how many rounds are run."""
    return 1 if measure.once and plan.quick else plan.rounds


def wanted(subject: str, rounds: Sequence[Figures], *, quick: bool) -> bool:
    """Tell whether a subject takes part in one more round."""
    seconds, enough = SLOW[quick]
    return subject not in PEERS or len(rounds) < enough or rounds[0]["took s"] <= seconds


def present(measure: Measure, plan: Plan) -> list[str]:
    """Give the subjects of a measure that can be measured."""
    return [*measure.subjects, *(peer for peer in measure.peers if python_of(peer, plan) is not None)]


def python_of(subject: str, plan: Plan) -> Path | None:
    """Give the Python that has a subject: a peer's is that of `.bench`, or ours where it happens to be installed."""
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
    if measure.name.startswith("polls"):
        figures = polled(subject, float(measure.name.split()[1]), draws=count, seed=2 * number)
    elif measure.name in {"import", "first call"}:
        whole = measure.name == "first call"
        figures = {"ms": min(started(subject, plan, whole=whole) for _ in range(count))}
    else:
        figures = worked(measure.name, subject, plan=plan, count=count)
    return figures | {"took s": time.perf_counter() - start}


def started(subject: str, plan: Plan, *, whole: bool) -> float:
    """Time, in a fresh process, an import, or the whole way to the first answer; milliseconds."""
    kind = SUBJECTS[subject]
    names = f"import time; BASE, FOLDER = {plan.base!r}, {str(plan.folder)!r}; begun = time.perf_counter()"
    code = [LEAN, names, kind.start, kind.rest if whole else "", "print((time.perf_counter() - begun) * 1e3)"]
    return float(_told(subject, ["-c", "\n".join(code)], plan=plan))


def worked(name: str, subject: str, *, plan: Plan, count: int) -> Figures:
    """Run a measure in a worker, and ask the vendor afterwards what it saw."""
    control(plan.port, f"/_reset?seconds={JOB_SECONDS[plan.quick] if name == 'jobs' else 0}")
    arguments = [str(HERE / "_bench_worker.py"), name, subject, plan.base, str(count)]
    figures: Figures = json.loads(_told(subject, arguments, plan=plan).splitlines()[-1])
    seen = control(plan.port, "/_stats")
    if seen["unknown"]:
        raise Broken(f"{name} of {subject}: {seen['unknown']} calls to routes that the vendor does not have")
    return figures | ({"connections": seen["connections"], "peak": seen["peak"]} if name == "jobs" else {})


def _told(subject: str, arguments: Sequence[str], *, plan: Plan) -> str:
    command = [str(python_of(subject, plan)), *arguments]
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
    """Give the environment of whoever is measured: no proxy, since all load goes to this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return kept | {"BENCH_FOLDER": str(plan.folder)}


def polled(subject: str, spread: float, *, draws: int, seed: int) -> Figures:
    """Simulate what a subject's schedule costs; the optimum is the one at our mean delay."""
    if subject in {"ours", "hazard optimum"}:
        cost = _learned(spread, draws=draws, seed=seed)[subject != "ours"]
    else:
        jobs, pause = polls.durations(draws, spread, seed=seed), POLLERS.get(subject, INTERVAL)
        first = 0 if subject in LOOKS_AT_ONCE else 1
        cost = polls.looked_at([look * pause for look in range(first, int(max(jobs) / pause) + 2)], jobs)
    return {"looks": cost.looks, "late": cost.delay}


@functools.cache
def _learned(spread: float, *, draws: int, seed: int) -> tuple[polls.Cost, polls.Cost]:
    return polls.measured(spread, draws=draws, seed=seed)


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
