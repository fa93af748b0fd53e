"""Say how many pixels a quality and an aspect ratio stand for."""

import re


def frame_size(quality: str, aspect_ratio: str) -> tuple[int, int]:
    """Return width and height in pixels, both even.

    The short side is the number in the quality; the long side follows from the ratio.

    Args:
        quality: lines and a ``p``, such as ``720p``.
        aspect_ratio: width and height, such as ``16:9``.

    Raises:
        ValueError: one of both reads otherwise.

    >>> frame_size("720p", "16:9"), frame_size("540p", "3:4"), frame_size("1080p", "21:9")
    ((1280, 720), (540, 720), (2520, 1080))
    """
    short = _match(r"([1-9]\d{1,3})p", quality, expected="a quality such as 720p")[0]
    across, down = _match(r"([1-9]\d?):([1-9]\d?)", aspect_ratio, expected="a ratio such as 16:9")
    unit = short / min(across, down)
    return _even(across * unit), _even(down * unit)


def _match(pattern: str, text: str, *, expected: str) -> list[int]:
    found = re.fullmatch(pattern, text, re.ASCII)
    if found is None:
        raise ValueError(f"expected {expected}, got {text!r}")
    return [int(number) for number in found.groups()]


def _even(pixels: float) -> int:
    return 2 * round(pixels / 2)
