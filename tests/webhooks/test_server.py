from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from reelscore.errors import ConfigurationError
from reelscore.webhooks import asgi, running, serve, server
from reelscore.webhooks.app import MAX_BODY_BYTES
from reelscore.webhooks.server import MAX_CONNECTIONS
from tests.rows import each
from tests.webhooks.posting import JSON, NOW, SECRET, TOKEN, TOY, UNSIGNED, signed, told

PROGRAM = f"""
from reelscore.webhooks import asgi, serve
from tests.webhooks.posting import UNSIGNED
receiver = asgi(UNSIGNED, path_token={TOKEN!r})
serve(receiver, port=0, public="https://me.example", on_line=lambda line: print(line, flush=True))
"""


def test_a_receiver_answers_over_a_socket() -> None:
    app = asgi([TOY, UNSIGNED], secrets={"kie.ai": SECRET}, path_token=TOKEN, clock=lambda: NOW)
    with running(app) as base, httpx.Client(base_url=base) as client:
        answers = [
            client.post("/kie.ai", content=told(), headers=signed()),
            client.post(f"/sunoapi.org/{TOKEN}", content=told(), headers=JSON),
            client.post("/kie.ai", content=told(task="t2"), headers=JSON),
            client.post(f"/sunoapi.org/{TOKEN}", content=b" " * (MAX_BODY_BYTES + 1), headers=JSON),
            client.get("/kie.ai"),
            client.get("/"),
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 401, 413, 405, 404]
    assert {found.host for found in app.inbox.unknown()} == {"kie.ai", "sunoapi.org"}


def test_a_sender_that_hangs_up_half_way_stops_nobody() -> None:
    app = asgi(UNSIGNED, path_token=TOKEN)
    with running(app) as base:
        for _ in range(20):
            with connection(base) as sender:
                head = f"POST /sunoapi.org/{TOKEN} HTTP/1.1\r\nhost: me\r\ncontent-type: application/json\r\n"
                sender.sendall(f"{head}content-length: 100\r\n\r\n{{".encode())

        assert httpx.post(f"{base}/sunoapi.org/{TOKEN}", content=told(), headers=JSON).status_code == 200


def test_a_taken_port_is_said_in_one_line() -> None:
    app = asgi(UNSIGNED, path_token=TOKEN)
    with running(app) as base, pytest.raises(ConfigurationError, match="cannot be listened on"):
        serve(app, port=int(base.rpartition(":")[2]))


@each("public", ["http://me.example", "me.example", "https://me.example/?hook", "https://"])
def test_a_public_address_that_is_no_https_is_refused_before_the_port_is_taken(public: str) -> None:
    app = asgi(UNSIGNED, path_token=TOKEN)
    with running(app) as base, pytest.raises(ConfigurationError, match=re.escape(f"public is {public!r}")):
        serve(app, port=int(base.rpartition(":")[2]), public=public)


def test_threads_are_gone_when_the_block_ends() -> None:
    with running(asgi(UNSIGNED, path_token=TOKEN)):
        pass

    assert "reelscore-webhooks" not in {thread.name for thread in threading.enumerate()}


def test_serving_prints_the_address_first_and_ends_when_interrupted() -> None:
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        line = process.stdout.readline() if process.stdout else ""
        process.send_signal(signal.SIGTERM)

    assert line == f"sunoapi.org  https://me.example/sunoapi.org/{TOKEN}/{{intent}}\n"


def test_half_open_requests_keep_no_delivery_out() -> None:
    """More than the server takes: the oldest make room, so a sender that is quick is never answered 503."""
    app = asgi([TOY, UNSIGNED], secrets={"kie.ai": SECRET}, path_token=TOKEN, clock=lambda: NOW)
    head = b"POST /kie.ai HTTP/1.1\r\nhost: x\r\nx: "
    body = head[:-3] + b"".join(f"{name}: {value}\r\n".encode() for name, value in signed().items())
    with running(app) as base, ExitStack() as closing:
        for number in range(MAX_CONNECTIONS + 40):
            sender = closing.enter_context(connection(base))
            sender.sendall(head if number % 2 else body + b"content-length: 100\r\n\r\n{")
            if not number % 50:
                assert httpx.post(f"{base}/kie.ai", content=told(), headers=signed()).status_code == 200

        assert httpx.post(f"{base}/kie.ai", content=told(task="t2"), headers=signed("t2")).status_code == 200


@pytest.mark.parametrize("sent", [b"", b"POST /kie.ai HTT", b"POST /kie.ai HTTP/1.1\r\nhost: x\r\nx: "])
def test_a_head_that_does_not_end_is_cut_off(sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "REQUEST_SECONDS", 0.05)
    with running(asgi(UNSIGNED, path_token=TOKEN)) as base, connection(base) as sender:
        sender.sendall(sent)

        assert ended(sender)


def test_a_second_head_on_a_kept_connection_is_cut_off_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "REQUEST_SECONDS", 0.05)
    with running(asgi(UNSIGNED, path_token=TOKEN)) as base, connection(base) as sender:
        sender.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        assert sender.recv(4_096).startswith(b"HTTP/1.1 404")
        sender.sendall(b"GET / HTTP/1.1\r\nx: ")

        assert ended(sender)


def connection(base: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(base.rpartition(":")[2])), timeout=20.0)


def ended(sender: socket.socket) -> bool:
    """Read until the server closes the connection."""
    with suppress(ConnectionResetError):
        while sender.recv(4_096):
            pass
    return True


def test_a_head_that_grows_above_the_limit_is_refused() -> None:
    with running(asgi(UNSIGNED, path_token=TOKEN)) as base, connection(base) as sender:
        sender.sendall(b"POST / HTTP/1.1\r\nx: " + b"y" * 40_000)

        assert sender.recv(12) == b"HTTP/1.1 400"


@pytest.mark.parametrize(("name", "missing"), [("asgi", "starlette"), ("serve", "uvicorn")])
def test_a_missing_extra_is_named_with_the_command_that_installs_it(name: str, missing: str) -> None:
    program = f"""
import sys
sys.modules["starlette"] = sys.modules["uvicorn"] = None
import reelscore as rs
rs.webhooks.Inbox()
try:
    rs.webhooks.{name}
except rs.errors.ConfigurationError as error:
    print(error)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert missing in ran.stdout
    assert "pip install 'reelscore[webhooks]'" in ran.stdout
