"""What all made media have in common, and the size of a frame."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.sandbox.media import frame_size, midi, mp3, png, video, wav

MAKERS: dict[str, Callable[[int], bytes]] = {
    "video": lambda seed: video(2, width=64, height=36, sound=True, seed=seed),
    "mp3": lambda seed: mp3(2, seed=seed),
    "wav": lambda seed: wav(2, seed=seed),
    "png": lambda seed: png(64, 36, seed=seed),
    "midi": lambda seed: midi(2, seed=seed),
}
LENGTHS: dict[str, Callable[[float], bytes]] = {
    "video": lambda seconds: video(seconds, width=64, height=36, sound=True),
    "mp3": mp3,
    "wav": wav,
    "midi": midi,
}
SIZES: dict[str, Callable[[int, int], bytes]] = {
    "video": lambda width, height: video(1, width=width, height=height, sound=False),
    "png": png,
}

whole_numbers = st.integers(min_value=-(2**63), max_value=2**63)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@given(seed=whole_numbers)
def test_the_same_seed_gives_the_same_bytes(make: Callable[[int], bytes], seed: int) -> None:
    assert make(seed) == make(seed)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@given(seeds=st.lists(whole_numbers, min_size=2, max_size=2, unique=True))
def test_two_seeds_never_give_the_same_bytes(make: Callable[[int], bytes], seeds: list[int]) -> None:
    first, second = seeds

    assert make(first) != make(second)


@pytest.mark.parametrize("make", LENGTHS.values(), ids=LENGTHS)
@pytest.mark.parametrize("seconds", [0, -1, 3600.5, float("nan"), float("inf")])
def test_a_length_that_no_file_has_is_refused(make: Callable[[float], bytes], seconds: float) -> None:
    with pytest.raises(ValueError, match="at most 3600 s"):
        make(seconds)


@pytest.mark.parametrize("make", LENGTHS.values(), ids=LENGTHS)
def test_a_length_below_one_sample_still_gives_a_file_with_one(make: Callable[[float], bytes]) -> None:
    assert make(1e-9) == make(2e-9)


@pytest.mark.parametrize("make", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("size", [(0, 2), (2, 0), (3, 2), (2, 3), (4098, 2), (2, -2)])
def test_an_odd_or_impossible_size_is_refused(make: Callable[[int, int], bytes], size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="even sides of 2 to 4096 px"):
        make(*size)


@pytest.mark.parametrize(
    ("quality", "aspect_ratio", "size"),
    [
        ("360p", "16:9", (640, 360)),
        ("540p", "16:9", (960, 540)),
        ("720p", "16:9", (1280, 720)),
        ("1080p", "16:9", (1920, 1080)),
        ("1080p", "9:16", (1080, 1920)),
        ("720p", "1:1", (720, 720)),
        ("540p", "4:3", (720, 540)),
        ("540p", "3:4", (540, 720)),
        ("360p", "2:3", (360, 540)),
        ("360p", "3:2", (540, 360)),
        ("1080p", "21:9", (2520, 1080)),
        ("480p", "16:9", (854, 480)),
    ],
)
def test_the_quality_is_the_short_side(*, quality: str, aspect_ratio: str, size: tuple[int, int]) -> None:
    assert frame_size(quality, aspect_ratio) == size


@pytest.mark.parametrize(
    ("quality", "aspect_ratio"),
    [("720", "16:9"), ("720P", "16:9"), ("p", "1:1"), ("0p", "1:1"), ("720p", "16/9"), ("720p", "0:9"), ("720p", "")],
)
def test_an_unreadable_quality_or_ratio_is_refused(quality: str, aspect_ratio: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        frame_size(quality, aspect_ratio)
