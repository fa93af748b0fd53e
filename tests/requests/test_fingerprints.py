"""Fingerprints of files: other content under the same path is another request."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from reelscore.flows.context import ClientContext
from reelscore.flows.submit import new_call
from reelscore.pixverse import ImageToVideo, TextToVideo
from reelscore.pixverse.requests import ImageReference
from reelscore.requests.fingerprints import file_fingerprints
from reelscore.requests.request import has_files
from tests.families import family

PIXVERSE = family("pixverse.ai")


def animate(image: Any) -> ImageToVideo:
    return ImageToVideo(img_id=image, prompt="it runs", model="v5", duration=5, quality="540p")


def digest(image: Any) -> str:
    request = animate(image)
    terms = ClientContext(family=PIXVERSE, files=file_fingerprints(request))
    entry, _ = new_call(request, terms, ready=animate(7), quote=request.quote(PIXVERSE))
    return entry.digest


def test_another_content_under_the_same_path_is_another_request(tmp_path: Path) -> None:
    picture = tmp_path / "fox.png"
    picture.write_bytes(b"red")
    before, again = digest(picture), digest(picture)
    picture.write_bytes(b"blu")

    assert (before == again, before == digest(picture)) == (True, False)


@pytest.mark.parametrize("kind", [bytes, io.BytesIO])
def test_bytes_and_files_in_memory_count_by_their_content(kind: Any) -> None:
    assert digest(kind(b"red")) == digest(kind(b"red")) != digest(kind(b"blu"))


def test_a_file_object_stays_where_it_was() -> None:
    file = io.BytesIO(b"a fox in snow")
    file.seek(5)

    assert file_fingerprints(animate(file))["img_id"].startswith("13 ")
    assert file.tell() == 5


def test_files_inside_lists_and_parts_are_found_by_their_place() -> None:
    kind = PIXVERSE.operations["fusion"].request
    reference = ImageReference(type="subject", img_id=b"red", ref_name="fox")
    request = kind.build({"prompt": "@fox runs", "model": "v5", "duration": 5, "quality": "540p"})
    object.__setattr__(request, "image_references", (ImageReference(type="subject", img_id=3, ref_name="a"), reference))

    assert list(file_fingerprints(request)) == ["image_references[1].img_id"]


class Stream(io.RawIOBase):
    """Something that can be read once."""

    def readable(self) -> bool:
        """It can."""
        return True


def test_a_stream_is_left_to_its_upload_and_a_missing_file_to_the_rules() -> None:
    assert file_fingerprints(animate(Stream())) == file_fingerprints(animate("/nowhere/fox.png")) == {}


@pytest.mark.parametrize("value", [7, "https://example.com/fox.png", ""])
def test_ids_and_addresses_are_no_files(value: Any) -> None:
    assert not has_files(animate(value))


def test_a_request_that_takes_no_files_holds_none() -> None:
    assert not has_files(TextToVideo(prompt="a fox", model="v5", duration=5, quality="540p", aspect_ratio="16:9"))
