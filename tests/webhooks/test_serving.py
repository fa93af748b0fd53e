from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from reelscore.errors import ConfigurationError
from reelscore.webhooks import asgi, running, serve
from reelscore.webhooks.receiver import LIMIT_BYTES
from tests.webhooks.posting import JSON, NOW, SECRET, TOKEN, TOY, UNSIGNED, signed, told

PROGRAM = f"""
from reelscore.webhooks import asgi, serve
from tests.webhooks.posting import UNSIGNED
serve(asgi(UNSIGNED, path_token={TOKEN!r}), port=0, public="https://me.example", say=lambda line: print(line, flush=True))
"""


def test_a_receiver_answers_over_a_socket() -> None:
    app = asgi([TOY, UNSIGNED], secrets={"kie.ai": SECRET}, path_token=TOKEN, clock=lambda: NOW)
    with running(app) as base, httpx.Client(base_url=base) as client:
        answers = [
            client.post("/kie.ai", content=told(), headers=signed()),
            client.post(f"/sunoapi.org/{TOKEN}", content=told(), headers=JSON),
            client.post("/kie.ai", content=told(task="t2"), headers=JSON),
            client.post(f"/sunoapi.org/{TOKEN}", content=b" " * (LIMIT_BYTES + 1), headers=JSON),
            client.get("/kie.ai"),
            client.get("/"),
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 401, 413, 405, 404]
    assert {letter.host for letter in app.inbox.store.unknown()} == {"kie.ai", "sunoapi.org"}


def test_a_sender_that_hangs_up_half_way_stops_nobody() -> None:
    app = asgi(UNSIGNED, path_token=TOKEN)
    with running(app) as base:
        port = int(base.rpartition(":")[2])
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", port)) as sender:
                head = f"POST /sunoapi.org/{TOKEN} HTTP/1.1\r\nhost: me\r\ncontent-type: application/json\r\n"
                sender.sendall(f"{head}content-length: 100\r\n\r\n{{".encode())

        assert httpx.post(f"{base}/sunoapi.org/{TOKEN}", content=told(), headers=JSON).status_code == 200


def test_a_taken_port_is_said_in_one_line() -> None:
    app = asgi(UNSIGNED, path_token=TOKEN)
    with running(app) as base, pytest.raises(ConfigurationError, match="cannot be listened on"):
        serve(app, port=int(base.rpartition(":")[2]))


def test_threads_are_gone_when_the_block_ends() -> None:
    with running(asgi(UNSIGNED, path_token=TOKEN)):
        pass

    assert "reelscore-webhooks" not in {thread.name for thread in threading.enumerate()}


def test_serving_prints_the_address_first_and_ends_when_interrupted() -> None:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        line = process.stdout.readline() if process.stdout else ""
        process.send_signal(signal.SIGTERM)

    assert line == f"sunoapi.org  https://me.example/sunoapi.org/{TOKEN}/{{intent}}\n"
