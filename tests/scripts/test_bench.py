"""What the rows of scripts/bench say follows from the figures, and from all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import _bench
from _bench_peers import PEERS
from _bench_print import beside, line, markdown, number, plain
from _bench_rows import BUDGETS, COLUMNS, JOBS, MEASURES, Budget, Row, judged

RATIO = Budget("{count} calls", "calls", "ours", "raw httpx", "us", 1.5)
RATE = Budget("rows", "ledger", "ours", "bare", "rows/s", 0.5, at_least=True)
ALONE = Budget("made", "made", "ours", None, "ms", 0.5)
CROWD = Budget("jobs", "jobs", "ours", "raw httpx", "s", 1.5, ceilings=JOBS)


def rounds(figure: str, *values: float) -> list[dict[str, float]]:
    return [{figure: value} for value in values]


def crowd(*, peak: tuple[float, ...] = (20, 20), failed: tuple[float, ...] = (0, 0)) -> Row | None:
    """Judge two rounds of jobs that took as long as raw httpx's."""
    mine = [{"s": 1.0, "peak": most, "failed": lost} for most, lost in zip(peak, failed, strict=True)]
    return judged(CROWD, {"ours": mine, "raw httpx": rounds("s", 1.0, 1.0)}, count=1000)


def test_a_ratio_is_taken_inside_each_round_and_the_median_is_judged() -> None:
    row = judged(RATIO, {"ours": rounds("us", 10, 40, 36), "raw httpx": rounds("us", 10, 20, 30)}, count=3000)

    assert row is not None
    assert (row.name, row.ratios, row.median, row.met) == ("3,000 calls", (1.0, 2.0, 1.2), 1.2, True)


def test_the_least_is_the_best_round_of_ours_over_the_best_of_the_baseline() -> None:
    row = judged(RATIO, {"ours": rounds("us", 30, 15), "raw httpx": rounds("us", 10, 20)}, count=1)

    assert row is not None
    assert (row.best, row.median, row.met) == (1.5, 1.875, False)


def test_a_rate_must_not_fall_below_its_limit_and_its_best_is_the_highest() -> None:
    runs = {"ours": rounds("rows/s", 40, 60, 80), "bare": rounds("rows/s", 100, 100, 200)}

    row = judged(RATE, runs, count=1)
    slower = judged(RATE, {**runs, "ours": rounds("rows/s", 40, 40, 80)}, count=1)

    assert row is not None
    assert slower is not None
    assert (row.median, row.best, row.met) == (0.4, 0.4, False)
    assert judged(RATE._replace(limit=0.4), runs, count=1) == row._replace(limit=0.4, met=True)
    assert slower.met is False


def test_without_a_baseline_the_figure_itself_is_judged() -> None:
    row = judged(ALONE, {"ours": rounds("ms", 0.4, 0.6, 0.5)}, count=1)

    assert row is not None
    assert (row.median, row.best, row.met, row.against) == (0.5, 0.4, True, {})


def test_twenty_connections_and_no_failure_are_within_the_budget() -> None:
    row = crowd()

    assert row is not None
    assert row.met
    assert row.over == {}


def test_one_connection_too_many_in_one_round_is_a_miss_however_fast_it_was() -> None:
    row = crowd(peak=(20, 21))

    assert row is not None
    assert not row.met
    assert row.over == {"peak": 21}
    assert line(row).startswith("MISS")
    assert "peak 21 is too much" in line(row)


def test_one_failed_job_is_a_miss() -> None:
    row = crowd(failed=(1, 0))

    assert row is not None
    assert not row.met
    assert row.over == {"failed": 1}


def test_a_budget_whose_baseline_is_not_installed_is_left_out() -> None:
    assert judged(RATIO, {"ours": rounds("us", 1)}, count=1) is None
    assert judged(RATIO, {"raw httpx": rounds("us", 1)}, count=1) is None


def test_a_baseline_with_fewer_rounds_is_compared_with_its_own() -> None:
    row = judged(RATIO, {"ours": rounds("us", 10, 99), "raw httpx": rounds("us", 10)}, count=1)

    assert row is not None
    assert row.ratios == (1.0,)


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda budget: budget.name)
def test_whoever_a_budget_names_is_measured_for_it(budget: Budget) -> None:
    found = [measure for measure in MEASURES if measure.name == budget.measure]

    assert [budget.subject in measure.subjects for measure in found] == [True]
    assert budget.baseline in {None, *found[0].subjects, *found[0].peers}


def test_no_measure_is_made_for_nothing() -> None:
    assert {measure.name for measure in MEASURES} == {budget.measure for budget in BUDGETS}
    assert {column.measure for column in COLUMNS} <= {measure.name for measure in MEASURES}


def test_a_run_with_jobs_or_files_has_ceilings_for_them() -> None:
    held = {budget.name: set(budget.ceilings) for budget in BUDGETS if budget.measure in {"jobs", "download"}}

    assert set(held) == {
        "{count} jobs, async",
        "{count} jobs, aiohttp extra",
        "{count} jobs, threads",
        "download of {count} MiB",
    }
    assert all(held.values())


def test_the_table_of_peers_has_ratios_inside_rounds_and_no_line_for_who_was_absent() -> None:
    results = {
        "call_sync": {"ours": rounds("us", 11, 22), "raw httpx": rounds("us", 10, 20), "openai": rounds("us", 25)},
        "jobs": {"ours": [{"s": 1.0, "wall s": 2.5, "connections": 20, "failed": 0}], "raw httpx": rounds("s", 2.0)},
    }
    results["jobs"]["raw httpx"][0] |= {"wall s": 2.0, "connections": 20, "failed": 0}

    assert beside(results) == [
        ("", "sync x", "jobs x", "wall s", "opened", "failed"),
        ("ours", "1.10", "0.500", "2.50", "20", "0"),
        ("raw httpx", "1", "1", "2", "20", "0"),
        ("openai", "2.50", "", "", "", ""),
    ]
    assert not set(PEERS) - {"openai"} & {cells[0] for cells in beside(results)}


def test_a_table_is_written_for_a_terminal_and_for_a_page() -> None:
    table = [("", "sync x"), ("ours", "1.10")]

    assert plain(table) == "      sync x\nours    1.10"
    assert markdown(table) == "|  | sync x |\n|---|---|\n| ours | 1.10 |"


def test_a_figure_has_as_many_digits_as_it_deserves() -> None:
    assert [number(value) for value in (0, 20, 1e5, 0.1234, 1.234, 12.34, 123.4)] == [
        "0",
        "20",
        "100,000",
        "0.123",
        "1.23",
        "12.3",
        "123",
    ]


def test_a_run_writes_all_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "figures.json"

    _bench.main(["--quick", "--rounds", "2", "--alone", "--only", "spread 0.3", "--json", str(path)])
    told = json.loads(path.read_text())

    assert [row["name"] for row in told["rows"]] == ["polls per job, spread 0.3"]
    assert {"median", "min", "limit", "met", "ratios", "figures"} <= told["rows"][0].keys()
    assert len(told["rows"][0]["ratios"]) == len(told["figures"]["polls 0.3"]["ours"]) == told["about"]["rounds"] == 2
    assert "polls per job, spread 0.3" in capsys.readouterr().out


def test_a_row_that_does_not_exist_is_not_taken_for_met(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        _bench.main(["--only", "nothing of the kind"])

    assert "no row's name holds 'nothing of the kind'" in capsys.readouterr().err
