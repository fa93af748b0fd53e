"""The figures of the house: short functions and files, few parameters, everything documented, no address of a machine."""

import ast
import re
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
Definition = ast.ClassDef | FunctionNode

MEDIAN_LINES, FUNCTION_LINES, FILE_LINES, PARAMETERS, POSITIONAL = 8, 40, 300, 6, 2
PRIVATE_PLACES = re.compile(
    r"(?<![\w.~-])/(?:work|root|home)/"  # a path of the machine that somebody works on
    r"|pypi\.(?:org)|python(?:hosted)|registry\.(?:npmjs)|proxy\.(?:golang)"  # an index; the brackets hide it from itself
)


class Function(NamedTuple):
    """One function, measured as a reader counts: without docstring, blank lines and comments."""

    where: str
    lines: int
    parameters: int
    positional: int


def definitions(
    node: ast.AST, owners: tuple[Definition, ...] = ()
) -> Iterator[tuple[Definition, tuple[Definition, ...]]]:
    """Yield each class and function below *node* with those around it; overload stubs are none."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Definition):
            if "overload" not in decorators(child):
                yield child, owners
            yield from definitions(child, (*owners, child))
        else:
            yield from definitions(child, owners)


def decorators(node: Definition) -> set[str]:
    plain = (item.func if isinstance(item, ast.Call) else item for item in node.decorator_list)
    return {ast.unparse(decorator).rpartition(".")[2] for decorator in plain}


def measure(path: Path) -> list[Function]:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    return [
        function(node, owners, lines=lines, where=f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
        for node, owners in definitions(ast.parse(text))
        if not isinstance(node, ast.ClassDef)
    ]


def function(node: FunctionNode, owners: tuple[Definition, ...], *, lines: list[str], where: str) -> Function:
    arguments = node.args
    is_method = bool(owners) and isinstance(owners[-1], ast.ClassDef) and "staticmethod" not in decorators(node)
    positional = len(arguments.posonlyargs + arguments.args) - is_method
    named = len(arguments.kwonlyargs) + bool(arguments.vararg) + bool(arguments.kwarg)
    is_free = re.fullmatch("__.*__", node.name) or "PLR0917" in lines[node.lineno - 1]  # Python's call, or said so
    return Function(where, code_lines(node, lines), positional + named, 0 if is_free else positional)


def code_lines(node: FunctionNode, lines: list[str]) -> int:
    numbers = set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    if ast.get_docstring(node) is not None:
        numbers -= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    texts = (lines[number - 1].strip() for number in numbers)
    return sum(bool(text) and not text.startswith("#") for text in texts)


def undocumented(path: Path) -> Iterator[str]:
    """Yield each public name without a docstring; public is what no underscore or function hides."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if ast.get_docstring(tree) is None and tree.body:
        yield f"{path.relative_to(ROOT)}: module"
    for node, owners in definitions(tree):
        is_public = all(isinstance(owner, ast.ClassDef) for owner in owners) and "setter" not in decorators(node)
        is_private = any(item.name.startswith("_") for item in (*owners, node))
        if is_public and not is_private and ast.get_docstring(node) is None:
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    names = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


SOURCES = [path for folder in ("facade", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FUNCTIONS = [found for path in (*SOURCES, *TESTS) for found in measure(path)]


def test_half_of_the_functions_are_short() -> None:
    assert statistics.median(found.lines for path in SOURCES for found in measure(path)) <= MEDIAN_LINES


def test_no_function_is_long() -> None:
    assert [(found.where, found.lines) for found in FUNCTIONS if found.lines > FUNCTION_LINES] == []


def test_no_function_takes_many_parameters() -> None:
    assert [(found.where, found.parameters) for found in FUNCTIONS if found.parameters > PARAMETERS] == []


def test_what_comes_third_is_passed_by_name() -> None:
    sources = [found for path in SOURCES for found in measure(path)]

    assert [(found.where, found.positional) for found in sources if found.positional > POSITIONAL] == []


def test_no_file_is_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().rstrip().split("\n")) for path in (*SOURCES, *TESTS)}

    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_everything_public_is_documented() -> None:
    assert [where for path in SOURCES for where in undocumented(path)] == []


def test_no_file_names_a_package_index_or_a_place_on_somebodys_machine() -> None:
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in tracked()}
    found = {str(path.relative_to(ROOT)): PRIVATE_PLACES.findall(text) for path, text in texts.items()}

    assert {name: places for name, places in found.items() if places} == {}


def test_an_index_and_a_machines_path_would_be_found() -> None:
    assert PRIVATE_PLACES.search("https://pypi" + ".org/simple")
    assert PRIVATE_PLACES.search("see /" + "work/main")
    assert not PRIVATE_PLACES.search(".github/workflows/work/ci.yml")
