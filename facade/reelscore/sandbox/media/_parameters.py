"""Check what media are made from, and turn a seed into content.

No file format belongs here.
"""

import hashlib

LONGEST_SECONDS = 3600
SMALLEST_PIXELS, LARGEST_PIXELS = 2, 4096


def checked_seconds(seconds: float) -> float:
    """Return *seconds* if a file can be that long: above 0, at most an hour.

    Raises:
        ValueError: the length is outside of that, or not a number.
    """
    if not 0 < seconds <= LONGEST_SECONDS:
        raise ValueError(f"expected more than 0 and at most {LONGEST_SECONDS} s, got {seconds:g} s")
    return seconds


def checked_size(width: int, height: int) -> tuple[int, int]:
    """Return *width* and *height* if a picture can be that large: even, 2 to 4096 pixels.

    Even because video keeps one colour sample for two by two pixels.

    Raises:
        ValueError: a side is odd or outside of that.
    """
    for side in (width, height):
        if side % 2 or not SMALLEST_PIXELS <= side <= LARGEST_PIXELS:
            raise ValueError(f"expected even sides of {SMALLEST_PIXELS} to {LARGEST_PIXELS} px, got {side} px")
    return width, height


def digest(seed: int) -> bytes:
    """Spread *seed* over 32 bytes, the same on every machine."""
    return hashlib.sha256(str(seed).encode()).digest()


def title(seed: int) -> str:
    """Name the file of *seed*; written into each, so two seeds never give equal bytes."""
    return f"reelscore sandbox {seed}"
