"""What a person pastes, and what an agent is told before it begins."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import anyio
import pytest

from reelscore.catalog.operations import Misuse
from reelscore.cli.mcp import CLIENTS, McpOptions, config, wall_of
from reelscore.sandbox import Sandbox
from tests.cli.shells import Shell, bare
from tests.mcp.agents import inside
from tests.rows import each

GIVEN = ("--budget", "500", "--max-per-call", "5USD", "--allow", "suno.*", "--allow", "pixverse.*")


@pytest.mark.parametrize("client", CLIENTS)
def test_the_printed_settings_start_the_server_with_the_limits_that_were_given(tmp_path: Path, client: str) -> None:
    said = Shell(tmp_path, bare(tmp_path))("mcp", *GIVEN, "--print-config", client)
    told: dict[str, Any] = tomllib.loads(said.out) if client == "codex" else json.loads(said.out)

    [(_, servers)] = told.items()
    start = servers["reelscore"]
    words = start["args"][start["args"].index("mcp") :]
    assert words == ["mcp", "--budget", "500", "--per", "day", "--max-per-call", "5USD", "--allow", "suno.*",
                     "--allow", "pixverse.*", "--root", str(tmp_path.resolve())]  # fmt: skip
    assert Path(start["command"]).is_absolute()


def test_every_client_has_its_own_place_for_servers() -> None:
    assert [config(client, McpOptions()).strip().split()[0:2][-1] for client in CLIENTS] == [
        '"mcpServers":', '"mcpServers":', '"servers":', "command",
    ]  # fmt: skip


def test_an_unknown_client_is_named(tmp_path: Path) -> None:
    said = Shell(tmp_path, bare(tmp_path))("mcp", "--print-config", "emacs")

    assert said.code == 2
    assert "claude, cursor, vscode, codex" in said.err


def test_the_skill_names_tools_that_exist_and_has_a_head(tmp_path: Path, sandbox: Sandbox) -> None:
    said = Shell(tmp_path, bare(tmp_path))("mcp", "--skill")
    words = set(re.findall(r"`([a-z_]+)`", said.out))

    assert said.out.startswith("---\nname: reelscore\ndescription: ")
    assert words - {"savings", "done", "reason", "id", "notice"} <= {
        tool.name for tool in anyio.run(inside(tmp_path, sandbox).list_tools)
    }


@each(
    "options, words",
    [
        (("--budget", "lots"), "no amount"),
        (("--tools", "suno.sing"), "there is no operation 'suno.sing'"),
        (("--root", "no/such/folder"), "name a folder that exists"),
    ],
)
def test_a_wrong_option_is_said_before_the_server_starts(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    said = Shell(tmp_path, bare(tmp_path))("mcp", *options)

    assert said.code in {2, 3}
    assert words in said.err
    assert said.out == ""


@each(
    "options, words",
    [
        ({"budget": "5", "per": "week"}, "one of run, day, month"),
        ({"budget": "5", "allow_unknown": "5USD"}, "write --allow-unknown 100"),
    ],
)
def test_a_limit_that_is_none_is_said_with_what_to_write(options: dict[str, Any], words: str) -> None:
    with pytest.raises(Misuse) as caught:
        _ = wall_of(McpOptions(**options))

    assert caught.value.next == words
