"""Write the boxes of an MP4 file around samples that are there already.

What the samples hold is the business of the codec modules. Box names and layouts are those of
ISO/IEC 14496-12 (2015).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

TICKS = 24_000
"""Units of time per second, in every track and in the whole file."""

_NO_TURN = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_UNDETERMINED = 0x55C4  # language "und"


@dataclass(frozen=True, kw_only=True)
class Track:
    """Samples of one kind, one after the other, and how to show them."""

    handler: bytes
    """``vide`` or ``soun``."""
    samples: tuple[bytes, ...]
    ticks_each: int
    ticks: int
    """Length of the track; the last sample is cut to it."""
    entry: bytes
    """The box that describes the codec."""
    header: bytes
    """The box ``vmhd`` or ``smhd``."""
    size: tuple[int, int] = (0, 0)
    """Width and height in pixels."""
    keys: tuple[int, ...] = ()
    """Samples, counted from 1, that stand alone; empty if all do."""


def sample_count(ticks: int, ticks_each: int) -> int:
    """Count the samples that fill *ticks*; the last may be cut."""
    return -(-ticks // ticks_each)


def box(kind: bytes, *parts: bytes) -> bytes:
    """Write a box of *kind* around *parts*."""
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def full_box(kind: bytes, flags: int, *parts: bytes) -> bytes:
    """Write a box with a version of 0 and *flags* in front of *parts*."""
    return box(kind, struct.pack(">I", flags), *parts)


def movie(tracks: Sequence[Track], *, title: str) -> bytes:
    """Write a whole file: what it holds comes before the samples, so it plays while it loads."""
    kind = box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")
    content = box(b"mdat", *(b"".join(track.samples) for track in tracks))
    first = len(kind) + len(_index(tracks, title, first=0)) + 8  # the size hangs on no offset
    return kind + _index(tracks, title, first=first) + content


def _index(tracks: Sequence[Track], title: str, *, first: int) -> bytes:
    boxes: list[bytes] = []
    for number, track in enumerate(tracks, start=1):
        boxes.append(_track(track, number, first=first))
        first += sum(map(len, track.samples))
    ticks = max(track.ticks for track in tracks)
    times = struct.pack(">4I", 0, 0, TICKS, ticks)
    next_number = struct.pack(">24xI", len(tracks) + 1)
    full_speed = struct.pack(">IHH8x", 0x10000, 0x100, 0)
    header = full_box(b"mvhd", 0, times, full_speed, _NO_TURN, next_number)
    return box(b"moov", header, *boxes, _tags(title))


def _track(track: Track, number: int, *, first: int) -> bytes:
    width, height = track.size
    loudness = 0x100 if track.handler == b"soun" else 0
    times = struct.pack(">5I8x", 0, 0, number, 0, track.ticks)
    placing = struct.pack(">hhHH", 0, 0, loudness, 0) + _NO_TURN
    enabled = 3
    header = full_box(b"tkhd", enabled, times, placing, struct.pack(">2I", width << 16, height << 16))
    return box(b"trak", header, _media(track, first))


def _media(track: Track, first: int) -> bytes:
    times = struct.pack(">4I2H", 0, 0, TICKS, track.ticks, _UNDETERMINED, 0)
    same_file = full_box(b"dref", 0, struct.pack(">I", 1), full_box(b"url ", 1))
    information = box(b"minf", track.header, box(b"dinf", same_file), _samples(track, first))
    return box(b"mdia", full_box(b"mdhd", 0, times), _handler(track.handler), information)


def _handler(kind: bytes, maker: bytes = bytes(4)) -> bytes:
    return full_box(b"hdlr", 0, bytes(4), kind, maker, bytes(9))


def _samples(track: Track, first: int) -> bytes:
    count = len(track.samples)
    keys = struct.pack(f">{len(track.keys) + 1}I", len(track.keys), *track.keys)
    return box(
        b"stbl",
        full_box(b"stsd", 0, struct.pack(">I", 1), track.entry),
        _durations(track),
        full_box(b"stss", 0, keys) if track.keys else b"",
        full_box(b"stsc", 0, struct.pack(">4I", 1, 1, count, 1)),
        _sizes([len(sample) for sample in track.samples]),
        full_box(b"stco", 0, struct.pack(">2I", 1, first)),
    )


def _durations(track: Track) -> bytes:
    before = len(track.samples) - 1
    runs = [(before, track.ticks_each)] if before else []
    runs.append((1, track.ticks - before * track.ticks_each))
    numbers = [number for run in runs for number in run]
    return full_box(b"stts", 0, struct.pack(f">{len(numbers) + 1}I", len(runs), *numbers))


def _sizes(sizes: list[int]) -> bytes:
    # a table even if all are equal: simple readers (faad 2.10) know no other form
    return full_box(b"stsz", 0, struct.pack(f">{len(sizes) + 2}I", 0, len(sizes), *sizes))


def _tags(title: str) -> bytes:
    # as in the iTunes metadata that every player reads
    text = box(b"data", struct.pack(">2I", 1, 0), title.encode())
    tags = box(b"ilst", box(b"\xa9nam", text))
    return box(b"udta", full_box(b"meta", 0, _handler(b"mdir", b"appl"), tags))
