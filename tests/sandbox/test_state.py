"""State across restarts, the control API, the command, and many tasks at once."""

from __future__ import annotations

import gc
import json
import pydoc
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import httpx

from reelscore import sandbox as sandbox_module
from reelscore.sandbox import FAULTS, Sandbox, running
from reelscore.sandbox.accounts import PLANS
from reelscore.sandbox.faults import NAMES, WORDS
from tests.rows import each
from tests.sandbox.callers import FOX, PixVerse, Suno


def test_a_state_file_brings_back_money_tasks_and_trace_ids(tmp_path: Path) -> None:
    state = tmp_path / "sandbox.sqlite"
    with running(speed=0, state=state) as first, PixVerse(first) as pixverse, Suno(first, "kie.ai") as kie:
        video = pixverse.post("/video/text/generate", FOX, trace="t")
        song, _ = kie.song()
        pixverse.submit()
        image = pixverse.upload("/image/upload", image_url="https://example.com/fox.png")["Resp"]["img_id"]
        books, now = first.books("pixverse.ai"), first.now()
    with running(speed=0, state=state) as second, PixVerse(second) as pixverse, Suno(second, "kie.ai") as kie:
        assert (second.books("pixverse.ai"), second.now()) == (books, now)
        assert pixverse.post("/video/text/generate", FOX, trace="t") == video
        assert kie.record("/generate", song)["status"] == "SUCCESS"
        second.advance(300)
        frame = {"img_id": image, "prompt": "it runs", "model": "v5", "duration": 5, "quality": "540p"}
        made = pixverse.post("/video/img/generate", frame)["ErrCode"]

        assert made == 0
        assert second.balance("pixverse.ai") == 15_000 - 180 - 45
        assert [line.kind for line in second.books("pixverse.ai")].count("charge") == 2


def test_new_ids_after_a_restart_differ_from_the_old_ones(tmp_path: Path) -> None:
    ids = set[int]()
    for _ in range(2):
        with running(speed=0, state=tmp_path / "sandbox.sqlite") as sandbox, PixVerse(sandbox) as pixverse:
            ids.add(pixverse.submit())

    assert len(ids) == 2


def test_the_books_add_up_whatever_happens(sandbox: Sandbox, kie: Suno) -> None:
    sandbox.fault("task-fails", times=2)
    sandbox.fault("answer-lost", skip=1)
    for _ in range(4):
        try:
            kie.start()
        except httpx.HTTPError:
            continue
    sandbox.advance(500)
    books = sandbox.books("kie.ai")
    totals = {
        kind: sum((line.credits for line in books if line.kind == kind), Decimal(0))
        for kind in ("grant", "hold", "charge", "refund")
    }

    assert totals["hold"] == totals["charge"] + totals["refund"] == 48
    assert sandbox.balance("kie.ai") == totals["grant"] - totals["charge"] == books[-1].balance


def test_everything_can_be_asked_and_set_over_http(sandbox: Sandbox, pixverse: PixVerse) -> None:
    control = f"{sandbox.url}/_sandbox"
    httpx.put(f"{control}/balance", json={"balance": "95.5"})
    httpx.put(f"{control}/balance", json={"balance": 7}, params={"host": "kie.ai", "key": "sandbox-one"})
    httpx.post(f"{control}/faults", json={"name": "throttle", "operation": "balance"})
    throttled = pixverse.get("/account/balance")["ErrCode"]
    video = pixverse.submit()
    httpx.post(f"{control}/clock", json={"advance": 300})

    assert throttled == 500069
    assert pixverse.result(video)["status"] == 1
    assert httpx.get(f"{control}/balance").json() == {"balance": "5.5"}
    assert [int(sandbox.balance("kie.ai", key)) for key in ("sandbox-one", "sandbox-key")] == [7, 1_000]
    assert [line["kind"] for line in httpx.get(f"{control}/books").json()] == ["grant", "set", "hold", "charge"]
    assert [entry["operation"] for entry in httpx.get(f"{control}/requests", params={"role": "submit"}).json()] == [
        "text_to_video"
    ]
    assert httpx.get(f"{control}/tasks").json()[0]["stage"] == "succeeded"
    assert httpx.get(f"{control}/state").json()["tasks"] == {"succeeded": 1}
    assert set(httpx.get(f"{control}/faults").json()["known"]) == set(FAULTS)


@each(
    "path, body, told",
    [
        ("faults", {"name": "gremlins"}, "answer-lost"),
        ("faults", {"nam": 1}, "nam"),
        ("clock", {"advance": -1}, "0 or"),
    ],
)
def test_a_wrong_wish_is_told_so(sandbox: Sandbox, path: str, *, body: dict[str, object], told: str) -> None:
    answer = httpx.post(f"{sandbox.url}/_sandbox/{path}", json=body)

    assert (answer.status_code, told in answer.json()["error"]) == (400, True)


def test_a_real_key_that_comes_by_mistake_is_not_written_down(sandbox: Sandbox) -> None:
    with PixVerse(sandbox, key="live-secret") as pixverse:
        pixverse.get("/account/balance")

    assert "live-secret" not in json.dumps(sandbox.requests())


def test_split_ports_give_each_vendor_a_base_url_without_prefix() -> None:
    with running(speed=0, split_ports=True) as sandbox, Suno(sandbox, "kie.ai") as kie, PixVerse(sandbox) as pixverse:
        assert len(set(sandbox.urls.values())) == 6
        assert (kie.get("/chat/credit")["code"], pixverse.get("/account/balance")["ErrCode"]) == (200, 0)


def test_the_command_prints_one_line_of_addresses_and_serves_until_it_is_ended() -> None:
    command = [sys.executable, "-m", "reelscore.sandbox", "--json", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        urls = json.loads(process.stdout.readline())
        credit = httpx.get(f"{urls['kie']}/api/v1/chat/credit", headers={"Authorization": "Bearer sandbox-key"}).json()
        process.terminate()

    assert set(urls) == {"pixverse", "pixverse_cn", "kie", "sunoapi", "kie_upload", "sunoapi_upload"}
    assert credit["data"] == 1_000


def test_help_tells_every_key_word_and_fault() -> None:
    words = {*FAULTS, *PLANS, *WORDS, *NAMES}
    command = [sys.executable, "-m", "reelscore", "sandbox", "--help"]
    told = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    lines = {line.split()[0] for line in told.splitlines() if line.strip()}

    assert words - lines == set()
    assert words - {line.split()[0] for line in pydoc.render_doc(sandbox_module).splitlines() if line.strip()} == set()


def test_the_command_lists_the_faults() -> None:
    command = [sys.executable, "-m", "reelscore.sandbox", "--list-faults"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout

    assert [line.split()[0] for line in listed.splitlines()] == list(FAULTS)


def test_a_task_that_runs_is_never_dropped_however_many_have_ended_since() -> None:
    with running(speed=0, rate_limit=0, keep_tasks=3) as sandbox, Suno(sandbox, "kie.ai") as kie:
        stuck = kie.start(prompt="sandbox:stuck")
        _finish(sandbox, kie, 6)

        assert kie.record("/generate", stuck)["taskId"] == stuck


def test_running_tasks_are_polled_by_many_threads_without_a_failure() -> None:
    with running(speed=0, rate_limit=0) as sandbox, Suno(sandbox, "kie.ai") as kie:
        tasks = [kie.start("/lyrics", prompt="foxes") for _ in range(100)]
        sandbox.advance(5)
        with ThreadPoolExecutor(8) as pool:
            waiting = set(pool.map(lambda task: kie.record("/lyrics", task)["status"], tasks))
        sandbox.advance(60)
        with ThreadPoolExecutor(8) as pool:
            finished = set(pool.map(lambda task: kie.record("/lyrics", task)["status"], tasks))

    assert (waiting, finished) == ({"PENDING"}, {"SUCCESS"})


def test_a_finished_task_costs_less_than_five_kilobytes_and_old_ones_are_dropped() -> None:
    with running(speed=0, rate_limit=0, keep_tasks=100, log_size=20) as sandbox, Suno(sandbox, "kie.ai") as kie:
        sandbox.set_balance("kie.ai", credits=100_000)
        tracemalloc.start()
        _finish(sandbox, kie, 25)  # fills the log and the caches, which are bounded
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        _finish(sandbox, kie, 70)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        _finish(sandbox, kie, 10)

        assert (after - before) / 70 < 5_000
        assert len(sandbox.tasks()) == 100


def _finish(sandbox: Sandbox, kie: Suno, count: int) -> None:
    for task in [kie.start() for _ in range(count)]:
        sandbox.advance(200)
        kie.record("/generate", task)
