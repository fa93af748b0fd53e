"""`scripts/regenerate` sees every way in which two trees differ, and swaps all or nothing."""

from pathlib import Path

import pytest

import _regenerate


def write(tree: Path, **files: str) -> Path:
    for name, text in files.items():
        path = tree / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tree


def test_files_that_are_missing_stale_or_different_are_each_named(tmp_path: Path) -> None:
    old = write(tmp_path / "old", same="1", edited="1", stale="1")
    new = write(tmp_path / "new", same="1", edited="2", missing="1")

    assert _regenerate.differences(old, new) == ["missing: missing.py", "stale: stale.py", "differs: edited.py"]


def test_a_tree_is_no_different_for_its_bytecode(tmp_path: Path) -> None:
    old, new = write(tmp_path / "old", same="1"), write(tmp_path / "new", same="1")
    write(old / "__pycache__", same="2")

    assert _regenerate.differences(old, new) == []


def test_a_tree_that_was_never_made_is_missing_whole(tmp_path: Path) -> None:
    new = write(tmp_path / "new", same="1")

    assert _regenerate.differences(tmp_path / "old", new) == ["missing: same.py"]


def test_swapping_puts_the_new_tree_in_place_of_the_old(tmp_path: Path) -> None:
    target = write(tmp_path / "generated" / "wire", stale="1")
    write(tmp_path / "scratch" / "new", fresh="2")

    _regenerate.swap(target, tmp_path / "scratch")

    assert [path.name for path in target.iterdir()] == ["fresh.py"]


def test_the_old_tree_comes_back_when_the_new_one_cannot_take_its_place(tmp_path: Path) -> None:
    target = write(tmp_path / "generated" / "wire", old="1")
    (tmp_path / "scratch").mkdir()

    with pytest.raises(FileNotFoundError):
        _regenerate.swap(target, tmp_path / "scratch")

    assert [path.name for path in target.iterdir()] == ["old.py"]


def test_two_fields_of_one_name_stop_with_the_generators_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    schema = "{type: object, properties: {a-b: {type: string}, a_b: {type: string}}}"
    body = f"requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, responses: {{}}"
    operation = f"operationId: go, tags: [a], summary: s, x-operations: [go], x-role: paid, {body}"
    head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: https://a.example}]\n"
    broken.write_text(f"{head}paths: {{/a: {{post: {{{operation}, x-source: {{document: d}}}}}}}}\n")

    with pytest.raises(SystemExit, match=r"broken\.yaml does not compile"):
        _regenerate.compile_specs([broken], tmp_path / "tree")
