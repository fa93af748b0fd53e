"""What the README says is run: its Python against the sandbox, its table printed anew, its commands looked up."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from reelscore.catalog.prices import grid
from reelscore.catalog.values import amount
from reelscore.cli import main
from reelscore.pixverse import TextToVideo
from reelscore.sandbox import running
from tests.cli.shells import Shell, bare, towards
from tests.families import family

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    shlex.split(line.removeprefix("$ "), comments=True) for line in re.findall(r"^\$ .*$", README, re.MULTILINE)
]

OURS = [words for words in COMMANDS if words[0] == "reelscore"]


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_each_python_block_runs_twice_without_a_key(tmp_path: Path, number: int) -> None:
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", BLOCKS[number]],
            cwd=tmp_path,
            env=bare(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )

        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout != ""


def test_the_comments_say_what_is_printed(tmp_path: Path) -> None:
    [block] = [block for block in BLOCKS if "# [(" in block]
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert f"# {done.stdout.strip()}" in block


def price_rows() -> list[str]:
    cells = list(grid(TextToVideo, family("pixverse.ai")))
    lines: list[str] = []
    for model in dict.fromkeys(cell.fields["model"] for cell in cells):
        own = [cell for cell in cells if cell.fields["model"] == model and cell.quote.credits is not None]
        at = {cell.fields["duration"]: cell.quote.credits for cell in own if cell.fields["quality"] == "720p"}
        least = min(cell.quote.credits / cell.fields["duration"] for cell in own if cell.quote.credits is not None)
        figures = [amount(at[seconds]) if seconds in at else "" for seconds in (5, 8, 10)]
        lines.append(f"| {' | '.join([str(model), *figures, amount(least)])} |")
    return lines


def test_the_price_table_is_that_of_the_tables() -> None:
    section = README.partition("<!-- prices")[2].partition("<!-- /prices")[0].splitlines()

    assert [line for line in section[3:] if line] == price_rows()


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_every_command_in_it_and_its_options_exist(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    code = main([*words[1:], "--help"])

    assert (code, capsys.readouterr().err) == (0, "")


@pytest.mark.slow
def test_every_command_in_it_does_what_it_says_one_after_the_other_and_twice(tmp_path: Path) -> None:
    head = re.findall(r"`(prompt,[a-z_,]+)`", README)[0]
    (tmp_path / "shots.csv").write_text(f"{head}\na fox,v6,5,360p,16:9\na hare,v6,5,360p,9:16\n")
    with running(speed=60) as vendors:
        shell = Shell(tmp_path, {**bare(tmp_path), **towards(vendors)})
        for words in [*OURS, *OURS]:
            if words[1] not in {"sandbox", "init"}:  # one runs for ever, the other asks
                said = shell(*words[1:], *(["--yes"] if words[1] == "run" else []))
                assert (words, said.code, said.err * said.code) == (words, 0, "")
        spent = shell("spend", "--json").document["hosts"]

    assert {each["host"]: each["calls"] for each in spent} == {"kie.ai": 2, "pixverse.ai": 2}


def test_every_script_and_file_in_it_exists() -> None:
    named = {words[0] for words in COMMANDS if words[0].startswith("scripts/")} | set(
        re.findall(r"\]\(((?!http)[^)]+)\)", README)
    )

    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_it_is_short() -> None:
    assert len(README.splitlines()) < 260
