"""`sandbox`: what it prints to paste. `webhooks serve`: where it listens, and each delivery that it kept."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import httpx

from reelscore.cli.keys import upload_variable
from reelscore.vendors.family import hosts


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


def test_what_the_sandbox_prints_sends_every_host_to_it_and_has_one_ledger_wherever_it_is_pasted(
    tmp_path: Path,
) -> None:
    wanted = {"REELSCORE_LEDGER"} | {
        name
        for host in hosts.values()
        for name in (host.key_variable, host.base_url_variable, upload_variable(host))
        if name != upload_variable(host) or host.upload_url != host.base_url
    }

    with subprocess.Popen(
        [sys.executable, "-m", "reelscore", "sandbox"], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        told: dict[str, str] = {}
        while told.keys() != wanted:
            export, *pairs = shlex.split(process.stdout.readline())
            assert export == "export"
            told |= dict(pair.split("=", 1) for pair in pairs)
        process.send_signal(signal.SIGINT)

    assert told["REELSCORE_LEDGER"] == str(tmp_path / "sandbox.sqlite")
    assert process.returncode == 0
