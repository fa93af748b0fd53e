"""The compose file's commands, as processes of this machine: what needs no container is what it says."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.shells import Shell, bare
from tests.durable.shop import ROOT

COMPOSE = yaml.safe_load((ROOT / "tests" / "examples" / "many_machines.yaml").read_text(encoding="utf-8"))
CLIP = {"prompt": "a fox", "model": "v5.6", "duration": 8, "quality": "720p", "aspect_ratio": "16:9"}


@contextmanager
def started(name: str, environment: Mapping[str, str], folder: Path, *more: str) -> Generator[subprocess.Popen[str]]:
    """Run a service's command until the block ends."""
    program, *arguments = shlex.split(COMPOSE["services"][name]["command"])
    assert program == "reelscore"
    command = [sys.executable, "-m", program, *arguments, *more]
    with subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


@pytest.mark.slow
def test_the_composed_workers_run_a_batch(postgres_url: str, tmp_path: Path) -> None:
    given: dict[str, Any] = dict(COMPOSE["services"]["worker-1"]["environment"])
    assert given.pop("REELSCORE_LEDGER").startswith("postgresql://postgres:")
    (tmp_path / "film.jsonl").write_text(
        "\n".join(
            json.dumps({"operation": "pixverse.text-to-video", "key": f"shot-{n}", "request": CLIP}) for n in range(20)
        )
    )
    with ExitStack() as running:
        sandbox = running.enter_context(started("sandbox", bare(tmp_path), tmp_path, "--port", "0", "--json"))
        assert sandbox.stdout is not None
        root = json.loads(sandbox.stdout.readline())["pixverse"].rpartition("/")[0]
        environment = {name: value.replace("http://127.0.0.1:8080", root) for name, value in given.items()}
        environment = {**bare(tmp_path), **environment, "REELSCORE_LEDGER": postgres_url}
        shell = Shell(tmp_path, environment)
        submit = ("batch", "submit", "film.jsonl", "--name", "spring", "--budget", "20USD", "--out", "films", "--yes")
        assert shell(*submit).code == 0
        for name in ("worker-1", "worker-2"):
            running.enter_context(started(name, environment, tmp_path))
        said = shell("batch", "status", "spring", "--wait", "--json")

    assert said.document["states"] == {"succeeded": 20}
    assert said.document["credits"] == {"pixverse (sandbox)": "1800"}
    assert len(list((tmp_path / "films").glob("*.mp4"))) == 20
