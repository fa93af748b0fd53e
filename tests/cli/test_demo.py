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


def test_a_video_and_two_songs_are_on_disk_and_quoted_charged_and_left_add_up(shown: tuple[Shell, Said]) -> None:
    shell, said = shown
    tasks: list[dict[str, Any]] = said.document["tasks"]
    files = [shell.folder / name for task in tasks for name in task["files"]]
    figures = [[Decimal(task[name]) for name in ("quoted", "charged", "before", "left")] for task in tasks]

    assert [detect(path.read_bytes()[:HEAD_BYTES]) for path in files] == ["mp4", "mp3", "mp3"]
    assert [quoted for quoted, *_ in figures] == [90, 12]
    assert all(quoted == charged == before - left for quoted, charged, before, left in figures)
    assert (said.code, said.document["adds_up"]) == (0, True)


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
