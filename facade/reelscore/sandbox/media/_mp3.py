"""Make MP3 files without an encoder: one quiet tone, a single line of the spectrum.

MPEG-2 layer III, whose lowest rate keeps a second in a thousand bytes. Numbers and names are those
of ISO/IEC 11172-3 (1993), 2.4, as changed by ISO/IEC 13818-3 (1998), 2.4 for low sample rates.
"""

import struct

from reelscore.sandbox.media._bits import fixed, packed
from reelscore.sandbox.media._parameters import checked_seconds, digest, title

RATE = 24_000
"""Samples per second."""

FRAME = 576
"""Samples per frame: 24 ms, which 8 kbit/s fill with exactly 24 bytes."""

_BYTES_PER_FRAME = 24
_HEADER = "1" * 11 + "10" + "01" + "1" + "{rate}" + "01" + "00" + "11" + "00" + "0100"
"""MPEG-2, layer III, no checksum, a rate, 24 kHz, no padding, one channel, an original."""
_SIDE_BYTES = 9
_LOUDNESS = 196  # global_gain: four more are twice the amplitude
_NEGATIVE = (False, False, True, True)  # a steady phase turns by a quarter each frame
_LINES = range(10, 34)  # of 20.8 Hz each
_CODES = ("0111", "0110", "0100", "0101")
"""Table A for one at each of four places, zero elsewhere; a sign bit follows (table B.7)."""


def mp3(seconds: float, *, seed: int = 0) -> bytes:
    """Make an MP3 file: a quiet tone, one channel, 24 kHz, 8 kbit/s, with a title (ID3v2.3).

    1 KB for each second.

    Args:
        seconds: length, above 0, at most 3600; whole frames of 24 ms, the last one started counts.
        seed: another one gives another title, and one of 24 tones between 218 and 698 Hz.

    Raises:
        ValueError: the length is outside of that.
    """
    count = -(-round(checked_seconds(seconds) * RATE) // FRAME) or 1
    line = _LINES[digest(seed)[-1] % len(_LINES)]
    turn = b"".join(_frame(line, negative=sign) for sign in _NEGATIVE)
    sound = (turn * (count // 4 + 1))[: count * _BYTES_PER_FRAME]
    return _tag(title(seed)) + _summary(count) + sound


def _frame(line: int, *, negative: bool) -> bytes:
    quads, place = divmod(line, 4)
    spectrum = "1" * quads + _CODES[place] + str(int(negative))
    starts_here = fixed(0, 8) + "0"
    granule = fixed(len(spectrum), 12) + fixed(0, 9) + fixed(_LOUDNESS, 8) + fixed(0, 9)
    long_blocks_and_table_a = fixed(0, 1 + 15 + 7) + "00"
    side = starts_here + granule + long_blocks_and_table_a
    return packed(_HEADER.format(rate="0001") + side + spectrum).ljust(_BYTES_PER_FRAME, b"\0")


def _summary(count: int) -> bytes:
    # A frame without sound at 16 kbit/s that names the number of frames and bytes, as encoders
    # write it: without it players guess the length. There is no standard for it but use.
    size = 2 * _BYTES_PER_FRAME
    numbers = struct.pack(">3I", 3, count, size + count * _BYTES_PER_FRAME)
    head = packed(_HEADER.format(rate="0010")) + bytes(_SIDE_BYTES)
    return (head + b"Info" + numbers).ljust(size, b"\0")


def _tag(text: str) -> bytes:
    # the size of the tag has seven bits per byte, that of a frame of it eight; latin-1 text
    content = b"\0" + text.encode("latin-1")
    frame = b"TIT2" + len(content).to_bytes(4, "big") + b"\0\0" + content
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + frame
