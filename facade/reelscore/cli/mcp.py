"""``mcp``: a server through which agents make things under limits that the person who starts it sets."""

from __future__ import annotations

import gc
import json
import logging
import os
import secrets
import shutil
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs

from reelscore.catalog.operations import Misuse, find
from reelscore.cli.commands import ALLOW_UNKNOWN, budget, commands, option, port
from reelscore.cli.ledger import ledger
from reelscore.cli.money import amount_of, budget_of
from reelscore.cli.output import Output
from reelscore.mcp.wall import Wall
from reelscore.vendors.family import Family

TOKEN = "REELSCORE_MCP_TOKEN"  # noqa: S105 - a variable's name
CLIENTS = ("claude", "cursor", "vscode", "codex")
_PERIODS = ("run", "day", "month")


@attrs.frozen(kw_only=True)
class McpOptions:
    budget: str | None = budget("Cap over all that agents pay, who pay for nothing without it")
    per: str = option(
        "day", "--per", metavar="|".join(_PERIODS),
        help="What the budget is for: all that this ledger pays in a day or month (UTC), or what this server pays.",
    )  # fmt: skip
    max_per_call: str | None = option(None, "--max-per-call", metavar="N", help="Cap of one call.")
    ask_above: str | None = option(
        None, "--ask-above", metavar="N", help="Ask you before a call costs more; refused where the client cannot ask."
    )
    allow: list[str] | None = option(
        None, "--allow", metavar="OP", help='Only these operations, such as "suno.*"; repeatable.'
    )
    allow_unknown: str | None = ALLOW_UNKNOWN
    root: Path = option(
        Path(), "--root", metavar="FOLDER", help="Files are read and written below it only.", show_default="here"
    )
    tools: str | None = option(
        None, "--tools", metavar="OP,OP", help="Show these operations as tools of their own as well."
    )
    http: bool = option(False, "--http", help=f"Serve HTTP on this machine; the token is {TOKEN}, or a new one.")
    bind: str = option("127.0.0.1", "--bind", metavar="ADDRESS", help="Loopback address for --http.")
    port: int = port(0)
    print_config: str | None = option(
        None, "--print-config", metavar="|".join(CLIENTS), help="Print what to paste into a client's settings."
    )
    skill: bool = option(False, "--skill", help="Print a skill file that tells agents when to quote, ask and wait.")


def mcp(out: Output, options: McpOptions) -> int:
    """Let agents find, price, make and save through the Model Context Protocol, and not spend more than you allow."""
    if options.skill:
        print(files("reelscore.mcp").joinpath("SKILL.md").read_text("utf-8"), end="")
        return 0
    wall = wall_of(options)
    words = [word.strip() for word in (options.tools or "").split(",") if word.strip()]
    for word in words:
        _ = find(word)
    if options.print_config is not None:
        print(config(options.print_config, options))
        return 0
    gc.disable()  # what the SDK's classes are made of stays: to look through it again and again is a tenth of the start
    from reelscore.mcp import server
    from reelscore.mcp.files import Root
    from reelscore.mcp.session import Session

    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        root = Root(options.root)
    except OSError as error:
        raise Misuse(f"--root {options.root}: {error.strerror}", next="name a folder that exists") from error

    def connect(family: Family) -> Any:
        from reelscore.cli import keys  # and with it the clients, which no start needs

        return keys.client(family, awaiting=True, budget=wall.budget)

    session = Session(wall=wall, root=root, ledger=ledger(), connect=connect)
    made = server.build(session, operations=words)
    gc.enable()
    try:
        if options.http:
            token = os.environ.get(TOKEN) or secrets.token_urlsafe(32)
            server.serve_http(
                made, bind=options.bind, port=options.port, token=token, on_ready=lambda url: _tell(url, token, out)
            )
        else:
            made.run()
    except KeyboardInterrupt:
        out.say("agents are served no more")
    return 0


def wall_of(options: McpOptions) -> Wall:
    """The limits that the options set."""
    if options.per not in _PERIODS:
        raise Misuse(f"--per is {options.per!r}", next=f"one of {', '.join(_PERIODS)}")
    return Wall(
        budget=budget_of(options.budget, options.allow_unknown, per=options.per),
        max_per_call=amount_of(options.max_per_call, "--max-per-call"),
        ask_above=amount_of(options.ask_above, "--ask-above"),
        allow=tuple(options.allow or ()),
    )


def config(client: str, options: McpOptions) -> str:
    """Write the settings by which a client starts the server with the options that were given."""
    if client not in CLIENTS:
        raise Misuse(f"--print-config is {client!r}", next=f"one of {', '.join(CLIENTS)}")
    names = ("budget", "per", "max_per_call", "ask_above", "allow_unknown", "tools")
    given = [(name, getattr(options, name)) for name in names if getattr(options, name) is not None]
    given += [*(("allow", word) for word in options.allow or ()), ("root", options.root.expanduser().resolve())]
    found = shutil.which("reelscore")
    program, *first = [found] if found else [sys.executable, "-m", "reelscore"]
    arguments = [word for name, value in given for word in (f"--{name.replace('_', '-')}", str(value))]
    start = {"command": program, "args": [*first, "mcp", *arguments]}
    if client == "codex":
        return "\n".join(
            ["[mcp_servers.reelscore]", *(f"{name} = {json.dumps(value)}" for name, value in start.items())]
        )
    vscode = {"servers": {"reelscore": {"type": "stdio", **start}}}
    return json.dumps(vscode if client == "vscode" else {"mcpServers": {"reelscore": start}}, indent=2)


def _tell(url: str, token: str, out: Output) -> None:
    if out.json:
        out.event({"url": url, "token": token})
    else:
        out.line(f"{url}\nAuthorization: Bearer {token}")
    sys.stdout.flush()


COMMANDS = commands(mcp=(mcp, "url token (one line with --http, when ready)"))
