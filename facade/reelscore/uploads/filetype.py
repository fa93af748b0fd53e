# ruff: noqa: PLR2004 - the numbers are those of the formats
"""File formats: known by their first bytes, whole by their own end; pure over bytes and file objects.

Sides, lengths and codecs are media.py's.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Mapping
from typing import BinaryIO

import attrs

from reelscore.results import AssetKind

HEAD_BYTES = 512
"""How much of a file's beginning is enough to know its format."""
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


# -- Which? ------------------------------------------------------------------------------------------------------------

_STARTS = {
    b"ID3": "mp3",
    b"fLaC": "flac",
    b"OggS": "ogg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"MThd": "midi",
}
_RIFF = {b"WAVE": "wav", b"WEBP": "webp", b"AVI ": "avi"}
_BRANDS = {b"qt  ": "mov", b"M4A ": "m4a", b"M4B ": "m4a", b"avif": "avif", b"avis": "avif"} | dict.fromkeys(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"), "heic"
)
_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
# Eleven bits of one, then version, layer, bit rate and sample rate: of MPEG 1, 2 and 2.5, layer III only, and ADTS.
_FRAMES = (
    (0xFFF6_0000, 0xFFF0_0000, "aac"),
    (0xFFFE_0000, 0xFFFA_0000, "mp3"),
    (0xFFFE_0000, 0xFFF2_0000, "mp3"),
    (0xFFFE_0000, 0xFFE2_0000, "mp3"),
)
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<!--")
_MARKUP = dict.fromkeys(_PAGE_STARTS, "html") | {b"<": "xml", b"{": "json", b"[": "json"}


def detect(head: bytes) -> str | None:
    """Name the format of a file by its first bytes (512 are enough).

    Returns:
        A key of ``FORMATS``, or None for nothing at all and for bytes that no signature fits.
    """
    found = next((name for start, name in _STARTS.items() if head.startswith(start)), None)
    if found is None and head[4:8] == b"ftyp":
        # The general brands of pictures stand before the one that names the coding.
        brand, others = head[8:12], range(16, min(int.from_bytes(head[:4]), len(head)), 4)
        is_avif = brand in {b"mif1", b"msf1"} and b"avif" in [head[place : place + 4] for place in others]
        found = "avif" if is_avif else _BRANDS.get(brand, "mp4")
    elif found is None and head[4:8] in _BOXES:
        found = "mov"
    elif found is None and head.startswith(b"\x1a\x45\xdf\xa3"):
        found = "mkv" if b"matroska" in head[:64] else "webm"
    elif found is None and head.startswith(b"RIFF"):
        found = _RIFF.get(head[8:12])
    elif found is None and head.startswith(b"BM") and head[6:10] == bytes(4):
        # Two letters are no signature: the reserved words of the header must be zero as well.
        found = "bmp"
    return found or _sound_frame(head) or _words(head)


def _sound_frame(head: bytes) -> str | None:
    first = int.from_bytes(head[:4]) if len(head) >= 4 else 0
    return next((name for mask, bits, name in _FRAMES if first & mask == bits), None)


def _words(head: bytes) -> str | None:
    text = head[:HEAD_BYTES]
    try:
        # A longer file's head may end inside a letter.
        words = codecs.getincrementaldecoder("utf-8")().decode(text, final=len(text) < HEAD_BYTES)
    except UnicodeDecodeError:
        return None
    if not text or any(letter < " " and letter not in "\t\n\r\f\x1b" for letter in words):
        return None
    bare = text.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((name for start, name in _MARKUP.items() if bare.startswith(start)), "text")


def matches_kind(found: str | None, kind: AssetKind) -> bool:
    """Whether a file of the found format can be of this kind; sound may begin with bytes that no signature fits."""
    return kind in {"audio", "text"} if found is None else kind in KINDS[found]


def format_of_extension(extension: str) -> str | None:
    """Give the format that a file name's ending promises, None for endings that promise nothing known."""
    return EXTENSIONS.get(extension.lower().lstrip("."))


def same_family(one: str, other: str) -> bool:
    """Whether two formats are near enough that files of one often bear the other's ending."""
    return (FORMATS[one].family or one) == (FORMATS[other].family or other)


# -- Whole? ------------------------------------------------------------------------------------------------------------


def is_complete(file: BinaryIO, *, seconds: float | None = None) -> bool | None:
    """Whether a file that came without a length reaches its container's end.

    A cut is seen at every byte. Where a format leaves open whether another part follows (fragmented mp4, Ogg), nothing
    is said of a file that ends between two; notes behind the last frame of a film may be lost.

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
    test = FORMATS[name].is_complete if name else None
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


def _bitmap(reader: _Reader) -> bool | None:
    return int.from_bytes(reader.at(2, 4), "little") <= reader.size


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


def _gif(reader: _Reader) -> bool:
    offset = 13 + _palette(reader.at(10, 1)[0])
    while True:
        kind = reader.at(offset, 1)
        if kind == b";":
            return True
        if kind == b"!":
            offset += 2
        elif kind == b",":
            offset += 11 + _palette(reader.at(offset + 9, 1)[0])
        else:
            return False
        while (length := reader.at(offset, 1)[0]) > 0:
            offset = reader.skip(offset, 1 + length)
        offset += 1


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _midi(reader: _Reader) -> bool:
    tracks, offset = reader.number(10, 2), 8 + reader.number(4, 4)
    while tracks:
        tracks -= reader.at(offset, 4) == b"MTrk"
        offset = reader.skip(offset, 8 + reader.number(offset + 4, 4))
    return True


def _ebml(reader: _Reader) -> bool | None:
    offset, length = _element(reader, 4)
    if length is None:
        return None
    offset = reader.skip(offset, length)
    if reader.at(offset, 4) != b"\x18\x53\x80\x67":
        return None
    offset, length = _element(reader, offset + 4)
    if length is None:
        # A live recording: its end is where the line ends.
        return None
    reader.skip(offset, length)
    return True


def _element(reader: _Reader, offset: int) -> tuple[int, int | None]:
    """Where an element's content begins, and its length; None where it is left open."""
    width = 9 - reader.at(offset, 1)[0].bit_length()
    if width > 8:
        raise _Cut
    value = reader.number(offset, width) - (1 << 7 * width)
    return offset + width, None if value == (1 << 7 * width) - 1 else value


def _ogg(reader: _Reader) -> bool | None:
    offset, open_streams = 0, set[bytes]()
    while offset < reader.size:
        page = reader.at(offset, 27)
        if page[:4] != b"OggS":
            return False
        (open_streams.discard if page[5] & 4 else open_streams.add)(page[14:18])
        offset = reader.skip(offset, 27 + page[26] + sum(reader.at(offset + 27, page[26])))
    # Another link of a chain may follow.
    return False if open_streams else None


# -- All formats -------------------------------------------------------------------------------------------------------


@attrs.frozen
class Format:
    """A format of files."""

    mime: str
    kinds: frozenset[AssetKind]
    """What a file of it can be; a container of video may hold sound only."""
    also: tuple[str, ...] = ()
    """Extensions beside its own name."""
    family: str = ""
    """A format whose files often bear the same extensions."""
    is_complete: Callable[[_Reader], bool | None] | None = None


_VIDEO, _IMAGE, _AUDIO, _TEXT = (frozenset[AssetKind]({kind}) for kind in ("video", "image", "audio", "text"))
FORMATS: Mapping[str, Format] = {
    "mp4": Format("video/mp4", _VIDEO | _AUDIO, ("m4v",), is_complete=_boxes),
    "mov": Format("video/quicktime", _VIDEO | _AUDIO, ("qt",), "mp4", _boxes),
    "webm": Format("video/webm", _VIDEO | _AUDIO, is_complete=_ebml),
    "mkv": Format("video/x-matroska", _VIDEO | _AUDIO, (), "webm", _ebml),
    "avi": Format("video/x-msvideo", _VIDEO, is_complete=_riff),
    "m4a": Format("audio/mp4", _AUDIO, (), "mp4", _boxes),
    "mp3": Format("audio/mpeg", _AUDIO),
    "aac": Format("audio/aac", _AUDIO),
    "wav": Format("audio/wav", _AUDIO, is_complete=_riff),
    "flac": Format("audio/flac", _AUDIO),
    "ogg": Format("audio/ogg", _AUDIO | _VIDEO, ("oga",), is_complete=_ogg),
    "png": Format("image/png", _IMAGE, is_complete=_png),
    "jpeg": Format("image/jpeg", _IMAGE, ("jpg",), is_complete=_jpeg),
    "webp": Format("image/webp", _IMAGE, is_complete=_riff),
    "gif": Format("image/gif", _IMAGE, is_complete=_gif),
    "bmp": Format("image/bmp", _IMAGE, is_complete=_bitmap),
    "avif": Format("image/avif", _IMAGE, is_complete=_boxes),
    "heic": Format("image/heic", _IMAGE, is_complete=_boxes),
    "midi": Format("audio/midi", frozenset({"midi"}), ("mid",), is_complete=_midi),
    "html": Format("text/html", _TEXT, ("htm",), "text"),
    "xml": Format("application/xml", _TEXT, (), "text"),
    "json": Format("application/json", _TEXT, (), "text"),
    "text": Format("text/plain", _TEXT, ("txt", "lrc", "srt")),
}
KINDS: Mapping[str, frozenset[AssetKind]] = {name: each.kinds for name, each in FORMATS.items()}
MIME: Mapping[str, str] = {name: each.mime for name, each in FORMATS.items()}
EXTENSIONS: Mapping[str, str] = {ending: name for name, each in FORMATS.items() for ending in (name, *each.also)}
"""Format by extension, without the dot and in lower case."""
