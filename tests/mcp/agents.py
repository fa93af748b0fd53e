"""An agent: the official SDK's client and the server as a process, towards a sandbox."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import attrs
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer
from mcp_types import CallToolResult, ElicitResult

from reelscore.cli.mcp import McpOptions, wall_of
from reelscore.ledger import Ledger
from reelscore.mcp.files import Root
from reelscore.mcp.server import build
from reelscore.mcp.session import Session
from reelscore.requests.hosts import client_class
from reelscore.sandbox import Sandbox
from reelscore.vendors.family import Family
from tests.cli.shells import bare, towards

SHOT: dict[str, Any] = {
    "prompt": "a red fox",
    "model": "v5.6",
    "duration": 8,
    "quality": "720p",
    "aspect_ratio": "16:9",
}
VIDEO: dict[str, Any] = {"operation": "pixverse.text-to-video", "request": SHOT}
"""90 credits."""
SONG: dict[str, Any] = {"operation": "suno.generate", "request": {"prompt": "a fox in the snow", "model": "V5"}}
"""12 credits of kie.ai, 0.06 USD."""


def video(prompt: str) -> dict[str, Any]:
    return {**VIDEO, "request": {**SHOT, "prompt": prompt}}


@attrs.frozen
class Said:
    """What a tool said."""

    result: CallToolResult

    @property
    def document(self) -> Any:
        return self.result.structured_content

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.result.content if part.type == "text")

    @property
    def links(self) -> list[str]:
        return [str(part.uri) for part in self.result.content if part.type == "resource_link"]

    @property
    def error(self) -> Mapping[str, Any]:
        """The error; raises where there is none."""
        assert self.result.is_error, self.text
        found: Mapping[str, Any] = self.document["error"]
        return found


@attrs.frozen
class Agent:
    """Calls tools."""

    client: Client

    async def __call__(self, tool: str, **arguments: Any) -> Said:
        return Said(await self.client.call_tool(tool, arguments))

    async def done(self, tool: str, **arguments: Any) -> Any:
        """The document of a call that must not fail."""
        said = await self(tool, **arguments)
        assert not said.result.is_error, said.text
        return said.document


def server(folder: Path, sandbox: Sandbox, *options: str, key: str = "sandbox-key") -> StdioServerParameters:
    environment = {**bare(folder), **towards(sandbox, key)}
    arguments = ["-m", "reelscore", "mcp", "--root", str(folder), *options]
    return StdioServerParameters(command=sys.executable, args=arguments, env=environment, cwd=str(folder))


def inside(folder: Path, sandbox: Sandbox, ledger: Ledger | None = None, **options: Any) -> MCPServer:
    """The server in this process: it starts at once, and takes the command's options by name."""
    limits = wall_of(McpOptions(**options))
    ledger = ledger or Ledger(folder / "ledger.sqlite", synchronous="NORMAL")

    def connect(family: Family) -> Any:
        made = client_class(family.vendor, awaiting=True)
        return made(family, sandbox=sandbox, ledger=ledger, budget=limits.budget, timeout=30)

    return build(Session(wall=limits, root=Root(folder), ledger=ledger, connect=connect))


@asynccontextmanager
async def agent(parameters: Any, **options: Any) -> AsyncGenerator[Agent]:
    """Start the server, and an agent that talks to it."""
    async with Client(parameters, **options) as client:
        yield Agent(client)


def said_to(parameters: Any, *calls: tuple[str, Mapping[str, Any]], **options: Any) -> list[Said]:
    """Start the server, and call tools one after the other."""

    async def session() -> list[Said]:
        async with agent(parameters, **options) as ask:
            return [await ask(tool, **arguments) for tool, arguments in calls]

    return anyio.run(session)


def submitted(parameters: Any, *requests: Mapping[str, Any], **options: Any) -> list[Said]:
    """Start the server, and submit one request after the other."""
    return said_to(parameters, *(("submit", request) for request in requests), **options)


def answering(answer: str) -> Any:
    """Return what answers the server's questions to the person: "yes", "no", or "decline" without an answer."""
    asked: list[str] = []

    async def respond(_: Any, question: Any) -> ElicitResult:
        asked.append(question.message)
        if answer == "decline":
            return ElicitResult(action="decline")
        return ElicitResult(action="accept", content={"pay": answer == "yes"})

    setattr(respond, "asked", asked)  # noqa: B010 - for the test to read
    return respond
