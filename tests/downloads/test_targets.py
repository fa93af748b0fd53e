"""Names and messages that come from results."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import reelscore as rs
from reelscore.downloads.fetch import download_all, download_all_async
from reelscore.downloads.partfile import DownloadedFile, files_of
from reelscore.downloads.targets import TaskFiles, check_destination, check_targets, target_for, targets_for
from reelscore.effects import HttpCall
from reelscore.errors import ConfigurationError, DownloadError
from reelscore.ledger import Ledger
from reelscore.ledger.records import CallRecord, NewCall
from reelscore.pixverse import TextToVideo
from reelscore.pricing import Quote
from reelscore.results import Asset, Result, bind
from reelscore.sandbox import running
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
    unnamed = Song(urls=("https://example.com/a%2Fred%20fox?x=1",), title="")
    assert target_for(unnamed, tmp_path).target == tmp_path / "red fox.mp3"
    assert target_for(song, f"{tmp_path}/new/").target == tmp_path / "new" / "Fox _ Snow.mp3"
    with pytest.raises(ConfigurationError, match="has 2 files, not one"):
        target_for(Song(urls=("a", "b")), tmp_path)


def test_a_dead_link_names_the_task_and_what_to_do(shelf: Shelf, tmp_path: Path) -> None:
    ask = "ask for a fresh link with client.download_url(url=...)"
    for status, advice, words in ((401, ask, ask), (403, "", "task.refresh()"), (404, ask, ask), (410, ask, ask)):
        song = bind(Song(urls=(f"{shelf.url}/a",)), Ticket("toy/generate/7", Owner(Host(advice))))
        shelf.statuses = [status]

        with pytest.raises(DownloadError) as caught:
            download_all([target_for(song, tmp_path / "fox.mp3")], options=HERE)

        assert f"the link of task toy/generate/7 has expired or is gone (HTTP {status}); " in str(caught.value)
        assert words in str(caught.value)
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


def test_a_tilde_is_the_home_folder_or_told_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    song = Song(urls=("https://example.com/x",))

    assert target_for(song, "~").target == tmp_path / "Fox _ Snow.mp3"
    assert target_for(song, "~/fox.mp3").target == tmp_path / "fox.mp3"
    assert targets_for(song, "~/new")[0].target == tmp_path / "new" / "Fox _ Snow.mp3"
    with pytest.raises(ConfigurationError, match="give the whole path"):
        target_for(song, "~nobody-of-this-name/fox.mp3")


def test_before_anything_is_paid_it_is_told_where_no_file_can_stand_and_nothing_is_left_there(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "new" / "fox.mp3", f"{tmp_path}/new/"):
        check_destination(place)
    assert names(tmp_path) == set()

    (tmp_path / "file").touch()
    for name in ("file/fox.mp3", "file/", "x" * 300 + ".mp3", "a\0b.mp3"):
        with pytest.raises(
            ConfigurationError, match=r"cannot be written|no file can be written to the folder|is no path"
        ):
            check_destination(f"{tmp_path}/{name}")
    with pytest.raises(DownloadError, match=r"file exists; ask for overwrite=True"):
        check_destination(tmp_path / "file")
    check_destination(tmp_path / "file", overwrite=True)
    twice = [target_for(Song(urls=("https://example.com/x",)), tmp_path / "a.mp3")] * 2
    with pytest.raises(ConfigurationError, match="two files would be saved as"):
        check_targets(twice)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(ConfigurationError, match=f"no file can be written to the folder {tmp_path}"):
        check_destination(tmp_path / "fox.mp3")


@attrs.frozen(kw_only=True)
class Track(Result):
    id: str
    url: str
    title: str = "A fox"
    image_url: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        return (Asset(url=self.url, kind="audio", name=self.title, extension="mp3"),)


@attrs.frozen(kw_only=True)
class Album(Result):
    tracks: tuple[Track, ...]

    @property
    def assets(self) -> tuple[Asset, ...]:
        return tuple(asset for track in self.tracks for asset in track.assets)


@attrs.frozen(kw_only=True)
class Words(Result):
    title: str = ""
    text: str = ""


def recorded(**request: object) -> CallRecord:
    ledger = Ledger(":memory:", clock=lambda: 1_700_000_000.0)
    call = HttpCall(method="POST", path="/generate", content=b"{}", trace_id="i1")
    price = Quote(credits=Decimal("10.50"), basis="exact")
    entry = NewCall(
        intent="i1", host="kie.ai", account="a", operation="generate", call=call, request=request, quote=price
    )
    ledger.run(lambda tx: tx.insert_intent(entry))
    ledger.run(lambda tx: tx.mark_submitted("i1", "t7"))
    row = ledger.run(lambda tx: tx.find_intent("i1"))
    assert row is not None
    return row


def of_task(row: CallRecord, result: object, folder: Path) -> TaskFiles:
    return TaskFiles(result=result, folder=folder, operation="generate", id="t7", request=row.request, record=row)


def test_the_files_of_a_task_are_named_by_title_and_id(tmp_path: Path) -> None:
    one, two = Track(id="t7a", url="https://x/1.mp3"), Track(id="t7b", url="https://x/2.mp3?sign=1")
    song, album = Song(urls=("https://x/1.mp3",)), Album(tracks=(one, two))
    pair = Song(urls=("https://x/1", "https://x/2"))
    cases = {
        "the request's title": (song, {"title": "Fox/Snow", "prompt": "p"}, ["Fox_Snow-t7.mp3"]),
        "the prompt's first line": (song, {"prompt": " a red fox\nin snow"}, ["a red fox-t7.mp3"]),
        "a long prompt": (song, {"prompt": "x" * 100}, ["x" * 60 + "-t7.mp3"]),
        "the operation": (song, {}, ["generate-t7.mp3"]),
        "tracks": (album, {}, ["A fox-t7a.mp3", "A fox (2)-t7b.mp3"]),
        "a titled album": (album, {"title": "Fox"}, ["Fox-t7a.mp3", "Fox-t7b.mp3"]),
        "two files of one id": (pair, {"title": "Fox"}, ["Fox-t7.mp3", "Fox-t7 (2).mp3"]),
    }

    found = {
        case: [each.target for each in of_task(recorded(**request), result, tmp_path).targets()]
        for case, (result, request, _) in cases.items()
    }

    assert found == {case: [tmp_path / name for name in expected] for case, (_, _, expected) in cases.items()}


def test_the_json_beside_the_files_says_what_was_asked_paid_and_saved(tmp_path: Path) -> None:
    saved = DownloadedFile(url="https://x/1.mp3?sign=1", path=tmp_path / "Fox-t7.mp3", bytes=3, sha256="ab")
    files = of_task(recorded(title="Fox \ud800"), Song(urls=(saved.url,)), tmp_path)

    path = files.write_sidecar([saved])

    assert (path.name, names(tmp_path)) == ("Fox-t7.json", {"Fox-t7.json"})
    assert json.loads(path.read_text("utf-8")) == {
        "operation": "generate",
        "id": "kie.ai/generate/t7",
        "host": "kie.ai",
        "model": "",
        "request": {"title": "Fox ?"},
        "quoted": "10.5",
        "charged": None,
        "created": "2023-11-14T22:13:20Z",
        "finished": None,
        "expires": None,
        "urls": ["https://x/1.mp3?sign=1"],
        "files": [{"name": "Fox-t7.mp3", "bytes": 3, "sha256": "ab"}],
    }
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_the_ledger_knows_and_that_is_there_needs_no_second_download(tmp_path: Path) -> None:
    saved = DownloadedFile(url="https://x/1.mp3", path=tmp_path / "Fox-t7.mp3", bytes=3, sha256="ab")
    record = attrs.evolve(recorded(title="Fox"), files=tuple(files_of([saved])))
    files = of_task(record, Song(urls=(saved.url,)), tmp_path)
    found = []

    for content in (None, b"ID3", b"other"):
        if content is not None:
            saved.path.write_bytes(content)
        found.append(files.saved_before(files.targets()))

    assert found == [{}, {saved.path: saved}, {}]


def test_the_json_of_one_track_keeps_what_it_said_of_the_others(tmp_path: Path) -> None:
    one, two = Track(id="t7a", url="https://x/1.mp3?sign=1"), Track(id="t7b", url="https://x/2.mp3")
    row, sizes = recorded(title="Fox"), []
    for part, size in ((Album(tracks=(one, two)), 1), (two, 2)):
        files = of_task(row, part, tmp_path)
        saved = [DownloadedFile(url=e.url, path=e.target, bytes=size, sha256="") for e in files.targets()]
        told = json.loads(files.write_sidecar(saved).read_text())
        sizes.append({each["name"]: each["bytes"] for each in told["files"]})

    assert sizes == [{"Fox-t7a.mp3": 1, "Fox-t7b.mp3": 1}, {"Fox-t7a.mp3": 1, "Fox-t7b.mp3": 2}]
    assert told["urls"] == [one.url, two.url]
    for spoilt in ("[]", "{", '{"id": "kie.ai/generate/t7", "files": [1], "urls": {}}', '{"id": "kie.ai/x/t8"}'):
        (tmp_path / "Fox-t7.json").write_text(spoilt)
        assert json.loads(files.write_sidecar(saved).read_text())["urls"] == [two.url], spoilt


def test_a_cover_stands_beside_its_track(tmp_path: Path) -> None:
    tracks = (
        Track(id="1", url="https://x/1", image_url="https://x/c.png?s=1"),
        Track(id="2", url="https://x/2"),
        Track(id="3", url="https://x/3", image_url="https://x/c"),
    )
    files = of_task(recorded(title="Fox"), Album(tracks=tracks), tmp_path)
    saved = [
        DownloadedFile(url=each.url, path=each.target, bytes=1, sha256="") for each in files.targets(overwrite=True)
    ]

    assert [(each.url, each.target.name) for each in files.covers(saved)] == [
        ("https://x/c.png?s=1", "Fox-1.png"),
        ("https://x/c", "Fox-3.jpg"),
    ]


def test_words_are_saved_as_text_with_the_json_beside_them(tmp_path: Path) -> None:
    files = of_task(recorded(prompt="a fox"), Words(title="Fox", text="In snow \ud800"), tmp_path / "new")

    saved = files.write_text()

    assert (saved.path.name, saved.path.read_text("utf-8")) == ("a fox-t7.txt", "Fox\n\nIn snow ?\n")
    assert json.loads((tmp_path / "new" / "a fox-t7.json").read_text())["files"][0]["bytes"] == saved.bytes
    assert of_task(recorded(), Song(urls=("https://x/1",)), tmp_path).text == ""


def test_an_async_save_opens_its_files_off_the_event_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, on_loop = os.open, list[bool]()

    def noted(path: Any, *rest: Any, **more: Any) -> int:
        if str(path).startswith(str(tmp_path)):
            on_loop.append(threading.current_thread() is threading.main_thread())
        return known(path, *rest, **more)

    async def save(sandbox: Any) -> None:
        async with rs.AsyncPixVerse(sandbox=sandbox, ledger=None) as px:
            shot = TextToVideo(prompt="a fox", model="v5.6", duration=5, quality="540p", aspect_ratio="16:9")
            video = await px.run(shot)
            monkeypatch.setattr(os, "open", noted)
            await px.save_all(video, tmp_path)

    with running(speed=600) as sandbox:
        asyncio.run(save(sandbox))

    assert on_loop
    assert not any(on_loop)
