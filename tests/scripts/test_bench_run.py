"""Everybody that scripts/bench measures is understood by its vendor, over a socket, and what fails is told."""

from __future__ import annotations

import http.client
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from _bench_peers import PEERS
from _bench_rows import MEASURES, Measure
from _bench_run import HERE, Broken, Plan, environment, measured, order, present, python_of, started, vendor, worked
from _bench_server import control
from _bench_simulated import growth, write_requests
from _bench_subjects import SUBJECTS
from reelscore.cli import main as reelscore

USE = """
import asyncio, pathlib, sys
import _bench_peers
_bench_peers.INTERVAL = 0.01  # a test does not wait
from _bench_subjects import SUBJECTS
kind, base, folder = SUBJECTS[sys.argv[1]], sys.argv[2], pathlib.Path(sys.argv[3])
async def one():
    await kind(base, is_async=True).job()
asyncio.run(one())
if "call_sync" in sys.argv:
    kind(base, is_async=False).call()
if "download" in sys.argv:
    kind(base, is_async=False).bring(2, folder / "file.mp4")
    assert (folder / "file.mp4").stat().st_size == 2 * 1024 * 1024
"""
VENDOR = {  # what a client of each dialect posts to, where it looks, and what it looks at
    "ours": ("/openapi/v2/video/text/generate", "/openapi/v2/video/result/{}", ("Resp", "status"), (5, 1)),
    "replicate": ("/v1/predictions", "/v1/predictions/{}", ("status",), ("starting", "succeeded")),
    "fal-client": ("/fal/video", "/fal/video/requests/{}/status", ("status",), ("IN_PROGRESS", "COMPLETED")),
    "runwayml": ("/v1/text_to_video", "/v1/tasks/{}", ("status",), ("RUNNING", "SUCCEEDED")),
    "lumaai": (
        "/dream-machine/v1/generations",
        "/dream-machine/v1/generations/{}",
        ("state",),
        ("dreaming", "completed"),
    ),
    "openai": ("/v1/videos", "/v1/videos/{}", ("status",), ("in_progress", "completed")),
}


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """Run a vendor, with the peers that are there."""
    own = HERE.parent / ".bench" / "bin" / "python"
    with vendor() as port:
        yield Plan(port=port, folder=tmp_path, quick=True, peers=own if own.exists() else None)


def ask(plan: Plan, method: str, path: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", plan.port, timeout=10)
    connection.request(method, path, body="{}" if method == "POST" else None)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer.status, told


@pytest.mark.parametrize("dialect", VENDOR)
def test_a_job_of_each_dialect_runs_for_its_time_and_is_done(plan: Plan, dialect: str) -> None:
    submit, look, keys, states = VENDOR[dialect]

    def state() -> Any:
        status, told = ask(plan, "GET", look.format(1))
        for key in keys:
            told = told[key]
        return status, told

    control(plan.port, "/_reset?seconds=3600")
    submitted, _ = ask(plan, "POST", submit)
    running = state()
    control(plan.port, "/_reset?seconds=0")

    assert (submitted, running, state()) == (200, (200, states[0]), (200, states[1]))


def test_a_route_that_nobody_has_is_refused_and_counted(plan: Plan) -> None:
    status, _ = ask(plan, "POST", "/v9/elsewhere")

    assert status == 404
    assert control(plan.port, "/_stats")["unknown"] == 1


def test_connections_are_counted_by_their_calls_and_not_those_that_only_ask_the_vendor(plan: Plan) -> None:
    for _ in range(3):
        ask(plan, "POST", "/v1/videos")
    first = control(plan.port, "/_stats")
    control(plan.port, "/_reset")

    assert (first["connections"], first["posts"]) == (3, 3)
    assert control(plan.port, "/_stats")["connections"] == 0


@pytest.mark.parametrize("subject", [name for name in SUBJECTS if name != "ours, threads"])
def test_whoever_is_measured_gets_a_job_done_and_brings_a_file(plan: Plan, subject: str, tmp_path: Path) -> None:
    python = python_of(subject, plan)
    if python is None:
        pytest.skip("scripts/bench --peers brings it")
    control(plan.port, "/_reset?seconds=0")

    measures = [measure.name for measure in MEASURES if subject in {*measure.subjects, *measure.peers}]
    command = [str(python), "-c", USE, subject, plan.base, str(tmp_path), *measures]
    done = subprocess.run(command, cwd=HERE, env=environment(plan), capture_output=True, text=True, check=False)
    seen = control(plan.port, "/_stats")

    assert (done.returncode, done.stderr[-500:] if done.returncode else "") == (0, "")
    assert seen["posts"] == 1 + ("call_sync" in measures)
    assert seen["looks"] >= 1
    assert seen["unknown"] == 0


@pytest.mark.parametrize("subject", [*MEASURES[1].subjects, *PEERS])
def test_the_first_call_of_everybody_reaches_the_vendor(plan: Plan, subject: str) -> None:
    if python_of(subject, plan) is None:
        pytest.skip("scripts/bench --peers brings it")

    started(subject, plan, whole=False)
    imported = control(plan.port, "/_stats")
    started(subject, plan, whole=True)
    called = control(plan.port, "/_stats")

    assert (imported["posts"], called["posts"], called["unknown"]) == (0, 1, 0)


def test_a_measure_that_breaks_is_told_and_not_taken_for_quick(plan: Plan) -> None:
    with pytest.raises(Broken, match="no such measure of ours"):
        worked("no such measure of ours", "ours", plan=plan, count=1)


def test_without_its_environment_a_peer_is_not_among_those_measured(plan: Plan) -> None:
    found = present(MEASURES[0], plan._replace(peers=None))

    assert not {"replicate", "fal-client", "runwayml", "lumaai"} & set(found)
    assert {"ours", "raw httpx", "openai"} <= set(found)


def test_a_peer_that_takes_long_is_measured_twice_and_we_in_every_round() -> None:
    long, short = [{"took s": 60.0}] * 2, [{"took s": 1.0}] * 2
    runs = {"ours": long, "replicate": long, "openai": short}

    assert order(runs, number=2, quick=False) == ["ours", "openai"]
    assert order(runs, number=3, quick=False) == ["openai", "ours"]
    assert order({"ours": long, "replicate": []}, number=0, quick=False) == ["ours", "replicate"]


def test_an_interleaved_measure_has_each_subject_in_each_round(plan: Plan) -> None:
    measure = Measure("rules", ("checked", "bare value"), many=200, few=200)

    runs = measured(measure, plan._replace(rounds=2))

    assert {subject: len(figures) for subject, figures in runs.items()} == {"checked": 2, "bare value": 2}
    assert all(figures["us"] > 0 for rounds in runs.values() for figures in rounds)


def test_the_requests_that_are_checked_are_what_they_are_meant_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "requests.jsonl"
    write_requests(path, lines=20)

    code = reelscore(["check", "--from", str(path), "--json"])
    told = json.loads(capsys.readouterr().out)

    assert code == 6

    assert [number for number, each in enumerate(told["requests"]) if each["violations"]] == [9, 19]


def test_a_file_of_requests_has_a_peak_and_a_rate(plan: Plan) -> None:
    figures = worked("file", "check", plan=plan, count=30)

    assert figures["MiB"] > 1
    assert figures["lines/s"] > 0


def test_the_growth_of_simulated_jobs_has_two_powers() -> None:
    figures = growth("ours", "", count=80)

    assert set(figures) == {"time power", "memory power"}
