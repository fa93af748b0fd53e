# ruff: noqa: PLR2004 - the numbers are those of the formats
"""File formats, known by their first bytes; sides, lengths and codecs are media.py's."""

from __future__ import annotations

import codecs
from collections.abc import Mapping

from reelscore._attrs import frozen
from reelscore.results import AssetKind

HEAD_BYTES = 512
"""How much of a file's beginning is enough to know its format."""


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
    """Return the format that a file name's ending promises, None for endings that promise nothing known."""
    return EXTENSIONS.get(extension.lower().lstrip("."))


@frozen
class Format:
    """A format of files."""

    mime: str
    kinds: frozenset[AssetKind]
    """What a file of it can be; a container of video may hold sound only."""
    also: tuple[str, ...] = ()
    """Extensions beside its own name."""


_VIDEO, _IMAGE, _AUDIO, _TEXT = (frozenset[AssetKind]({kind}) for kind in ("video", "image", "audio", "text"))
FORMATS: Mapping[str, Format] = {
    "mp4": Format("video/mp4", _VIDEO | _AUDIO, ("m4v",)),
    "mov": Format("video/quicktime", _VIDEO | _AUDIO, ("qt",)),
    "webm": Format("video/webm", _VIDEO | _AUDIO),
    "mkv": Format("video/x-matroska", _VIDEO | _AUDIO),
    "avi": Format("video/x-msvideo", _VIDEO),
    "m4a": Format("audio/mp4", _AUDIO),
    "mp3": Format("audio/mpeg", _AUDIO),
    "aac": Format("audio/aac", _AUDIO),
    "wav": Format("audio/wav", _AUDIO),
    "flac": Format("audio/flac", _AUDIO),
    "ogg": Format("audio/ogg", _AUDIO | _VIDEO, ("oga",)),
    "png": Format("image/png", _IMAGE),
    "jpeg": Format("image/jpeg", _IMAGE, ("jpg",)),
    "webp": Format("image/webp", _IMAGE),
    "gif": Format("image/gif", _IMAGE),
    "bmp": Format("image/bmp", _IMAGE),
    "avif": Format("image/avif", _IMAGE),
    "heic": Format("image/heic", _IMAGE),
    "midi": Format("audio/midi", frozenset({"midi"}), ("mid",)),
    "html": Format("text/html", _TEXT, ("htm",)),
    "xml": Format("application/xml", _TEXT),
    "json": Format("application/json", _TEXT),
    "text": Format("text/plain", _TEXT, ("txt", "lrc", "srt")),
}
KINDS: Mapping[str, frozenset[AssetKind]] = {name: each.kinds for name, each in FORMATS.items()}
MIME: Mapping[str, str] = {name: each.mime for name, each in FORMATS.items()}
EXTENSIONS: Mapping[str, str] = {ending: name for name, each in FORMATS.items() for ending in (name, *each.also)}
"""Format by extension, without the dot and in lower case."""
