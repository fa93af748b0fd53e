"""A made picture, read again row by row."""

import io
import struct
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.sandbox.media import png

even_sides = st.integers(min_value=1, max_value=120).map(lambda half: 2 * half)
seeds = st.integers()


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Split a PNG file into its chunks, to the last byte, and check their sums."""
    read, found = io.BytesIO(data), list[tuple[bytes, bytes]]()
    assert read.read(8) == b"\x89PNG\r\n\x1a\n"
    while head := read.read(8):
        size, kind = struct.unpack(">I4s", head)
        content = read.read(size)
        assert struct.unpack(">I", read.read(4)) == (zlib.crc32(kind + content),)
        found.append((kind, content))
    return found


def rows(data: bytes, width: int) -> list[bytes]:
    """Undo the two filters that are used: from the left in the first row, from above after it."""
    raw = zlib.decompress(dict(chunks(data))[b"IDAT"])
    lines = [raw[place : place + 1 + 3 * width] for place in range(0, len(raw), 1 + 3 * width)]
    assert bytes(line[0] for line in lines) == b"\1" + b"\2" * (len(lines) - 1)
    assert not any(lines[0][4:])
    found = [lines[0][1:4] * width]
    for line in lines[1:]:
        found.append(bytes((above + change) % 256 for above, change in zip(found[-1], line[1:], strict=True)))
    return found


@given(width=even_sides, height=even_sides, seed=seeds)
def test_a_png_says_its_size_and_has_a_title(*, width: int, height: int, seed: int) -> None:
    header, text, _, end = chunks(png(width, height, seed=seed))

    assert header == (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0))
    assert text == (b"tEXt", f"Title\0reelscore sandbox {seed}".encode())
    assert end == (b"IEND", b"")


@given(width=even_sides, height=even_sides, seed=seeds)
def test_a_png_is_one_colour_per_row_and_never_darker_further_down(*, width: int, height: int, seed: int) -> None:
    read = rows(png(width, height, seed=seed), width)

    assert len(read) == height
    assert all(row == row[:3] * width for row in read)
    assert all(above[0] <= below[0] and above[2] <= below[2] for above, below in pairwise(read))


@pytest.mark.parametrize("size", [(640, 360), (1920, 1080), (1024, 1024)])
def test_a_png_is_small(size: tuple[int, int]) -> None:
    assert len(png(*size)) < 12_000
