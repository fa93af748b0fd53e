"""Which kind of file some bytes begin, told by signatures; reading sizes and lengths is media.py's."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping

from reelscore.results import AssetKind

HEAD_BYTES = 512
"""How much of a file's beginning is enough."""

KINDS: Mapping[str, frozenset[AssetKind]] = {
    "mp4": frozenset({"video", "audio"}),
    "mov": frozenset({"video", "audio"}),
    "webm": frozenset({"video", "audio"}),
    "mkv": frozenset({"video", "audio"}),
    "avi": frozenset({"video"}),
    "m4a": frozenset({"audio"}),
    "mp3": frozenset({"audio"}),
    "aac": frozenset({"audio"}),
    "wav": frozenset({"audio"}),
    "flac": frozenset({"audio"}),
    "ogg": frozenset({"audio", "video"}),
    "png": frozenset({"image"}),
    "jpeg": frozenset({"image"}),
    "webp": frozenset({"image"}),
    "gif": frozenset({"image"}),
    "bmp": frozenset({"image"}),
    "avif": frozenset({"image"}),
    "heic": frozenset({"image"}),
    "midi": frozenset({"midi"}),
    "html": frozenset({"text"}),
    "xml": frozenset({"text"}),
    "json": frozenset({"text"}),
    "text": frozenset({"text"}),
}
"""What a file of a format can be; a container of video may hold sound only."""

EXTENSIONS: Mapping[str, str] = {
    **{name: name for name in KINDS},
    "m4v": "mp4",
    "qt": "mov",
    "jpg": "jpeg",
    "oga": "ogg",
    "mid": "midi",
    "htm": "html",
    "txt": "text",
    "lrc": "text",
    "srt": "text",
}
"""Format by extension, without the dot and in lower case."""

FAMILIES: Mapping[str, str] = {"mov": "mp4", "m4a": "mp4", "mkv": "webm", "html": "text", "xml": "text", "json": "text"}
"""Formats whose files often bear each other's names."""

MIME: Mapping[str, str] = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "avi": "video/x-msvideo",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "aac": "audio/aac",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "avif": "image/avif",
    "heic": "image/heic",
    "midi": "audio/midi",
    "html": "text/html",
    "xml": "application/xml",
    "json": "application/json",
    "text": "text/plain",
}
"""Content type by format."""

_RIFF = {b"WAVE": "wav", b"WEBP": "webp", b"AVI ": "avi"}
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
_BRANDS = dict.fromkeys(_HEIF, "heic") | {
    b"qt  ": "mov",
    b"M4A ": "m4a",
    b"M4B ": "m4a",
    b"avif": "avif",
    b"avis": "avif",
}
_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_STARTS = (
    (b"ID3", "mp3"),
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"MThd", "midi"),
)
_EBML_BYTES = 64
_FRAME_BYTES = 4
# Eleven bits of one, then version, layer, bit rate and sample rate: of MPEG 1, 2 and 2.5, layer III only, and ADTS.
_FRAMES = (
    (0xFFF6_0000, 0xFFF0_0000, "aac"),
    (0xFFFE_0000, 0xFFFA_0000, "mp3"),
    (0xFFFE_0000, 0xFFF2_0000, "mp3"),
    (0xFFFE_0000, 0xFFE2_0000, "mp3"),
)
_MARKUP = (
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"<head", "html"),
    (b"<body", "html"),
    (b"<script", "html"),
    (b"<!--", "html"),
    (b"<", "xml"),
    (b"{", "json"),
    (b"[", "json"),
)


def detect(head: bytes) -> str | None:
    """Name the format of a file by its first bytes (512 are enough).

    Returns:
        A key of ``KINDS``, or None for nothing at all and for bytes that no signature fits.
    """
    return next((found for test in _TESTS if (found := test(head))), None)


def matches_kind(found: str | None, kind: AssetKind) -> bool:
    """Whether a file of the found format can be of this kind; sound may begin with bytes that no signature fits."""
    if found is None:
        return kind in {"audio", "text"}
    return kind in KINDS[found]


def format_of_extension(extension: str) -> str | None:
    """Give the format that a file name's ending promises, None for endings that promise nothing known."""
    return EXTENSIONS.get(extension.lower().lstrip("."))


def same_family(one: str, other: str) -> bool:
    """Whether two formats are near enough that files of one often bear the other's ending."""
    return FAMILIES.get(one, one) == FAMILIES.get(other, other)


def _by_start(head: bytes) -> str | None:
    return next((name for start, name in _STARTS if head.startswith(start)), None)


def _by_box(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        # The general brands of pictures stand before the one that names the coding.
        also = [head[place : place + 4] for place in range(16, min(int.from_bytes(head[:4]), len(head)), 4)]
        return "avif" if brand in {b"mif1", b"msf1"} and b"avif" in also else _BRANDS.get(brand, "mp4")
    return "mov" if head[4:8] in _BOXES else None


def _by_ebml(head: bytes) -> str | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    return "mkv" if b"matroska" in head[:_EBML_BYTES] else "webm"


def _by_riff(head: bytes) -> str | None:
    return _RIFF.get(head[8:12]) if head.startswith(b"RIFF") else None


def _by_bitmap(head: bytes) -> str | None:
    # Two letters are no signature: the reserved words of the header must be zero as well.
    return "bmp" if head.startswith(b"BM") and head[6:10] == bytes(4) else None


def _by_sound_frame(head: bytes) -> str | None:
    first = int.from_bytes(head[:4])
    return next((name for mask, bits, name in _FRAMES if len(head) >= _FRAME_BYTES and first & mask == bits), None)


def _by_words(head: bytes) -> str | None:
    text = head[:HEAD_BYTES]
    if not text or _has_controls(text):
        return None
    bare = text.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((name for start, name in _MARKUP if bare.startswith(start)), "text")


def _has_controls(text: bytes) -> bool:
    try:
        # A longer file's head may end inside a letter.
        words = codecs.getincrementaldecoder("utf-8")().decode(text, final=len(text) < HEAD_BYTES)
    except UnicodeDecodeError:
        return True
    return any(letter < " " and letter not in "\t\n\r\f\x1b" for letter in words)


_TESTS: tuple[Callable[[bytes], str | None], ...] = (
    _by_start,
    _by_box,
    _by_ebml,
    _by_riff,
    _by_bitmap,
    _by_sound_frame,
    _by_words,
)
