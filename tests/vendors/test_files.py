"""Files of a request are checked all together, uploaded once each, and replaced by what the vendor gave for them."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

import reelscore as rs
from reelscore import errors
from reelscore.pixverse import Keyframe, MultiTransition
from reelscore.sandbox.media import png
from reelscore.suno import Mashup
from tests.suno.live import sound

PNG = png(32, 32)


class Vendor:
    """Answers uploads and one paid call; keeps what it was sent."""

    def __init__(self, uploaded: dict[str, Any]) -> None:
        self.uploaded = uploaded
        self.sent: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.sent.append(request)
        is_upload = "upload" in request.url.path
        if "redpandaai" in request.url.host:
            return httpx.Response(200, json={"code": 200, "msg": "ok", "data": self.uploaded})
        if is_upload:
            return httpx.Response(200, json={"ErrCode": 0, "ErrMsg": "success", "Resp": self.uploaded})
        body = {"ErrCode": 0, "ErrMsg": "success", "Resp": {"video_id": 5}, "code": 200, "data": {"taskId": "5"}}
        return httpx.Response(200, json=body)


def submit(vendor: Vendor, request: Any, kind: type[Any]) -> Any:
    with httpx.Client(transport=httpx.MockTransport(vendor)) as http_client:
        return kind(api_key="k", ledger=None, http_client=http_client, environment={}).submit(request)


@pytest.mark.parametrize("id_", [77, "77"], ids=["number", "text"])
def test_an_equal_file_is_uploaded_once_and_its_id_stands_in_each_place(id_: Any, tmp_path: Path) -> None:
    path = tmp_path / "fox.png"
    path.write_bytes(PNG)
    vendor = Vendor({"img_id": id_})
    frames = (Keyframe(img_id=path, duration=5), Keyframe(img_id=str(path), duration=5), Keyframe(img_id=path))
    submit(vendor, MultiTransition(multi_transition=frames, model="v5", quality="540p"), rs.PixVerse)

    paths = [request.url.path.rpartition("/")[2] for request in vendor.sent]
    assert paths == ["upload", "generate"]
    assert vendor.sent[-1].content.count(b'"img_id":77') == 3


@pytest.mark.parametrize("uploaded", [{}, {"img_id": 0}, {"img_id": "none"}])
def test_nothing_is_paid_when_an_upload_gives_no_id(uploaded: dict[str, Any]) -> None:
    vendor = Vendor(uploaded)
    frames = (Keyframe(img_id=PNG, duration=5), Keyframe(img_id=PNG))
    with pytest.raises(errors.ApiError, match=r"multi_transition\[0\]\.img_id: the upload was accepted, but"):
        submit(vendor, MultiTransition(multi_transition=frames, model="v5", quality="540p"), rs.PixVerse)

    assert [request.url.path.rpartition("/")[2] for request in vendor.sent] == ["upload"]


def test_urls_stay_and_files_become_urls_where_a_vendor_takes_urls() -> None:
    vendor = Vendor({"downloadUrl": "https://files.example.test/up.wav"})
    given: list[Any] = ["https://files.example.test/a.mp3", sound(30)]
    submit(vendor, Mashup(upload_url_list=given, prompt="a fox", model="V5"), rs.Suno)

    sent = json.loads(vendor.sent[-1].content)
    assert sent["uploadUrlList"] == ["https://files.example.test/a.mp3", "https://files.example.test/up.wav"]
