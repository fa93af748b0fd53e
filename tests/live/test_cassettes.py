"""What was recorded is free of secrets, fits the documents and is read; the live run is proved on the sandbox."""

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from reelscore.sandbox import running
from reelscore.vendors.family import Indeterminate
from tests.contract.adapters import answer_complaints, judge_of, request_of, sample_of
from tests.families import family
from tests.live.cassettes import scrubbed
from tests.live.conftest import KEPT

ROOT = Path(__file__).parents[2]
VARIABLES = {"PIXVERSE": "pixverse.ai", "KIE": "kie.ai"}
"""One host of each vendor gets a key; the others are left out for want of one."""


def complaints(cassette: Path) -> list[str]:
    row = json.loads(cassette.read_text(encoding="utf-8"))
    host, answer = family(row["host"]), httpx.Response(row["http_status"], json=row["payload"])
    sent = request_of(host, sample_of(host, row["op"]))
    verdict = host.verdict(row["op"], row["http_status"], row["payload"])
    unread = [f"no verdict: {verdict}"] if isinstance(verdict, Indeterminate) else []
    return unread + answer_complaints(judge_of(host, row["op"]), sent, answer=answer)


def test_every_recorded_answer_fits_the_document_of_its_host() -> None:
    assert {path.name: complaints(path) for path in KEPT.glob("*.json") if complaints(path)} == {}


def test_a_recorded_answer_holds_neither_key_nor_account_nor_signature() -> None:
    answer = {"Resp": {"account_id": 7, "text": "my-key here", "url": "https://a.example/b.mp4?sig=1", "credit": 3}}

    assert scrubbed(answer, key="my-key") == {
        "Resp": {"account_id": 0, "text": "(key) here", "url": "https://a.example/b.mp4", "credit": 3}
    }


@pytest.mark.slow
def test_the_live_run_passes_on_the_sandbox_and_leaves_answers_that_fit(tmp_path: Path) -> None:
    with running(speed=600) as sandbox:
        keys = {f"{name}_API_KEY": sandbox.api_key for name in VARIABLES}
        urls = {f"{name}_BASE_URL": sandbox.base_url(host) for name, host in VARIABLES.items()}
        command = [
            sys.executable,
            *["-m", "pytest", "tests/live", "-q", "-m", "live", "-p", "no:cacheprovider", "-n", "4"],
        ]
        command += ["--spend", "100", "--cassettes", str(tmp_path)]
        inherited = {name: value for name, value in os.environ.items() if not name.endswith("_API_KEY")}
        environment = {**inherited, **keys, **urls}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    kept = sorted(tmp_path.glob("*.json"))

    assert done.returncode == 0, done.stdout
    assert {"kie.ai-lyrics-200.json", "pixverse.ai-text_to_video-200.json"} <= {path.name for path in kept}
    assert {path.name.split("-")[0] for path in kept} == set(VARIABLES.values())
    assert {path.name: complaints(path) for path in kept if complaints(path)} == {}
