"""`scripts/drift` says where pages and documents have parted, reads what it can and lists what it cannot."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import _bootstrap
import _drift
import _specs
from _drift import Report
from _drift_compare import GRADES, KINDS
from _drift_read import Source
from tests.field.vendor import at_work, raw
from tests.rows import each

DATA = _bootstrap.ROOT / "tests" / "data" / "drift"
ODD, SOURCES = DATA / "odd", DATA / "sources"
HOST = "sunoapi.org"


def as_vendor(name: str, host: str) -> Any:
    """Return what a vendor would publish that agrees with one of our documents: open lists of words as enums."""
    return _plain(_specs.for_host(name, host))


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    words = _specs.vocabulary(node)
    kept = {key: _plain(value) for key, value in node.items() if not str(key).startswith("x-") or key == "x-codes"}
    return {**kept, "enum": words} if words else kept


def printed(document: Any, host: str) -> Report:
    """Put a document through, printed on a page of markdown."""
    return _drift.report(Source("vendor.md", f"# API\n\n```json\n{json.dumps(document)}\n```\n"), host)


def verdicts(*reports: Report) -> set[tuple[str, str]]:
    """Return the grades and kinds of all changes."""
    return {(change.grade, change.kind) for each in reports for found in each.findings for change in found.changes}


def told(*arguments: str | Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """Run the script in this process; return exit code and JSON."""
    code = _drift.main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def changes(answer: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {
        (change["grade"], change["kind"], change["place"])
        for page in answer["pages"]
        for operation in page["operations"]
        for change in operation["changes"]
    }


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Lay out a page on which everything agrees with us."""
    path = tmp_path / "vendor.yaml"
    path.write_text(yaml.safe_dump(as_vendor("suno", HOST)), encoding="utf-8")
    return path


def test_the_script_runs_and_fails_on_what_is_breaking() -> None:
    command = [sys.executable, "scripts/drift", str(ODD / "exported.json")]

    done = subprocess.run(command, cwd=_bootstrap.ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (1, "")
    assert "breaking  audioId: another type (theirs integer, ours string)" in done.stdout


def test_what_no_page_has_is_gone_only_when_the_pages_are_complete(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = yaml.safe_load(published.read_text(encoding="utf-8"))
    del document["paths"]["/api/v1/lyrics"]
    published.write_text(yaml.safe_dump(document), encoding="utf-8")

    assert told(published, capsys=capsys)[0] == 0
    code, answer = told(published, "--complete", capsys=capsys)

    assert (code, answer["pages"][0]["host"], changes(answer)) == (1, HOST, {("breaking", "operation gone", "")})


@pytest.mark.parametrize("arguments", [[], ["no-such-page.md"], ["--host", "example.com", "."], ["--jsn", "."]])
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        _drift.main(arguments)

    assert left.value.code == 2


def test_a_folder_is_read_whole_and_its_unreadable_pages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = told(ODD, capsys=capsys)
    unread = {Path(name).name for name in answer["unread"]}

    assert code == 1
    assert {Path(page["source"]).name for page in answer["pages"]} == {path.name for path in ODD.iterdir()}
    assert unread == {"about.md", "bomb.yaml", "circle-of-anchors.yaml", "deep.json", "empty.md"}
    assert [page["source"] for page in answer["pages"] if not page["operations"] and not page["notes"]] == []


def test_the_source_documents_are_compared_without_a_breaking_difference(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = told(SOURCES, capsys=capsys)
    pages = [(page["host"], [(each["ours"], each["how"]) for each in page["operations"]]) for page in answer["pages"]]

    assert code == 0
    assert pages == [
        ("pixverseai.cn", [("POST /openapi/v2/video/sound_effect/generate", "text")]),
        ("sunoapi.org", [("POST /api/v1/generate/upload-extend", "text")]),
        ("pixverseai.cn", [("POST /openapi/v2/video/img/generate", "schema")]),
        ("kie.ai", [("POST /api/v1/mp4/generate", "text")]),
    ]
    assert {change for change in changes(answer) if change[0] != "wording"} == {
        ("additive", "limit wider", "prompt maxLength")  # known: a row has the reason
    }
    assert answer["counts"]["known"] == 1


def test_an_address_is_fetched_and_one_that_fails_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ODD / "exported.json").read_bytes()
    with at_work({"GET /exported.json": [raw(page)]}) as vendor:
        code, answer = told(f"{vendor.url}/lost.md", f"{vendor.url}/exported.json", capsys=capsys)

    assert (code, answer["unread"]) == (1, [f"{vendor.url}/lost.md"])
    assert "404" in answer["pages"][0]["notes"][0]


def test_a_known_difference_is_told_with_its_reason_and_fails_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = as_vendor("suno", "kie.ai")
    document["paths"] = {"/api/v1/generate": document["paths"]["/api/v1/generate"]}
    document["components"]["schemas"]["GenerateRequest"]["allOf"][-1]["required"].append("prompt")
    page = tmp_path / "page.json"
    page.write_text(json.dumps(document), encoding="utf-8")

    code, answer = told(page, capsys=capsys)

    assert (code, answer["counts"]["known"], answer["counts"]["breaking"]) == (0, 1, 0)


def test_every_known_difference_is_of_a_kind_host_and_operation_that_exist() -> None:
    for row in _drift.known_rows():
        names = [{each.name for each in _drift.ours(host).operations} for host in row["hosts"]]
        assert row["why"]
        assert set(row["kinds"]) <= KINDS.keys()
        assert all(set(row["operations"]) - {"*"} <= known for known in names)


def test_every_kind_has_a_grade_for_both_directions() -> None:
    assert {grade for kind in KINDS.values() for grade in (kind.request, kind.answer)} == set(GRADES)


@pytest.mark.parametrize(("name", "host"), _specs.pairs())
def test_a_document_that_agrees_with_us_differs_in_nothing(name: str, host: str) -> None:
    told = printed(as_vendor(name, host), host)

    assert (verdicts(told), told.notes) == (set(), ())
    assert len(told.findings) == len(list(_specs.operations(_specs.for_host(name, host))))


def remove(body: Any, _: Any) -> None:
    del body["properties"]["model"]
    body["required"].remove("model")


def rename(body: Any, _: Any) -> None:
    body["properties"]["models"] = body["properties"].pop("model")
    body["required"][body["required"].index("model")] = "models"


def add(body: Any, _: Any) -> None:
    body["properties"]["brand_new"] = {"type": "string"}


def add_required(body: Any, paths: Any) -> None:
    add(body, paths)
    body["required"].append("brand_new")


def say_otherwise(body: Any, _: Any) -> None:
    body["properties"]["model"]["description"] = "Other words."


def send_a_form(_: Any, paths: Any) -> None:
    content = next(iter(paths.values()))["post"]["requestBody"]["content"]
    content["multipart/form-data"] = content.pop("application/json")


def lose(_: Any, paths: Any) -> None:
    paths.clear()


def come(_: Any, paths: Any) -> None:
    paths["/v9/brand/new"] = {"post": {"summary": "New", "responses": {}}}


def move(_: Any, paths: Any) -> None:
    paths["/v9/moved"] = paths.pop(next(iter(paths)))


LOST, NEW = ("breaking", "operation gone"), ("additive", "operation new")
PAID = {
    "pixverse": ("/openapi/v2/video/text/generate", "TextToVideoRequest"),
    "suno": ("/api/v1/generate", "GenerateRequest"),
}


@each("name, host", [("pixverse", "pixverse.ai"), ("pixverse", "pixverseai.cn"), ("suno", "sunoapi.org")])
@each("change, expected", [
    (remove, {("breaking", "field gone")}),
    (rename, {("breaking", "field gone"), ("breaking", "required field new")}),
    (add, {("additive", "field new")}),
    (add_required, {("breaking", "required field new")}),
    (say_otherwise, {("wording", "description")}),
    (send_a_form, {("breaking", "media type")}),
    (lose, {LOST}),
    (come, {NEW}),
    (move, {LOST, NEW}),
])  # fmt: skip
def test_a_change_of_a_call_is_reported_as_what_it_is_and_nothing_else_is(
    name: str, host: str, change: Callable[[Any, Any], None], expected: set[tuple[str, str]]
) -> None:
    document, (path, schema) = as_vendor(name, host), PAID[name]
    paths = {path: document["paths"].pop(path)}
    change(document["components"]["schemas"][schema]["allOf"][-1], paths)
    reports = [printed({**document, "paths": {**document["paths"], **paths}}, host)]

    assert verdicts(*reports, *_drift.gone(reports)) == expected
