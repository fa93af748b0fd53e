"""What holds for the whole tree: no private places, no wide lines, no circles, no vendor in the core, a short walk."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "facade" / "reelscore"
PRIVATE_PLACES = re.compile(
    r"(?<![\w.~-])/(?:work|root|home)/"  # a path of the machine that somebody works on
    # An index; the brackets hide it from itself.
    r"|pypi\.(?:org)|python(?:hosted)|registry\.(?:npmjs)|proxy\.(?:golang)"
)
NOTES = re.compile(r"(?<![\w-])(?:design|naming|english)\.md|(?<![\w./-])shared/(?=\w+\.md|cases|vendors|sources)")
"""Notes of whoever builds the house; what is committed explains itself."""
VENDOR = re.compile(r"\b(?:pixverse|suno|kie|sunoapi)(?:\b|[._])", re.IGNORECASE)
WITH_VENDORS = ("kie", "pixverse", "suno", "sandbox", "cli", "mcp", "testing", "webhooks")
"""Rooms that may name a vendor; the package's own `__init__` lists them all."""
WIDEST = 120

MOST_FILES = 39
"""Hand-written files that a paid request passes, from the call to the saved file."""
MOST_CIRCLES = 0

WALK = """
import pathlib, sys, tempfile, threading
import reelscore as rs
from reelscore.pixverse import TextToVideo

root, passed = str(pathlib.Path(rs.__file__).parent) + "/", set()

def note(frame, event, argument):
    name = frame.f_code.co_filename
    if event == "call" and name.startswith(root) and not name.startswith(root + "sandbox/"):
        passed.add(name.removeprefix(root))

with tempfile.TemporaryDirectory() as folder, rs.sandbox.running(speed=600) as vendors:
    with rs.PixVerse(sandbox=vendors, ledger=folder + "/ledger.sqlite") as px:
        shot = TextToVideo(prompt="a fox", model="v5.6", duration=8, quality="720p", aspect_ratio="16:9")
        px.run(shot).save(folder + "/first.mp4")  # imports and classes are made once; a walk is every call's
        threading.setprofile(note)
        sys.setprofile(note)
        px.run(shot).save(folder + "/fox.mp4")
        sys.setprofile(None)
        threading.setprofile(None)
print(*sorted(passed), sep="\\n")
"""


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    names = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def found_in_tracked(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in tracked()}
    found = {str(path.relative_to(ROOT)): pattern.findall(text) for path, text in texts.items()}
    return {name: places for name, places in found.items() if places}


def test_no_file_names_a_package_index_or_a_place_on_somebodys_machine() -> None:
    assert found_in_tracked(PRIVATE_PLACES) == {}


def test_an_index_and_a_machines_path_would_be_found() -> None:
    assert PRIVATE_PLACES.search("https://pypi" + ".org/simple")
    assert PRIVATE_PLACES.search("see /" + "work/main")
    assert not PRIVATE_PLACES.search(".github/workflows/work/ci.yml")


def test_no_file_leans_on_the_notes_of_its_builders() -> None:
    assert found_in_tracked(NOTES).keys() <= {"tests/test_house.py"}


def wide_lines() -> list[str]:
    ours = [path for path in tracked() if path.parts[len(ROOT.parts)] in {"facade", "scripts", "tests"}]
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in ours
        if path.suffix == ".py" or (path.parent.name == "scripts" and not path.suffix)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > WIDEST
    ]


def test_lines_are_no_wider_than_a_reader_takes_in() -> None:
    assert wide_lines() == []


def modules() -> dict[str, Path]:
    paths = {path: path.relative_to(PACKAGE.parent).with_suffix("").parts for path in sorted(PACKAGE.rglob("*.py"))}
    return {".".join(parts[:-1] if parts[-1] == "__init__" else parts): path for path, parts in paths.items()}


def imported(name: str, path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """Yield which of our modules a module imports, for types or when it runs too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            targets = {each if each in known else node.module for each in inner}
            yield from (each for each in sorted(targets) if each in known and each != name)


def in_circles(graph: Mapping[str, set[str]]) -> list[str]:
    """Take modules out of circles, one for each circle that is left, until there is an order in which to read."""
    left, taken = dict(graph), list[str]()
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            taken.append(" -> ".join(each.removeprefix("reelscore.") for each in circle))
            del left[circle[0]]
        else:
            return taken


def test_the_modules_can_be_read_one_after_the_other() -> None:
    known = modules()
    circles = in_circles(
        {name: set(imported(name, path, known)) for name, path in known.items() if name != "reelscore"}
    )

    assert len(circles) <= MOST_CIRCLES, circles


def test_a_circle_would_be_found() -> None:
    assert in_circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert len(in_circles({"a": {"b"}, "b": {"a", "c"}, "c": set()})) == 1


def test_the_core_names_no_vendor() -> None:
    core = [
        path
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in WITH_VENDORS and path != PACKAGE / "__init__.py"
    ]
    named = {str(path.relative_to(ROOT)): VENDOR.findall(path.read_text(encoding="utf-8")) for path in core}

    assert {name: words for name, words in named.items() if words} == {}


def test_a_paid_request_passes_few_files_on_its_way_to_the_disk() -> None:
    done = subprocess.run([sys.executable, "-c", WALK], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    passed = done.stdout.split()
    assert 0 < len(passed) <= MOST_FILES, passed
