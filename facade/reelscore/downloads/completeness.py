# ruff: noqa: PLR2004 - the numbers are those of the formats
"""Whether a file that came without a length is whole: by its container's own end, or by the length of its sound."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import BinaryIO

from reelscore.uploads.filetype import HEAD_BYTES, detect

TOLERANCE = 2.0
"""Seconds by which the frames of a sound may miss the duration that was told."""


class _Cut(Exception):
    """The file ends before its container does."""


class _Reader:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = file.seek(0, os.SEEK_END)

    def at(self, offset: int, count: int) -> bytes:
        if offset + count > self.size:
            raise _Cut
        self._file.seek(offset)
        return self._file.read(count)

    def number(self, offset: int, count: int) -> int:
        return int.from_bytes(self.at(offset, count))

    def skip(self, offset: int, count: int) -> int:
        if offset + count > self.size:
            raise _Cut
        return offset + count

    def format(self) -> str | None:
        return detect(self.at(0, min(HEAD_BYTES, self.size)))


def is_complete(file: BinaryIO, *, seconds: float | None = None) -> bool | None:
    """Whether a file that came without a length reaches its container's end.

    A cut is seen at every byte. Where a format leaves open whether another part follows (fragmented mp4), nothing is
    said of a file that ends between two; notes behind the last frame of a film may be lost.

    Args:
        file: seekable, at any place.
        seconds: of sound, as the vendor told; used for mp3, whose frames must reach it within 2 s.

    Returns:
        None where the format has no end of its own (and for mp3 without *seconds*).
    """
    reader = _Reader(file)
    name = reader.format()
    if name == "mp3":
        return None if seconds is None else mp3_seconds(file) >= seconds - TOLERANCE
    test = _ENDS.get(name or "")
    try:
        return test(reader) if test else None
    except _Cut:
        return False


def mp3_seconds(file: BinaryIO) -> float:
    """Seconds of sound in the whole frames of an mp3."""
    reader = _Reader(file)
    offset, seconds = 0, 0.0
    try:
        if reader.at(0, 3) == b"ID3":
            tag = reader.at(0, 10)
            offset = 10 + sum((digit & 0x7F) << shift for digit, shift in zip(tag[6:], (21, 14, 7, 0), strict=True))
        while True:
            length, lasts = _mp3_frame(reader.number(offset, 4))
            offset = reader.skip(offset, length) if length else offset + 1
            seconds += lasts
    except _Cut:
        return seconds


def _mp3_frame(head: int) -> tuple[int, float]:
    """Bytes and seconds of the frame of layer III that a head begins; zeros where it begins none."""
    version, layer, rate, pace = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or version == 1 or layer != 1 or rate in {0, 15} or pace == 3:
        return 0, 0.0
    first = version == 3
    kilobits = (_MPEG_1 if first else _MPEG_2)[rate]
    hertz = (44_100, 48_000, 32_000)[pace] >> {3: 0, 2: 1, 0: 2}[version]
    samples = 1152 if first else 576
    return samples // 8 * kilobits * 1000 // hertz + (head >> 9 & 1), samples / hertz


_MPEG_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def _boxes(reader: _Reader) -> bool | None:
    offset, seen = 0, set[bytes]()
    picture = reader.format() in {"avif", "heic"}
    while offset < reader.size:
        length, kind = reader.number(offset, 4), reader.at(offset + 4, 4)
        seen.add(kind)
        if length == 0:
            # "To the end of the file", wherever that is.
            return None
        if length == 1:
            length = reader.number(offset + 8, 8)
        if length < 8:
            return False
        offset = reader.skip(offset, length)
    if picture:
        return True if {b"meta", b"mdat"} <= seen else None
    if b"moof" in seen:
        return True if b"mfra" in seen else None
    return {b"moov", b"mdat"} <= seen and _last_chunk(reader, 0, reader.size) < reader.size


def _last_chunk(reader: _Reader, offset: int, end: int) -> int:
    """Where the last chunk begins that a film's index names, in whichever mdat; 0 where it names none."""
    last = 0
    while offset + 8 <= end:
        length, kind, head = reader.number(offset, 4), reader.at(offset + 4, 4), 8
        if length == 1 and offset + 16 <= end:
            length, head = reader.number(offset + 8, 8), 16
        if length < head or offset + length > end:
            return last
        if kind in {b"moov", b"trak", b"mdia", b"minf", b"stbl"}:
            last = max(last, _last_chunk(reader, offset + head, offset + length))
        elif (width := {b"stco": 4, b"co64": 8}.get(kind)) and length >= head + 8 + width:
            # Chunks are named in their order.
            last = max(last, reader.number(offset + length - width, width))
        offset += length
    return last


def _riff(reader: _Reader) -> bool | None:
    length = int.from_bytes(reader.at(4, 4), "little")
    if length in {0, 0xFFFF_FFFF}:
        # Written to a pipe: the writer could not go back to fill it in.
        return None
    reader.skip(8, length)
    return True


def _png(reader: _Reader) -> bool:
    offset = 8
    while True:
        length, kind = reader.number(offset, 4), reader.at(offset + 4, 4)
        offset = reader.skip(offset, 12 + length)
        if kind == b"IEND":
            return True


def _jpeg(reader: _Reader) -> bool:
    # By segments: a preview inside has an end of its own.
    data = reader.at(0, reader.size)
    offset = 2
    while True:
        offset = data.find(b"\xff", offset)
        if offset < 0 or offset + 1 >= len(data):
            return False
        marker = data[offset + 1]
        if marker == 0xD9:
            return True
        if marker == 0xFF:
            offset += 1
        elif marker in {0x00, 0x01} or 0xD0 <= marker <= 0xD8:
            offset += 2
        else:
            offset = reader.skip(offset + 2, reader.number(offset + 2, 2))


def _midi(reader: _Reader) -> bool:
    tracks, offset = reader.number(10, 2), 8 + reader.number(4, 4)
    while tracks:
        tracks -= reader.at(offset, 4) == b"MTrk"
        offset = reader.skip(offset, 8 + reader.number(offset + 4, 4))
    return True


_ENDS: Mapping[str, Callable[[_Reader], bool | None]] = {
    **dict.fromkeys(("mp4", "mov", "m4a", "avif", "heic"), _boxes),
    **dict.fromkeys(("avi", "wav", "webp"), _riff),
    "png": _png,
    "jpeg": _jpeg,
    "midi": _midi,
}
"""Of the formats that vendors make; a file of another one is looked at a second time."""
