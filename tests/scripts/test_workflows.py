"""The workflows are run as GitHub runs them, as far as a machine without GitHub can."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

import _bootstrap

WORKFLOWS = sorted((_bootstrap.ROOT / ".github" / "workflows").glob("*.yml"))
PAGE = "tests/data/drift/odd/exported.json"
"""It has a breaking change."""


def steps(path: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def test_every_script_that_a_workflow_runs_is_there_and_can_be_run() -> None:
    lines = [line.split() for path in WORKFLOWS for step in steps(path) for line in step.get("run", "").splitlines()]
    named = {word for words in lines for word in words if word.startswith(("scripts/", ".ci/"))}

    assert named >= {".ci/run", "scripts/drift", "scripts/demo"}
    assert [name for name in sorted(named) if not os.access(_bootstrap.ROOT / name, os.X_OK)] == []


def compared(pages: str) -> tuple[bool, str]:
    """Run the weekly comparison with what a repository's variable holds; an unset one is an empty text to the step."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash")
    [step] = [step for step in steps(WORKFLOWS[0].with_name("drift.yml")) if "PAGES" in step.get("env", {})]
    command = [bash, "-e", "-c", step["run"]]
    environment = {**os.environ, "PAGES": pages}
    done = subprocess.run(command, cwd=_bootstrap.ROOT, env=environment, capture_output=True, text=True, check=False)

    assert "if" not in step
    return done.returncode == 0, done.stdout


def test_the_weekly_comparison_is_green_in_a_fork_that_has_set_no_pages() -> None:
    is_green, said = compared("")

    assert (is_green, "no pages given" in said) == (True, True)


def test_the_weekly_comparison_is_red_on_a_breaking_change() -> None:
    is_green, said = compared(f"{PAGE}\n{PAGE}\n")

    assert (is_green, "breaking  audioId: another type" in said) == (False, True)
