"""HTTP is for this machine and for who has the token."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp.client.streamable_http import streamable_http_client
from mcp.server.mcpserver import MCPServer
from mcp.shared._httpx_utils import create_mcp_http_client

from reelscore.errors import ConfigurationError
from reelscore.mcp.server import serve_http
from reelscore.sandbox import Sandbox
from tests.cli.shells import bare, towards
from tests.mcp.agents import VIDEO, agent
from tests.rows import each


@pytest.fixture
def served(tmp_path: Path, sandbox: Sandbox) -> Iterator[dict[str, str]]:
    """A server, by its URL and token."""
    command = [sys.executable, "-m", "reelscore", "mcp", "--http", "--json", "--budget", "100", "--root", str(tmp_path)]
    environment = {**os.environ, **bare(tmp_path), **towards(sandbox)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)


def test_agents_with_the_token_share_one_session_and_its_budget(served: dict[str, str], sandbox: Sandbox) -> None:
    async def session() -> list[Any]:
        found: list[Any] = []
        for _ in range(2):
            headers = {"Authorization": f"Bearer {served['token']}"}
            async with (
                create_mcp_http_client(headers=headers) as http,
                agent(streamable_http_client(served["url"], http_client=http)) as ask,
            ):
                found.append(await ask.done("submit", **VIDEO))
        return found

    first, second = anyio.run(session)

    assert (first["id"], second["reused"]) == (second["id"], True)
    assert sandbox.balance("pixverse.ai") == 15_000 - 90


def test_without_the_token_or_from_a_page_on_another_name_nothing_is_answered(served: dict[str, str]) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    tokens = [None, "", "Bearer", "Bearer wrong", served["token"], f"bearer {served['token']}", "Bearer \xff"]
    sent = [[] if token is None else [(b"Authorization", token.encode("latin-1"))] for token in tokens]
    elsewhere = {"Authorization": f"Bearer {served['token']}", "Host": "rebound.example.com"}

    answers = [httpx.post(served["url"], json=body, headers=headers) for headers in sent]
    from_a_page = httpx.post(served["url"], json={}, headers=elsewhere)

    assert [answer.status_code for answer in answers] == [401] * len(tokens)
    assert {answer.text for answer in answers} == {"the token is missing or wrong\n"}
    assert from_a_page.status_code in {400, 403, 421}


@each("address", ["0.0.0.0", "::", "192.168.1.5", "example.com"])  # noqa: S104 - refused
def test_it_listens_on_this_machine_only(address: str) -> None:
    with pytest.raises(ConfigurationError, match="for this machine only"):
        serve_http(MCPServer("none"), bind=address, port=0, token="t", on_ready=print)
