"""The class of each document is imported as the first thing that a program does."""

import subprocess
import sys

import pytest

CIRCLE = pytest.mark.xfail(
    strict=True, reason="`from reelscore.suno import prices` in suno/requests/base.py is a circle"
)


@pytest.mark.parametrize(
    "names",
    [
        "reelscore.pixverse import SoundEffect",
        "reelscore.pixverse import ImageToVideo",
        pytest.param("reelscore.suno import UploadExtend", marks=CIRCLE),
        pytest.param("reelscore.suno import MusicVideo", marks=CIRCLE),
        pytest.param("reelscore.suno import Generate", marks=CIRCLE),
    ],
)
def test_a_request_class_can_be_the_first_import_of_a_program(names: str) -> None:
    run = subprocess.run([sys.executable, "-c", f"from {names}"], capture_output=True, text=True, check=False)

    assert run.stderr == ""
