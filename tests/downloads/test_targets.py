"""Names and messages that come from results."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import attrs
import pytest

from reelscore.downloads import check_destination, check_targets, download, download_all, download_all_async
from reelscore.downloads.targets import target_for, targets_for
from reelscore.errors import ConfigurationError, DownloadError
from reelscore.results import Asset, Result, bind
from tests.fileserver import HERE, Shelf, movie, names


@attrs.frozen(kw_only=True)
class Song(Result):
    urls: tuple[str, ...] = ()
    title: str = "Fox / Snow"

    @property
    def assets(self) -> tuple[Asset, ...]:
        return tuple(Asset(url=url, kind="audio", name=self.title, extension="mp3") for url in self.urls)


@attrs.frozen
class Host:
    download_advice: str = ""

    def alternative_urls(self, url: str) -> list[str]:
        return [url.replace("%2F", "/")]


@attrs.frozen
class Owner:
    host: object


@attrs.frozen
class Ticket:
    ref: str
    client: Owner = Owner(None)


def test_a_single_file_is_named_by_the_user_or_after_its_title(tmp_path: Path) -> None:
    song = Song(urls=("https://example.com/x",))

    assert target_for(song, tmp_path / "fox.mp3").target == tmp_path / "fox.mp3"
    assert target_for(song, tmp_path).target == tmp_path / "Fox _ Snow.mp3"
    assert target_for(song, f"{tmp_path}/new/").target == tmp_path / "new" / "Fox _ Snow.mp3"
    with pytest.raises(ConfigurationError, match="has 2 files, not one"):
        target_for(Song(urls=("a", "b")), tmp_path)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
@pytest.mark.parametrize("advice", ["ask for a fresh link with client.download_url(url=...)", ""])
def test_a_dead_link_names_the_task_and_what_to_do(shelf: Shelf, tmp_path: Path, status: int, advice: str) -> None:
    song = bind(Song(urls=(f"{shelf.url}/a",)), Ticket("toy/generate/7", Owner(Host(advice))))
    shelf.statuses = [status]

    with pytest.raises(
        DownloadError,
        match=f"the link of task toy/generate/7 has expired .*HTTP {status}.*{re.escape(advice or 'task.refresh()')}",
    ):
        download_all([target_for(song, tmp_path / "fox.mp3")], options=HERE)

    assert {path for path, _ in shelf.seen} == {"/a"}


def test_a_host_knows_other_urls_of_a_file(shelf: Shelf, tmp_path: Path) -> None:
    shelf.body, shelf.missing = b"ID3" + movie(5000), {"/a%2Fb"}
    song = bind(Song(urls=(f"{shelf.url}/a%2Fb",)), Ticket("toy/generate/7", Owner(Host())))

    assert download_all([target_for(song, tmp_path / "fox.mp3")], options=HERE)[0].path.read_bytes() == shelf.body


def test_files_of_one_result_do_not_hide_each_other(shelf: Shelf, tmp_path: Path) -> None:
    shelf.body = b"ID3" + movie(5000)
    orders = targets_for(Song(urls=(f"{shelf.url}/a", f"{shelf.url}/b", f"{shelf.url}/c")), tmp_path / "new")

    saved = download_all(orders, options=HERE)
    again = asyncio.run(download_all_async([attrs.evolve(order, overwrite=True) for order in orders], options=HERE))

    assert [one.path.name for one in saved] == ["Fox _ Snow.mp3", "Fox _ Snow (2).mp3", "Fox _ Snow (3).mp3"]
    assert saved == again
    assert names(tmp_path / "new") == {one.path.name for one in saved}


def test_a_tilde_is_the_home_folder(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    song = Song(urls=("https://example.com/x",))

    assert download(f"{shelf.url}/fox.mp4", "~/new/fox.mp4", options=HERE).path == tmp_path / "new" / "fox.mp4"
    assert target_for(song, "~").target == tmp_path / "Fox _ Snow.mp3"
    assert target_for(song, "~/fox.mp3").target == tmp_path / "fox.mp3"
    assert targets_for(song, "~/new")[0].target == tmp_path / "new" / "Fox _ Snow.mp3"


def test_a_home_that_is_not_known_is_told() -> None:
    with pytest.raises(ConfigurationError, match="give the whole path"):
        target_for(Song(urls=("https://example.com/x",)), "~nobody-of-this-name/fox.mp3")


def test_a_place_that_can_be_written_passes_and_nothing_is_left_there(tmp_path: Path) -> None:
    check_destination(tmp_path)
    check_destination(tmp_path / "new" / "fox.mp3")
    check_destination(f"{tmp_path}/new/")

    assert names(tmp_path) == set()


def test_a_name_that_is_taken_is_told_before_anything_is_paid(tmp_path: Path) -> None:
    (tmp_path / "fox.mp3").touch()

    with pytest.raises(DownloadError, match=r"fox\.mp3 exists; ask for overwrite=True"):
        check_destination(tmp_path / "fox.mp3")
    check_destination(tmp_path / "fox.mp3", overwrite=True)


@pytest.mark.parametrize("place", ["file/fox.mp3", "file/", "x" * 300 + ".mp3", "a\0b.mp3"])
def test_a_place_that_cannot_be_written_is_told_before_anything_is_paid(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ConfigurationError, match=r"cannot be written|no file can be written to the folder"):
        check_destination(f"{tmp_path}/{place}")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(ConfigurationError, match=f"no file can be written to the folder {tmp_path}"):
        check_destination(tmp_path / "fox.mp3")


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    song = Song(urls=("https://example.com/x",))

    with pytest.raises(ConfigurationError, match="two files would be saved as"):
        check_targets([target_for(song, tmp_path / "a.mp3"), target_for(song, tmp_path / "a.mp3")])
