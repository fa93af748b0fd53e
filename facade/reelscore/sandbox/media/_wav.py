"""Make WAV files: a quiet tone as plain samples."""

import math
import struct
from functools import lru_cache

from reelscore.sandbox.media._parameters import checked_seconds, digest, title

RATE = 8_000
"""Samples per second, of two bytes each."""

_LOUDEST = 4_000  # of 32,767


def wav(seconds: float, *, seed: int = 0) -> bytes:
    """Make a WAV file: a quiet tone, one channel, 8 kHz, 16 bits; 16 KB for each second.

    Only a second of the tone is kept in memory, the file is a copy of it again and again.

    Args:
        seconds: length, above 0, at most 3600; exact to 1/8000 s.
        seed: another one gives another title, and one of 256 tones between 220 and 475 Hz.

    Raises:
        ValueError: the length is outside of that.
    """
    size = 2 * max(1, round(checked_seconds(seconds) * RATE))
    second = _second_of(220 + digest(seed)[-1])
    samples = second * (size // len(second)) + second[: size % len(second)]
    # the title comes last: many readers expect the samples at byte 44
    text = title(seed).encode("latin-1") + b"\0"
    name = _chunk(b"LIST", b"INFO" + _chunk(b"INAM", text))
    format_ = _chunk(b"fmt ", struct.pack("<2H2I2H", 1, 1, RATE, 2 * RATE, 2, 16))
    return _chunk(b"RIFF", b"WAVE" + format_ + _chunk(b"data", samples) + name)


@lru_cache(maxsize=32)
def _second_of(hertz: int) -> bytes:
    # a whole number of turns, so that the next second joins without a click
    turns = (2 * math.pi * hertz * index / RATE for index in range(RATE))
    return struct.pack(f"<{RATE}h", *(round(_LOUDEST * math.sin(turn)) for turn in turns))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
