"""Files that change under a process: its ledger is removed or replaced, and a film changes at its server."""

from __future__ import annotations

import socket
from pathlib import Path

from reelscore.downloads.http import DownloadOptions
from reelscore.errors import DownloadError
from tests.field.vendor import Vendor, raw
from tests.fileserver import Bring, movie
from tests.rawserver import Asked

HERE = DownloadOptions(loopback=True, pause=0.0, tries=3)
FILM = movie(100_000)


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
