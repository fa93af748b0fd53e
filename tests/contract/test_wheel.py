"""What is released is whole: sdist and wheel are built, installed in an empty environment and run, offline."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

import reelscore

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def run(*command: str, cwd: Path) -> str:
    """Run a command without this checkout's folders on the path; return what it printed."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "COV"))
    }
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel in a new environment; third-party packages are lent by this one, the checkout is not."""
    home = tmp_path_factory.mktemp("home")
    run(sys.executable, "-m", "venv", str(home / "venv"), "--without-pip", cwd=home)
    python = home / "venv" / "bin" / "python"
    site = Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    shutil.unpack_archive(next(built.glob("*.whl")), site, format="zip")
    lent = sysconfig.get_path("purelib")
    (site / "lent.py").write_text(f"import sys\nsys.path.append({lent!r})\n", encoding="utf-8")
    (site / "lent.pth").write_text("import lent\n", encoding="utf-8")
    return python


def test_the_wheel_holds_both_packages_whole_and_nothing_else(built: Path) -> None:
    names = set(zipfile.ZipFile(next(built.glob("*.whl"))).namelist())
    tracked = run("git", "ls-files", "facade/reelscore", "generated/reelscore_wire", cwd=ROOT).splitlines()
    missing = {name.partition("/")[2] for name in tracked if (ROOT / name).exists()} - names

    assert missing == set()
    assert {name.partition("/")[0] for name in names} == {
        "reelscore",
        "reelscore_wire",
        f"reelscore-{reelscore.__version__}.dist-info",
    }


def test_the_sdist_holds_what_is_needed_to_build_and_test_it(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    assert {"pyproject.toml", "LICENSE", "specs/suno.yaml", "scripts/regenerate", "tests/conftest.py"} <= names


def test_the_installed_package_is_the_wheel_s_and_says_its_version(installed: Path, tmp_path: Path) -> None:
    code = "import reelscore, reelscore.pixverse, reelscore.suno, reelscore_wire; "
    code += "print(reelscore.__file__, reelscore.__version__)"
    file, version = run(str(installed), "-c", code, cwd=tmp_path).split()

    assert (Path(file).is_relative_to(installed.parents[1]), version) == (True, reelscore.__version__)


def test_the_command_line_and_the_demo_run_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    command = [str(installed), "-c", "import sys; from reelscore.cli import main; sys.exit(main())"]
    answered = run(*command, "--version", cwd=tmp_path)
    shown = run(*command, "demo", "--json", "--speed", "600", cwd=tmp_path)

    assert reelscore.__version__ in answered
    assert json.loads(shown)["adds_up"] is True
