"""Made sound and notes, read again frame by frame, sample by sample, event by event."""

import io
import struct
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymediainfo import MediaInfo

from reelscore.sandbox.media import midi, mp3, wav

KILOBITS = {1: 8, 2: 16}

lengths = st.one_of(st.integers(min_value=1, max_value=240), st.floats(min_value=0.01, max_value=240))
seeds = st.integers()


def frames(data: bytes) -> Iterator[bytes]:
    """Walk over the frames of an MP3 file: each says how long it is."""
    assert data[:5] == b"ID3\x03\x00"
    place = 10 + sum(part << shift for part, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    while place < len(data):
        header = int.from_bytes(data[place : place + 4], "big")
        assert header & ~0xF000 == 0xFFF304C4
        size = 72_000 * KILOBITS[header >> 12 & 0xF] // 24_000
        yield data[place : place + size]
        place += size
    assert place == len(data)


@given(seconds=lengths, seed=seeds)
def test_the_frames_of_an_mp3_last_as_long_as_was_asked(seconds: float, seed: int) -> None:
    _, *sound = frames(mp3(seconds, seed=seed))

    assert 0 <= len(sound) * 576 - round(seconds * 24_000) < 576


@given(seconds=lengths)
def test_the_first_frame_of_an_mp3_counts_frames_and_bytes(seconds: float) -> None:
    summary, *sound = frames(mp3(seconds))

    assert summary[13:29] == b"Info" + struct.pack(">3I", 3, len(sound), len(summary) + 24 * len(sound))


@given(seed=seeds)
def test_the_spectrum_of_an_mp3_frame_fits_into_the_frame(seed: int) -> None:
    _, *sound = frames(mp3(1, seed=seed))
    spectrum_bits = {int.from_bytes(frame[4:9], "big") >> 19 & 0xFFF for frame in sound}

    assert all(0 < bits <= 8 * (24 - 4 - 9) for bits in spectrum_bits)


@given(seconds=lengths, seed=seeds)
def test_a_wav_lasts_as_long_as_was_asked(seconds: float, seed: int) -> None:
    with wave.open(io.BytesIO(wav(seconds, seed=seed))) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, 8_000)
        assert read.getnframes() == round(seconds * 8_000)
        assert len(read.readframes(-1)) == 2 * read.getnframes()


@given(seed=seeds)
def test_a_wav_is_quiet_but_not_silent_and_joins_its_seconds_without_a_click(seed: int) -> None:
    with wave.open(io.BytesIO(wav(3, seed=seed))) as read:
        samples = struct.unpack("<24000h", read.readframes(-1))
    steps = [abs(after - before) for before, after in pairwise(samples)]

    assert max(samples) == pytest.approx(4_000, abs=100)
    assert max(steps[7_990:8_010]) <= max(steps[:7_990])


def test_the_samples_of_a_wav_begin_where_simple_readers_look() -> None:
    assert wav(1)[36:44] == b"data" + struct.pack("<I", 16_000)


@pytest.mark.parametrize(("seconds", "made"), [(s, make(s)) for s in (1, 8, 30, 198.44, 240) for make in (mp3, wav)])
def test_another_reader_sees_the_same_length(seconds: float, made: bytes) -> None:
    seen = MediaInfo.parse(io.BytesIO(made)).audio_tracks[0]

    assert seen.duration == pytest.approx(seconds * 1000, abs=25)


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Split a MIDI file into its chunks, to the last byte."""
    read, found = io.BytesIO(data), list[tuple[bytes, bytes]]()
    while head := read.read(8):
        kind, size = struct.unpack(">4sI", head)
        found.append((kind, read.read(size)))
    return found


def variable(read: io.BytesIO) -> int:
    """Read a number of seven bits per byte."""
    number, more = 0, True
    while more:
        (byte,) = read.read(1)
        number, more = number << 7 | byte & 0x7F, bool(byte & 0x80)
    return number


@dataclass(frozen=True)
class Event:
    """One event of a MIDI track."""

    tick: int
    status: int
    content: bytes


def events(track: bytes) -> list[Event]:
    """Read a track, which must use up its bytes exactly."""
    read, found, tick = io.BytesIO(track), list[Event](), 0
    while read.tell() < len(track):
        tick += variable(read)
        (status,) = read.read(1)
        if status == 0xFF:
            kind = read.read(1)
            found.append(Event(tick, status, kind + read.read(variable(read))))
        else:
            found.append(Event(tick, status, read.read(1 if status == 0xC0 else 2)))
    return found


@given(seconds=lengths, seed=seeds)
def test_a_midi_file_has_a_tempo_track_and_a_track_of_notes(seconds: float, seed: int) -> None:
    header, tempo, notes = chunks(midi(seconds, seed=seed))

    assert header == (b"MThd", struct.pack(">3H", 1, 2, 480))
    assert [kind for kind, _ in (tempo, notes)] == [b"MTrk", b"MTrk"]
    assert Event(0, 0xFF, b"\x51" + (500_000).to_bytes(3, "big")) in events(tempo[1])


@given(seconds=lengths, seed=seeds)
def test_both_tracks_of_a_midi_file_end_when_was_asked(seconds: float, seed: int) -> None:
    for _, track in chunks(midi(seconds, seed=seed))[1:]:
        assert events(track)[-1] == Event(round(seconds * 960), 0xFF, b"\x2f")


@given(seconds=lengths, seed=seeds)
def test_every_note_that_begins_also_ends_before_the_next(seconds: float, seed: int) -> None:
    played = [event for event in events(chunks(midi(seconds, seed=seed))[2][1]) if event.status in {0x80, 0x90}]

    for begin, end in zip(played[::2], played[1::2], strict=True):
        assert (begin.status, end.status, begin.content[0]) == (0x90, 0x80, end.content[0])
        assert 0 < end.tick - begin.tick <= 480
