"""The class of each document is imported as the first thing that a program does."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "names",
    [
        "reelscore.pixverse import SoundEffect",
        "reelscore.pixverse import ImageToVideo",
        "reelscore.suno import UploadExtend",
        "reelscore.suno import MusicVideo",
        "reelscore.suno import Generate",
    ],
)
def test_a_request_class_can_be_the_first_import_of_a_program(names: str) -> None:
    run = subprocess.run([sys.executable, "-c", f"from {names}"], capture_output=True, text=True, check=False)

    assert run.stderr == ""
