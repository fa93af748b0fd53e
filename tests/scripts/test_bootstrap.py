"""The environment is made once from a lock that names every file, and an old Python is told so in one line."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import _bootstrap
import _lock

SCRIPTS = _bootstrap.ROOT / "scripts"
LOCKS = [SCRIPTS / "requirements.lock", SCRIPTS / "peers.lock"]
ENTRIES = [path for path in sorted(SCRIPTS.iterdir()) if not path.suffix and path.is_file()]


def fresh(root: Path) -> Path:
    """Lay out an environment that is up to date, with nothing in it."""
    for name, text in {".venv/bin/python": "", "scripts/requirements.lock": "a", "pyproject.toml": "b"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    for step in ("lock", "project"):
        _bootstrap._marker(root, step).write_text(_bootstrap._stamp(root, step))
    return root


def stale(root: Path) -> list[str]:
    return [step for step in ("lock", "project") if _bootstrap._is_stale(root, step)]


def test_an_old_python_is_told_so_in_one_line() -> None:
    code = "import sys; sys.version_info = (3, 10, 4); import _bootstrap"

    done = subprocess.run([sys.executable, "-c", code], cwd=SCRIPTS, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert re.fullmatch(r"reelscore needs Python 3\.11 or newer; this is Python 3\.10 \(.+\)\n", done.stderr)


@pytest.mark.parametrize("path", [SCRIPTS / "_bootstrap.py", *ENTRIES], ids=lambda path: path.name)
def test_an_old_python_can_read_what_tells_it_so(path: Path) -> None:
    text = path.read_text()
    if text.startswith("#!/usr/bin/env python3\n") or path.suffix:
        ast.parse(text, feature_version=(3, 7))


def test_an_environment_that_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    root = fresh(tmp_path)

    _bootstrap.prepare(root)

    assert stale(root) == []
    assert not (root / ".venv.lock").exists()


def test_a_changed_lock_is_installed_anew(tmp_path: Path) -> None:
    root = fresh(tmp_path)
    (root / "scripts/requirements.lock").write_text("c")

    assert stale(root) == ["lock"]


def test_a_changed_project_is_installed_anew(tmp_path: Path) -> None:
    root = fresh(tmp_path)
    (root / "pyproject.toml").write_text("c")

    assert stale(root) == ["project"]


def test_a_checkout_that_was_moved_does_not_run_the_code_of_its_old_place(tmp_path: Path) -> None:
    fresh(tmp_path / "old").rename(tmp_path / "new")

    assert stale(tmp_path / "new") == ["project"]


def test_an_environment_that_lost_its_python_is_made_anew(tmp_path: Path) -> None:
    root = fresh(tmp_path)
    _bootstrap.interpreter(root).unlink()

    assert stale(root) == ["lock", "project"]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_has_a_hash_for_every_file_and_names_no_index(path: Path) -> None:
    text = path.read_text()
    pinned = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]

    assert [line for line in pinned if not re.match(r"[a-z0-9-]+==\S+ .*\\$", line)] == []
    assert len(re.findall(r"\\\n    --hash=sha256:[0-9a-f]{64}", text)) >= len(pinned)
    assert "://" not in text


def test_the_lock_has_each_requirement_of_the_project() -> None:
    project = tomllib.loads((_bootstrap.ROOT / "pyproject.toml").read_text())["project"]
    wanted = {
        re.split(r"[^a-z0-9-]", line.lower())[0]
        for lines in (project["dependencies"], *project["optional-dependencies"].values())
        for line in lines
    }

    assert sorted(wanted - _lock.pins(_lock.PROJECT).keys() - {"reelscore"}) == []
