"""Names and messages that come from results."""

from __future__ import annotations

import asyncio
from pathlib import Path

import attrs
import pytest

from reelscore.downloads import (
    download_all,
    download_all_async,
)
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
class Ticket:
    ref: str


def test_a_single_file_is_named_by_the_user_or_after_its_title(tmp_path: Path) -> None:
    song = Song(urls=("https://example.com/x",))

    assert target_for(song, tmp_path / "fox.mp3").target == tmp_path / "fox.mp3"
    assert target_for(song, tmp_path).target == tmp_path / "Fox _ Snow.mp3"
    assert target_for(song, f"{tmp_path}/new/").target == tmp_path / "new" / "Fox _ Snow.mp3"
    with pytest.raises(ConfigurationError, match="has 2 files, not one"):
        target_for(Song(urls=("a", "b")), tmp_path)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
@pytest.mark.parametrize(
    ("ref", "advice"),
    [("sunoapi.org/generate/7", "recover_audio"), ("kie.ai/generate/7", "download_url"), ("other/7", "refresh")],
)
def test_a_dead_link_names_the_task_and_what_to_do(
    shelf: Shelf, tmp_path: Path, status: int, ref: str, advice: str
) -> None:
    song = bind(Song(urls=(f"{shelf.url}/a",)), Ticket(ref))
    shelf.statuses = [status]

    with pytest.raises(DownloadError, match=rf"the link of task {ref} has expired .*HTTP {status}.*{advice}"):
        download_all([target_for(song, tmp_path / "fox.mp3")], manner=HERE)

    assert len(shelf.seen) == 1


def test_files_of_one_result_do_not_hide_each_other(shelf: Shelf, tmp_path: Path) -> None:
    shelf.body = b"ID3" + movie(5000)
    orders = targets_for(Song(urls=(f"{shelf.url}/a", f"{shelf.url}/b", f"{shelf.url}/c")), tmp_path / "new")

    saved = download_all(orders, manner=HERE)
    again = asyncio.run(download_all_async([attrs.evolve(order, overwrite=True) for order in orders], manner=HERE))

    assert [one.path.name for one in saved] == ["Fox _ Snow.mp3", "Fox _ Snow (2).mp3", "Fox _ Snow (3).mp3"]
    assert saved == again
    assert names(tmp_path / "new") == {one.path.name for one in saved}
