"""Small real files, whole and cut at every byte."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.downloads.completeness import is_complete
from reelscore.sandbox import media
from reelscore.suno import midi
from tests.fileserver import MP4_HEAD, movie
from tests.rows import each


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


EXIF = b"\xff\xe1\x00\x0c" + b"Exif\xff\xd8\xff\xd9ab"
JPEG = (
    b"\xff\xd8"
    + EXIF
    + b"\xff\xda\x00\x04ab"
    + b"\x12\xff\x00\x34\xff\xd0\x56"
    + b"\xff\xc4\x00\x03a"
    + b"\xff\xff\xd9"
)
FORMATS = {
    "mp4": movie(200),
    "mp4 of the sandbox": media.video(1, width=16, height=16, sound=False),
    "mp4, index first": MP4_HEAD + box(b"moov", b"abcd") + box(b"mdat", b"efgh"),
    "mp4, long box": MP4_HEAD + b"\0\0\0\1mdat" + (20).to_bytes(8) + b"efgh" + box(b"moov"),
    "mp4, in fragments": MP4_HEAD + box(b"moov") + box(b"moof") + box(b"mdat", b"a") + box(b"mfra", b"b"),
    "heic": box(b"ftyp", b"heic\0\0\0\0mif1") + box(b"meta", b"abcd") + box(b"mdat", b"efgh"),
    "wav": media.wav(1)[:44] if len(media.wav(1)) == 44 else b"RIFF" + struct.pack("<I", 36) + b"WAVE" + bytes(32),
    "webp": b"RIFF" + struct.pack("<I", 12) + b"WEBPVP8 " + bytes(4),
    "png": media.png(8, 8),
    "jpeg": JPEG,
    "midi": midi.write([]),
}
OPEN_ENDED = {
    "ogg": b"OggS\0" + bytes(30),
    "gif": b"GIF89a" + bytes(30),
    "webm": b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + bytes(30),
    "mp4 whose last box is open": MP4_HEAD + box(b"moov") + b"\0\0\0\0mdat" + b"efgh",
    "mp4 in fragments without an index": MP4_HEAD + box(b"moov") + box(b"moof") + box(b"mdat", b"a"),
    "wav of a pipe": b"RIFF\xff\xff\xff\xffWAVE" + bytes(32),
    "mp3": media.mp3(1),
    "flac": b"fLaC" + bytes(40),
    "text": b"[00:01.00] Fox",
    "unknown": b"\x00\x01\x02\x03",
    "nothing": b"",
}


@each("name, data", FORMATS.items())
def test_a_whole_file_is_whole_and_a_cut_one_is_not(name: str, data: bytes) -> None:
    assert is_complete(io.BytesIO(data)) is True, name
    assert [cut for cut in range(len(data)) if is_complete(io.BytesIO(data[:cut]))] == [], name


@pytest.mark.parametrize("index", [b"stco", b"co64"])
def test_a_film_without_the_second_mdat_that_its_index_names_is_cut(index: bytes) -> None:
    start, width = len(MP4_HEAD), {b"stco": 4, b"co64": 8}[index]

    def moov(*chunks: int) -> bytes:
        table = box(index, bytes(4) + len(chunks).to_bytes(4) + b"".join(chunk.to_bytes(width) for chunk in chunks))
        return box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", table)))))

    size = len(moov(0, 0))
    first = MP4_HEAD + moov(start + size + 8, start + size + 24) + box(b"mdat", b"a" * 8)
    whole = first + box(b"mdat", b"b" * 8)

    assert is_complete(io.BytesIO(whole)) is True
    assert [cut for cut in range(len(whole)) if is_complete(io.BytesIO(whole[:cut]))] == []


def test_what_has_no_end_of_its_own_is_neither() -> None:
    assert {name: is_complete(io.BytesIO(data)) for name, data in OPEN_ENDED.items()} == dict.fromkeys(OPEN_ENDED)


@pytest.mark.parametrize("data", [media.mp3(3), b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128) + media.mp3(3)])
@pytest.mark.parametrize(("part", "whole"), [(1.0, True), (0.5, True), (0.2, False)])
def test_an_mp3_must_last_as_long_as_was_told_within_two_seconds(data: bytes, part: float, *, whole: bool) -> None:
    cut = io.BytesIO(data[: int(len(data) * part)])

    assert is_complete(cut, seconds=3.0) is whole


@given(
    start=st.sampled_from([*FORMATS.values(), *OPEN_ENDED.values()]),
    keep=st.integers(0, 200),
    rest=st.binary(max_size=200),
    seconds=st.none() | st.floats(0, 100),
)
def test_no_bytes_raise_anything(start: bytes, keep: int, rest: bytes, seconds: float | None) -> None:
    assert is_complete(io.BytesIO(start[:keep] + rest), seconds=seconds) in {True, False, None}
