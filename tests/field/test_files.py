"""Files that users give and get: taken or refused in a few words; saved whole where possible, or named in an error."""

from __future__ import annotations

import base64
import io
import logging
import os
import stat
import traceback
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reelscore.downloads.http import DownloadOptions
from reelscore.downloads.targets import check_destination
from reelscore.errors import ConfigurationError, DownloadError, InvalidRequest, ReelscoreError, TaskFailed
from reelscore.ledger import find_ledger
from reelscore.pixverse import ImageToVideo
from reelscore.sandbox import media
from reelscore.suno import Lyrics, UploadCover
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
    Answer,
    Hands,
    Vendor,
    kie,
    pixverse,
    raw,
    song,
    text,
    video,
)
from tests.fileserver import Bring, movie
from tests.rows import each

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
LONG = bytes(300_000)
LONGEST = 1_000
DATA_URIS = [
    "data:image/png;base64," + base64.b64encode(PICTURE + LONG).decode(),
    "data:image/png;base64," + "!" * 300_000,
    "data:," + "x" * 300_000,
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>" + "x" * 300_000,
    "DATA:image/png;base64," + base64.b64encode(PICTURE + LONG).decode(),
]
BARE = base64.b64encode(PICTURE + LONG).decode()
SCRIPT: dict[str, list[Answer]] = {
    "POST /openapi/v2/image/upload": [pixverse({"img_id": 77, "img_url": "https://media.example.test/a.png"})],
    "POST /openapi/v2/video/img/generate": [MADE_VIDEO],
    "POST /api/v1/generate/upload-cover": [MADE_SONG],
    "POST /api": [
        kie({"downloadUrl": "https://files.example.test/a.mp3", "fileUrl": "https://files.example.test/a.mp3"})
    ],
}


def moving(source: Any) -> ImageToVideo:
    return ImageToVideo(img_id=source, prompt="x", model="v5.6", duration=5, quality="540p")


def covering(source: Any) -> UploadCover:
    return UploadCover(upload_url=source, model="V5", prompt="x", custom_mode=False, instrumental=False)


def shown(error: BaseException) -> str:
    return "".join(traceback.format_exception_only(error)) + repr(error)


SOUND_URI = "data:audio/mpeg;base64," + base64.b64encode(b"ID3\x04" + LONG).decode()


@each(
    "place, source",
    [*(("pixverse", text) for text in (*DATA_URIS, BARE, "x" * 300_000)), ("suno", SOUND_URI), ("suno", "x" * 300_000)],
)
def test_a_picture_or_sound_as_text_is_sent_or_refused_in_a_few_words(
    place: str, source: str, hands: Hands, vendor: Vendor
) -> None:
    vendor.script = dict(SCRIPT)
    request = moving(source) if place == "pixverse" else covering(source)
    try:
        hands.go(getattr(hands, place)(vendor).submit(request))
    except InvalidRequest as refused:
        words, told = shown(refused), str(refused)
    else:
        return
    assert len(words) < LONGEST
    assert ("img_id" if place == "pixverse" else "upload_url") in told


@pytest.mark.parametrize("source", [DATA_URIS[0], "x" * 300_000, LONG], ids=["uri", "text", "bytes"])
def test_no_listing_of_broken_rules_quotes_a_whole_picture(source: Any) -> None:
    for violation in (*moving(source).violations(), *covering(source).violations()):
        assert len(violation.message) < LONGEST


class Stream(io.BufferedIOBase):
    """What comes out of a connection or another command: it can be read once."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def read(self, size: int | None = -1, /) -> bytes:
        return self._content.read(size)


@pytest.mark.parametrize("validate", ["strict", "off"])
def test_a_picture_as_a_stream_is_read_once_and_sent(validate: str, hands: Hands, vendor: Vendor) -> None:
    vendor.script = dict(SCRIPT)
    hands.go(hands.pixverse(vendor, validate=validate).submit(moving(Stream(PICTURE + bytes(2_000_000)))))
    assert PICTURE + bytes(2_000_000) in vendor.asked[0].body


def test_values_that_json_has_no_word_for_are_named_and_not_sent(hands: Hands, vendor: Vendor) -> None:
    vendor.script = dict(SCRIPT)
    client = hands.pixverse(vendor, validate="off")
    for value in (float("nan"), float("inf"), Decimal(5), b"5"):
        with pytest.raises(ConfigurationError, match="JSON"):
            hands.go(client.submit(ImageToVideo.build({"img_id": 5, "model": "v5.6", "seed": value})))
    assert vendor.asked == []


@pytest.mark.parametrize("brand", [b"mif1", b"heic", b"heix", b"hevc", b"msf1"])
def test_a_photo_of_a_phone_is_refused_by_its_name_and_is_no_film(brand: bytes, hands: Hands, vendor: Vendor) -> None:
    head = b"ftyp" + brand + bytes(4) + b"mif1heic"
    photo = (len(head) + 4).to_bytes(4) + head + b"\x00\x00\x00\x10meta" + bytes(600)
    vendor.script = dict(SCRIPT)
    with pytest.raises(InvalidRequest, match=r"hei[cf]") as caught:
        hands.go(hands.pixverse(vendor).submit(moving(photo)))
    assert "mp4" not in str(caught.value)
    assert vendor.asked == []


FILM = movie(2_000)
SOUND = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 500
NO_PLACES: list[Any] = ["a\0.mp4", "\ud800.mp4", b"a.mp4", 5, None, "~no-such-user/a.mp4"]


def a_video(hands: Hands, vendor: Vendor) -> tuple[Any, Any]:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [video(f"{vendor.url}/a.mp4")], "GET /a": [raw(FILM)]}
    client = hands.pixverse(vendor)
    return client, hands.go(client.run(SHOT))


def words(hands: Hands, vendor: Vendor) -> tuple[Any, Any]:
    vendor.writes({"text": "I'm free", "title": "Fox"})
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
    vendor.films(video(f"{vendor.url}/a.mp4"))
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
    vendor.films(pixverse({"id": 1, "status": 8}))
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


HERE = DownloadOptions(loopback=True, pause=0.0, tries=2)
BIG_FILM = movie(200_000)
WHOLE = {"a.mp4": BIG_FILM, "a.wav": media.wav(1), "a.png": media.png(64, 48)}


def test_a_file_without_a_length_stands_under_its_name_only_when_it_is_whole(
    bring: Bring, vendor: Vendor, tmp_path: Path
) -> None:
    for name, body in WHOLE.items():
        for part in (0.3, 0.6, 0.99):
            vendor.script = {"GET": [raw(body[: int(len(body) * part)], length=False)]}
            with pytest.raises(DownloadError):
                bring(f"{vendor.url}/{name}", tmp_path / name, options=HERE)
            assert not (tmp_path / name).exists()
        vendor.script = {"GET": [raw(body, length=False)]}
        bring(f"{vendor.url}/{name}", tmp_path / name, options=HERE)
        assert (tmp_path / name).read_bytes() == body


def test_the_file_of_a_task_that_ended_just_now_is_waited_for(hands: Hands, vendor: Vendor, tmp_path: Path) -> None:
    missing: list[Answer] = [text("not found", status=404)] * 2
    vendor.script = {
        SUBMIT_VIDEO: [MADE_VIDEO],
        LOOK_VIDEO: [video(f"{vendor.url}/a.mp4")],
        "GET /a.mp4": [*missing, raw(BIG_FILM, content_type="video/mp4")],
    }
    client = hands.pixverse(vendor)
    found = hands.go(client.run(SHOT))
    hands.go(client.save(found, tmp_path / "a.mp4"))
    assert (tmp_path / "a.mp4").read_bytes() == BIG_FILM
