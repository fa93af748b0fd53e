"""Which tasks are listed, and how one of them is named."""

from __future__ import annotations

import json

import pytest

from tests.cli.shells import Shell


@pytest.fixture
def listed(shell: Shell) -> Shell:
    """A shell whose ledger has three songs, submitted one after the other."""
    for number in range(3):
        song = {"operation": "suno.generate", "request": {"prompt": f"füchse {number}", "model": "V5"}}
        shell.write("song.json", json.dumps(song, ensure_ascii=False))
        assert shell("submit", "--from", "song.json", "--yes").code == 0
    return shell


def ids(shell: Shell, *options: str) -> list[str]:
    return [task["task_id"] for task in shell("tasks", "--json", *options).document["tasks"]]


def test_a_task_is_named_by_its_place_or_the_start_of_its_id(listed: Shell) -> None:
    newest, middle, oldest = ids(listed)
    names = {"last": newest, "last~1": middle, "#3": oldest, oldest[:12]: oldest, "#1": newest}

    found = {name: listed("show", name, "--json").document["task_id"] for name in names}

    assert found == names
    assert [listed("show", name).code for name in ("last~3", "#4", "#0")] == [2, 2, 2]


def test_the_list_says_how_many_there_are_and_is_filtered(listed: Shell) -> None:
    newest, _, _ = ids(listed)

    assert "2 of 3; -n 3 shows all" in listed("tasks", "-n", "2").err
    assert ids(listed, "--text", "füchse 2") == [newest]
    assert [len(ids(listed, "--model", model)) for model in ("V5", "V4")] == [3, 0]
    assert [len(ids(listed, "--state", state)) for state in ("submitted", "succeeded")] == [3, 0]
    assert len(ids(listed, "--host", "kie.ai", "--days", "1", "--open")) == 3


def test_an_id_is_never_split_in_a_table(listed: Shell) -> None:
    said = listed("tasks", COLUMNS="70")

    assert all(any(task in line for line in said.out.splitlines()) for task in ids(listed))


def test_an_operation_has_one_spelling_in_every_document(listed: Shell) -> None:
    waited = listed("wait", "last", "--no-save", "--json").document["tasks"][0]

    assert {waited["operation"], listed("show", "last", "--json").document["operation"]} == {"suno.generate"}
    assert listed("tasks", "--json").document["tasks"][0]["operation"] == "suno.generate"


def test_the_help_of_run_shows_what_every_operation_takes(keyless: Shell) -> None:
    said = keyless("run", "--help")

    assert all(name in said.out for name in ("--from", "--budget", "--out", "--yes", "--at-once", "suno.generate"))
