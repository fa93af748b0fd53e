"""The examples run as they stand, against the simulated vendors."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reelscore as rs
from reelscore.sandbox import Sandbox
from tests.examples import suno_continue_my_recording, suno_persona, suno_pictures_and_video, suno_song_to_notes
from tests.suno.live import PLACES, awaiting, blocking, sound


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with rs.sandbox.running(speed=0) as found:
        yield found


@pytest.fixture(params=PLACES, ids=lambda place: "-".join(place.values()))
def place(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_an_idea_becomes_a_song_with_its_files_and_notes(
    sandbox: Sandbox, place: dict[str, Any], *, tmp_path: Path
) -> None:
    saved = suno_song_to_notes.make(blocking(sandbox, **place), tmp_path)

    assert {path.suffix for path in saved} >= {".mp3", ".wav", ".mid"}
    assert all(path.stat().st_size for path in saved)


def test_a_song_gets_pictures_and_a_video(sandbox: Sandbox, place: dict[str, Any], *, tmp_path: Path) -> None:
    saved = suno_pictures_and_video.make(blocking(sandbox, **place), tmp_path)

    assert [path.suffix for path in saved] == [".png", ".png", ".mp4"]


def test_a_recording_goes_on(sandbox: Sandbox, place: dict[str, Any], *, tmp_path: Path) -> None:
    recording = tmp_path / "mine.wav"
    recording.write_bytes(sound(30))

    assert len(suno_continue_my_recording.make(blocking(sandbox, **place), recording).tracks) == 2


def test_a_singer_sings_again(sandbox: Sandbox, place: dict[str, Any]) -> None:
    async def sing() -> Any:
        async with awaiting(sandbox, **place) as suno:
            return await suno_persona.make(suno)

    assert len(asyncio.run(sing()).tracks) == 2
