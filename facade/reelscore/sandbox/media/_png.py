"""Make PNG pictures: one colour, lighter from the top to the bottom.

Chunks and filters are those of the W3C recommendation of PNG, third edition.
"""

import struct
import zlib
from functools import lru_cache
from itertools import pairwise

from reelscore.sandbox.media._parameters import checked_size, digest, title

_BRIGHTER = 96
_FROM_LEFT, _FROM_ABOVE = b"\x01", b"\x02"  # filters Sub and Up: a row holds only what changed


def png(width: int, height: int, *, seed: int = 0) -> bytes:
    """Make a PNG picture, 8 bits per colour, with a title; a few KB.

    Args:
        width: pixels, even, 2 to 4096.
        height: pixels, even, 2 to 4096.
        seed: another one gives another title and another colour.

    Raises:
        ValueError: a side is outside of that.
    """
    return _made(*checked_size(width, height), seed=seed)


@lru_cache(maxsize=32)
def _made(width: int, height: int, *, seed: int) -> bytes:
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    text = b"Title\0" + title(seed).encode("latin-1")
    return b"".join((
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", header),
        _chunk(b"tEXt", text),
        _chunk(b"IDAT", _rows(width, height, colour=digest(seed)[:3])),
        _chunk(b"IEND", b""),
    ))  # fmt: skip


def _rows(width: int, height: int, *, colour: bytes) -> bytes:
    darkest = bytes(part // 2 for part in colour)
    levels = [_BRIGHTER * row // height for row in range(height)]
    first = _FROM_LEFT + darkest + bytes(3 * (width - 1))
    changes = (after - before for before, after in pairwise(levels))
    writer = zlib.compressobj(9)
    start = writer.compress(first)
    rows = [writer.compress(_FROM_ABOVE + bytes((step,)) * (3 * width)) for step in changes]
    return b"".join((start, *rows, writer.flush()))


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum
