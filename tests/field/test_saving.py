"""Where results go: a place that cannot be is named before money is spent, and nothing of the user's is replaced."""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from reelscore.downloads.targets import check_destination
from reelscore.errors import ConfigurationError, DownloadError, ReelscoreError, TaskFailed
from reelscore.ledger import find_ledger
from reelscore.suno import Lyrics
from tests.field.vendor import (
    LOOK_SONG,
    LOOK_VIDEO,
    MADE_SONG,
    MADE_VIDEO,
    SHOT,
    SONG,
    SUBMIT_SONG,
    SUBMIT_VIDEO,
    TRACK,
    Hands,
    Vendor,
    kie,
    pixverse,
    raw,
    song,
    video,
)
from tests.fileserver import movie

FILM = movie(2_000)
SOUND = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 500
NO_PLACES: list[Any] = ["a\0.mp4", "\ud800.mp4", b"a.mp4", 5, None, "~no-such-user/a.mp4"]
LYRICS = "GET /api/v1/lyrics"


def a_video(hands: Hands, vendor: Vendor) -> tuple[Any, Any]:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [video(f"{vendor.url}/a.mp4")], "GET /a": [raw(FILM)]}
    client = hands.pixverse(vendor)
    return client, hands.go(client.run(SHOT))


def words(hands: Hands, vendor: Vendor, text: str = "I'm free") -> tuple[Any, Any]:
    found = kie({"taskId": "t1", "status": "SUCCESS", "response": {"data": [{"text": text, "title": "Fox"}]}})
    vendor.script = {"POST /api/v1/lyrics": [MADE_SONG], LYRICS: [found]}
    client = hands.suno(vendor)
    return client, hands.go(client.run(Lyrics(prompt="a fox in the snow")))


def test_a_place_that_no_file_can_have_is_named_in_an_error(hands: Hands, vendor: Vendor) -> None:
    client, found = a_video(hands, vendor)
    for place in NO_PLACES:
        for save in (client.save, client.save_all):
            with pytest.raises(ConfigurationError, match="path"):
                hands.go(save(found, place))


def test_a_folder_that_cannot_be_written_is_found_before_a_call_is_paid(
    hands: Hands, vendor: Vendor, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [video(f"{vendor.url}/a.mp4")]}
    for place in (tmp_path / "file" / "films", tmp_path / "file", *NO_PLACES[:2], b"films"):
        ((_, outcome),) = hands.every(hands.pixverse(vendor).run_all([SHOT], save_to=place))
        assert isinstance(outcome.error, ReelscoreError)
    assert vendor.asked == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX")
def test_a_pipe_or_device_is_not_replaced_by_a_file(hands: Hands, vendor: Vendor, tmp_path: Path) -> None:
    client, found = a_video(hands, vendor)
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(DownloadError, match=r"pipe\.mp4"):
        hands.go(client.save(found, tmp_path / "pipe.mp4", overwrite=True))
    assert stat.S_ISFIFO((tmp_path / "pipe.mp4").stat().st_mode)


def test_a_failed_task_without_files_is_told_without_a_traceback(
    hands: Hands, vendor: Vendor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [pixverse({"id": 1, "status": 8})]}
    with caplog.at_level(logging.WARNING):
        ((_, outcome),) = hands.every(hands.pixverse(vendor).run_all([SHOT], save_to=tmp_path))
    assert isinstance(outcome.error, TaskFailed)
    assert caplog.records == []


def test_words_that_the_user_has_changed_are_not_replaced_unasked(hands: Hands, vendor: Vendor, tmp_path: Path) -> None:
    client, found = words(hands, vendor)
    (path,) = hands.go(client.save_all(found, tmp_path))
    assert hands.go(client.save_all(found, tmp_path)) == (path,)
    path.write_text("my own words")
    with pytest.raises(DownloadError, match="overwrite"):
        hands.go(client.save_all(found, tmp_path))
    assert path.read_text() == "my own words"
    hands.go(client.save_all(found, tmp_path, overwrite=True))
    assert "I'm free" in path.read_text()


def test_words_that_cannot_be_written_are_an_error_of_ours(hands: Hands, vendor: Vendor, tmp_path: Path) -> None:
    client, found = words(hands, vendor)
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "words"):
        with pytest.raises(ReelscoreError, match="file"):
            hands.go(client.save_all(found, place))


def test_the_note_beside_a_film_that_cannot_be_written_is_an_error_of_ours(
    hands: Hands, vendor: Vendor, tmp_path: Path
) -> None:
    client, found = a_video(hands, vendor)
    (path,) = hands.go(client.save_all(found, tmp_path / "one"))
    (tmp_path / "two" / path.with_suffix(".json").name).mkdir(parents=True)
    with pytest.raises(DownloadError, match="json"):
        hands.go(client.save_all(found, tmp_path / "two"))
    assert (tmp_path / "two" / path.name).read_bytes() == FILM


COVERS = [
    "http://[::1",
    "//x",
    "https://a\u2100b.example/a.png",
    "{here}/c.",
    "{here}/" + "y" * 400 + ".%2F",
    "{here}/c.png/",
]


def test_covers_with_odd_addresses_keep_no_song_from_being_saved(hands: Hands, vendor: Vendor, tmp_path: Path) -> None:
    tracks = [
        {**TRACK, "id": str(n), "audioUrl": f"{vendor.url}/a", "imageUrl": url.format(here=vendor.url)}
        for n, url in enumerate(COVERS)
    ]
    vendor.script = {SUBMIT_SONG: [MADE_SONG], LOOK_SONG: [song(*tracks)], "GET /a": [raw(SOUND)]}
    client = hands.suno(vendor)
    assert len(set(hands.go(client.save_all(hands.go(client.run(SONG)), tmp_path)))) == len(COVERS)


def test_a_cover_whose_address_ends_like_the_song_does_not_replace_it(
    hands: Hands, vendor: Vendor, tmp_path: Path
) -> None:
    picture = b"\xff\xd8\xff\xe0" + bytes(100) + b"\xff\xd9"
    track = {**TRACK, "audioUrl": f"{vendor.url}/a.mp3", "imageUrl": f"{vendor.url}/cover.mp3"}
    vendor.script = {
        SUBMIT_SONG: [MADE_SONG], LOOK_SONG: [song(track, {**track, "id": "b"})], "GET /a.mp3": [raw(SOUND)],
        "GET /cover": [raw(picture)],
    }  # fmt: skip
    client = hands.suno(vendor)
    saved = hands.go(client.save_all(hands.go(client.run(SONG)), tmp_path))
    assert [path.read_bytes() for path in saved] == [SOUND, SOUND]


def test_a_working_folder_that_is_gone_is_an_error_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for place in ("a.mp4", "films/"):
        with pytest.raises(ConfigurationError, match="written"):
            check_destination(place)
    with pytest.raises(ConfigurationError, match="ledger"):
        find_ledger("l.sqlite")
