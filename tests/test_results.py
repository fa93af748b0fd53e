from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from reelscore.errors import ConfigurationError
from reelscore.results import Asset, Result, bind
from tests.families import family


@attrs.frozen(kw_only=True)
class Clip(Result):
    url: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        return (Asset(url=self.url, kind="video", name="Fox", extension="mp4"),)


@attrs.frozen(kw_only=True)
class Album(Result):
    title: str = ""
    clips: tuple[Clip, ...] = ()
    cover: Clip | None = None
    words: tuple[str, ...] = ()

    @property
    def assets(self) -> tuple[Asset, ...]:
        return tuple(asset for clip in self.clips for asset in clip.assets)


class Blocking:
    def save(self, result: Result, to: str | Path, *, overwrite: bool = False) -> Path:
        return Path(to, result.assets[0].name, str(overwrite))

    def save_all(self, result: Result, folder: str | Path, *, overwrite: bool = False) -> list[Path]:
        return [Path(folder, asset.name, str(overwrite)) for asset in result.assets]


class Awaiting:
    async def save(self, result: Result, to: str | Path, *, overwrite: bool = False) -> Path:
        raise NotImplementedError

    async def save_all(self, result: Result, folder: str | Path, *, overwrite: bool = False) -> list[Path]:
        raise NotImplementedError


@attrs.frozen
class Ticket:
    client: Any


def test_binding_sets_the_task_on_a_result_and_on_every_result_inside_it() -> None:
    album = Album(title="Snow", clips=(Clip(url="a"), Clip(url="b")), cover=Clip(url="c"), words=("x",), raw={"k": 1})
    task = Ticket(Blocking())

    bound = bind(album, task)

    assert bound == album
    assert bound.raw == {"k": 1}
    assert bound.cover is not None
    assert {id(part.task) for part in (bound, *bound.clips, bound.cover)} == {id(task)}
    assert album.task is None


def test_binding_lets_values_that_are_no_results_pass() -> None:
    assert [bind(value, Ticket(Blocking())) for value in (None, 3, "x", ("a", "b"))] == [None, 3, "x", ("a", "b")]


def test_a_result_of_a_blocking_client_is_saved_by_that_client() -> None:
    clip = bind(Clip(url="a"), Ticket(Blocking()))

    assert clip.save("folder", overwrite=True) == Path("folder", "Fox", "True")
    assert clip.save_all("folder") == (Path("folder", "Fox", "False"),)


def test_a_result_of_an_async_client_says_what_to_await() -> None:
    clip = bind(Clip(url="a"), Ticket(Awaiting()))

    with pytest.raises(
        ConfigurationError, match=r"Clip came from an async client; use await client.save\(result, to\)"
    ):
        clip.save("x.mp4")
    with pytest.raises(ConfigurationError, match=r"use await client.save_all\(result, folder\)"):
        clip.save_all("folder")


def test_a_result_without_a_task_says_which_call_saves_it() -> None:
    with pytest.raises(ConfigurationError, match=r"belongs to no task; use client.save\(result, to\)"):
        Clip(url="a").save("x.mp4")


@pytest.mark.parametrize(
    ("clips", "words"), [((), "has no file to save"), ((Clip(), Clip()), r"has 2 files; use save_all\(folder\)")]
)
def test_only_a_result_with_one_file_is_saved_under_one_name(clips: tuple[Clip, ...], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        bind(Album(clips=clips), Ticket(Blocking())).save("x.mp4")


def test_results_are_equal_and_hashable_by_what_they_say_and_not_by_where_they_came_from() -> None:
    one = Clip(url="a", raw={"a": 1}, task=[], expires=datetime(2026, 1, 1, tzinfo=UTC))

    assert one == Clip(url="a")
    assert hash(one) == hash(Clip(url="a"))
    assert repr(Clip(url="a", raw={"key": "value"}, task="secret")) == "Clip(expires=None, url='a')"


def test_a_result_is_written_as_json_with_what_is_inside_it() -> None:
    album = Album(title="Foxes", clips=(Clip(url="https://x/a.mp4"),), expires=datetime(2026, 12, 1, tzinfo=UTC))

    written = json.loads(json.dumps(album.to_json()))
    assert (written["title"], written["clips"][0]["url"]) == ("Foxes", "https://x/a.mp4")
    assert written["expires"] == "2026-12-01T00:00:00+00:00"
    assert {"raw", "task"}.isdisjoint(written)


def test_a_terminal_shows_the_fields_that_say_something() -> None:
    clip = Clip(url="https://x/a.mp4")

    assert list(Album(title="Foxes", clips=(clip,)).__rich_repr__()) == [("title", "Foxes"), ("clips", (clip,))]


def test_a_notebook_shows_files_and_takes_no_markup_from_a_vendor() -> None:
    shown = Album(
        title="<script>", clips=(Clip(url="https://x/a.mp4?a=1&b=2"), Clip(url="javascript:no()"))
    )._repr_html_()

    assert '<video controls width="480" src="https://x/a.mp4?a=1&amp;b=2"></video>' in shown
    assert "<script>" not in shown
    assert 'src="javascript' not in shown


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("audio", "<audio controls"), ("image", "<img "), ("midi", '<a href="https://x/a">{name} &lt;b&gt;</a>')],
)
def test_a_notebook_shows_each_kind_of_file(kind: Any, shown: str) -> None:
    @attrs.frozen(kw_only=True)
    class One(Result):
        @property
        def assets(self) -> tuple[Asset, ...]:
            return (Asset(url="https://x/a", kind=kind, name="{name} <b>"),)

    assert shown in One()._repr_html_()


def test_of_every_vendor_a_time_is_a_time_and_what_is_none_is_kept_in_raw() -> None:
    told: list[Any] = [
        family("pixverse.ai")
        .progress("text_to_video", {"ErrCode": 0, "Resp": {"status": 1, "create_time": text}})
        .result
        for text in ("2026-04-01T10:00:00Z", "string")
    ]

    assert [video.created for video in told] == [datetime(2026, 4, 1, 10, tzinfo=UTC), None]
    assert told[1].raw["create_time"] == "string"
