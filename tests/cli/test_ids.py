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
    row = listed("show", middle, "--json").document
    names = {"last": newest, "last~1": middle, "#3": oldest, oldest[:12]: oldest, "#1": newest}
    names |= dict.fromkeys((row["id"], middle, row["intent"], row["intent"][:8]), middle)

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
    assert [len(ids(listed, "--since", day)) for day in ("2026-01-01", "2999-01-01")] == [3, 0]
    assert len(ids(listed, "--host", "kie.ai#jobs")) == 0
    assert "no task is like that" in listed("tasks", "--model", "V4").err


@pytest.mark.parametrize("option", ["--state=sucess", "--host=kei.ai", "--since=soon", "--days=0", "--days=9999999"])
def test_a_filter_that_fits_nothing_is_a_usage_error(keyless: Shell, option: str) -> None:
    assert keyless("tasks", option).code == 2


def test_every_command_takes_a_task_by_its_place_or_the_start_of_its_id(listed: Shell) -> None:
    newest, middle, oldest = ids(listed)

    recovered = listed("recover", "last~1", "--json").document["found"]
    waited = listed("wait", "#1", oldest[:12], "--no-save", "--json").document["tasks"]
    saved = listed("save", "#2", "--out", "songs", "--json").document["tasks"]

    assert [task["task_id"] for task in (*recovered, *waited, *saved)] == [middle, newest, oldest, middle]
    assert {task["operation"] for task in (*recovered, *waited, *saved)} == {"suno.generate"}


@pytest.mark.parametrize("columns", ["30", "80", "100", "150"])
def test_an_id_is_never_split_and_every_command_takes_it_as_it_is_shown(listed: Shell, columns: str) -> None:
    rows = listed("tasks", "--json").document["tasks"]
    words = listed("tasks", COLUMNS=columns).out.split()
    recovered = listed("recover", COLUMNS=columns).out

    shown = [word for row in rows for word in words if word == row["id"] or row["task_id"].startswith(f"{word:8}")]

    assert [listed("show", word, "--json").document["id"] for word in shown] == [row["id"] for row in rows]
    assert [row["id"] for row in rows if row["id"] not in recovered] == []


def test_what_is_to_be_copied_stands_on_one_line(listed: Shell) -> None:
    refs = [task["id"] for task in listed("tasks", "--json").document["tasks"]]

    said = listed("recover", COLUMNS="40").err.splitlines()

    assert f"next: reelscore wait {' '.join(reversed(refs))}" in said


def test_the_help_of_run_shows_what_every_operation_takes(keyless: Shell) -> None:
    said = keyless("run", "--help")

    assert all(name in said.out for name in ("--from", "--budget", "--out", "--yes", "--at-once", "suno.generate"))
