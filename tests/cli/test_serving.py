"""`webhooks serve`: it says where it listens, and tells of each delivery that it kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx


def test_a_delivery_is_told_of_when_it_is_kept(tmp_path: Path) -> None:
    body = {"code": 200, "msg": "ok", "data": {"callbackType": "complete", "task_id": "5c79", "data": []}}
    command = [sys.executable, "-m", "reelscore", "webhooks", "serve", "--host", "sunoapi.org", "--port", "0", "--json"]
    environment = os.environ | {"REELSCORE_LEDGER": str(tmp_path / "l.sqlite")}

    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["urls"]["sunoapi.org"].replace("{intent}", "row-1")
        answers = [httpx.post(url, json=sent).status_code for sent in ({"no": "delivery"}, body)]
        told = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)

    assert answers == [400, 200]
    assert told == {
        "host": "sunoapi.org",
        "id": "5c79",
        "stage": "complete",
        "claims": "succeeded",
        "verified": False,
        "intent": "row-1",
    }
    assert process.returncode == 0
