"""A sandbox for all tests of the command line, and shells whose commands reach it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from reelscore.sandbox import Sandbox, running
from tests.cli.shells import VIDEO, Said, Shell, bare, towards


@pytest.fixture(scope="package")
def sandbox() -> Iterator[Sandbox]:
    with running(speed=60) as server:
        yield server


@pytest.fixture
def shell(tmp_path: Path, sandbox: Sandbox) -> Shell:
    return Shell(tmp_path, {**bare(tmp_path), **towards(sandbox)})


@pytest.fixture
def keyless(tmp_path: Path) -> Shell:
    return Shell(tmp_path, bare(tmp_path))


@attrs.frozen
class Made:
    """A shell in which one video was made, and what that command said."""

    shell: Shell
    said: Said

    @property
    def task(self) -> dict[str, object]:
        found: dict[str, object] = self.said.document["tasks"][0]
        return found


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Made:
    folder = tmp_path_factory.mktemp("made")
    shell = Shell(folder, {**bare(folder), **towards(sandbox, "sandbox-made")})
    return Made(shell, shell("run", *VIDEO, "--yes", "--json", "--out", "out"))
