"""Fields take files as well as ids: looked at first, uploaded once, replaced by their ids; bad ones stop everything."""

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from reelscore.errors import InvalidRequest
from reelscore.flows.files import replaced
from reelscore.pixverse import (
    Extend,
    Fusion,
    ImageReference,
    ImageToVideo,
    Keyframe,
    LipSync,
    MultiTransition,
    SoundEffect,
    UploadImage,
    UploadMedia,
)
from reelscore.pixverse.files import UPLOADS
from reelscore.pixverse.requests import REQUESTS
from reelscore.sandbox.media import mp3, png, video
from tests.pixverse.stage import MP3, MP4, PNG, Stage

CLIP: dict[str, Any] = {"prompt": "it runs", "model": "v5", "duration": 5, "quality": "540p"}
TRUNCATED_PNG = PNG[: len(PNG) // 2]


def wide(pixels: int) -> bytes:
    file = io.BytesIO()
    Image.new("L", (pixels, 2)).save(file, "PNG")
    return file.getvalue()


def uploads(stage: Stage) -> int:
    return sum(call["path"].endswith("/upload") for call in stage.sandbox.requests())


def animated(image: Any) -> ImageToVideo:
    return ImageToVideo(img_id=image, **CLIP)


def test_files_stand_where_ids_stand_also_inside_lists() -> None:
    request = Fusion(
        image_references=(
            ImageReference(img_id="fox.png", type="subject", ref_name="fox"),
            ImageReference(img_id=7, type="subject", ref_name="dog"),
        ),
        prompt="@fox meets @dog",
        model="v5",
        duration=5,
        quality="540p",
        aspect_ratio="16:9",
    )
    (found,) = UPLOADS.files_in(request)
    placed = replaced(request, found.place, 3)

    assert (found.field, found.kind, found.value) == ("image_references[0].img_id", "image", "fox.png")
    assert [reference.img_id for reference in placed.image_references] == [3, 7]
    assert UPLOADS.files_in(placed) == ()


def test_an_address_is_uploaded_by_the_vendor() -> None:
    (found,) = UPLOADS.files_in(SoundEffect(video_media_id="https://example.com/fox.mp4"))

    assert UPLOADS.request(found) == UploadMedia(file_url="https://example.com/fox.mp4")


@pytest.mark.parametrize("shape", ["path", "text", "bytes", "file"])
def test_a_picture_of_any_shape_is_uploaded_first(stage: Stage, shape: str, tmp_path: Path) -> None:
    path = tmp_path / "fox.png"
    path.write_bytes(PNG)
    given: dict[str, Any] = {"path": path, "text": str(path), "bytes": PNG, "file": io.BytesIO(PNG)}
    with stage.client() as client:
        task = client.submit(animated(given[shape]))

        assert task.wait().url


def test_files_are_uploaded_by_the_awaiting_client_too(stage: Stage) -> None:
    async def go() -> str:
        async with stage.awaiting() as client:
            task = await client.submit(LipSync(video_media_id=MP4, audio_media_id=MP3))
            return (await task.wait()).url

    assert asyncio.run(go())


def test_the_same_file_is_uploaded_once(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "fox.png"
    path.write_bytes(png(32, 32))
    frames = (Keyframe(img_id=path, duration=5), Keyframe(img_id=path))
    with stage.client() as client:
        before = uploads(stage)
        client.submit(MultiTransition(multi_transition=frames, model="v5", quality="540p"))

        assert uploads(stage) - before == 1


def bad_files(folder: Path) -> dict[str, Any]:
    (folder / "empty.png").touch()
    (folder / "text.mp4").write_text("this is no film")
    (folder / "cut.png").write_bytes(TRUNCATED_PNG)
    return {
        "missing": folder / "nothing.png",
        "empty": folder / "empty.png",
        "folder": folder,
        "text": folder / "text.mp4",
        "cut": folder / "cut.png",
        "no address": "ftp://example.com/fox.png",
        "blank in address": "https://exa mple.com/fox.png",
        "sound": MP3,
    }


@pytest.mark.parametrize(
    "name", ["missing", "empty", "folder", "text", "cut", "no address", "blank in address", "sound"]
)
def test_a_bad_picture_is_an_error_before_a_byte_goes_out(stage: Stage, name: str, tmp_path: Path) -> None:
    given = bad_files(tmp_path)[name]
    before = len(stage.sandbox.requests())
    with stage.client() as client, pytest.raises(InvalidRequest) as caught:
        client.submit(animated(given))

    assert {violation.field for violation in caught.value.violations} == {"img_id"}
    assert len(stage.sandbox.requests()) == before


def test_a_text_named_mp4_is_no_film(stage: Stage, tmp_path: Path) -> None:
    given = bad_files(tmp_path)["text"]
    with stage.client() as client, pytest.raises(InvalidRequest, match="video_media_id"):
        client.submit(SoundEffect(video_media_id=given))
    with stage.client() as client, pytest.raises(InvalidRequest, match="file"):
        client.upload_media(file=given)


def test_rules_come_before_files(stage: Stage) -> None:
    before = uploads(stage)
    with stage.client() as client, pytest.raises(InvalidRequest):
        client.submit(ImageToVideo.build({**CLIP, "duration": 7, "img_id": PNG}))

    assert uploads(stage) == before


LIMITS = [
    pytest.param(animated(wide(10_001)), "img_id", id="a side of 10,001 px"),
    pytest.param(UploadImage(image=PNG + bytes(20 * 1024 * 1024)), "image", id="20 MB"),
    pytest.param(SoundEffect(video_media_id=video(31, width=16, height=16, sound=False)), "video_media_id", id="31 s"),
    pytest.param(UploadMedia(file=video(1, width=1936, height=16, sound=False)), "file", id="1,936 px"),
    pytest.param(LipSync(source_video_id=1, audio_media_id=mp3(31)), "audio_media_id", id="a sound of 31 s"),
]


@pytest.mark.parametrize(("request_", "field"), LIMITS)
def test_a_file_outside_the_limits_is_an_error(request_: Any, field: str) -> None:
    errors = [violation for violation in UPLOADS.violations(request_) if violation.severity == "error"]

    assert {violation.field for violation in errors} == {field}


@pytest.mark.parametrize(
    ("operation", "megabytes"),
    [("mimic", 100), ("modify", 100), ("sound_effect", 50), ("restyle", 50), ("upload_media", 100)],
)
def test_a_film_may_be_as_large_as_its_operation_takes(operation: str, megabytes: int, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(MP4)
    cls = next(cls for cls in REQUESTS if cls.operation == operation)
    given = {"file": str(path)} if cls is UploadMedia else {"source_video_id": None, "video_media_id": str(path)}
    request = cls.build({**cls.sample, **given})
    broken: list[bool] = []
    for size in (megabytes * 1024 * 1024, megabytes * 1024 * 1024 + 1):
        with path.open("r+b") as file:
            file.truncate(size)
        broken.append(
            any("bytes" in violation.message or "MB" in violation.message for violation in UPLOADS.violations(request))
        )

    assert broken == [False, True]


def test_an_id_in_a_text_is_no_file() -> None:
    assert UPLOADS.files_in(animated("627410861014328450")) == ()


def test_an_older_field_takes_a_file_too() -> None:
    request = Extend(source_video_id=1, img_id=PNG, **CLIP)

    assert [want.field for want in UPLOADS.files_in(request)] == ["img_id"]
    assert UPLOADS.violations(request) == ()
