from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reelscore.uploads.filenames import MOST_BYTES, distinct_names, safe_name
from tests.rows import each

dangerous = st.text(alphabet='./\\:*?"<>| \0\n\u202e\u200d\ud800é😀conaux1-%~')
titles = st.text(alphabet=st.characters()) | dangerous | st.sampled_from(["..", "CON", "nul.txt", "com1 .mp3", "~"])
extensions = st.sampled_from(["", "mp3", ".mp4", "../x", "jp\0g", "a" * 40])


@given(title=titles, extension=extensions)
def test_a_safe_name_is_one_file_below_any_folder_and_no_longer_than_file_systems_take(
    title: str, extension: str
) -> None:
    name = safe_name(title, extension=extension)

    assert os.path.normpath(Path("folder", name)) == f"folder{os.sep}{name}"
    assert not set(name) & set('/\\<>:"|?*\0')
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    assert 1 <= len(name.encode()) <= MOST_BYTES


@given(title=titles, extension=extensions)
def test_a_safe_name_stays_as_it_is(title: str, extension: str) -> None:
    name = safe_name(title, extension=extension)

    assert safe_name(name) == name
    assert safe_name(name, extension=extension) == name


@given(names=st.lists(titles.map(lambda title: safe_name(title, extension="mp3")), max_size=8))
def test_names_of_one_folder_differ_even_where_case_does_not_count(names: list[str]) -> None:
    found = distinct_names(names)

    assert len({name.casefold() for name in found}) == len(names)
    assert max((len(name.encode()) for name in found), default=0) <= MOST_BYTES
    assert all(safe_name(name) == name for name in found)


@each(
    "title, name",
    [
        ("../../etc/passwd", "_.._etc_passwd.mp3"),
        ("CON", "_CON.mp3"),
        ("con.tar", "_con.tar.mp3"),
        ("  Fox  in\tsnow. ", "Fox in snow.mp3"),
        ("狐 — \u202egpj", "狐 — gpj.mp3"),
        ("", "untitled.mp3"),
        ("Fox.mp3", "Fox.mp3"),
        ("😀" * 100, "😀" * 49 + ".mp3"),
    ],
)
def test_titles_become_names(title: str, name: str) -> None:
    assert safe_name(title, extension="mp3") == name
