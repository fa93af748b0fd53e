"""Files as networks bring them: cut without a length, or not there yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelscore.downloads.http import DownloadOptions
from reelscore.errors import DownloadError
from reelscore.sandbox import media
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

HERE = DownloadOptions(loopback=True, pause=0.0, tries=2)
FILM = movie(200_000)
WHOLE = {"a.mp4": FILM, "a.wav": media.wav(1), "a.png": media.png(64, 48)}


def test_a_file_without_a_length_stands_under_its_name_only_when_it_is_whole(
    bring: Bring, vendor: Vendor, tmp_path: Path
) -> None:
    for name, body in WHOLE.items():
        for part in (0.3, 0.6, 0.99):
            vendor.script = {"GET": [raw(body[: int(len(body) * part)], length=False)]}
            with pytest.raises(DownloadError):
                bring(f"{vendor.url}/{name}", tmp_path / name, options=HERE)
            assert not (tmp_path / name).exists()
        vendor.script = {"GET": [raw(body, length=False)]}
        bring(f"{vendor.url}/{name}", tmp_path / name, options=HERE)
        assert (tmp_path / name).read_bytes() == body


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
