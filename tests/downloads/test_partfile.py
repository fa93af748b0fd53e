"""What stays on disk, and what does not."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest

from reelscore.downloads.partfile import DownloadedFile, FileIdentity, PartialFile
from reelscore.downloads.targets import check_destination
from reelscore.errors import DownloadError
from tests.fileserver import HERE, Bring, Shelf, download, movie, names, program


def test_an_existing_file_is_kept_unless_it_may_be_replaced(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"
    target.write_text("mine")

    with pytest.raises(DownloadError, match=r"fox\.mp4 exists; ask for overwrite=True"):
        bring(f"{shelf.url}/fox.mp4", target, options=HERE)
    assert (target.read_text(), shelf.seen, names(tmp_path)) == ("mine", [], {"fox.mp4"})

    bring(f"{shelf.url}/fox.mp4", target, overwrite=True, options=HERE)
    assert target.read_bytes() == shelf.body


def test_a_file_that_appears_meanwhile_is_kept(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"
    options = attrs.evolve(HERE, on_progress=lambda _: target.write_text("mine"))

    with pytest.raises(DownloadError, match="exists"):
        bring(f"{shelf.url}/fox.mp4", target, options=options)

    assert target.read_text() == "mine"


def test_one_file_is_brought_by_one_download_at_a_time(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    target, shelf.hold = tmp_path / "fox.mp4", threading.Event()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(download, f"{shelf.url}/fox.mp4", target, options=HERE)
        assert shelf.held.wait(30)

        with pytest.raises(DownloadError, match="is being downloaded already"):
            bring(f"{shelf.url}/fox.mp4", target, options=HERE)

        shelf.hold.set()
        assert first.result().bytes == len(shelf.body)
    assert target.read_bytes() == shelf.body


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of a file's size")
def test_a_full_disk_is_told_with_what_to_do_and_the_part_is_resumed(shelf: Shelf, tmp_path: Path) -> None:
    shelf.body = movie(3 << 20)
    target = tmp_path / "fox.mp4"
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1500000, 1500000))"

    full = subprocess.run(
        program((f"{shelf.url}/fox.mp4", target), before=limit), capture_output=True, text=True, check=False
    )

    assert "has no room for fox.mp4" in full.stderr
    assert "free some space and call again" in full.stderr
    assert names(tmp_path) == {".fox.mp4.part", ".fox.mp4.part.json"}
    assert download(f"{shelf.url}/fox.mp4", target, options=HERE).resumed == 1_500_000
    assert target.read_bytes() == shelf.body


def test_a_file_that_the_disk_did_not_take_is_not_there(
    bring: Bring, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, fsync = [OSError(errno.EIO, "lost")], os.fsync

    def fail_once(number: int) -> None:
        fsync(number)
        if failures:
            raise failures.pop()

    monkeypatch.setattr(os, "fsync", fail_once)

    with pytest.raises(DownloadError, match="lost"):
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=HERE)

    assert failures == []
    assert not (tmp_path / "fox.mp4").exists()


def test_a_part_that_does_not_say_what_it_is_of_is_not_resumed(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / ".fox.mp4.part").write_bytes(shelf.body[:1000])
    etag = {"url": f"{shelf.url}/fox.mp4", "etag": '"one"', "modified": "", "length": len(shelf.body)}
    for state in (
        "",
        "[]",
        "{",
        "1",
        "[" * 100_000,
        {"identity": {"etag": 1}},
        {"other": 1},
        {"identity": etag, "inode": 1},
        etag,
    ):
        (tmp_path / ".fox.mp4.part.json").write_text(state if isinstance(state, str) else json.dumps(state))

        saved = bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", overwrite=True, options=HERE)

        assert (saved.resumed, saved.path.read_bytes()) == (0, shelf.body)


def test_a_download_killed_between_its_two_names_does_not_touch_the_finished_file(shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"
    target.write_bytes(shelf.body)
    os.link(target, tmp_path / ".fox.mp4.part")

    part = PartialFile(target, overwrite=True)
    part.open()
    part.begin(0, FileIdentity())
    part.close()

    assert target.read_bytes() == shelf.body


posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other links and owners")


@posix
def test_a_link_in_the_place_of_a_part_is_not_written_through(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    target, victim = tmp_path / "fox.mp4", tmp_path / "victim"
    victim.write_text("precious")
    for name in (".fox.mp4.part", ".fox.mp4.part.json", ".fox.mp4.part.json.new"):
        for make in (os.symlink, os.link):
            make(victim, tmp_path / name)

            bring(f"{shelf.url}/fox.mp4", target, options=HERE)

            assert (victim.read_text(), names(tmp_path), target.is_symlink()) == (
                "precious",
                {"fox.mp4", "victim"},
                False,
            )
            target.unlink()


@posix
def test_a_state_is_private_and_a_file_follows_the_umask(shelf: Shelf, tmp_path: Path) -> None:
    modes: dict[str, int] = {}

    def look(_: object) -> None:
        modes.update({path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()})

    before = os.umask(0o027)
    try:
        download(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=attrs.evolve(HERE, on_progress=look))
    finally:
        os.umask(before)

    assert modes == {".fox.mp4.part": 0o640, ".fox.mp4.part.json": 0o600}
    assert (tmp_path / "fox.mp4").stat().st_mode & 0o777 == 0o640


def test_the_part_of_a_file_with_the_longest_name_has_a_name_that_file_systems_take(tmp_path: Path) -> None:
    for letter, count in (("x", 251), ("é", 125)):
        target = tmp_path / f"{letter * count}.mp4"
        part = PartialFile(target, urls=["https://example.com/fox.mp4"])
        part.open()
        part.begin(0, FileIdentity())
        part.write(movie(1000))

        assert all(name.startswith(".") for name in names(tmp_path))
        assert part.finish().path == target
        part.forget_saved()
        assert names(tmp_path) == {target.name}
        target.unlink()


def test_a_part_that_is_whole_needs_no_server(shelf: Shelf, tmp_path: Path) -> None:
    part = PartialFile(tmp_path / "fox.mp4", urls=[])
    part.open()
    part.begin(0, FileIdentity(url=f"{shelf.url}/fox.mp4", etag='"one"', length=len(shelf.body)))
    part.write(shelf.body)
    part.close()

    saved = download(f"{shelf.url}/fox.mp4?sign=late", tmp_path / "fox.mp4", options=HERE)

    assert (saved.resumed, shelf.seen) == (len(shelf.body), [])
    assert saved.sha256 == hashlib.sha256(shelf.body).hexdigest()


@posix
def test_a_file_that_a_killed_process_saved_and_did_not_record_is_recorded_by_the_next(
    bring: Bring, shelf: Shelf, tmp_path: Path
) -> None:
    target, recorded = tmp_path / "fox.mp4", list[DownloadedFile]()
    kill = "import os, signal\ndef kill(_): os.kill(os.getpid(), signal.SIGKILL)"
    command = program((f"{shelf.url}/fox.mp4?sign=1", target), before=kill, more=", on_saved=kill")
    killed = subprocess.run(command, capture_output=True, check=False)
    assert (killed.returncode, target.read_bytes()) == (-signal.SIGKILL, shelf.body)
    check_destination(target)

    saved = bring(f"{shelf.url}/fox.mp4?sign=2", target, options=HERE, on_saved=recorded.append)

    digest = hashlib.sha256(shelf.body).hexdigest()
    assert (saved.url, saved.bytes, saved.sha256) == (f"{shelf.url}/fox.mp4?sign=2", len(shelf.body), digest)
    assert (recorded, len(shelf.seen), names(tmp_path)) == ([saved], 1, {"fox.mp4"})
    with pytest.raises(DownloadError, match="exists"):
        bring(f"{shelf.url}/fox.mp4", target, options=HERE)


def fail(_: DownloadedFile) -> None:
    raise OSError("the ledger is busy")


def test_a_record_that_fails_is_made_up_for_by_the_next_call(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    target, recorded = tmp_path / "fox.mp4", list[DownloadedFile]()

    for _ in range(2):
        with pytest.raises(OSError, match="the ledger is busy"):
            bring(f"{shelf.url}/fox.mp4", target, options=HERE, on_saved=fail)
    saved = bring(f"{shelf.url}/fox.mp4", target, options=HERE, on_saved=recorded.append)

    assert (recorded, len(shelf.seen), names(tmp_path)) == ([saved], 1, {"fox.mp4"})


def test_only_the_very_file_that_was_saved_is_taken_for_it(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"

    def edit() -> None:
        target.write_bytes(shelf.body[:-1] + b"x")

    for change, name in ((edit, "fox.mp4"), (lambda: None, "other.mp4")):
        with pytest.raises(OSError, match="busy"):
            bring(f"{shelf.url}/fox.mp4", target, overwrite=True, options=HERE, on_saved=fail)
        change()
        with pytest.raises(DownloadError, match="exists"):
            bring(f"{shelf.url}/{name}", target, options=HERE)
