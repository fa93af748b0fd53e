"""Run every gate of the house and say how long each took; the tests come last, and their closing line is the last.

The gates that only read run two at a time; the tests then have the machine for themselves.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import _bootstrap


class Gate(NamedTuple):
    """One command that must succeed."""

    name: str
    arguments: tuple[str, ...]
    """What the environment's Python is called with."""
    quick: bool = True
    """Whether it also runs under ``--quick``."""


class Outcome(NamedTuple):
    """What came of one gate."""

    gate: Gate
    code: int
    seconds: float
    output: str


IMPORTS = (
    "import sys; from importlinter.cli import lint_imports_command; "
    "sys.argv[:] = ['lint-imports', '--no-logo']; lint_imports_command()"
)
GATES = (  # slowest first, so that two at a time end together
    Gate("basedpyright", ("-m", "basedpyright", "--pythonpath", sys.executable), quick=False),
    Gate("mypy", ("-m", "mypy")),
    Gate("regenerate --check", ("scripts/regenerate", "--check"), quick=False),
    Gate("docs", ("scripts/docs",), quick=False),
    Gate("lint-imports", ("-c", IMPORTS)),
    Gate("ruff check", ("-m", "ruff", "check")),
    Gate("ruff format", ("-m", "ruff", "format", "--check")),
)


def main(arguments: Sequence[str] = ()) -> int:
    """Run the gates, then pytest with the arguments that are not ours; return 0 only if all succeed."""
    parser = argparse.ArgumentParser(prog="scripts/test", description="Run every gate; other options go to pytest.")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="without basedpyright and regenerate")
    size.add_argument("--full", action="store_true", help="with the tests that are marked slow")
    options, rest = parser.parse_known_args(arguments)
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(run, [gate for gate in GATES if gate.quick or not options.quick]))
    failed = [outcome.gate.name for outcome in outcomes if outcome.code]
    if failed:
        print(f"failed, whatever pytest says: {', '.join(failed)}", flush=True)
    return max(int(bool(failed)), pytest(rest, full=options.full))


def run(gate: Gate) -> Outcome:
    """Run one gate and report it as soon as it has ended."""
    start = time.monotonic()
    command = [sys.executable, *gate.arguments]
    done = subprocess.run(
        command, cwd=_bootstrap.ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    outcome = Outcome(gate, done.returncode, time.monotonic() - start, done.stdout)
    report(outcome)
    return outcome


def report(outcome: Outcome) -> None:
    """Print one line for a gate, and what it said where it failed."""
    verdict = "FAILED" if outcome.code else "ok"
    said = f"\n{outcome.output.rstrip()}" if outcome.code else ""
    print(f"{outcome.gate.name:20} {outcome.seconds:6.1f} s  {verdict}{said}", flush=True)


def pytest(arguments: Sequence[str], *, full: bool) -> int:
    """Run the tests on all cores, their output passed through: its closing line is the last.

    Half as many workers more than cores: a third of what a worker does is to wait for a sandbox. Whoever has nothing
    left takes from another's list.
    """
    selection = ["-m", "not live", "--hypothesis-profile=random"] if full else ["-m", "not live and not slow"]
    cores = os.cpu_count() or 1
    workers = ["-n", str(cores + cores // 2), "--dist", "worksteal"]
    command = [sys.executable, "-m", "pytest", *workers, *selection, *arguments]
    return subprocess.run(command, cwd=_bootstrap.ROOT, check=False).returncode
