"""A folder, an environment and a ledger in which commands are run as a user runs them: as processes."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

import attrs

from reelscore.cli.keys import upload_variable
from reelscore.sandbox import Sandbox
from reelscore.vendors.family import hosts
from tests import forked

SHOT = ("--prompt", "a red fox", "--model", "v5.6", "--duration", "8", "--quality", "720p", "--aspect-ratio", "16:9")
VIDEO = ("pixverse.text-to-video", *SHOT)


@attrs.frozen
class Said:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON document: the whole of stdout, or this raises."""
        return json.loads(self.out)


@attrs.frozen
class Shell:
    """Where commands are run."""

    folder: Path
    environment: Mapping[str, str]

    def __call__(self, *arguments: str, stdin: str | bytes = "", **environment: str) -> Said:
        """Run one command to its end; nobody answers its questions."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = forked.run(arguments, folder=self.folder, environment={**self.environment, **environment}, stdin=data)
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command that goes on beside the test; ``communicate`` waits for its end."""
        pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        command = [sys.executable, "-m", "reelscore", *arguments]
        return subprocess.Popen(command, cwd=self.folder, env=dict(self.environment), text=True, **pipes)

    def write(self, name: str, content: str | bytes) -> str:
        """Write a file into the folder, and return its name."""
        data = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)
        return name


def bare(folder: Path) -> dict[str, str]:
    """Return an environment without a key, whose ledger is in the folder and whose keyring is empty."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("_API_KEY", "_BASE_URL"))}
    return {
        **kept,
        "REELSCORE_LEDGER": str(folder / "ledger.sqlite"),
        "REELSCORE_CONFIG": str(folder / "config.toml"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }


def towards(sandbox: Sandbox, key: str = "sandbox-key") -> dict[str, str]:
    """Return the variables that send every host's calls to a sandbox."""
    found: dict[str, str] = {}
    for name, host in hosts.items():
        found |= {host.key_variable: key, host.base_url_variable: sandbox.base_url(name)}
        if host.upload_url != host.base_url:
            found[upload_variable(host)] = sandbox.upload_url(name)
    return found


def answered(
    shell: Shell, *arguments: str, keys: Sequence[bytes], at: bytes = b"[y/N]", program: tuple[str, ...] = ()
) -> tuple[int, str]:
    """Run a command in a terminal, press keys once at each of its questions, and return exit code and text."""
    ours, theirs = pty.openpty()
    environment = {**shell.environment, "TERM": "xterm"}
    takes = (
        "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.executable, sys.argv[1:])"
    )
    command = [sys.executable, "-c", takes, sys.executable, *(program or ("-m", "reelscore")), *arguments]
    with subprocess.Popen(
        command, cwd=shell.folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        watch = Timer(900, process.kill)
        watch.start()
        text, pressed = b"", 0
        with suppress(OSError):  # the other end is closed: it has ended
            while process.poll() is None:
                if select.select([ours], [], [], 5)[0]:
                    text += os.read(ours, 4096)
                if text.count(at) > pressed < len(keys):
                    _ = os.write(ours, keys[pressed])
                    pressed += 1
        code = process.wait()
        watch.cancel()
    os.close(ours)
    return code, text.decode()
