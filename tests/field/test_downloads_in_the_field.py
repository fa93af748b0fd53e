"""Files as networks bring them: cut without a length, compressed unasked, not there yet, behind a fake address."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TypeVar

import pytest

from reelscore.downloads.http import DownloadOptions
from reelscore.errors import DownloadError
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
