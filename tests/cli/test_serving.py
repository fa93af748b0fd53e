"""`sandbox`: what it prints to paste. `webhooks serve`: where it listens, and each delivery that it kept."""

from __future__ import annotations

import json
import shlex
import signal

import httpx

from reelscore.cli.keys import upload_variable
from reelscore.vendors.family import hosts
from tests.cli.shells import Shell


def test_a_delivery_is_told_of_when_it_is_kept(keyless: Shell) -> None:
    body = {"code": 200, "msg": "ok", "data": {"callbackType": "complete", "task_id": "5c79", "data": []}}

    with keyless.start("webhooks", "serve", "--host", "sunoapi.org", "--port", "0", "--json") as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["urls"]["sunoapi.org"].replace("{intent}", "row-1")
        answers = [httpx.post(url, json=sent).status_code for sent in ({"no": "delivery"}, body)]
        told = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        _ = process.communicate()

    assert (answers, process.returncode) == ([400, 200], 0)
    known = {"host": "sunoapi.org", "id": "5c79", "stage": "complete", "claims": "succeeded"}
    assert told == known | {"verified": False, "intent": "row-1"}


def test_what_the_sandbox_prints_sends_every_host_to_it_and_has_one_ledger_wherever_it_is_pasted(
    keyless: Shell,
) -> None:
    wanted = {"REELSCORE_LEDGER"}
    for host in hosts.values():
        wanted |= {host.key_variable, host.base_url_variable}
        wanted |= {upload_variable(host)} if host.upload_url != host.base_url else set()

    with keyless.start("sandbox") as process:
        assert process.stdout is not None
        told: dict[str, str] = {}
        while told.keys() != wanted:
            export, *pairs = shlex.split(process.stdout.readline())
            assert export == "export"
            told |= dict(pair.split("=", 1) for pair in pairs)
        process.send_signal(signal.SIGINT)
        _ = process.communicate()

    assert told["REELSCORE_LEDGER"] == str(keyless.folder / "sandbox.sqlite")
    assert process.returncode == 0
