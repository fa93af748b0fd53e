"""Uploads to the sandbox: by file and by link, and what is refused."""

from __future__ import annotations

import base64

import httpx
import pytest

from reelscore.sandbox import Sandbox, media
from tests.sandbox.callers import PixVerse, Suno

PNG = media.png(640, 360, seed=1)
MP3 = media.mp3(12, seed=1)
VIDEO = media.video(6, width=640, height=360, sound=True, seed=1)


def test_an_uploaded_picture_can_be_used_and_fetched_again(pixverse: PixVerse) -> None:
    resp = pixverse.upload("/image/upload", image=("fox.png", PNG, "image/png"))["Resp"]
    body = {"img_id": resp["img_id"], "prompt": "a", "model": "v6", "duration": 5, "quality": "540p"}

    assert pixverse.post("/video/img/generate", body)["ErrCode"] == 0
    assert httpx.get(resp["img_url"]).content == PNG


def test_the_length_of_an_uploaded_sound_decides_the_price(sandbox: Sandbox, pixverse: PixVerse) -> None:
    audio = pixverse.upload("/media/upload", file=("a.mp3", MP3, "audio/mpeg"))["Resp"]
    video = pixverse.upload("/media/upload", file=("a.mp4", VIDEO, "video/mp4"))["Resp"]
    pixverse.submit("/video/lip_sync/generate", video_media_id=video["media_id"], audio_media_id=audio["media_id"])

    assert (audio["media_type"], video["media_type"]) == ("audio", "video")
    assert sandbox.balance("pixverse.ai") == 15_000 - 4 * 12


@pytest.mark.parametrize(
    ("path", "field", "part", "code"),
    [
        ("/image/upload", "image", ("a.png", b"only text", "image/png"), 500032),
        ("/image/upload", "image", ("a.png", MP3, "image/png"), 500032),
        ("/image/upload", "image", ("a.jpg", PNG, "text/plain"), 500032),
        ("/image/upload", "image", ("sandbox-moderate.png", PNG, "image/png"), 500052),
        ("/image/upload", "image", ("large.png", media.png(2, 2, seed=0) + b"\0" * 20 * 2**20, "image/png"), 500030),
        ("/media/upload", "file", ("a.mp4", b"only text", "video/mp4"), 400017),
        ("/media/upload", "file", ("a.png", PNG, "image/png"), 400017),
        ("/media/upload", "file", ("a.mp4", MP3, "video/mp4"), 400017),
        ("/media/upload", "nothing", ("a.mp4", VIDEO, "video/mp4"), 400011),
    ],
)
def test_a_file_that_lies_is_refused_in_the_vendors_shape(
    pixverse: PixVerse, *, path: str, field: str, part: tuple[str, bytes, str], code: int
) -> None:
    payload = pixverse.upload(path, **{field: part})

    assert payload.get("ErrCode", payload.get("err_code")) == code


def test_a_source_film_has_the_published_length_and_sides_at_most(pixverse: PixVerse) -> None:
    films = {
        "fine": ("sound_effect", 30, 1920),
        "too long": ("sound_effect", 31, 1920),
        "too long to restyle": ("restyle", 17, 1920),
        "too wide": ("sound_effect", 5, 1922),
    }
    codes = {}
    for name, (operation, seconds, width) in films.items():
        film = media.video(seconds, width=width, height=720, sound=False)
        source = pixverse.upload("/media/upload", file=("a.mp4", film, "video/mp4"))["Resp"]["media_id"]
        body = {"video_media_id": source, **({"restyle_id": 1} if operation == "restyle" else {})}
        codes[name] = pixverse.post(f"/video/{operation}/generate", body)["ErrCode"]

    assert codes == {name: 0 if name == "fine" else 400017 for name in films}


def test_a_broken_form_is_refused_and_no_server_error(pixverse: PixVerse) -> None:
    headers = {**pixverse.headers(), "content-type": "multipart/form-data; boundary=x"}
    answer = pixverse.http.post("/media/upload", content=b"--y\r\nnothing", headers=headers)

    assert answer.json()["ErrCode"] in {400011, 400013}


@pytest.fixture(params=["kie.ai", "sunoapi.org"])
def host(request: pytest.FixtureRequest) -> str:
    """Name each Suno host."""
    return str(request.param)


HEADERS = {"Authorization": "Bearer sandbox-key"}


def test_all_three_ways_to_upload_give_a_link(sandbox: Sandbox, host: str) -> None:
    base, folder = f"{sandbox.upload_url(host)}/api", {"uploadPath": "songs/mine"}
    coded = {**folder, "base64Data": f"data:audio/mpeg;base64,{base64.b64encode(MP3).decode()}", "fileName": "a.mp3"}
    answers = [
        httpx.post(f"{base}/file-base64-upload", json=coded, headers=HEADERS).json(),
        httpx.post(
            f"{base}/file-stream-upload", data=folder, files={"file": ("b.mp3", MP3, "audio/mpeg")}, headers=HEADERS
        ).json(),
        httpx.post(
            f"{base}/file-url-upload", json={**folder, "fileUrl": "https://example.com/c.mp3"}, headers=HEADERS
        ).json(),
    ]

    assert [(answer["success"], answer["code"], answer["data"]["mimeType"]) for answer in answers] == [
        (True, 200, "audio/mpeg")
    ] * 3
    assert [httpx.get(answer["data"]["downloadUrl"]).content for answer in answers[:2]] == [MP3, MP3]


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("POST", "file-base64-upload", {"base64Data": "%%%", "uploadPath": "a"}, 400),
        ("POST", "file-url-upload", {"fileUrl": "https://example.com/a.mp3"}, 400),
        ("GET", "file-url-upload", None, 405),
        ("POST", "file-other-upload", {}, 404),
    ],
)
def test_an_upload_host_refuses_with_the_code_as_http_status(
    sandbox: Sandbox, host: str, *, method: str, path: str, body: dict[str, str] | None, code: int
) -> None:
    answer = httpx.request(method, f"{sandbox.upload_url(host)}/api/{path}", json=body, headers=HEADERS)

    assert (answer.status_code, answer.json()["code"], answer.json()["success"]) == (code, code, False)


def test_a_song_longer_than_eight_minutes_is_refused(sandbox: Sandbox) -> None:
    long = media.mp3(481, seed=1)
    with Suno(sandbox, "kie.ai") as kie:
        stored = httpx.post(
            f"{sandbox.upload_url('kie.ai')}/api/file-stream-upload",
            data={"uploadPath": "a"}, files={"file": ("l.mp3", long, "audio/mpeg")}, headers=HEADERS,
        ).json()  # fmt: skip
        body = {
            "uploadUrl": stored["data"]["downloadUrl"],
            "customMode": True,
            "instrumental": True,
            "model": "V5",
            "style": "a",
            "title": "b",
        }

        assert "8 minutes" in kie.post("/generate/upload-cover", **body)["msg"]
