"""What a person pastes into a client's settings, and the skill file that tells agents how to go about it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from importlib.resources import files

from reelscore.errors import ConfigurationError

CLIENTS = ("claude", "cursor", "vscode", "codex")


def skill() -> str:
    """The skill file, as text."""
    return files("reelscore.mcp").joinpath("SKILL.md").read_text("utf-8")


def config(client: str, arguments: Sequence[str]) -> str:
    """Write the settings by which a client starts the server.

    Args:
        client: one of ``CLIENTS``.
        arguments: options of the server.

    Raises:
        ConfigurationError: there is no such client.
    """
    if client not in CLIENTS:
        raise ConfigurationError(f"client is {client!r}; it is one of {', '.join(CLIENTS)}")
    found = shutil.which("reelscore")
    command = [found] if found else [sys.executable, "-m", "reelscore"]
    start = {"command": command[0], "args": [*command[1:], "mcp", *arguments]}
    if client == "codex":
        lines = ["[mcp_servers.reelscore]", *(f"{name} = {json.dumps(value)}" for name, value in start.items())]
        return "\n".join(lines) + "\n"
    told = {"servers": {"reelscore": {"type": "stdio", **start}}} if client == "vscode" else {
        "mcpServers": {"reelscore": start}
    }  # fmt: skip
    return json.dumps(told, indent=2) + "\n"
