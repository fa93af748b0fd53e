"""Nothing that is committed names a package index or a place on somebody's machine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRIVATE_PLACES = re.compile(
    r"(?<![\w.~-])/(?:work|root|home)/"  # a path of the machine that somebody works on
    r"|pypi\.(?:org)|python(?:hosted)|registry\.(?:npmjs)|proxy\.(?:golang)"  # an index; the brackets hide it from itself
)


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    names = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_index_or_a_place_on_somebodys_machine() -> None:
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in tracked()}
    found = {str(path.relative_to(ROOT)): PRIVATE_PLACES.findall(text) for path, text in texts.items()}

    assert {name: places for name, places in found.items() if places} == {}


def test_an_index_and_a_machines_path_would_be_found() -> None:
    assert PRIVATE_PLACES.search("https://pypi" + ".org/simple")
    assert PRIVATE_PLACES.search("see /" + "work/main")
    assert not PRIVATE_PLACES.search(".github/workflows/work/ci.yml")
