"""The tree of commands as a table, loaded lazily, and the way from arguments to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

SECTIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Start here": {
        "demo": ("demo", "Make a video and a song in a sandbox: no key, no money"),
        "init": ("keys", "Keep your keys in the keyring of this computer"),
        "doctor": ("doctor", "Check keys, hosts, clock, ledger and versions"),
    },
    "Ask before you pay": {
        "quote": ("quoting", "Show what a request costs, and what would cost less"),
        "check": ("quoting", "Check a request against the rules, and show the nearest legal one"),
        "models": ("tables", "Show what each model can do"),
        "prices": ("tables", "Show the price table"),
        "rules": ("tables", "Show the rules, with their sources"),
    },
    "Make": {
        "run": ("running", "Make one or many, wait, and save the files"),
        "submit": ("running", "Start and leave: prints what to wait for"),
        "wait": ("running", "Wait for a task and save its files"),
        "save": ("running", "Save the files of a finished task"),
        "recover": ("running", "Resume what was cut off; settle what is in doubt"),
        "market": ("market", "Run any model of Kie's Market by its name"),
        "batch": ("batch", "Many machines: hand jobs over, work on them, see how far they are"),
        "upload": ("running", "Upload a file for other requests to use"),
    },
    "Look back": {
        "tasks": ("ledger", "List the tasks of this computer's ledger"),
        "show": ("ledger", "Show everything about one task"),
        "open": ("ledger", "Open a result, or print where it is"),
        "spend": ("ledger", "Show what was quoted and what was charged"),
        "ledger": ("ledger", "Move the ledger to a server, for many machines"),
        "balance": ("keys", "Show the credits that are left"),
        "gallery": ("gallery", "Write one HTML page of everything you made"),
    },
    "Serve": {
        "sandbox": ("serving", "Run the vendors on this computer, for tests"),
        "webhooks": ("serving", "Receive the vendors' callbacks"),
        "mcp": ("mcp", "Let agents make things, within your budget"),
    },
}
"""The commands: the module where each lives, and what it is for."""
ENTRIES = {name: module for section in SECTIONS.values() for name, (module, _) in section.items()}
EPILOG = (
    "OP is an operation, such as pixverse.text-to-video or suno.generate; quote --help lists them. "
    "Every command takes --json, --field, --profile, --quiet, -v, -vv and --debug."
)


class Root(TyperGroup):
    """The commands, each imported when it is called and not before."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        module = ENTRIES.get(cmd_name)
        return None if module is None else import_module(f"reelscore.cli.{module}").COMMANDS[cmd_name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the sections from the table, without importing a command."""
        for title, entries in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, summary) for name, (_, summary) in entries.items()])


def _version(asked: bool) -> None:  # noqa: FBT001 - typer's callback
    if asked:
        from reelscore import __version__

        print(f"reelscore {__version__}")
        raise typer.Exit


def root() -> Any:
    """Build the tree; its leaves are built when they are called."""
    app = typer.Typer(name="reelscore", cls=Root, no_args_is_help=True, rich_markup_mode=None, epilog=EPILOG)

    @app.callback()
    def _reelscore(
        version: bool = typer.Option(  # noqa: FBT001 - typer's way
            False, "--version", callback=_version, is_eager=True, help="Show the version and leave."
        ),
    ) -> None:
        """Video and music from PixVerse, Suno and Kie.ai, priced before you pay and never paid twice."""

    made: Any = get_command(app)
    made.commands = dict.fromkeys(ENTRIES)  # their words, for completion and for what was perhaps meant
    return made


def _settle_streams() -> None:
    """Let no print fail: closed streams lead nowhere, and what a code page lacks is replaced."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - lives on
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; 141 when the reader of a pipe has left."""
    _settle_streams()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit) as error:
        # click makes exit code 1 of a broken pipe.
        if isinstance(error, SystemExit) and not isinstance(error.__context__, BrokenPipeError):
            raise
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141
    except OSError as error:
        if "--debug" in arguments:
            raise
        with suppress(OSError, ValueError):
            print(f"error: the output cannot be written: {error.strerror}", file=sys.stderr)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    return code


def _run(arguments: list[str]) -> int:
    told: dict[str, Any] = {}  # of a command, where it tells
    try:
        code = root().main(arguments, prog_name="reelscore", standalone_mode=False, obj=told)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - every error gets its words
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message())  # type: ignore[attr-defined]
            return 0
        from reelscore.cli.output import Output
        from reelscore.cli.reports import report, report_usage

        out, is_usage = told.get("out") or Output(json="--json" in arguments), hasattr(error, "format_message")
        if "--debug" in arguments and not is_usage:
            out.traceback()
        return report_usage(error, out, arguments) if is_usage else report(error, out)
    return code if isinstance(code, int) else 0
