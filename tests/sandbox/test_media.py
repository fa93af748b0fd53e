"""The files that tasks deliver are whole, and as long and as large as their results say."""

from __future__ import annotations

import io
import re
import wave
from collections.abc import Callable

import pytest
from PIL import Image

from reelscore.sandbox.media import frame_size, mp3, png, video, wav
from reelscore.sandbox.probe import Probe, probe

MAKERS: dict[str, Callable[[int], bytes]] = {
    "film": lambda seed: video(2, width=64, height=36, sound=True, seed=seed),
    "sound": lambda seed: mp3(2, seed=seed),
    "wave": lambda seed: wav(2, seed=seed),
    "picture": lambda seed: png(64, 36, seed=seed),
}


@pytest.mark.parametrize("seconds", [0.5, 1, 5, 8, 29.9, 372.48])
def test_a_file_lasts_as_long_as_was_asked_for(seconds: float) -> None:
    film, sound = video(seconds, width=1280, height=720, sound=True), mp3(seconds)
    with wave.open(io.BytesIO(wav(seconds))) as samples:
        count = samples.getnframes()
    told = [probe(film), probe(sound)]

    assert [found.seconds for found in told if found] == [
        pytest.approx(seconds, abs=0.002),
        pytest.approx(seconds, abs=0.025),
    ]
    assert count == round(seconds * 8_000)


def test_the_frames_of_an_mp3_cover_what_it_tells() -> None:
    frames = re.findall(rb"\xff\xf3\x14\xc4.{20}", mp3(61), re.DOTALL)

    assert 61 <= len(frames) * 0.024 < 61.1


@pytest.mark.parametrize("sound", [True, False])
def test_the_boxes_of_a_film_fill_it_and_last_as_long_as_its_track(sound: bool) -> None:  # noqa: FBT001 - a case
    film, at, boxes = video(7.5, width=720, height=1280, sound=sound), 0, []
    while at < len(film):
        boxes.append(film[at + 4 : at + 8])
        at += int.from_bytes(film[at : at + 4], "big")
    lengths = []
    for table in re.finditer(b"stts", film):
        runs = film[table.start() + 12 : table.start() + 28]
        count, each, one, last = (int.from_bytes(runs[place : place + 4], "big") for place in (0, 4, 8, 12))
        lengths.append(count * each + one * last)

    assert (boxes, at) == ([b"ftyp", b"moov", b"mdat"], len(film))
    assert lengths == [7.5 * 24_000] * (1 + sound)
    assert film.count(b"soun") == sound


@pytest.mark.parametrize("size", [(2, 2), (640, 360), (1080, 1920), (4096, 4096)])
def test_a_picture_and_a_film_have_the_size_that_was_asked_for(size: tuple[int, int]) -> None:
    width, height = size
    found = [probe(png(width, height)), probe(video(1, width=width, height=height, sound=False))]

    assert [(told.width, told.height) for told in found if told] == [size, size]


def test_a_picture_is_whole() -> None:
    with Image.open(io.BytesIO(png(64, 36, seed=5))) as picture:  # reads every row, and the sums of all parts
        assert {colour for _, colour in picture.getcolors() or ()} == {64 + 5}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_equal_seeds_give_equal_files_and_others_do_not(make: Callable[[int], bytes]) -> None:
    assert make(7) == make(7)
    assert make(7) != make(8)


def test_the_quality_is_the_short_side() -> None:
    told = {
        ("360p", "16:9"): (640, 360),
        ("540p", "16:9"): (960, 540),
        ("720p", "16:9"): (1280, 720),
        ("1080p", "9:16"): (1080, 1920),
        ("720p", "1:1"): (720, 720),
        ("540p", "3:4"): (540, 720),
        ("360p", "3:2"): (540, 360),
        ("1080p", "21:9"): (2520, 1080),
        ("480p", "16:9"): (854, 480),
    }

    assert {words: frame_size(*words) for words in told} == told


def test_bytes_of_no_known_type_are_told_from_damaged_files() -> None:
    assert probe(b"hello") is None
    assert probe(b"\x89PNG\r\n\x1a\n") == Probe(media_type="image", content_type="image/png", bytes=8)
