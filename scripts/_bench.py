"""Measure every budget of the house beside raw HTTP clients and the libraries that people would otherwise use.

Everybody is measured in each round, one after the other, in a fresh process, against the same vendor on this machine;
ratios are taken inside each round. "median" is that of the rounds' ratios and is what the limit holds for; "min" divides
the best round of ours by the best of the baseline.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import _bench_environment
import _bench_print as show
import _bootstrap
from _bench_rows import BUDGETS, MEASURES, Budget, Measure, Row, Runs, judged
from _bench_run import QUICK_ROUNDS, ROUNDS, Plan, measured, vendor


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for and print the tables; exit code 1 when a budget is missed."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.lock or options.peers:
        (_bench_environment.lock if options.lock else _bench_environment.make)(_bootstrap.ROOT)
        return 0
    if not any(asked(options.only, budget) for budget in BUDGETS):
        parser.error(f"no row's name holds {options.only!r}")
    rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    with vendor() as port, tempfile.TemporaryDirectory() as folder:
        peers = None if options.alone else _bench_environment.python(_bootstrap.ROOT)
        plan = Plan(port=port, folder=Path(folder), rounds=rounds, quick=options.quick, peers=peers)
        rows, results = run(options.only, plan, quiet=options.markdown)
    if options.json:
        about = show.about(_bench_environment.lock_of(_bootstrap.ROOT), rounds=rounds, quick=options.quick)
        options.json.write_text(json.dumps(show.document(rows, results, about=about), indent=1), encoding="utf-8")
    print_tables(rows, results, as_markdown=options.markdown)
    if plan.peers is None:
        print("\nThe other libraries: `scripts/bench --peers` brings them into .bench, once.", file=sys.stderr)
    return 0 if all(row.met for row in rows) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and calls, under two minutes")
    parser.add_argument("--rounds", type=int, help=f"rounds of each measure ({ROUNDS}; {QUICK_ROUNDS} with --quick)")
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to this file")
    parser.add_argument("--markdown", action="store_true", help="print the tables in Markdown, at the end")
    parser.add_argument("--alone", action="store_true", help="leave out the libraries of .bench")
    parser.add_argument("--peers", action="store_true", help="only make .bench, from scripts/peers.lock")
    parser.add_argument("--lock", action="store_true", help="only make scripts/peers.lock anew")
    return parser


def run(only: str, plan: Plan, *, quiet: bool) -> tuple[list[Row], dict[str, Runs]]:
    """Measure, and print each budget's line as soon as it is known."""
    rows: list[Row] = []
    results: dict[str, Runs] = {}
    if not quiet:
        print(show.head())
    for measure in MEASURES:
        budgets = [budget for budget in BUDGETS if budget.measure == measure.name and asked(only, budget)]
        if budgets:
            results[measure.name] = measured(measure, plan)
            found = judge(budgets, measure, results=results, quick=plan.quick)
            rows += found
            if not quiet:
                print("\n".join(map(show.line, found)), flush=True)
    return rows, results


def asked(only: str, budget: Budget) -> bool:
    """Tell whether a budget is meant by --only."""
    return only in budget.name


def judge(budgets: Sequence[Budget], measure: Measure, *, results: dict[str, Runs], quick: bool) -> list[Row]:
    """Judge what a measure was made for."""
    count = measure.few if quick else measure.many
    found = [judged(budget, results[measure.name], count=count) for budget in budgets]
    return [row for row in found if row is not None]


def print_tables(rows: Sequence[Row], results: dict[str, Runs], *, as_markdown: bool) -> None:
    """Print what is not printed yet."""
    write = show.markdown if as_markdown else show.plain
    if as_markdown:
        print(write([show.HEADS, *map(show.row_cells, rows)]))
    table = show.beside(results)
    if table:
        print(f"\n{write(table)}\n\n{show.BELOW}")
