"""`scripts/drift` says where pages and documents have parted, reads what it can and lists what it cannot."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import _bootstrap
import _drift
from _drift_compare import GRADES, KINDS
from tests.field.vendor import at_work, raw
from tests.scripts.published import HOSTS, as_vendor, plain

DATA = _bootstrap.ROOT / "tests" / "data" / "drift"
ODD, SOURCES = DATA / "odd", DATA / "sources"
HOST = "sunoapi.org"


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


def test_a_whole_document_that_agrees_has_no_difference(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = told(published, "--complete", capsys=capsys)

    assert (code, answer["unread"], changes(answer)) == (0, [], set())
    assert answer["pages"][0]["host"] == HOST


def test_what_no_page_has_is_gone_only_when_the_pages_are_complete(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = yaml.safe_load(published.read_text(encoding="utf-8"))
    del document["paths"]["/api/v1/lyrics"]
    published.write_text(yaml.safe_dump(document), encoding="utf-8")

    assert told(published, capsys=capsys)[0] == 0
    code, answer = told(published, "--complete", capsys=capsys)

    assert (code, changes(answer)) == (1, {("breaking", "operation gone", "")})


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
    page = tmp_path / "page.json"
    page.write_text(json.dumps(with_required(document, "prompt")), encoding="utf-8")

    code, answer = told(page, capsys=capsys)

    assert (code, answer["counts"]["known"], answer["counts"]["breaking"]) == (0, 1, 0)


def with_required(document: dict[str, Any], name: str) -> dict[str, Any]:
    content = document["paths"]["/api/v1/generate"]["post"]["requestBody"]["content"]
    content["application/json"]["schema"]["allOf"][-1]["required"].append(name)
    return document


def test_every_known_difference_is_of_a_kind_host_and_operation_that_exist() -> None:
    names = {host: set(plain(host)) for host in HOSTS}
    for row in _drift.known_rows():
        assert row["why"]
        assert set(row["kinds"]) <= KINDS.keys()
        assert all(name == "*" or name in names[host] for host in row["hosts"] for name in row["operations"])


def test_every_kind_has_a_grade_for_both_directions() -> None:
    assert {grade for kind in KINDS.values() for grade in (kind.request, kind.answer)} == set(GRADES)
