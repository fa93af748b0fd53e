"""Notes are written as a MIDI file that ends each note once and in order."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.errors import DownloadError
from reelscore.suno.file_results import MidiNotes, VideoFile, WavFile
from reelscore.suno.midi import Instrument, Note, write

seconds = st.floats(0, 600)
notes = st.builds(Note, pitch=st.integers(-5, 200), start=seconds, end=seconds, velocity=st.floats(0, 2))
instruments = st.lists(
    st.builds(Instrument, name=st.text(max_size=9), notes=st.lists(notes, max_size=5).map(tuple)), max_size=4
)


@given(played=instruments)
def test_every_chunk_is_as_long_as_it_says(played: list[Instrument]) -> None:
    data = write(played)
    chunks = []
    while data:
        size = struct.unpack(">I", data[4:8])[0]
        chunks.append((data[:4], data[8 : 8 + size]))
        data = data[8 + size :]

    assert [name for name, _ in chunks] == [b"MThd", *[b"MTrk"] * max(len(played), 1)]
    assert all(body.endswith(b"\xff\x2f\x00") for name, body in chunks if name == b"MTrk")


def test_a_note_is_written_as_the_standard_says() -> None:
    data = write([Instrument(name="Drums", notes=(Note(pitch=36, start=0, end=0.5, velocity=1),))])

    assert data.endswith(b"\x00\xff\x03\x05Drums" + b"\x00\x99\x24\x7f" + b"\x83\x60\x89\x24\x00" + b"\x00\xff\x2f\x00")


DRUMS = (Instrument(name="Drums", notes=(Note(pitch=36, start=0, end=0.5, velocity=1),)),)


def test_notes_are_saved_whole_under_a_name_of_their_own(tmp_path: Path) -> None:
    first, second = (MidiNotes(instruments=DRUMS, task_id=name) for name in "ab")

    saved = [each.save(tmp_path) for each in (first, second)]

    assert [path.read_bytes() for path in saved] == [first.to_bytes(), second.to_bytes()]
    assert sorted(tmp_path.iterdir()) == sorted(saved)


def test_notes_replace_no_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "fox.mid").write_text("precious")

    with pytest.raises(DownloadError, match="exists"):
        MidiNotes(instruments=DRUMS).save(tmp_path / "fox.mid")

    assert (tmp_path / "fox.mid").read_text() == "precious"


@pytest.mark.parametrize("kind", [WavFile, VideoFile])
def test_files_of_two_tasks_have_different_names(kind: type[WavFile | VideoFile]) -> None:
    names = [kind(task_id=name, url="https://files.example.test/x").assets[0].name for name in "ab"]

    assert names[0] != names[1]
