"""What users give as pictures and sounds: taken, or refused in a few words; no error quotes a whole file."""

from __future__ import annotations

import base64
import io
import os
import traceback
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reelscore.errors import ConfigurationError, InvalidRequest
from reelscore.pixverse import ImageToVideo
from reelscore.suno import UploadCover
from tests.field.vendor import MADE_SONG, MADE_VIDEO, Answer, Hands, Vendor, kie, pixverse

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
LONG = bytes(300_000)
LONGEST = 1_000
DATA_URIS = [
    "data:image/png;base64," + base64.b64encode(PICTURE + LONG).decode(),
    "data:image/png;base64," + "!" * 300_000,
    "data:," + "x" * 300_000,
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>" + "x" * 300_000,
    "DATA:image/png;base64," + base64.b64encode(PICTURE + LONG).decode(),
]
BARE = base64.b64encode(PICTURE + LONG).decode()
SCRIPT: dict[str, list[Answer]] = {
    "POST /openapi/v2/image/upload": [pixverse({"img_id": 77, "img_url": "https://media.example.test/a.png"})],
    "POST /openapi/v2/video/img/generate": [MADE_VIDEO],
    "POST /api/v1/generate/upload-cover": [MADE_SONG],
    "POST /api": [
        kie({"downloadUrl": "https://files.example.test/a.mp3", "fileUrl": "https://files.example.test/a.mp3"})
    ],
}


def moving(source: Any) -> ImageToVideo:
    return ImageToVideo(img_id=source, prompt="x", model="v5.6", duration=5, quality="540p")


def covering(source: Any) -> UploadCover:
    return UploadCover(upload_url=source, model="V5", prompt="x", custom_mode=False, instrumental=False)


def shown(error: BaseException) -> str:
    return "".join(traceback.format_exception_only(error)) + repr(error)


@pytest.mark.parametrize("source", [*DATA_URIS, BARE, "x" * 300_000], ids=range(len(DATA_URIS) + 2))
def test_a_picture_as_text_is_sent_or_refused_in_a_few_words(source: str, hands: Hands, vendor: Vendor) -> None:
    vendor.script = dict(SCRIPT)
    try:
        hands.go(hands.pixverse(vendor).submit(moving(source)))
    except InvalidRequest as refused:
        words, told = shown(refused), str(refused)
    else:
        return
    assert len(words) < LONGEST
    assert "img_id" in told


@pytest.mark.parametrize(
    "source", ["data:audio/mpeg;base64," + base64.b64encode(b"ID3\x04" + LONG).decode(), "x" * 300_000], ids=range(2)
)
def test_a_sound_as_text_is_sent_or_refused_in_a_few_words(source: str, hands: Hands, vendor: Vendor) -> None:
    vendor.script = dict(SCRIPT)
    try:
        hands.go(hands.suno(vendor).submit(covering(source)))
    except InvalidRequest as refused:
        words, told = shown(refused), str(refused)
    else:
        return
    assert len(words) < LONGEST
    assert "upload_url" in told


@pytest.mark.parametrize("source", [DATA_URIS[0], "x" * 300_000, LONG], ids=["uri", "text", "bytes"])
def test_no_listing_of_broken_rules_quotes_a_whole_picture(source: Any) -> None:
    for violation in (*moving(source).violations(), *covering(source).violations()):
        assert len(violation.message) < LONGEST


class Stream(io.BufferedIOBase):
    """What comes out of a connection or another command: it can be read once."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def read(self, size: int | None = -1, /) -> bytes:
        return self._content.read(size)


@pytest.mark.parametrize("validate", ["strict", "off"])
def test_a_picture_as_a_stream_is_read_once_and_sent(validate: str, hands: Hands, vendor: Vendor) -> None:
    vendor.script = dict(SCRIPT)
    hands.go(hands.pixverse(vendor, validate=validate).submit(moving(Stream(PICTURE + bytes(2_000_000)))))
    assert PICTURE + bytes(2_000_000) in vendor.asked[0].body


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX")
def test_a_pipe_with_a_name_is_refused_and_not_waited_for(hands: Hands, vendor: Vendor, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    with pytest.raises(InvalidRequest, match="pipe"):
        hands.go(hands.pixverse(vendor).submit(moving(tmp_path / "a.png")))
    assert vendor.asked == []


def test_values_that_json_has_no_word_for_are_named_and_not_sent(hands: Hands, vendor: Vendor) -> None:
    vendor.script = dict(SCRIPT)
    client = hands.pixverse(vendor, validate="off")
    for value in (float("nan"), float("inf"), Decimal(5), b"5"):
        with pytest.raises(ConfigurationError, match="JSON"):
            hands.go(client.submit(ImageToVideo.build({"img_id": 5, "model": "v5.6", "seed": value})))
    assert vendor.asked == []


@pytest.mark.parametrize("brand", [b"mif1", b"heic", b"heix", b"hevc", b"msf1"])
def test_a_photo_of_a_phone_is_refused_by_its_name_and_is_no_film(brand: bytes, hands: Hands, vendor: Vendor) -> None:
    head = b"ftyp" + brand + bytes(4) + b"mif1heic"
    photo = (len(head) + 4).to_bytes(4) + head + b"\x00\x00\x00\x10meta" + bytes(600)
    vendor.script = dict(SCRIPT)
    with pytest.raises(InvalidRequest, match=r"hei[cf]") as caught:
        hands.go(hands.pixverse(vendor).submit(moving(photo)))
    assert "mp4" not in str(caught.value)
    assert vendor.asked == []
