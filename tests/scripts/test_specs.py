"""`scripts/spec` prints what holds for one host, and nothing that only another one has."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import _bootstrap
import _specs

SMALL = Path(__file__).parent.parent / "contract"


def resolved(host: str) -> dict[str, Any]:
    return _specs.for_host("small", host, SMALL)


def test_each_host_has_its_own_server_and_operations() -> None:
    assert [server["url"] for server in resolved("one")["servers"]] == ["https://api.one.example"]
    assert resolved("one")["paths"].keys() == {"/v1/go", "/v1/go/{go_id}", "/v1/upload"}
    assert resolved("two")["paths"].keys() == {"/v1/go", "/v1/go/{go_id}"}


def test_a_parameter_of_another_host_is_left_out() -> None:
    names = {
        host: [p["name"] for p in resolved(host)["paths"]["/v1/go"]["post"]["parameters"]] for host in ("one", "two")
    }

    assert names == {"one": ["Ai-trace-id", "only"], "two": ["Ai-trace-id"]}


def test_a_field_of_another_host_is_neither_there_nor_required() -> None:
    one, two = (resolved(host)["components"]["schemas"]["GoBody"] for host in ("one", "two"))
    rest = ["calBackUrl", "agent"]

    assert ("water_mark" in one["properties"], one["required"]) == (False, ["prompt", "quality", *rest])
    assert ("water_mark" in two["properties"], two["required"]) == (
        True,
        ["prompt", "quality", "water_mark", *rest, "seed"],
    )


def test_nothing_required_leaves_no_empty_list() -> None:
    schema = {"required": ["a"], "properties": {"a": {"x-hosts": ["one"]}}}

    assert _specs.resolve(schema, "two") == {"properties": {}}


def test_what_one_host_needs_or_limits_further_is_laid_over_for_it_alone() -> None:
    schema = {
        "x-required": {"one": ["a"]},
        "properties": {"a": {"maxLength": 100, "x-limits": {"one": {"maxLength": 80}}}},
    }

    assert _specs.resolve(schema, "one") == {"required": ["a"], "properties": {"a": {"maxLength": 80}}}
    assert _specs.resolve(schema, "two") == {"properties": {"a": {"maxLength": 100}}}


def test_no_mark_is_left_in_a_resolved_document() -> None:
    assert "x-hosts" not in json.dumps({**resolved("one"), "info": {}})


def test_a_server_without_a_mark_is_called_by_its_domain() -> None:
    assert _specs.host_of({"url": "https://api.kie.ai/v1"}) == "kie.ai"


def test_an_unknown_host_is_an_error() -> None:
    with pytest.raises(KeyError, match="three"):
        resolved("three")


@pytest.mark.parametrize(("given", "told"), [((), "left out"), (("pixverse",), "pixverse")])
def test_which_documents_serve_a_host_is_told_to_whoever_names_none_of_them(
    given: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        _specs.main(["kie.ai", *given])

    assert f"document is {told}; of kie.ai give one of kie, suno" in capsys.readouterr().err


def test_two_documents_may_serve_one_host_each_with_its_own_operations(tmp_path: Path) -> None:
    small = (SMALL / "small.yaml").read_text(encoding="utf-8")
    (tmp_path / "small.yaml").write_text(small, encoding="utf-8")
    (tmp_path / "second.yaml").write_text(small.replace("/v1/go", "/v1/come"), encoding="utf-8")

    assert _specs.pairs(tmp_path) == [("second", "one"), ("second", "two"), ("small", "one"), ("small", "two")]
    assert "/v1/come" in _specs.for_host("second", "one", tmp_path)["paths"]
    assert "/v1/come" not in _specs.for_host("small", "one", tmp_path)["paths"]


@pytest.mark.parametrize(("name", "host"), _specs.pairs())
def test_the_script_prints_what_each_document_says_of_each_host(name: str, host: str) -> None:
    command = [sys.executable, "scripts/spec", host, name, "--json"]

    done = subprocess.run(command, cwd=_bootstrap.ROOT, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == _specs.for_host(name, host)


def test_a_reader_that_has_read_enough_ends_the_script_without_a_word() -> None:
    command = [sys.executable, "scripts/spec", "pixverse.ai"]

    with subprocess.Popen(command, cwd=_bootstrap.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (_bootstrap.PIPE_CLOSED, b"")


def test_a_script_that_is_run_from_python_leaves_its_signals_alone() -> None:
    before = signal.getsignal(signal.SIGPIPE)

    assert _specs.main(["pixverse.ai", "--json"]) == 0

    assert signal.getsignal(signal.SIGPIPE) is before is signal.SIG_IGN
