"""Make MIDI files: a slow walk over five notes.

Events and chunks are those of the Standard MIDI Files 1.0 specification.
"""

import struct
from functools import lru_cache

from reelscore.sandbox.media._parameters import checked_seconds, digest, title

TICKS_PER_BEAT = 480
BEATS_PER_SECOND = 2

_SCALE = (60, 62, 64, 67, 69)  # C D E G A: any order of them sounds fine
_MICROSECONDS_PER_BEAT = 1_000_000 // BEATS_PER_SECOND
_LOUDNESS = 80


def midi(seconds: float, *, seed: int = 0) -> bytes:
    """Make a MIDI file of format 1: a tempo track and a piano playing two notes a second.

    Args:
        seconds: length, above 0, at most 3600; exact to 1/960 s, the last note is cut to it.
        seed: another one gives another title and another melody.

    Raises:
        ValueError: the length is outside of that.
    """
    ticks = round(checked_seconds(seconds) * BEATS_PER_SECOND * TICKS_PER_BEAT)
    return _made(max(1, ticks), seed=seed)


@lru_cache(maxsize=32)
def _made(ticks: int, *, seed: int) -> bytes:
    header = _chunk(b"MThd", struct.pack(">3H", 1, 2, TICKS_PER_BEAT))
    return header + _chunk(b"MTrk", _tempo(ticks, seed)) + _chunk(b"MTrk", _melody(ticks, seed))


def _tempo(ticks: int, seed: int) -> bytes:
    name = title(seed).encode("latin-1")
    tempo = _meta(0x51, _MICROSECONDS_PER_BEAT.to_bytes(3, "big"))
    return b"\0" + _meta(0x03, name) + b"\0" + tempo + _variable(ticks) + _meta(0x2F, b"")


def _melody(ticks: int, seed: int) -> bytes:
    order = digest(seed)
    events = [b"\0" + _meta(0x03, b"Piano"), b"\0\xc0\0"]
    for index, start in enumerate(range(0, ticks, TICKS_PER_BEAT)):
        pitch = _SCALE[order[index % len(order)] % len(_SCALE)]
        length = min(TICKS_PER_BEAT, ticks - start)
        events.append(b"\0" + bytes((0x90, pitch, _LOUDNESS)))
        events.append(_variable(length) + bytes((0x80, pitch, 0)))
    return b"".join(events) + b"\0" + _meta(0x2F, b"")


def _meta(kind: int, content: bytes) -> bytes:
    return bytes((0xFF, kind)) + _variable(len(content)) + content


def _variable(number: int) -> bytes:
    # seven bits per byte, highest first; all but the last have the eighth bit set
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack(">I", len(content)) + content
