"""Notes as values, and a standard MIDI file written from them; where notes come from is in ``reading.py``."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from reelscore._attrs import frozen

__all__ = [
    "Instrument",
    "Note",
]
TICKS_PER_SECOND = 960
"""480 ticks per beat at 120 beats per minute."""
_DRUMS = 9
_HEADER = struct.Struct(">4sIHHH")


@frozen(kw_only=True)
class Note:
    """One note."""

    pitch: int
    """0 to 127."""
    start: float
    """Seconds."""
    end: float
    """Seconds."""
    velocity: float = 1.0
    """0 to 1."""


@frozen(kw_only=True)
class Instrument:
    """The notes of one instrument."""

    name: str
    notes: tuple[Note, ...] = ()


def write(instruments: Iterable[Instrument]) -> bytes:
    """Write a MIDI file of format 1, one track per instrument; drums go to channel 10."""
    tracks = [_track(index, instrument) for index, instrument in enumerate(instruments)] or [_chunk(b"")]
    return b"".join([_HEADER.pack(b"MThd", 6, 1, len(tracks), 480), *tracks])


def _track(index: int, instrument: Instrument) -> bytes:
    melodic = [channel for channel in range(16) if channel != _DRUMS]
    channel = _DRUMS if "drum" in instrument.name.lower() else melodic[index % len(melodic)]
    name = instrument.name.encode("utf-8", "replace")
    parts = [b"\x00\xff\x03" + _length(len(name)) + name]
    now = 0
    for tick, message in sorted(event for note in instrument.notes for event in _events(note, channel)):
        parts.append(_length(tick - now) + message)
        now = tick
    return _chunk(b"".join(parts))


def _events(note: Note, channel: int) -> tuple[tuple[int, bytes], tuple[int, bytes]]:
    pitch = min(max(note.pitch, 0), 127)
    loudness = min(max(round(note.velocity * 127), 1), 127)
    start, end = (max(round(seconds * TICKS_PER_SECOND), 0) for seconds in (note.start, note.end))
    # 0x80 sorts before 0x90: a note that ends makes room for one that starts at the same tick.
    return (start, bytes((0x90 | channel, pitch, loudness))), (max(end, start + 1), bytes((0x80 | channel, pitch, 0)))


def _chunk(events: bytes) -> bytes:
    body = events + b"\x00\xff\x2f\x00"
    return b"MTrk" + struct.pack(">I", len(body)) + body


def _length(value: int) -> bytes:
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(0x80 | (value & 0x7F))
    return bytes(reversed(out))
