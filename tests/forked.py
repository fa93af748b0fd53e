"""Run `python -m reelscore` in a process that is forked from one where its modules are loaded already.

Each command has a process of its own, as a user's has, but not half a second of imports. Nothing but the standard
library is imported here: a child loads this module, and the fork server no command's state.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

LOADED = (
    *("reelscore.cli.app", "reelscore.cli.running", "reelscore.cli.reports", "reelscore.cli.ledger"),
    *("reelscore.cli.quoting", "reelscore.cli.market", "reelscore.cli.progress"),
    *("reelscore.kie.client", "reelscore.kie.requests", "reelscore.kie.rules", "reelscore_wire.kie.models"),
    *("reelscore.pixverse.files", "reelscore.pixverse.prices", "reelscore.pixverse.rules"),
    *("reelscore.pixverse.requests.video", "reelscore.pixverse.requests.edit", "reelscore_wire.pixverse.models"),
    *("reelscore.suno.client", "reelscore.suno.operations", "reelscore.suno.prices", "reelscore.suno.rules"),
    *("reelscore.suno.requests.songs", "reelscore.suno.requests.files", "reelscore_wire.suno.models"),
    *("reelscore.kie.family", "reelscore.pixverse.family", "reelscore.suno.family", "typer._click.decorators"),
    *("reelscore.sandbox.values", "reelscore.transport.http", "rich.progress", "rich.table", "typer.rich_utils"),
    *("anyio.abc", "anyio._backends._asyncio", "certifi", "dotenv", "httpcore", "importlib.readers", "platformdirs"),
)
"""What most commands import."""
OF_THE_INTERPRETER = ("PYTHONIOENCODING", "PYTHONUTF8")
"""Variables that are read when Python starts: a command that has another one than these tests is started anew."""

servers = multiprocessing.get_context("forkserver")
servers.set_forkserver_preload([*LOADED])


def run(
    arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run one command to its end and return its code, stdout and stderr; nobody answers its questions."""
    command = [sys.executable, "-m", "reelscore", *arguments]
    if any(environment.get(name) != os.environ.get(name) for name in OF_THE_INTERPRETER):
        return subprocess.run(command, cwd=folder, env=environment, input=stdin, capture_output=True, check=False)
    with tempfile.TemporaryDirectory() as streams:
        read, out, err = (Path(streams, name) for name in ("in", "out", "err"))
        read.write_bytes(stdin)
        process = servers.Process(target=_command, args=([*arguments], str(folder), dict(environment), streams))
        process.start()
        process.join()
        code = process.exitcode
        process.close()
        assert code is not None
        return subprocess.CompletedProcess(command, code, out.read_bytes(), err.read_bytes())


def _command(arguments: list[str], folder: str, environment: dict[str, str], streams: str) -> None:
    for number, name in enumerate(("in", "out", "err")):
        os.dup2(os.open(Path(streams, name), os.O_CREAT | os.O_WRONLY if number else os.O_RDONLY), number)
    sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace")
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.path[:0] = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    sys.argv[:] = ["reelscore", *arguments]
    runpy.run_module("reelscore", run_name="__main__", alter_sys=True)
