"""The rows of scripts/bench follow from the figures; everybody measured is understood by its vendor, over a socket."""

from __future__ import annotations

import json
import math
import random
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import _bench
import _bench_worker as worker
import _lock
from _bench import BUDGETS, HERE, JOBS, MEASURES, Broken, Budget, Plan, Row, environment, judged, python_of, started
from _bench_server import control
from _bench_subjects import PEERS, SUBJECTS
from reelscore.cli import main as reelscore

RATIO = Budget("{count} calls", "calls", "ours", "raw httpx", "us", 1.5)
CROWD = Budget("jobs", "jobs", "ours", "raw httpx", "s", 1.5, ceilings=JOBS)
USE = """
import asyncio, pathlib, sys
import _bench_subjects
_bench_subjects.INTERVAL = 0.01  # a test does not wait
kind, base, folder = _bench_subjects.SUBJECTS[sys.argv[1]], sys.argv[2], pathlib.Path(sys.argv[3])
async def one():
    await kind(base, is_async=True).job()
asyncio.run(one())
if "call_sync" in sys.argv:
    kind(base, is_async=False).call()
if "download" in sys.argv:
    kind(base, is_async=False).download(2, folder / "file.mp4")
    assert (folder / "file.mp4").stat().st_size == 2 * 1024 * 1024
"""


def rounds(figure: str, *values: float) -> list[dict[str, float]]:
    return [{figure: value} for value in values]


def crowd(*, peak: tuple[float, ...] = (20, 20), failed: tuple[float, ...] = (0, 0)) -> Row | None:
    """Judge two rounds of jobs that took as long as raw httpx's."""
    mine = [{"s": 1.0, "peak": most, "failed": lost} for most, lost in zip(peak, failed, strict=True)]
    return judged(CROWD, {"ours": mine, "raw httpx": rounds("s", 1.0, 1.0)}, count=1000)


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """Run a vendor, with the peers that are there."""
    with _bench.vendor() as base:
        yield Plan(base, tmp_path, quick=True, peers=_bench.peers_python(HERE.parent))


def test_a_ratio_is_taken_inside_each_round_and_the_median_is_judged() -> None:
    row = judged(RATIO, {"ours": rounds("us", 10, 40, 36), "raw httpx": rounds("us", 10, 20, 30)}, count=3000)

    assert row is not None
    assert (row.name, row.ratios, row.median, row.met) == ("3,000 calls", (1.0, 2.0, 1.2), 1.2, True)


def test_the_least_is_the_best_round_of_ours_over_the_best_of_the_baseline() -> None:
    row = judged(RATIO, {"ours": rounds("us", 30, 15), "raw httpx": rounds("us", 10, 20)}, count=1)

    assert row is not None
    assert (row.min, row.median, row.met) == (1.5, 1.875, False)


def test_without_a_baseline_the_figure_itself_is_judged() -> None:
    row = judged(RATIO._replace(baseline=None, limit=0.5), {"ours": rounds("us", 0.4, 0.6, 0.5)}, count=1)

    assert row is not None
    assert (row.median, row.min, row.met, row.against) == (0.5, 0.4, True, {})


@pytest.mark.parametrize(
    ("peak", "failed", "over"),
    [((20, 20), (0, 0), {}), ((20, 21), (0, 0), {"peak": 21}), ((20, 20), (1, 0), {"failed": 1})],
)
def test_one_connection_too_many_or_one_failed_job_in_one_round_is_a_miss_however_fast_it_was(
    peak: tuple[float, ...], failed: tuple[float, ...], over: dict[str, float]
) -> None:
    row = crowd(peak=peak, failed=failed)

    assert row is not None
    assert (row.met, row.over) == (not over, over)
    assert _bench.line(row).startswith("MISS" if over else "ok")


def test_a_budget_whose_baseline_is_not_installed_is_left_out() -> None:
    assert judged(RATIO, {"ours": rounds("us", 1)}, count=1) is None
    assert judged(RATIO, {"raw httpx": rounds("us", 1)}, count=1) is None


def test_nothing_is_measured_without_a_budget_and_every_measure_has_its_work() -> None:
    assert {budget.measure for budget in BUDGETS} == set(MEASURES)
    assert {name.partition(" ")[0] for name in MEASURES} - {"import", "first"} <= set(vars(worker))


def test_the_readme_has_each_budget_beside_the_peers_and_what_is_missed_in_bold() -> None:
    runs = {"ours": rounds("us", 33), "raw httpx": rounds("us", 20), "openai": rounds("us", 50)}
    row = judged(RATIO, runs, count=3000)

    assert row is not None
    assert _bench.readme([row]).splitlines() == [
        "|  | over | reelscore | budget | others |",
        "|---|---|---|---|---|",
        "| 3,000 calls | raw httpx | **1.65** | ≤ 1.50 | openai 2.50 |",
    ]


def test_a_figure_has_as_many_digits_as_it_deserves() -> None:
    told = [_bench.number(value) for value in (0, 20, 1e5, 0.1234, 1.234, 12.34, 123.4)]

    assert told == ["0", "20", "100,000", "0.123", "1.23", "12.3", "123"]


def test_a_run_writes_all_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "figures.json"

    _bench.main(["--quick", "--rounds", "2", "--alone", "--only", "spread 0.3", "--json", str(path)])
    told = json.loads(path.read_text())

    assert [(row["name"], row["met"]) for row in told["rows"]] == [("looks per job, spread 0.3", True)]
    assert {"median", "min", "limit", "met", "ratios", "figures"} <= told["rows"][0].keys()
    assert len(told["rows"][0]["ratios"]) == len(told["figures"]["looks 0.3"]["ours"]) == told["about"]["rounds"] == 2
    assert told["about"]["peers"]["replicate"] == "1.0.7"
    assert "looks per job, spread 0.3" in capsys.readouterr().out


def test_a_row_that_does_not_exist_is_not_taken_for_met(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        _bench.main(["--only", "nothing of the kind"])

    assert "no row's name holds 'nothing of the kind'" in capsys.readouterr().err


def test_a_fixed_interval_polls_more_than_the_fewest_looks_of_its_delay() -> None:
    draw = random.Random(1)
    durations = [60 * math.exp(draw.gauss(0.0, 0.6)) for _ in range(400)]
    polls, late = zip(*[(math.ceil(each / 2), -each % 2) for each in durations], strict=True)

    assert 5 < worker.fewest_looks(0.6, late=statistics.mean(late)) < statistics.mean(polls) * 0.8


@pytest.mark.parametrize("subject", [name for name in SUBJECTS if name != "ours, threads"])
def test_whoever_is_measured_gets_a_job_done_and_brings_a_file(plan: Plan, subject: str, tmp_path: Path) -> None:
    python = python_of(subject, plan)
    if python is None:
        pytest.skip("scripts/bench --peers brings it")
    control(plan.base, "/_reset?seconds=0")

    measures = [budget.measure for budget in BUDGETS if subject in {budget.subject, budget.baseline}]
    measures += [name for name, measure in MEASURES.items() if measure.peers and subject in PEERS]
    command = [str(python), "-c", USE, subject, plan.base, str(tmp_path), *measures]
    done = subprocess.run(command, cwd=HERE, env=environment(plan), capture_output=True, text=True, check=False)
    seen = control(plan.base, "/_stats")

    assert (done.returncode, done.stderr[-500:] if done.returncode else "") == (0, "")
    assert seen["posts"] == 1 + ("call_sync" in measures)
    assert seen["looks"] >= 1
    assert seen["unknown"] == 0


@pytest.mark.parametrize("subject", ["ours", "raw httpx", *PEERS])
def test_the_first_call_of_everybody_reaches_the_vendor(plan: Plan, subject: str) -> None:
    if python_of(subject, plan) is None:
        pytest.skip("scripts/bench --peers brings it")

    started(subject, plan, is_whole=False)
    imported = control(plan.base, "/_stats")
    started(subject, plan, is_whole=True)
    called = control(plan.base, "/_stats")

    assert (imported["posts"], called["posts"], called["unknown"]) == (0, 1, 0)


def test_a_measure_that_breaks_is_told_and_not_taken_for_quick(plan: Plan) -> None:
    with pytest.raises(Broken, match="no such measure of ours"):
        _bench.worked("no such measure of ours", "ours", plan=plan, count=1)


@pytest.mark.parametrize("words", ["", " \n"], ids=repr)
def test_a_process_that_fails_without_a_word_is_told_by_its_exit_code(
    plan: Plan, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = f"import os, sys; sys.stderr.write({words!r}); sys.stderr.flush(); os._exit(3)"
    monkeypatch.setitem(SUBJECTS, "ours", SimpleNamespace(start=start))

    with pytest.raises(Broken, match=r"^ours, .*exit status 3"):
        started("ours", plan, is_whole=False)


def test_a_reservation_is_measured_at_as_many_rows_as_it_says() -> None:
    assert worker.reservation("few rows", "", count=0)["rows"] == worker.FEW_ROWS
    assert worker.reservation("many rows", "", count=30)["rows"] == 30


def test_each_tenth_line_of_the_requests_breaks_a_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "requests.jsonl"
    worker.write_requests(path, 20)

    code = reelscore(["check", "--from", str(path), "--json"])
    told = json.loads(capsys.readouterr().out)

    assert code == 6
    assert [number for number, each in enumerate(told["requests"]) if each["violations"]] == [9, 19]


def test_peers_run_on_the_same_libraries_as_the_project_in_the_versions_that_are_asked_for() -> None:
    ours, theirs = _lock.pins(_lock.PROJECT), _lock.pins(_lock.PEERS)

    assert {f"{name}=={version}" for name, version in theirs.items()} >= set(_lock.PINNED)
    assert {"httpx", "httpcore", "openai"} <= ours.keys() & theirs
    assert {name: theirs[name] for name in ours.keys() & theirs} == {name: ours[name] for name in ours.keys() & theirs}


def test_peers_are_those_of_their_lock_and_of_no_other(tmp_path: Path) -> None:
    for path in (_lock.PEERS, _bench.MADE_FROM):
        (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / _lock.PEERS).write_text("a")
    assert _bench.peers_python(tmp_path) is None
    (tmp_path / _bench.MADE_FROM).write_text("a")
    assert _bench.peers_python(tmp_path) == tmp_path / ".bench" / "bin" / "python"
    (tmp_path / _lock.PEERS).write_text("b")
    assert _bench.peers_python(tmp_path) is None
