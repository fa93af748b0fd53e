"""Files that others can touch: the ledger removed or replaced under a process, links, modes, owners."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import stat
import threading
from pathlib import Path
from typing import Any

import attrs
import pytest

import reelscore as rs
from reelscore.downloads import DownloadOptions
from reelscore.errors import DownloadError, ReelscoreError
from reelscore.ledger import Ledger
from reelscore.ledger.records import CallStatus
from tests.field.vendor import MADE_VIDEO, SHOT, SUBMIT_VIDEO, Hands, Vendor, pixverse, raw
from tests.fileserver import Bring, movie
from tests.rawserver import Asked

HERE = DownloadOptions(loopback=True, pause=0.0, tries=3)
FILM = movie(100_000)


def remove(path: Path) -> None:
    for each in path.parent.glob(path.name + "*"):
        if each.is_file():
            each.unlink()


def remove_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def replace(path: Path) -> None:
    remove(path)
    other = Ledger(path)
    other.tasks()
    other.close()


@pytest.mark.parametrize("harm", [remove, remove_folder, replace], ids=["removed", "folder removed", "replaced"])
def test_a_ledger_that_is_gone_under_a_process_stops_the_next_paid_call(
    harm: Any, hands: Hands, vendor: Vendor, tmp_path: Path
) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO]}
    client = hands.pixverse(vendor, ledger=tmp_path / "books" / "ledger.sqlite")
    hands.go(client.submit(SHOT))
    harm(tmp_path / "books" / "ledger.sqlite")
    with pytest.raises(ReelscoreError, match="ledger"):
        hands.go(client.submit(attrs.evolve(SHOT, prompt="two")))
    assert len(vendor.asked) == 1


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_what_holds_prompts_and_signed_urls_is_for_its_owner_only(hands: Hands, vendor: Vendor, tmp_path: Path) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO]}
    before = os.umask(0o022)
    try:
        client = hands.pixverse(vendor, ledger=tmp_path / "books" / "ledger.sqlite")
        hands.go(client.submit(SHOT))
        found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "books").rglob("*")}
    finally:
        os.umask(before)
    assert "ledger.sqlite" in found
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}


@pytest.mark.parametrize("name", [".f.mp4.part", ".f.mp4.part.json", ".f.mp4.part.json.new"])
def test_a_link_planted_where_a_part_goes_is_not_followed(
    name: str, bring: Bring, vendor: Vendor, tmp_path: Path
) -> None:
    (tmp_path / "victim").write_text("precious")
    (tmp_path / name).symlink_to(tmp_path / "victim")
    vendor.script = {"GET": [raw(FILM, etag='"a"')]}
    with contextlib.suppress(ReelscoreError):
        bring(f"{vendor.url}/f.mp4", tmp_path / "f.mp4", options=HERE)
    assert (tmp_path / "victim").read_text() == "precious"


def test_a_part_that_somebody_planted_is_not_taken_for_the_beginning(
    bring: Bring, vendor: Vendor, tmp_path: Path
) -> None:
    (tmp_path / ".f.mp4.part").write_bytes(b"\0" * 50_000)
    vendor.script = {"GET": [raw(FILM, etag='"a"')]}
    bring(f"{vendor.url}/f.mp4", tmp_path / "f.mp4", options=HERE)
    assert (tmp_path / "f.mp4").read_bytes() == FILM


def test_a_state_of_a_part_that_is_nested_deeply_is_no_crash(bring: Bring, vendor: Vendor, tmp_path: Path) -> None:
    (tmp_path / ".f.mp4.part").write_bytes(FILM[:100])
    (tmp_path / ".f.mp4.part.json").write_text("[" * 100_000)
    vendor.script = {"GET": [raw(FILM, etag='"a"')]}
    bring(f"{vendor.url}/f.mp4", tmp_path / "f.mp4", options=HERE)
    assert (tmp_path / "f.mp4").read_bytes() == FILM


def test_the_rest_of_another_version_is_never_put_behind_a_beginning(
    bring: Bring, vendor: Vendor, tmp_path: Path
) -> None:
    other = FILM[:64] + bytes(len(FILM) - 128) + FILM[-64:]
    total = len(FILM)

    def cut(_: Asked, line: socket.socket) -> None:
        head = f'HTTP/1.1 200 OK\r\netag: "a"\r\ncontent-length: {total}\r\n\r\n'
        line.sendall(head.encode() + FILM[:40_000])

    def spliced(asked: Asked, line: socket.socket) -> None:
        at = int(asked.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        rest = raw(other[at:], status=206, content_range=f"bytes {at}-{total - 1}/{total}")
        line.sendall(rest if at else raw(other))

    vendor.script = {"GET": [cut, spliced]}
    try:
        bring(f"{vendor.url}/f.mp4", tmp_path / "f.mp4", options=HERE)
    except DownloadError:
        assert not (tmp_path / "f.mp4").exists()
        return
    assert (tmp_path / "f.mp4").read_bytes() in {FILM, other}


def test_a_redirect_to_a_port_that_is_none_is_an_error_of_ours(bring: Bring, vendor: Vendor, tmp_path: Path) -> None:
    vendor.script = {"GET": [raw(b"", status=302, location="http://127.0.0.1:99999/x")]}
    with pytest.raises(DownloadError):
        bring(f"{vendor.url}/f.mp4", tmp_path / "f.mp4", options=HERE)


def test_a_call_under_way_is_not_taken_for_dead_when_the_owners_folder_is_removed(
    vendor: Vendor, tmp_path: Path
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(_: Asked, line: socket.socket) -> None:
        reached.set()
        go_on.wait(30)
        line.sendall(pixverse({"video_id": 7}))

    vendor.script = {SUBMIT_VIDEO: [hold, MADE_VIDEO]}
    path = tmp_path / "ledger.sqlite"
    options: dict[str, Any] = {"api_key": "k-field-123456", "base_url": vendor.url, "timeout": 60.0}
    ledger, second = Ledger(path), Ledger(path)
    with rs.PixVerse(ledger=ledger, **options) as client, rs.PixVerse(ledger=second, **options) as other:
        caller = threading.Thread(target=client.submit, args=(SHOT,))
        caller.start()
        assert reached.wait(30)
        shutil.rmtree(f"{path}-owners", ignore_errors=True)
        found = [each.action for each in other.recover(replay=True)]
        go_on.set()
        caller.join()
        rows = ledger.tasks()
    ledger.close()
    second.close()
    assert found == ["busy"]
    assert len(vendor.asked) == 1
    assert [row.status for row in rows] == [CallStatus.SUBMITTED]
