from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reelscore.errors import InvalidRequest
from reelscore.sandbox import media
from reelscore.uploads.source import Source, Upload, open_source

PNG = media.png(64, 48)
MP4 = media.video(1, width=64, height=48, sound=True)


class Pipe:
    """A file object that can only be read once."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._file.read(size)


def read_twice(upload: Upload) -> tuple[bytes, bytes]:
    with upload.open() as first:
        one = first.read()
    with upload.open() as second:
        return one, second.read()


def as_path(folder: Path) -> Source:
    path = folder / "fox.mp4"
    path.write_bytes(MP4)
    return path


def as_text(folder: Path) -> Source:
    return str(as_path(folder))


def as_bytes(_folder: Path) -> Source:
    return MP4


def as_file(_folder: Path) -> Source:
    return io.BytesIO(MP4)


def as_read_file(_folder: Path) -> Source:
    file = io.BytesIO(MP4)
    file.seek(0, os.SEEK_END)
    return file


def as_stream(_folder: Path) -> Source:
    return Pipe(MP4)


@pytest.mark.parametrize("make", [as_path, as_text, as_bytes, as_file, as_read_file, as_stream])
def test_every_kind_of_source_can_be_sent_twice_from_its_first_byte(
    make: Callable[[Path], Source], tmp_path: Path
) -> None:
    upload = open_source(make(tmp_path), kind="media", field="source")

    try:
        assert read_twice(upload) == (MP4, MP4)
        assert (upload.bytes, upload.content_type, upload.format) == (len(MP4), "video/mp4", "mp4")
    finally:
        upload.close()


def test_a_named_pipe_is_copied_once_and_sent_as_often_as_needed(tmp_path: Path) -> None:
    path = tmp_path / "fox.mp4"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(MP4,))
    writer.start()

    upload = open_source(path, kind="video", field="source")

    writer.join()
    assert read_twice(upload) == (MP4, MP4)
    assert upload.name == "fox.mp4"
    upload.close()


def test_a_file_that_the_user_opened_stays_open(tmp_path: Path) -> None:
    as_path(tmp_path)
    with (tmp_path / "fox.mp4").open("rb") as file:
        upload = open_source(file, kind="video", field="source")

        assert read_twice(upload) == (MP4, MP4)
        assert not file.closed
        assert upload.name == "fox.mp4"


def test_the_content_type_is_the_bytes_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "fox.jpg"
    path.write_bytes(PNG)

    assert open_source(path, kind="image", field="img_id").content_type == "image/png"


def test_bytes_without_a_name_get_one_that_fits() -> None:
    assert open_source(PNG, kind="image", field="img_id").name == "upload.png"


def test_a_url_is_left_to_the_vendor() -> None:
    upload = open_source("https://example.com/a/fox.mp4?sign=1", kind="video", field="source")

    assert (upload.is_url, upload.url, upload.name) == (True, "https://example.com/a/fox.mp4?sign=1", "fox.mp4")


def test_a_part_of_a_body_names_field_file_and_type() -> None:
    part = open_source(MP4, kind="video", field="source").part("file")

    assert (part.name, part.file_name, part.content_type) == ("file", "upload.mp4", "video/mp4")


def folder(place: Path) -> Any:
    return place


def missing(place: Path) -> Any:
    return place / "none.mp4"


def empty(place: Path) -> Any:
    (place / "empty.mp4").touch()
    return place / "empty.mp4"


def circle(place: Path) -> Any:
    (place / "circle.mp4").symlink_to(place / "circle.mp4")
    return place / "circle.mp4"


def text(place: Path) -> Any:
    (place / "text.mp4").write_text("not a film at all")
    return place / "text.mp4"


def words(_place: Path) -> Any:
    return io.StringIO("words")


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (folder, "source.folder"),
        (missing, "source.missing"),
        (empty, "source.empty"),
        (circle, "source.unreadable"),
        (text, "source.type"),
        (words, "source.unreadable"),
    ],
)
def test_a_source_that_cannot_be_sent_breaks_one_rule_that_names_the_field(
    make: Callable[[Path], Any], rule: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        open_source(make(tmp_path), kind="media", field="source")

    assert [(one.rule, one.field) for one in caught.value.violations] == [(rule, "source")]
    assert caught.value.violations[0].message.startswith("source: ")


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("fox\0.mp4", "source.unreadable"),
        (b"", "source.empty"),
        (PNG, "source.type"),
        ("ftp://example.com/fox.mp4", "source.url"),
        ("https:///fox.mp4", "source.url"),
        ("https://example.com/a fox.mp4", "source.url"),
        ("https://[1/fox.mp4", "source.url"),
        ("https://example.com:99999/fox.mp4", "source.url"),
    ],
    ids=["zero byte", "no bytes", "picture", "ftp", "no host", "blank", "half an address", "port"],
)
def test_a_value_that_cannot_be_sent_breaks_one_rule(value: str | bytes, rule: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        open_source(value, kind="media", field="source")

    assert [(one.rule, one.field) for one in caught.value.violations] == [(rule, "source")]


@pytest.mark.parametrize("make", [io.BytesIO, lambda: Pipe(b"")], ids=["file", "stream"])
def test_a_file_object_without_bytes_is_empty(make: Callable[[], Any]) -> None:
    with pytest.raises(InvalidRequest, match="is empty"):
        open_source(make(), kind="media", field="source")


def test_any_file_may_be_sent_where_the_field_takes_any_but_not_under_a_false_name(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("a text")

    assert open_source(path, kind="any", field="file").content_type == "text/plain"
    with pytest.raises(InvalidRequest, match=r"begins like text, not like what '\.mp4' says"):
        open_source(path.rename(tmp_path / "fox.mp4"), kind="any", field="file")
