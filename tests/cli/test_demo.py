import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reelscore.uploads.filetype import HEAD_BYTES, detect
from tests.cli.shells import Said, Shell, bare

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shell, Said]:
    folder = tmp_path_factory.mktemp("demo")
    shell = Shell(folder, bare(folder))
    return shell, shell("demo", "--json", "--speed", "60")


def test_a_video_and_two_songs_are_on_disk_and_can_be_played(shown: tuple[Shell, Said]) -> None:
    shell, said = shown
    files = [shell.folder / name for task in said.document["tasks"] for name in task["files"]]

    kinds = [detect(path.read_bytes()[:HEAD_BYTES]) for path in files]

    assert kinds == ["mp4", "mp3", "mp3"]


def test_quoted_charged_and_left_add_up(shown: tuple[Shell, Said]) -> None:
    tasks: list[dict[str, Any]] = shown[1].document["tasks"]
    figures = [[Decimal(task[name]) for name in ("quoted", "charged", "before", "left")] for task in tasks]

    assert [quoted for quoted, *_ in figures] == [90, 12]
    assert all(quoted == charged == before - left for quoted, charged, before, left in figures)


def test_the_books_of_the_sandbox_say_the_same(shown: tuple[Shell, Said]) -> None:
    assert (shown[1].code, shown[1].document["adds_up"]) == (0, True)


def test_a_person_sees_a_line_of_progress_for_each(shown: tuple[Shell, Said]) -> None:
    said = shown[0]("demo", "--speed", "60", "--out", "again")

    assert [line.rpartition(".")[2] for line in said.out.splitlines()] == ["mp4", "mp3", "mp3"]
    assert all(f"{op}  submitting" in said.err for op in ("pixverse.text-to-video", "suno.generate"))
    assert "the three add up" in said.err


@pytest.mark.skipif(shutil.which("python3") is None, reason="no python3 on the path")
def test_the_script_does_the_same_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "demo"), "--speed", "60"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert len(done.stdout.splitlines()) == 3
    assert all((tmp_path / line).exists() for line in done.stdout.splitlines())
