from __future__ import annotations

import io
import os
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


def written(folder: Path) -> Path:
    path = folder / "fox.mp4"
    path.write_bytes(MP4)
    return path


def test_every_kind_of_source_can_be_sent_twice_from_its_first_byte(tmp_path: Path) -> None:
    read = io.BytesIO(MP4)
    read.seek(0, os.SEEK_END)
    path = written(tmp_path)
    sources: list[Source] = [path, str(path), MP4, bytearray(MP4), memoryview(MP4), io.BytesIO(MP4), read, Pipe(MP4)]
    for source in sources:
        upload = open_source(source, kind="media", field="source")

        assert read_twice(upload) == (MP4, MP4), source
        assert (upload.bytes, upload.content_type, upload.format) == (len(MP4), "video/mp4", "mp4"), source


def test_a_named_pipe_is_refused_because_it_can_be_read_only_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fox.mp4")

    with pytest.raises(InvalidRequest, match="a pipe or device"):
        open_source(tmp_path / "fox.mp4", kind="video", field="source")


def test_a_file_that_the_user_opened_stays_open(tmp_path: Path) -> None:
    with written(tmp_path).open("rb") as file:
        upload = open_source(file, kind="video", field="source")

        assert read_twice(upload) == (MP4, MP4)
        assert not file.closed
        assert upload.name == "fox.mp4"


def test_the_content_type_is_the_bytes_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "fox.jpg"
    path.write_bytes(PNG)

    assert open_source(path, kind="image", field="img_id").content_type == "image/png"


def test_a_part_of_a_body_names_field_file_and_type_and_bytes_get_a_name() -> None:
    part = open_source(MP4, kind="video", field="source").part("file")

    assert (part.name, part.file_name, part.content_type) == ("file", "upload.mp4", "video/mp4")


def test_a_url_is_left_to_the_vendor() -> None:
    upload = open_source("https://example.com/a/fox.mp4?sign=1", kind="video", field="source")

    assert (upload.is_url, upload.url, upload.name) == (True, "https://example.com/a/fox.mp4?sign=1", "fox.mp4")


def test_a_source_that_cannot_be_sent_breaks_one_rule_that_names_the_field(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "circle.mp4").symlink_to(tmp_path / "circle.mp4")
    (tmp_path / "text.mp4").write_text("not a film at all")
    cases: list[tuple[Any, str]] = [
        (tmp_path, "folder"),
        (tmp_path / "none.mp4", "missing"),
        (tmp_path / "empty.mp4", "empty"),
        (tmp_path / "circle.mp4", "unreadable"),
        (tmp_path / "text.mp4", "type"),
        (io.StringIO("words"), "unreadable"),
        (io.BytesIO(), "empty"),
        (Pipe(b""), "empty"),
        (b"", "empty"),
        (PNG, "type"),
        ("fox\0.mp4", "unreadable"),
        ("data:video/mp4;base64,AAAA", "name"),
        ("ftp://example.com/fox.mp4", "url"),
        ("https:///fox.mp4", "url"),
        ("https://example.com/a fox.mp4", "url"),
        ("https://[1/fox.mp4", "url"),
        ("https://example.com:99999/fox.mp4", "url"),
    ]
    for value, rule in cases:
        with pytest.raises(InvalidRequest, match="source: ") as caught:
            open_source(value, kind="media", field="source")

        found = [(one.rule, one.field) for one in caught.value.violations]
        assert found == [(f"source.{rule}", "source")], value


def test_any_file_may_be_sent_where_the_field_takes_any_but_not_under_a_false_name(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("a text")

    assert open_source(path, kind="any", field="file").content_type == "text/plain"
    with pytest.raises(InvalidRequest, match=r"begins like text, not like what '\.mp4' says"):
        open_source(path.rename(tmp_path / "fox.mp4"), kind="any", field="file")
