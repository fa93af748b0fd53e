from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from reelscore.downloads.lanes import Lane, Threads
from reelscore.downloads.partfile import CHUNK_BYTES, FileIdentity, PartialFile
from tests.fileserver import movie


@pytest.mark.parametrize("step", [24, CHUNK_BYTES // 3, CHUNK_BYTES, 2 * CHUNK_BYTES + 5], ids=str)
def test_pieces_of_any_size_arrive_whole_and_in_order(tmp_path: Path, step: int) -> None:
    data = movie(100 * 24 if step == 24 else 3 * CHUNK_BYTES + 7)
    part, threads = PartialFile(tmp_path / "fox.mp4"), Threads()
    part.open()
    part.begin(0, mark=FileIdentity(length=len(data)))
    lane = Lane(part, threads)

    for start in range(0, len(data), step):
        _ = lane.add(data[start : start + step])
    lane.flush()
    for work in lane.overdue(0):
        work.result()
    threads.end()

    assert lane.moved.bytes == len(data)
    assert part.finish().sha256 == hashlib.sha256(data).hexdigest()
    assert (tmp_path / "fox.mp4").read_bytes() == data
