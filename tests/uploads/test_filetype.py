from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reelscore.sandbox import media
from reelscore.suno import midi
from reelscore.uploads import filetype
from tests.rows import each


@each(
    "head, name",
    [
        (media.video(1, width=64, height=48, sound=False), "mp4"),
        (media.mp3(1), "mp3"),
        (media.wav(1), "wav"),
        (media.png(8, 8), "png"),
        (midi.write([]), "midi"),
        (b"\x00\x00\x00\x14ftypqt  ", "mov"),
        (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat", "mov"),
        (b"\x00\x00\x00\x1cftypM4A ", "m4a"),
        (b"\x00\x00\x00\x14ftypmif1\x00\x00\x00\x00avif", "avif"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "webm"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska", "mkv"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg"),
        (b"GIF89a", "gif"),
        (b"BM\x00\x01\x00\x00\x00\x00\x00\x00", "bmp"),
        (b"ID3\x04\x00", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"\xff\xf1\x50\x80", "aac"),
        (b"\xff\xf9\x50\x80", "aac"),
        (b"OggS\x00", "ogg"),
        (b"fLaC\x00", "flac"),
        (b"\n <!DOCTYPE html><html>", "html"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "xml"),
        (b'{"code": 404}', "json"),
        ("[Verse] Füchse".encode(), "json"),
        ("Füchse im Schnee".encode(), "text"),
        (b"\x00\x01\x02\x03", None),
        (b"\xff\xff\xff\xff", None),
        (b"", None),
    ],
)
def test_files_are_known_by_their_first_bytes(head: bytes, name: str | None) -> None:
    assert filetype.detect(head[: filetype.HEAD_BYTES]) == name


@each("brand", ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"])
def test_a_photo_of_a_phone_is_a_picture_and_no_film(brand: str) -> None:
    found = filetype.detect(b"\x00\x00\x00\x18ftyp" + brand.encode() + b"\x00\x00\x00\x00mif1heic")

    assert found == "heic"
    assert filetype.matches_kind(found, "image")
    assert not filetype.matches_kind(found, "video")


@given(head=st.binary(max_size=600))
def test_any_bytes_have_a_known_format_or_none(head: bytes) -> None:
    assert filetype.detect(head) in {None, *filetype.KINDS}


@given(text=st.text(alphabet="aé狐😀", min_size=300))
def test_a_text_cut_inside_a_letter_is_a_text(text: str) -> None:
    assert filetype.detect(text.encode()[: filetype.HEAD_BYTES]) == "text"


def test_every_format_has_a_content_type_and_every_extension_a_format() -> None:
    assert set(filetype.MIME) == set(filetype.KINDS)
    assert set(filetype.EXTENSIONS.values()) == set(filetype.KINDS)
