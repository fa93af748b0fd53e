# ruff: noqa: PLR2004 - file formats are made of numbers; the reader names the format
"""Tell what an uploaded file is by its own bytes, and how long or large its content is."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

MediaType: TypeAlias = Literal["image", "video", "audio"]


@attrs.frozen(kw_only=True)
class Probe:
    """What is known of a file; 0 where the sandbox cannot tell."""

    media_type: MediaType
    content_type: str
    seconds: float = 0
    width: int = 0
    height: int = 0
    bytes: int = 0


EXTENSIONS: dict[str, tuple[MediaType, str]] = {
    "png": ("image", "image/png"),
    "jpg": ("image", "image/jpeg"),
    "jpeg": ("image", "image/jpeg"),
    "webp": ("image", "image/webp"),
    "mp4": ("video", "video/mp4"),
    "mov": ("video", "video/quicktime"),
    "webm": ("video", "video/webm"),
    "mp3": ("audio", "audio/mpeg"),
    "wav": ("audio", "audio/wav"),
    "m4a": ("audio", "audio/x-m4a"),
    "aac": ("audio", "audio/aac"),
}
"""How a link is judged that the sandbox does not open."""

ASSUMED: dict[MediaType, Probe] = {
    "image": Probe(media_type="image", content_type="image/png", width=1024, height=1024),
    "video": Probe(media_type="video", content_type="video/mp4", seconds=8, width=1280, height=720),
    "audio": Probe(media_type="audio", content_type="audio/mpeg", seconds=20),
}
"""What the sandbox assumes of a file that it cannot open."""


def probe(data: bytes) -> Probe | None:
    """Return what *data* is, or None when it is no known image, video or audio."""
    found = next((read(data) for fits, read in READERS if fits(data)), None)
    return attrs.evolve(found, bytes=len(data)) if found else None


def probe_link(url: str) -> Probe | None:
    """Judge a foreign link by the ending of its path."""
    ending = url.split("?", 1)[0].rsplit(".", 1)[-1].lower()
    known = EXTENSIONS.get(ending)
    return attrs.evolve(ASSUMED[known[0]], content_type=known[1]) if known else None


def _png(data: bytes) -> Probe:
    width, height = struct.unpack(">II", data[16:24]) if len(data) >= 24 else (0, 0)
    return Probe(media_type="image", content_type="image/png", width=width, height=height)


def _jpeg(data: bytes) -> Probe:
    place, size = 2, (0, 0)
    while place + 9 < len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            size = struct.unpack(">HH", data[place + 5 : place + 9])
            break
        place += 2 + length
    return Probe(media_type="image", content_type="image/jpeg", width=size[1], height=size[0])


def _webp(_: bytes) -> Probe:
    return Probe(media_type="image", content_type="image/webp")


def _wav(data: bytes) -> Probe:
    rate = struct.unpack("<I", data[28:32])[0] if len(data) >= 44 else 0
    return Probe(media_type="audio", content_type="audio/wav", seconds=max(0, len(data) - 44) / rate if rate else 0)


def _mp4(data: bytes) -> Probe:
    brand = data[8:12]
    audio = brand in {b"M4A ", b"M4B "}
    content_type = "audio/x-m4a" if audio else "video/quicktime" if brand == b"qt  " else "video/mp4"
    width, height = _track_size(data)
    return Probe(
        media_type="audio" if audio else "video",
        content_type=content_type,
        seconds=_movie_seconds(data),
        width=width,
        height=height,
    )


def _movie_seconds(data: bytes) -> float:
    at = data.find(b"mvhd")
    if at < 0 or len(data) < at + 36:
        return 0
    scale, length = (
        struct.unpack(">IQ", data[at + 24 : at + 36]) if data[at + 4] else struct.unpack(">II", data[at + 16 : at + 24])
    )
    return float(length / scale) if scale else 0


def _track_size(data: bytes) -> tuple[int, int]:
    at = data.find(b"tkhd")
    end = at + (100 if at >= 0 and data[at + 4] else 88)
    if at < 0 or len(data) < end:
        return 0, 0
    width, height = struct.unpack(">II", data[end - 8 : end])
    return width >> 16, height >> 16


BIT_RATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
"""kbit/s of layer III by MPEG-1 (True) or MPEG-2 and 2.5, and by the index in the header."""
SAMPLE_RATES = {
    3: (44_100, 48_000, 32_000, 0),
    2: (22_050, 24_000, 16_000, 0),
    0: (11_025, 12_000, 8_000, 0),
    1: (0, 0, 0, 0),
}
"""Hz by the version and the index in the header."""


def _mp3(data: bytes) -> Probe:
    place = (
        10 + sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=False))
        if data[:3] == b"ID3"
        else 0
    )
    seconds = 0.0
    while place + 4 <= len(data) and (frame := _mp3_frame(data[place : place + 4])):
        silent = (
            b"Info" in data[place : place + 48] or b"Xing" in data[place : place + 48]
        )  # a frame of facts, no sound
        seconds, place = seconds + (0 if silent else frame[0]), place + frame[1]
    return Probe(media_type="audio", content_type="audio/mpeg", seconds=round(seconds, 3))


def _mp3_frame(head: bytes) -> tuple[float, int] | None:
    """Return seconds and bytes of the frame that begins with *head*; None when none does."""
    version, first = head[1] >> 3 & 3, head[1] >> 3 & 3 == 3
    bit_rate, sample_rate = BIT_RATES[first][head[2] >> 4] * 1000, SAMPLE_RATES[version][head[2] >> 2 & 3]
    if head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or not bit_rate or not sample_rate:
        return None
    samples = 1152 if first else 576
    return samples / sample_rate, samples // 8 * bit_rate // sample_rate + (head[2] >> 1 & 1)


def _aac(_: bytes) -> Probe:
    return Probe(media_type="audio", content_type="audio/aac")


def _webm(_: bytes) -> Probe:
    return Probe(media_type="video", content_type="video/webm")


READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Probe]], ...] = (
    (lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    (lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WAVE", _wav),
    (lambda data: data[4:8] == b"ftyp", _mp4),
    (lambda data: data.startswith(b"\x1a\x45\xdf\xa3"), _webm),
    (lambda data: len(data) > 1 and data[0] == 0xFF and data[1] & 0xF6 == 0xF0, _aac),
    (lambda data: data[:3] == b"ID3" or (len(data) > 3 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0), _mp3),
)
"""First test that fits decides; ADTS comes before MP3, whose sync word it shares."""
