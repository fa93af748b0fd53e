"""Answers of words are readable, saved like files and shown again; a result is opened, or its place is told."""

import json
import sys
from pathlib import Path

import pytest

from reelscore.cli.output import readable
from reelscore.ledger import Ledger
from reelscore.suno.results import TimedLyrics, Word
from tests.cli.conftest import Made
from tests.cli.shells import Shell
from tests.rows import each

STYLE = ("run", "suno.boost-style", "--content", "folk", "--yes", "--out", "out")
OPENER = "xdg-open"


def test_a_paid_style_is_saved_with_a_json_beside_it_and_shown_again(shell: Shell) -> None:
    said = shell(*STYLE)
    [text] = (shell.folder / "out").glob("*.txt")
    beside = json.loads(text.with_suffix(".json").read_text())

    assert said.out.startswith("folk, ")
    assert text.read_text() == said.out
    told = {"operation": "suno.boost-style", "request": {"content": "folk"}, "quoted": "0.4"}
    assert {name: beside[name] for name in told} == told
    assert said.out in shell("show", "#1").out


def test_lyrics_are_printed_saved_and_shown_again(shell: Shell) -> None:
    said = shell("run", "suno.lyrics", "--prompt", "a fox", "--yes", "--out", "out")
    [path] = (shell.folder / "out").glob("*.txt")

    assert (said.code, said.out, path.name in said.err) == (0, path.read_text(), True)
    assert said.out.strip() in shell("show", "last").out


def test_what_is_not_saved_yet_says_how(shell: Shell) -> None:
    _ = shell("run", "suno.lyrics", "--prompt", "a fox", "--yes", "--no-save")
    opened = shell("open", "last")

    assert "next: reelscore save kie.ai/lyrics/" in shell("show", "last").err
    assert (opened.code, "next: reelscore save kie.ai/lyrics/" in opened.err) == (2, True)


def test_a_balance_is_a_line_for_each_figure(made: Made) -> None:
    lines = made.shell("run", "pixverse.balance").out.splitlines()

    assert [line.partition(":")[0] for line in lines] == ["account_id", "credit_monthly", "credit_package"]


def test_templates_are_a_line_each(shell: Shell) -> None:
    assert "308621408717184  Muscle Surge\n" in shell("run", "pixverse.templates").out


def test_timed_words_are_a_line_each_and_a_waveform_is_left_to_programs() -> None:
    lyrics = TimedLyrics(words=(Word(text="Snow", start=0.5, end=1.25),), waveform=(0.1, 0.2), error_rate=0.1)

    assert readable(lyrics) == "Snow  0.5  1.25  yes\nerror_rate: 0.1"
    assert lyrics.to_json()["words"] == [{"text": "Snow", "start": 0.5, "end": 1.25, "found": True}]


def test_show_names_the_files_and_no_sums_of_their_bytes(made: Made) -> None:
    told = made.shell("show", "last").out

    assert f"a red fox-{made.task['task_id']}.mp4" in told
    assert "sha256" not in told


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have another opener")
def test_a_saved_file_is_opened_with_the_opener_of_the_system(made: Made, tmp_path: Path) -> None:
    opener = tmp_path / OPENER
    opener.write_text('#!/bin/sh\necho "$1" > "$OPENED"\n')
    opener.chmod(0o755)
    opened, film = tmp_path / "opened", made.shell.folder / "out" / f"a red fox-{made.task['task_id']}.mp4"
    said = made.shell("open", "last", PATH=f"{tmp_path}:/usr/bin:/bin", OPENED=str(opened))

    assert (said.out, opened.read_text()) == (f"{film}\n", f"{film}\n")
    assert made.shell("open", "last", "--json", PATH="/nowhere").document["opened"] is False


def test_a_result_that_was_not_saved_is_told_by_its_link(shell: Shell) -> None:
    _ = shell("run", "suno.generate", "--prompt", "a fox", "--model", "V5", "--yes", "--no-save")

    assert shell("open", "last", "--print").out.startswith("http://127.0.0.1")


@each("command", ["show", "open", "wait"])
def test_a_task_that_is_none_is_told_with_the_ledger_that_lacks_it(
    keyless: Shell, postgres_url: str, command: str
) -> None:
    said = keyless(command, "nothing", REELSCORE_LEDGER=postgres_url)

    assert said.code == 2
    assert f"there is no task 'nothing' in {Ledger(postgres_url).location}" in said.err
