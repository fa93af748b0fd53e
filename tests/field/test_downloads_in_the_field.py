"""Files as networks bring them: cut without a length, compressed unasked, not there yet, behind a fake address."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from reelscore.downloads import DownloadOptions
from reelscore.errors import DownloadError
from reelscore.ledger import Ledger, LedgerTransaction
from tests.field.vendor import (
    LOOK_VIDEO,
    MADE_VIDEO,
    SHOT,
    SUBMIT_VIDEO,
    Answer,
    Hands,
    Vendor,
    raw,
    text,
    video,
)
from tests.fileserver import Bring, movie

T = TypeVar("T")
HERE = DownloadOptions(loopback=True, pause=0.0, tries=4)
FILM = movie(200_000)
SOUND = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 5_000
WAVE = (
    b"RIFF"
    + (40_036).to_bytes(4, "little")
    + b"WAVEfmt \x10\x00\x00\x00"
    + bytes(16)
    + b"data"
    + (40_000).to_bytes(4, "little")
    + bytes(40_000)
)


def chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + name + content + zlib.crc32(name + content).to_bytes(4)


PICTURE = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", bytes(20_000)) + chunk(b"IEND", b"")
WHOLE = {"a.mp4": FILM, "a.wav": WAVE, "a.png": PICTURE}


@pytest.mark.parametrize("name", list(WHOLE))
@pytest.mark.parametrize("part", [0.3, 0.6, 0.99])
def test_a_file_that_was_cut_without_a_length_never_stands_under_its_name(
    name: str, part: float, bring: Bring, vendor: Vendor, tmp_path: Path
) -> None:
    body = WHOLE[name]
    vendor.script = {"GET": [raw(body[: int(len(body) * part)], length=False)]}
    with pytest.raises(DownloadError):
        bring(f"{vendor.url}/{name}", tmp_path / name, options=HERE)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", list(WHOLE))
def test_a_whole_file_without_a_length_is_saved(name: str, bring: Bring, vendor: Vendor, tmp_path: Path) -> None:
    vendor.script = {"GET": [raw(WHOLE[name], length=False)]}
    bring(f"{vendor.url}/{name}", tmp_path / name, options=HERE)
    assert (tmp_path / name).read_bytes() == WHOLE[name]


@pytest.mark.parametrize("status", [202, 204, 502, 520, 521, 522, 523, 524, 525, 526, 527, 530])
def test_a_file_comes_after_passing_failures(status: int, bring: Bring, vendor: Vendor, tmp_path: Path) -> None:
    failing: list[Answer] = [text("error code: 1033", status=status)] * 2
    vendor.script = {"GET": [*failing, raw(FILM)]}
    bring(f"{vendor.url}/a.mp4", tmp_path / "a.mp4", options=HERE)
    assert (tmp_path / "a.mp4").read_bytes() == FILM
    assert len(vendor.asked) == 3


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_a_file_that_was_compressed_unasked_is_unpacked(
    pack: Callable[[bytes], bytes], bring: Bring, vendor: Vendor, tmp_path: Path
) -> None:
    coding = "gzip" if pack is gzip.compress else "deflate"
    vendor.script = {"GET": [raw(pack(SOUND), content_encoding=coding, content_type="audio/mpeg")]}
    bring(f"{vendor.url}/a.mp3", tmp_path / "a.mp3", kind="audio", options=HERE)
    assert (tmp_path / "a.mp3").read_bytes() == SOUND


def test_the_file_of_a_task_that_ended_just_now_is_waited_for(hands: Hands, vendor: Vendor, tmp_path: Path) -> None:
    missing: list[Answer] = [text("not found", status=404)] * 2
    vendor.script = {
        SUBMIT_VIDEO: [MADE_VIDEO],
        LOOK_VIDEO: [video(f"{vendor.url}/a.mp4")],
        "GET /a.mp4": [*missing, raw(FILM, content_type="video/mp4")],
    }
    client = hands.pixverse(vendor)
    found = hands.go(client.run(SHOT))
    hands.go(client.save(found, tmp_path / "a.mp4"))
    assert (tmp_path / "a.mp4").read_bytes() == FILM


def test_a_file_behind_the_address_of_a_local_vpn_comes(
    vendor: Vendor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reelscore.downloads import download

    fake, find, connect = ("198.18.0.7", 80), socket.getaddrinfo, socket.create_connection

    class Tunnelled:
        def __init__(self, line: socket.socket) -> None:
            self.line = line

        def __getattr__(self, name: str) -> Any:
            return getattr(self.line, name)

        def getpeername(self) -> tuple[str, int]:
            return fake

    def resolve(host: Any, *rest: Any, **more: Any) -> Any:
        if host in {"media.vendor.example", b"media.vendor.example"}:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", fake)]
        return find(host, *rest, **more)

    def tunnel(address: Any, *rest: Any, **more: Any) -> Any:
        if address[0] in {"media.vendor.example", fake[0]}:
            return Tunnelled(connect(("127.0.0.1", vendor.port), *rest, **more))
        return connect(address, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", tunnel)
    vendor.script = {"GET": [raw(FILM)]}
    options = DownloadOptions(pause=0.0, tries=1)
    download("http://media.vendor.example/a.mp4", tmp_path / "a.mp4", options=options)
    assert (tmp_path / "a.mp4").read_bytes() == FILM


def test_a_tilde_in_a_files_name_is_the_home_folder(
    bring: Bring, vendor: Vendor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    vendor.script = {"GET": [raw(FILM)]}
    bring(f"{vendor.url}/a.mp4", Path("~/a.mp4"), options=HERE)
    assert (tmp_path / "a.mp4").read_bytes() == FILM


def test_a_tilde_is_the_home_folder_where_a_result_is_saved(
    hands: Hands, vendor: Vendor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    vendor.script = {
        SUBMIT_VIDEO: [MADE_VIDEO],
        LOOK_VIDEO: [video(f"{vendor.url}/a.mp4")],
        "GET /a.mp4": [raw(FILM, content_type="video/mp4")],
    }
    client = hands.pixverse(vendor)
    found = hands.go(client.run(SHOT))
    assert hands.go(client.save(found, "~/fox.mp4")) == tmp_path / "fox.mp4"
    assert hands.go(client.save_all(found, "~/all"))[0].parent == tmp_path / "all"


class BusyLedger(Ledger):
    """A ledger that takes nothing once a file is there."""

    def __init__(self, path: Path, file: Path) -> None:
        super().__init__(path)
        self.file = file

    def run(self, job: Callable[[LedgerTransaction], T]) -> T:
        self.check()
        return super().run(job)

    async def run_async(self, job: Callable[[LedgerTransaction], T]) -> T:
        self.check()
        return await super().run_async(job)

    def check(self) -> None:
        if self.file.exists():
            raise OSError("the disk is busy")


def test_a_file_whose_record_was_lost_is_recorded_by_the_next_save_and_not_refused(
    hands: Hands, vendor: Vendor, tmp_path: Path
) -> None:
    target = tmp_path / "fox.mp4"
    vendor.script = {
        SUBMIT_VIDEO: [MADE_VIDEO],
        LOOK_VIDEO: [video(f"{vendor.url}/a.mp4")],
        "GET /a.mp4": [raw(FILM, content_type="video/mp4")],
    }
    first = hands.pixverse(vendor, ledger=BusyLedger(hands.ledger_path, target))
    found = hands.go(first.run(SHOT))
    with pytest.raises(OSError, match="busy"):
        hands.go(first.save(found, target))
    second = hands.pixverse(vendor)
    again = hands.go(second.task(found.task.ref).refresh()).result

    assert hands.go(second.save(again, target)) == target
    assert [Path(file["path"]) for row in second.ledger.tasks() for file in row.files] == [target]
    assert len(vendor.asked_for("GET /a.mp4")) == 1
