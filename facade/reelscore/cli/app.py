"""The tree of commands as a table, loaded lazily, and the way from arguments to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command


class Entry(NamedTuple):
    """Where a command lives and what it is for."""

    module: str
    summary: str


SECTIONS: Mapping[str, Mapping[str, Entry]] = {
    "Start here": {
        "demo": Entry("demo", "Make a video and a song in a sandbox: no key, no money"),
        "init": Entry("keys", "Keep your keys in the keyring of this computer"),
        "doctor": Entry("doctor", "Check keys, hosts, clock, ledger and versions"),
    },
    "Ask before you pay": {
        "quote": Entry("quoting", "Show what a request costs, and what would cost less"),
        "check": Entry("quoting", "Check a request against the rules, and show the nearest legal one"),
        "models": Entry("tables", "Show what each model can do"),
        "prices": Entry("tables", "Show the price table"),
        "rules": Entry("tables", "Show the rules, with their sources"),
    },
    "Make": {
        "run": Entry("running", "Make one or many, wait, and save the files"),
        "submit": Entry("running", "Start and leave: prints what to wait for"),
        "wait": Entry("running", "Wait for a task and save its files"),
        "save": Entry("running", "Save the files of a finished task"),
        "recover": Entry("running", "Resume what was cut off; settle what is in doubt"),
        "market": Entry("market", "Run any model of Kie's Market by its name"),
        "batch": Entry("batch", "Many machines: hand jobs over, work on them, see how far they are"),
        "upload": Entry("running", "Upload a file for other requests to use"),
    },
    "Look back": {
        "tasks": Entry("ledger", "List the tasks of this computer's ledger"),
        "show": Entry("ledger", "Show everything about one task"),
        "open": Entry("ledger", "Open a result, or print where it is"),
        "spend": Entry("ledger", "Show what was quoted and what was charged"),
        "ledger": Entry("ledger", "Move the ledger to a server, for many machines"),
        "balance": Entry("keys", "Show the credits that are left"),
        "gallery": Entry("gallery", "Write one HTML page of everything you made"),
    },
    "Serve": {
        "sandbox": Entry("serving", "Run the vendors on this computer, for tests"),
        "webhooks": Entry("serving", "Receive the vendors' callbacks"),
        "mcp": Entry("mcp", "Let agents make things, within your budget"),
    },
}
ENTRIES: Mapping[str, Entry] = {name: entry for section in SECTIONS.values() for name, entry in section.items()}
EPILOG = (
    "OP is an operation, such as pixverse.text-to-video or suno.generate; quote --help lists them. "
    "Every command takes --json, --field, --profile, --quiet, -v, -vv and --debug."
)


class Root(TyperGroup):
    """The commands, each imported when it is called and not before."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(ENTRIES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        entry = ENTRIES.get(cmd_name)
        return None if entry is None else import_module(f"reelscore.cli.{entry.module}").COMMANDS[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command; a typo is answered with what was perhaps meant."""
        if args and args[0] not in ENTRIES:
            from reelscore.catalog.operations import near

            words = f"there is no command {args[0]!r}{near(args[0], ENTRIES, cutoff=0.5, most=3)}"
            raise typer.BadParameter(words, ctx=ctx, param_hint="COMMAND")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the sections from the table, without importing a command."""
        for title, entries in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, entry.summary) for name, entry in entries.items()])


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

    return get_command(app)


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
    return code


def _run(arguments: list[str]) -> int:
    try:
        code = root().main(arguments, prog_name="reelscore", standalone_mode=False)
    except typer.Abort:
        return 130
    except Exception as error:
        if isinstance(error, BrokenPipeError) or ("--debug" in arguments and not hasattr(error, "format_message")):
            raise
        return _misused(error, arguments)
    return code if isinstance(code, int) else 0


def _misused(error: Any, arguments: list[str]) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message())
        return 0
    from reelscore.cli.output import Output
    from reelscore.cli.reports import report, report_usage

    out = Output(json="--json" in arguments)
    return report_usage(error, out) if hasattr(error, "format_message") else report(error, out)
