"""Write H.264 pictures without an encoder: coloured bands and a block that walks across them.

Constrained baseline, so that anything plays it. A key picture is one slice per band: the first
block (16 by 16 pixels) is stored as samples, every other block copies its neighbour. The pictures
after it skip all blocks but one, which shows the band above, moved. Such a picture takes about
15 bytes at any size, and each depends on the key picture alone.

Numbers and names are those of ITU-T H.264 (08/2021). The container is not written here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reelscore.sandbox.media._bits import fixed, packed, signed, unsigned

BLOCK = 16
"""Pixels on each side of a macroblock."""

FEWEST_BANDS = 8
PICTURES_PER_KEY = 240
"""One key picture, then this many minus one that depend on it; the order counter has room."""

_LEVELS = ((3600, 31), (8192, 40), (36864, 51), (139264, 60))
"""Blocks in a picture, and the lowest level used that allows them (table A-1)."""

_ORDER_BITS = 10  # counts twice per picture and must stay below half its range (8.2.1.1)
_KEY, _MOVING, _SEQUENCE_SET, _PICTURE_SET = 0x65, 0x01, 0x67, 0x68  # first byte of a unit (7.3.1)
_SAMPLES_BLOCK = unsigned(25)  # I_PCM (table 7-11)
_COPY_ABOVE, _COPY_LEFT = unsigned(1), unsigned(2)  # I_16x16 without residual (table 7-11)
_NO_RESIDUAL = "1"  # coeff_token of nothing (table 9-5), next to blocks that hold nothing
_NO_RESIDUAL_BY_SAMPLES = "000011"  # the same next to a block of samples, which counts as full


@dataclass(frozen=True)
class Picture:
    """What all pictures of one video share."""

    width: int
    """Pixels, even."""
    height: int
    """Pixels, even."""
    colours: bytes
    """Three bytes per band, from the top; at least 24."""

    @property
    def columns(self) -> int:
        """Blocks from left to right."""
        return -(-self.width // BLOCK)

    @property
    def rows(self) -> int:
        """Blocks from top to bottom."""
        return -(-self.height // BLOCK)

    @property
    def level(self) -> int:
        """Ten times the level of the standard, such as 40."""
        blocks = self.columns * self.rows
        return next(level for most, level in _LEVELS if blocks <= most)

    @property
    def band_starts(self) -> list[int]:
        """First row of each band; small pictures have fewer bands."""
        bands = min(FEWEST_BANDS, self.rows)
        return [band * self.rows // bands for band in range(bands)]


def parameter_sets(picture: Picture) -> tuple[bytes, bytes]:
    """Describe the stream: the sequence and the picture parameter set (7.3.2.1, 7.3.2.2)."""
    profile = fixed(66, 8) + fixed(0xC0, 8) + fixed(picture.level, 8)
    numbering = unsigned(0) + unsigned(0) + unsigned(0) + unsigned(_ORDER_BITS - 4)
    size = unsigned(picture.columns - 1) + unsigned(picture.rows - 1)
    sequence = profile + numbering + unsigned(1) + "0" + size + "11" + _cropping(picture)
    # identifiers, no arithmetic coding, one reference, own setting of the deblocking filter
    pictures = unsigned(0) * 2 + "00" + unsigned(0) * 3 + "000" + signed(0) * 3 + "100"
    return (
        _unit(_SEQUENCE_SET, packed(sequence + _immediate_output() + "1")),
        _unit(_PICTURE_SET, packed(pictures + "1")),
    )


def pictures(picture: Picture, count: int) -> Iterator[bytes]:
    """Yield *count* pictures, each a run of units with four bytes of length in front."""
    for index in range(count):
        group, place = divmod(index, PICTURES_PER_KEY)
        yield _moving_picture(picture, place) if place else _key_picture(picture, group)


def _cropping(picture: Picture) -> str:
    right = (picture.columns * BLOCK - picture.width) // 2
    bottom = (picture.rows * BLOCK - picture.height) // 2
    return "1" + "".join(unsigned(pairs) for pairs in (0, right, 0, bottom))


def _immediate_output() -> str:
    # E.1.1: nothing but bitstream_restriction, so that a player shows each picture at once
    limits = unsigned(0) + unsigned(0) + unsigned(11) * 2 + unsigned(0) + unsigned(1)
    return "1" + "00000000" + "1" + "1" + limits


def _unit(kind: int, payload: bytes) -> bytes:
    # 7.4.1: three bytes below 00 00 04 would look like the start of another unit
    return bytes((kind,)) + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", payload)


def _sized(unit: bytes) -> bytes:
    return len(unit).to_bytes(4, "big") + unit


def _key_picture(picture: Picture, group: int) -> bytes:
    ends = [*picture.band_starts[1:], picture.rows]
    slices: list[bytes] = []
    for band, (start, end) in enumerate(zip(picture.band_starts, ends, strict=True)):
        # neighbouring key pictures must differ in their identifier (7.4.3)
        header = unsigned(start * picture.columns) + unsigned(7) + unsigned(0) + fixed(0, 4)
        header += unsigned(group % 2) + fixed(0, _ORDER_BITS) + "00" + signed(0) + unsigned(1)
        first = packed(header + _SAMPLES_BLOCK) + _samples(picture.colours[3 * band :])
        content = _band(first, columns=picture.columns, rows=end - start)
        slices.append(_sized(_unit(_KEY, content)))
    return b"".join(slices)


def _band(start: bytes, *, columns: int, rows: int) -> bytes:
    across, down = _copy(_COPY_LEFT), _copy(_COPY_ABOVE)
    top = (_copy(_COPY_LEFT, beside_samples=True) + across * (columns - 2)) if columns > 1 else ""
    second = (_copy(_COPY_ABOVE, beside_samples=True) + across * (columns - 1)) if rows > 1 else ""
    return start + packed(top + second + (down + across * (columns - 1)) * (rows - 2) + "1")


def _copy(kind: str, *, beside_samples: bool = False) -> str:
    residual = _NO_RESIDUAL_BY_SAMPLES if beside_samples else _NO_RESIDUAL
    return kind + unsigned(0) + signed(0) + residual


def _samples(colour: bytes) -> bytes:
    # kept in the range of studio video, away from black, white and grey extremes
    luma, blue, red = 64 + colour[0] // 2, 64 + colour[1] // 2, 64 + colour[2] // 2
    return bytes((luma,)) * 256 + bytes((blue,)) * 64 + bytes((red,)) * 64


def _moving_picture(picture: Picture, place: int) -> bytes:
    row = picture.rows // 2
    source = max(max(start for start in picture.band_starts if start <= row) - 1, 0)
    before = row * picture.columns + place % picture.columns
    after = picture.columns * picture.rows - before - 1
    header = unsigned(0) + unsigned(5) + unsigned(0) + fixed(1, 4) + fixed(2 * place, _ORDER_BITS)
    header += "00" + signed(0) + unsigned(1)
    # P_L0_16x16 without residual; a vector counts quarters of a pixel
    moved = unsigned(0) + signed(0) + signed((source - row) * BLOCK * 4) + unsigned(0)
    skipped = unsigned(after) if after else ""
    return _sized(_unit(_MOVING, packed(header + unsigned(before) + moved + skipped + "1")))
