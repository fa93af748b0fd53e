from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from reelscore.errors import InvalidRequest
from reelscore.sandbox import media
from reelscore.uploads.media import NOT_FETCHED, Media, MediaLimits, check_media, examine, probe
from reelscore.uploads.source import UploadKind, open_source
from tests.rows import each


def picture(format_name: str, *, side: int = 400) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((side, side // 2), 80).convert("RGB").save(file, format_name)
    return file.getvalue()


def facts(data: bytes, kind: UploadKind) -> Media:
    return probe(open_source(data, kind=kind, field="source"))


@each("name", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_tells_its_sides_and_is_refused_when_it_was_cut(name: str) -> None:
    data = picture(name)
    found, cut = facts(data, "image"), examine(data[: len(data) // 2], kind="image", field="img_id")

    assert (found.kind, found.width, found.height, found.mime) == ("image", 400, 200, f"image/{name.lower()}")
    assert (found.bytes, found.note) == (len(data), "")
    assert [(one.rule, one.field) for one in cut[1]] == [("source.corrupt", "img_id")]


def test_a_picture_with_a_turned_bit_is_refused() -> None:
    data = bytearray(picture("PNG"))
    data[len(data) // 2] ^= 0xFF

    assert [one.rule for one in examine(bytes(data), kind="image", field="img_id")[1]] == ["source.corrupt"]


def huge_png(side: int) -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    blocks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    framed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in blocks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def test_a_picture_of_a_billion_pixels_is_measured_and_not_decoded() -> None:
    _, broken = examine(
        huge_png(40_000), kind="image", field="img_id", limits=MediaLimits(max_side=10_000, code=400017)
    )

    assert [(one.rule, one.given, one.code) for one in broken] == [("media.max_side", 40_000, 400017)]


def test_a_film_tells_sides_length_and_codec() -> None:
    found = facts(media.video(3, width=128, height=96, sound=True), "video")

    assert (found.kind, found.format, found.width, found.height, found.codec) == ("video", "mp4", 128, 96, "h264")
    assert found.seconds == pytest.approx(3, abs=0.2)


@each("data, name", [(media.mp3(2), "mp3"), (media.wav(2), "wav")])
def test_a_sound_tells_its_length(data: bytes, name: str) -> None:
    found = facts(data, "audio")

    assert (found.kind, found.format, found.width) == ("audio", name, None)
    assert found.seconds == pytest.approx(2, abs=0.2)


def test_a_film_without_a_track_is_refused() -> None:
    with pytest.raises(InvalidRequest) as caught:
        facts(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000), "video")

    assert [violation.rule for violation in caught.value.violations] == ["source.corrupt"]


WHOLE = Media(kind="video", format="mp4", bytes=100, width=1920, height=1080, seconds=30.0, codec="h264")
LIMITS = MediaLimits(
    formats=("mp4", "mov"), max_bytes=100, max_side=1920, min_side=300, max_seconds=30, min_seconds=1, codecs=("h264",)
)


@each(
    "changes, rules",
    [
        ({}, []),
        ({"format": "webm"}, ["media.format"]),
        ({"bytes": 101}, ["media.bytes"]),
        ({"width": 1921}, ["media.max_side"]),
        ({"height": 299}, ["media.min_side"]),
        ({"seconds": 30.1}, ["media.max_seconds"]),
        ({"seconds": 0.9}, ["media.min_seconds"]),
        ({"codec": "vp9"}, ["media.codec"]),
        ({"bytes": 101, "seconds": 31.0}, ["media.bytes", "media.max_seconds"]),
    ],
)
def test_limits_are_inclusive_and_each_that_is_passed_is_told(changes: dict[str, Any], rules: list[str]) -> None:
    fields = {name: getattr(WHOLE, name) for name in ("kind", "format", "bytes", "width", "height", "seconds", "codec")}

    broken = check_media(Media(**(fields | changes)), LIMITS, field="source")

    assert [one.rule for one in broken] == rules
    assert {one.severity for one in broken} <= {"error"}


def test_a_limit_about_facts_that_are_missing_is_a_warning_that_says_which() -> None:
    broken = check_media(Media(kind="video", format="mp4", note="no extra"), LIMITS, field="source")

    assert [(one.rule, one.severity) for one in broken] == [("media.unchecked", "warning")]
    assert broken[0].message == (
        "source: bytes, max_side, min_side, max_seconds, min_seconds, codec not checked; no extra"
    )


def test_a_jpg_is_a_jpeg_and_a_url_is_not_read() -> None:
    assert not check_media(Media(format="jpeg"), MediaLimits(formats=("jpg",)), field="img_id")
    assert probe(open_source("https://example.com/fox.mp4", kind="video", field="source")) == Media(note=NOT_FETCHED)


def test_a_source_is_examined_from_missing_to_too_long(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    limits = MediaLimits(max_seconds=1, source="a page")

    assert [one.rule for one in examine(path, kind="audio", field="audio", limits=limits)[1]] == ["source.missing"]
    path.write_bytes(media.wav(2))
    assert [
        (one.rule, one.field, one.source) for one in examine(path, kind="audio", field="audio", limits=limits)[1]
    ] == [("media.max_seconds", "audio", "a page")]


def test_without_the_extra_only_type_and_size_are_known_and_the_warning_says_what_to_install(tmp_path: Path) -> None:
    path = tmp_path / "fox.png"
    path.write_bytes(picture("PNG"))
    program = (
        "import sys; sys.modules.update({'PIL': None, 'pymediainfo': None})\n"
        "from reelscore.uploads.media import MediaLimits, examine\n"
        "limits = MediaLimits(max_bytes=10, max_side=5)\n"
        "_, found = examine(sys.argv[1], kind='image', field='img_id', limits=limits)\n"
        "print([one.rule for one in found], found[1].message)\n"
    )

    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)

    assert done.stdout == (
        "['media.bytes', 'media.unchecked'] img_id: max_side not checked; "
        "sides, length and codec were not read: pip install 'reelscore[media]'\n"
    )
