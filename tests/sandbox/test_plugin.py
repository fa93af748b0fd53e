"""The fixtures that ship with the package: a sandbox, and clients whose waits take no time."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

import reelscore as rs
from reelscore.pixverse import TextToVideo
from reelscore.sandbox import Sandbox
from reelscore.testing.plugin import MakeClient

FOX = TextToVideo(prompt="a red fox", model="v5.6", duration=8, quality="720p", aspect_ratio="16:9")


def test_a_video_is_run_and_saved(reelscore_client: MakeClient, reelscore_sandbox: Sandbox, tmp_path: Path) -> None:
    video = reelscore_client(rs.PixVerse).run(FOX)
    video.save(tmp_path / "fox.mp4")

    assert (tmp_path / "fox.mp4").read_bytes()[4:8] == b"ftyp"
    assert reelscore_sandbox.balance("pixverse.ai") == 15_000 - 90


def test_a_timeout_of_two_hours_takes_no_time(reelscore_client: MakeClient, reelscore_sandbox: Sandbox) -> None:
    reelscore_sandbox.fault("stuck")
    task = reelscore_client(rs.PixVerse).submit(FOX)
    with pytest.raises(rs.errors.TaskTimeout):
        task.wait(timeout=7_000)

    assert reelscore_sandbox.balance("pixverse.ai") == 15_000 - 90


@pytest.mark.parametrize("host", ["kie.ai", "sunoapi.org"])
def test_an_async_client_makes_a_song_on_either_host(
    reelscore_client: MakeClient, reelscore_sandbox: Sandbox, host: str
) -> None:
    async def make() -> int:
        async with reelscore_client(rs.AsyncSuno, host=host) as suno:
            task = await suno.generate(prompt="[Verse]", style="folk", title="Fox", model="V5", instrumental=False)
            return len((await task.wait()).tracks)

    assert asyncio.run(make()) == 2
    assert reelscore_sandbox.balance(host) == 1_000 - 12


def test_pytest_runs_where_the_package_is_installed_without_its_extras(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text("def test_mine(): pass\n", encoding="utf-8")
    code = """
import sys
for extra in ("hypothesis", "starlette", "uvicorn", "typer", "rich", "keyring", "dotenv", "yaml", "jsonschema", "PIL"):
    sys.modules[extra] = None
import pytest
sys.exit(pytest.main(["-q", "-p", "reelscore.testing.plugin", "-p", "no:cacheprovider", "test_mine.py"]))
"""
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout + done.stderr
