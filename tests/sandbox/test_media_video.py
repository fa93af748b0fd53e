"""A made video, read again box by box and picture by picture."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymediainfo import MediaInfo

from reelscore.sandbox.media import _h264, video

CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta"}
TYPICAL = [(1, 640, 360), (8, 1280, 720), (5, 1080, 1920), (31, 2520, 1080), (240, 854, 480)]

whole_seconds = st.integers(min_value=1, max_value=240)
even_sides = st.integers(min_value=1, max_value=320).map(lambda half: 2 * half)


def boxes(data: bytes, start: int = 0) -> Iterator[tuple[bytes, int, bytes]]:
    """Yield kind, place and content of each box, containers before what is in them."""
    place = 0
    while place < len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        content = data[place + 8 : place + size]
        yield kind, start + place, content
        if kind in CONTAINERS:
            yield from boxes(content, start + place + 8)
        place += size


def numbers(content: bytes, offset: int = 0) -> tuple[int, ...]:
    """Read the rest of a box as numbers of 32 bits."""
    return struct.unpack_from(f">{(len(content) - offset) // 4}I", content, offset)


@dataclass
class ReadTrack:
    """What the boxes of one track say."""

    found: dict[bytes, bytes]

    @property
    def seconds(self) -> float:
        """Length of the track."""
        rate, ticks = numbers(self.found[b"mdhd"])[3:5]
        return ticks / rate

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in pixels."""
        width, height = numbers(self.found[b"tkhd"])[-2:]
        return width / 65536, height / 65536

    @property
    def sample_sizes(self) -> tuple[int, ...]:
        """Bytes of each sample."""
        return numbers(self.found[b"stsz"])[3:]

    @property
    def durations(self) -> list[int]:
        """Ticks of each sample."""
        runs = numbers(self.found[b"stts"])[2:]
        return [ticks for count, ticks in zip(runs[::2], runs[1::2], strict=True) for _ in range(count)]

    def samples(self, data: bytes) -> list[bytes]:
        """Cut the samples out of the file."""
        place = numbers(self.found[b"stco"])[2]
        read = io.BytesIO(data[place:])
        return [read.read(size) for size in self.sample_sizes]


def tracks(data: bytes) -> list[ReadTrack]:
    """Read every track of a file."""
    traks = [content for kind, _, content in boxes(data) if kind == b"trak"]
    return [ReadTrack({kind: content for kind, _, content in boxes(trak)}) for trak in traks]


class Bits:
    """Reads numbers of an H.264 unit bit by bit."""

    def __init__(self, unit: bytes) -> None:
        payload = unit[1:].replace(b"\0\0\3", b"\0\0")
        self.text = f"{int.from_bytes(payload, 'big'):0{8 * len(payload)}b}"
        self.place = 0

    def take(self, count: int) -> int:
        """Read *count* bits."""
        self.place += count
        return int(self.text[self.place - count : self.place], 2)

    def unsigned(self) -> int:
        """Read an Exp-Golomb code."""
        zeros = self.text.index("1", self.place) - self.place
        self.place += zeros
        return self.take(zeros + 1) - 1

    def at_end(self) -> bool:
        """Say whether only the closing bit is left."""
        return self.text[self.place :].rstrip("0") == "1"


def units(sample: bytes) -> Iterator[bytes]:
    """Split a sample into its units."""
    place = 0
    while place < len(sample):
        size = int.from_bytes(sample[place : place + 4], "big")
        yield sample[place + 4 : place + 4 + size]
        place += 4 + size


def sequence_set(track: ReadTrack) -> Bits:
    """Find the sequence parameter set in the description of the codec."""
    entry = track.found[b"stsd"]
    place = entry.index(b"avcC") + 4
    size = int.from_bytes(entry[place + 6 : place + 8], "big")
    return Bits(entry[place + 8 : place + 8 + size])


def coded_size(track: ReadTrack) -> tuple[int, int, int]:
    """Return width and height after cropping, and the number of blocks before."""
    bits = sequence_set(track)
    bits.take(24)
    for _ in range(5):
        bits.unsigned()
    bits.take(1)
    columns, rows = bits.unsigned() + 1, bits.unsigned() + 1
    bits.take(3)
    left, right, top, bottom = (bits.unsigned() for _ in range(4))
    return 16 * columns - 2 * (left + right), 16 * rows - 2 * (top + bottom), columns * rows


def moving_blocks(unit: bytes) -> tuple[int, float]:
    """Count the blocks of a picture that depends on another, and say how many blocks up the moved one comes from."""
    bits = Bits(unit)
    header = bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.take(4)
    assert header == (0, 5, 0, 1)
    bits.take(10 + 2)
    filtering = bits.unsigned(), bits.unsigned()
    assert filtering == (0, 1)
    before, kind, across, down, pattern = (bits.unsigned() for _ in range(5))
    assert (kind, across, pattern) == (0, 0, 0)
    after = 0 if bits.at_end() else bits.unsigned()
    assert bits.at_end()
    assert down % 2 == 0, "an odd code is a vector that points down"
    return before + 1 + after, down / 2 / 4 / 16


def key_blocks(unit: bytes) -> tuple[int, int, int]:
    """Return the first block of a slice of a key picture, the one after its last, and the picture's identifier."""
    bits = Bits(unit)
    first = bits.unsigned()
    header = bits.unsigned(), bits.unsigned(), bits.take(4)
    assert header == (7, 0, 0)
    identifier = bits.unsigned()
    bits.take(10 + 2)
    ending = bits.unsigned(), bits.unsigned(), bits.unsigned()
    assert ending == (0, 1, 25)
    bits.place = -(-bits.place // 8) * 8 + 384 * 8
    count = 1
    while not bits.at_end():
        block = bits.unsigned(), bits.unsigned(), bits.unsigned()
        assert block in {(1, 0, 0), (2, 0, 0)}
        residual = bits.take(1) or bits.take(5)
        assert residual in {1, 3}
        count += 1
    return first, first + count, identifier


@given(seconds=whole_seconds, width=even_sides, height=even_sides, sound=st.booleans())
def test_the_index_comes_before_the_samples(*, seconds: int, width: int, height: int, sound: bool) -> None:
    data = video(seconds, width=width, height=height, sound=sound)

    assert [kind for kind, _, _ in boxes(data) if kind in {b"ftyp", b"moov", b"mdat"}] == [b"ftyp", b"moov", b"mdat"]


@given(seconds=whole_seconds, width=even_sides, height=even_sides, sound=st.booleans())
def test_the_samples_of_all_tracks_fill_the_file_to_its_end(
    *, seconds: int, width: int, height: int, sound: bool
) -> None:
    data = video(seconds, width=width, height=height, sound=sound)
    place = next(place for kind, place, _ in boxes(data) if kind == b"mdat") + 8

    for track in tracks(data):
        assert numbers(track.found[b"stco"])[1:] == (1, place)
        assert numbers(track.found[b"stsc"])[1:] == (1, 1, len(track.sample_sizes), 1)
        place += sum(track.sample_sizes)
    assert place == len(data)


@given(seconds=st.floats(min_value=0.01, max_value=240), sound=st.booleans())
def test_every_track_lasts_as_long_as_was_asked(seconds: float, *, sound: bool) -> None:
    data = video(seconds, width=32, height=32, sound=sound)
    read = tracks(data)

    assert [track.found[b"hdlr"][8:12] for track in read] == [b"vide", b"soun"][: 1 + sound]
    for track in read:
        assert track.seconds == pytest.approx(seconds, abs=1e-4)
        assert sum(track.durations) / 24_000 == track.seconds
        assert len(track.durations) == len(track.sample_sizes)
        assert min(track.durations) > 0


@given(width=even_sides, height=even_sides)
def test_the_stream_and_the_track_both_have_the_size_asked_for(width: int, height: int) -> None:
    (track,) = tracks(video(1, width=width, height=height, sound=False))

    assert track.size == (width, height)
    assert coded_size(track)[:2] == (width, height)


@given(seconds=st.integers(min_value=1, max_value=40), width=even_sides, height=even_sides)
def test_every_picture_covers_every_block_once(*, seconds: int, width: int, height: int) -> None:
    data = video(seconds, width=width, height=height, sound=False)
    (track,) = tracks(data)
    blocks = coded_size(track)[2]
    keys = numbers(track.found[b"stss"])[2:]

    for number, sample in enumerate(track.samples(data), start=1):
        if number in keys:
            spans = [key_blocks(unit) for unit in units(sample)]
            assert [start for start, _, _ in spans] + [blocks] == [0] + [end for _, end, _ in spans]
        else:
            assert [moving_blocks(unit)[0] for unit in units(sample)] == [blocks]


@given(width=even_sides, height=even_sides)
def test_key_pictures_come_every_30_seconds_and_neighbours_differ_in_their_identifier(width: int, height: int) -> None:
    data = video(91, width=width, height=height, sound=False)
    (track,) = tracks(data)
    samples = track.samples(data)
    keys = numbers(track.found[b"stss"])[2:]

    assert keys == (1, 241, 481, 721)
    assert [{key_blocks(unit)[2] for unit in units(samples[key - 1])} for key in keys] == [{0}, {1}, {0}, {1}]


def test_the_moved_block_shows_the_band_above() -> None:
    data = video(1, width=1280, height=720, sound=False)
    (track,) = tracks(data)
    row, start_of_its_band = 22, 22

    (unit,) = units(track.samples(data)[1])
    assert moving_blocks(unit) == (80 * 45, row - start_of_its_band + 1)


def test_a_unit_is_escaped_where_it_would_look_like_the_start_of_another() -> None:
    assert _h264._unit(0x67, b"\0\0\1\0\0\0\0\0\4\0\0\3\1") == b"g\0\0\3\1\0\0\3\0\0\3\0\4\0\0\3\3\1"


@given(seed=st.integers(), width=even_sides, height=even_sides)
def test_no_unit_holds_what_looks_like_the_start_of_another(*, seed: int, width: int, height: int) -> None:
    data = video(31, width=width, height=height, sound=False, seed=seed)
    (track,) = tracks(data)

    for sample in track.samples(data):
        for unit in units(sample):
            assert not any(mark in unit for mark in (b"\0\0\0", b"\0\0\1", b"\0\0\2"))


@given(seed=st.integers())
def test_every_frame_of_sound_is_one_channel_that_ends_where_it_should(seed: int) -> None:
    data = video(3, width=2, height=2, sound=True, seed=seed)
    frames = tracks(data)[1].samples(data)

    assert {frame[0] >> 1 for frame in frames} == {0}
    for frame in frames:
        assert f"{int.from_bytes(frame, 'big'):b}".rstrip("0").endswith("111")


@pytest.mark.parametrize(("seconds", "width", "height"), TYPICAL)
def test_a_video_is_small(*, seconds: int, width: int, height: int) -> None:
    data = video(seconds, width=width, height=height, sound=True)

    assert len(data) < 16_000 + 700 * seconds


@pytest.mark.parametrize(("seconds", "width", "height"), TYPICAL)
def test_another_reader_sees_the_same_video(*, seconds: int, width: int, height: int) -> None:
    seen = MediaInfo.parse(io.BytesIO(video(seconds, width=width, height=height, sound=True, seed=7)))
    picture, sound = seen.video_tracks[0], seen.audio_tracks[0]

    assert (picture.format, picture.width, picture.height) == ("AVC", width, height)
    assert (picture.duration, picture.frame_count) == (seconds * 1000, str(seconds * 8))
    assert (sound.format, sound.channel_s, sound.sampling_rate, sound.duration) == ("AAC", 1, 24_000, seconds * 1000)
    assert (seen.general_tracks[0].title, seen.general_tracks[0].isstreamable) == ("reelscore sandbox 7", "Yes")
