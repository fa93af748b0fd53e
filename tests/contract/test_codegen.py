"""What the project's templates write: read in review as small.golden.txt, and run.

    python -m tests.contract.test_codegen

writes small.golden.txt anew after a change of templates.
"""

import hashlib
import importlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import openapi_python_client
import pytest

import _regenerate
from reelscore.rules.schema import derived_rules, fields_of
from reelscore.vendors.wire import WireClient

SMALL = Path(__file__).with_name("small.yaml")
GOLDEN = Path(__file__).with_name("small.golden.txt")
TEMPLATES = _regenerate.CODEGEN / "templates"
SHIPPED = {
    "model": "fd1c79680d51c06c",
    "models_init": "4f64a3d6e1b15a56",
    "package_init": "ac15907e32dc39bd",
}
"""The first 16 digits of the sha256 of each shipped template that ours replaces, in 0.29.1."""


def written(tree: Path) -> str:
    """Put all files of a compiled tree into one text."""
    files = sorted(tree.rglob("*.py"))
    return "\n".join(f"# {path.relative_to(tree).as_posix()}\n{path.read_text(encoding='utf-8')}" for path in files)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Compile small.yaml and put it on the path."""
    tree = tmp_path_factory.mktemp("compiled") / "tree"
    _regenerate.compile_specs([SMALL], tree)
    sys.path.insert(0, str(tree))
    yield tree
    sys.path.remove(str(tree))


@pytest.fixture
def models(tree: Path) -> ModuleType:
    assert tree.is_dir()
    return importlib.import_module("small.models")


@pytest.fixture
def client(tree: Path) -> WireClient:
    assert tree.is_dir()
    return WireClient("small")


@pytest.fixture
def go(models: ModuleType) -> type[Any]:
    """Inherit a request class, as a vendor's package does."""
    return attrs.frozen(kw_only=True)(type("Go", (models.GoBody,), {"__annotations__": {}}))


def test_each_template_that_ours_replace_is_the_one_they_were_made_from() -> None:
    shipped = Path(openapi_python_client.__file__).parent / "templates"

    assert {
        name: hashlib.sha256((shipped / f"{name}.py.jinja").read_bytes()).hexdigest()[:16] for name in SHIPPED
    } == SHIPPED


def test_each_of_our_templates_says_in_its_first_line_what_was_changed() -> None:
    first_lines = {path.name: path.read_text().splitlines()[0] for path in TEMPLATES.iterdir()}

    assert first_lines.keys() == {f"{name}.py.jinja" for name in SHIPPED}
    assert [name for name, line in first_lines.items() if not line.startswith("{#- Changed: ")] == []


def test_the_small_document_compiles_to_what_was_reviewed(tree: Path) -> None:
    assert written(tree) == GOLDEN.read_text(encoding="utf-8")


def test_an_unknown_word_is_read_and_sent_back_as_it_came(go: type[Any]) -> None:
    body = {"prompt": "fox", "quality": "2160p", "agent": "7", "duration": 30, "calBackUrl": "https://example.com"}

    assert go.from_wire(body).to_wire() == body


def test_an_older_spelling_is_understood_and_the_new_one_is_sent(go: type[Any]) -> None:
    assert go.from_wire({"picture": 3}).to_wire()["img"] == 3


def test_what_the_client_fills_in_may_be_left_out(go: type[Any]) -> None:
    request = go(prompt="fox", quality="720p")

    assert request.to_wire() == {"prompt": "fox", "quality": "720p", "agent": "7"}


def test_a_request_has_the_fields_of_the_document_with_their_help(go: type[Any]) -> None:
    told = {field.name: field.help for field in fields_of(go) if field.help}

    assert told == {
        "prompt": 'what to "show"',
        "quality": "how sharp",
        "agent": "always the same",
        "model": "newer ones cost more",
        "call_back_url": "where the result is posted",
        "img": "an image",
        "frames": "in order",
    }


def test_limits_of_the_document_are_rows_with_its_source(go: type[Any]) -> None:
    rows = {(row.id, row.hosts, row.source) for row in derived_rules(go)}

    assert rows == {
        (name, hosts, "this test 2026-11")
        for name, hosts in [
            ("prompt.required", ()),
            ("quality.required", ()),
            ("prompt.length", ()),
            ("prompt.length", ("two",)),
            ("quality.enum", ()),
            ("water_mark.required", ("two",)),
            ("duration.enum", ()),
            ("seed.range", ()),
            ("seed.required", ("two",)),
            ("frames.items", ()),
        ]
    }


def test_a_call_leaves_exactly_as_it_is_given(client: WireClient) -> None:
    call = client.call(client.row("go").call, {"unheard": "of \u00e9"})

    assert (call.method, call.path, call.content) == ("POST", "/v1/go", b'{"unheard":"of \\u00e9"}')


def test_an_id_goes_quoted_into_the_path_of_the_call_that_polls(client: WireClient) -> None:
    call = client.status_call(client.row("go"), "a/b?c")

    assert (call.method, call.path, call.params) == ("GET", "/v1/go/a%2Fb%3Fc", {})


def test_an_operation_that_the_document_lacks_fails_loudly(client: WireClient) -> None:
    with pytest.raises(LookupError, match="no call for 'stop': add it to specs/"):
        client.row("stop")


def test_importing_the_models_loads_none_of_them(tree: Path) -> None:
    code = "import sys, small.models as m; assert 'small.models.go_body' not in sys.modules; m.GoBody; print('lazy')"

    done = subprocess.run([sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=False)

    assert done.stdout == "lazy\n", done.stderr


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        _regenerate.compile_specs([SMALL], Path(folder) / "tree")
        GOLDEN.write_text(written(Path(folder) / "tree"), encoding="utf-8")
