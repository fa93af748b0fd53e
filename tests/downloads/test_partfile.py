"""What stays on disk, and what does not."""

from __future__ import annotations

import errno
import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest

from reelscore.downloads import (
    download,
    lanes,
)
from reelscore.downloads.partfile import CHUNK_BYTES, FileIdentity, PartialFile
from reelscore.errors import DownloadError
from tests.fileserver import HERE, MP4_HEAD, Bring, Shelf, movie, names, program


def test_an_existing_file_is_kept_unless_it_may_be_replaced(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"
    target.write_text("mine")

    with pytest.raises(DownloadError, match=r"fox\.mp4 exists; ask for overwrite=True"):
        bring(f"{shelf.url}/fox.mp4", target, manner=HERE)
    assert (target.read_text(), shelf.seen, names(tmp_path)) == ("mine", [], {"fox.mp4"})

    bring(f"{shelf.url}/fox.mp4", target, overwrite=True, manner=HERE)
    assert target.read_bytes() == shelf.body


def test_a_file_that_appears_meanwhile_is_kept(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"
    manner = attrs.evolve(HERE, on_progress=lambda _: target.write_text("mine"))

    with pytest.raises(DownloadError, match="exists"):
        bring(f"{shelf.url}/fox.mp4", target, manner=manner)

    assert target.read_text() == "mine"


def test_one_file_is_brought_by_one_download_at_a_time(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    target, shelf.hold = tmp_path / "fox.mp4", threading.Event()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(download, f"{shelf.url}/fox.mp4", target, manner=HERE)
        assert shelf.held.wait(30)

        with pytest.raises(DownloadError, match="is being downloaded already"):
            bring(f"{shelf.url}/fox.mp4", target, manner=HERE)

        shelf.hold.set()
        assert first.result().bytes == len(shelf.body)
    assert target.read_bytes() == shelf.body


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of a file's size")
def test_a_full_disk_is_told_with_what_to_do_and_the_part_is_resumed(shelf: Shelf, tmp_path: Path) -> None:
    shelf.body = movie(3 << 20)
    target = tmp_path / "fox.mp4"
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1500000, 1500000))"

    full = subprocess.run(program(shelf, target, before=limit), capture_output=True, text=True, check=False)

    assert "has no room for fox.mp4" in full.stderr
    assert "free some space and call again" in full.stderr
    assert names(tmp_path) == {".fox.mp4.part", ".fox.mp4.part.json"}
    assert download(f"{shelf.url}/fox.mp4", target, manner=HERE).resumed == 1_500_000
    assert target.read_bytes() == shelf.body


def test_bytes_that_a_disk_lost_on_the_way_are_not_forgotten_at_the_end(
    bring: Bring, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.body, failures, fsync = movie(2 * CHUNK_BYTES), [OSError(errno.EIO, "lost")], os.fsync

    def fail_once(number: int) -> None:
        # As the system does: it tells of a page that it could not write once, and the next flush succeeds.
        fsync(number)
        if failures:
            raise failures.pop()

    monkeypatch.setattr(lanes, "SYNC_BYTES", CHUNK_BYTES)
    monkeypatch.setattr(os, "fsync", fail_once)

    with pytest.raises(DownloadError, match="lost"):
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", manner=HERE)

    assert failures == []
    assert not (tmp_path / "fox.mp4").exists()


def test_a_file_that_no_disk_holds_is_refused_before_it_comes(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    shelf.claimed = 1 << 60

    with pytest.raises(DownloadError, match=r"has no room for fox\.mp4 \(1152921504606846976 bytes are missing"):
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", manner=HERE)

    assert names(tmp_path) == set()


def test_a_part_that_does_not_say_what_it_is_of_is_not_resumed(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / ".fox.mp4.part").write_bytes(shelf.body[:1000])
    for state in ("", "[]", "{", '{"etag": 1}', '{"url": "x", "length": "y"}', '{"other": 1}'):
        (tmp_path / ".fox.mp4.part.json").write_text(state)

        saved = bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", overwrite=True, manner=HERE)

        assert (saved.resumed, saved.path.read_bytes()) == (0, shelf.body)


def test_pieces_that_would_leave_a_hole_are_let_go(tmp_path: Path) -> None:
    part = PartialFile(tmp_path / "fox.mp4")
    part.open()
    part.begin(0, mark=FileIdentity(etag='"one"'))
    part.write(0, MP4_HEAD + b"ab")
    part.write(100, b"later")
    part.close()

    assert (tmp_path / ".fox.mp4.part").read_bytes() == MP4_HEAD + b"ab"


def test_a_download_killed_between_its_two_names_does_not_touch_the_finished_file(shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"
    target.write_bytes(shelf.body)
    os.link(target, tmp_path / ".fox.mp4.part")

    part = PartialFile(target, overwrite=True)
    part.open()
    part.begin(0, mark=FileIdentity())
    part.close()

    assert target.read_bytes() == shelf.body
