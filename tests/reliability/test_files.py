"""Files that change under a process: its ledger is removed or replaced, and a film changes at its server."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import Any

import attrs
import pytest

from reelscore.downloads.http import DownloadOptions
from reelscore.errors import DownloadError, ReelscoreError
from reelscore.ledger import Ledger
from tests.field.vendor import MADE_VIDEO, SHOT, SUBMIT_VIDEO, Hands, Vendor, raw
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
