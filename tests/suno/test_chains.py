"""The examples run as they stand, against the simulated vendors."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reelscore as rs
from reelscore.sandbox import Sandbox
from tests.examples import (
    kie_song_and_clips,
    suno_continue_my_recording,
    suno_persona,
    suno_pictures_and_video,
    suno_song_to_music_video,
    suno_song_to_notes,
)
from tests.suno.live import PLACES, awaiting, blocking, sound
from tests.turned import moving


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


def test_a_song_gets_its_music_video_and_wav_at_the_price_that_was_told_first(
    sandbox: Sandbox, place: dict[str, Any], *, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suno = blocking(sandbox, **place)
    before = suno.balance().credits or Decimal(0)
    saved = suno_song_to_music_video.make(suno, tmp_path)
    spent = before - (suno.balance().credits or Decimal(0))
    told = Decimal(capsys.readouterr().out.removesuffix(" credits\n"))

    assert [path.suffix for path in saved] == [".mp3", ".mp3", ".mp4", ".wav"]
    assert abs(spent - told) < 1  # one of the hosts tells whole credits


def test_a_chain_that_is_run_again_pays_for_nothing_again(sandbox: Sandbox, *, tmp_path: Path) -> None:
    with closing(rs.Ledger(tmp_path / "ledger.sqlite3")) as ledger:
        suno = rs.Suno(sandbox=sandbox, ledger=ledger, clock=moving(sandbox))
        first = suno_song_to_music_video.make(suno, tmp_path / "first")
        before = suno.balance().credits
        second = suno_song_to_music_video.make(suno, tmp_path / "second")

        assert suno.balance().credits == before
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_cover_and_a_picture_become_clips(sandbox: Sandbox, *, tmp_path: Path) -> None:
    suno = blocking(sandbox, host="kie.ai")
    with rs.Kie(sandbox=sandbox, ledger=None, clock=moving(sandbox)) as kie:
        saved = kie_song_and_clips.make(suno, kie, tmp_path)

    assert [path.suffix for path in saved] == [".mp3", ".mp3", ".png", ".mp4", ".mp4"]


def test_a_recording_goes_on(sandbox: Sandbox, place: dict[str, Any], *, tmp_path: Path) -> None:
    recording = tmp_path / "mine.wav"
    recording.write_bytes(sound(30))

    assert len(suno_continue_my_recording.make(blocking(sandbox, **place), recording).tracks) == 2


def test_a_singer_sings_again(sandbox: Sandbox, place: dict[str, Any]) -> None:
    async def sing() -> Any:
        async with awaiting(sandbox, **place) as suno:
            return await suno_persona.make(suno)

    assert len(asyncio.run(sing()).tracks) == 2
