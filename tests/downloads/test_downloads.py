"""Downloads over real sockets: every scenario is run by the blocking and by the awaiting driver."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import signal
import subprocess
import sys
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from reelscore.downloads.fetch import download_all, download_all_async
from reelscore.downloads.http import DownloadProgress
from reelscore.downloads.partfile import DownloadedFile, files_of
from reelscore.downloads.targets import DownloadTarget
from reelscore.errors import ConfigurationError, DownloadError
from reelscore.sandbox import media
from tests.drawn import drawn
from tests.fileserver import HERE, Bring, Shelf, awaited, download, download_async, movie, names, program, serving
from tests.rows import each


def test_a_file_comes_whole_with_its_size_and_hash(shelf: Shelf, bring: Bring, tmp_path: Path) -> None:
    target = tmp_path / "new" / "fox.mp4"

    saved = bring(f"{shelf.url}/fox.mp4", target, options=HERE)

    digest = hashlib.sha256(shelf.body).hexdigest()
    assert saved == DownloadedFile(
        url=f"{shelf.url}/fox.mp4", path=target, bytes=len(shelf.body), sha256=digest, resumed=0
    )
    assert target.read_bytes() == shelf.body
    assert names(target.parent) == {"fox.mp4"}


AFTER_CUTS = ["", "bytes=1000-", "bytes=3000-"]


@each(
    "changes, proof, ranges",
    [
        ({"etag": '"one"'}, '"one"', AFTER_CUTS),
        ({"etag": '"one"', "chunked": True}, '"one"', AFTER_CUTS),
        ({"modified": "Sat, 01 Nov 2025 00:00:00 GMT"}, "Sat, 01 Nov 2025 00:00:00 GMT", AFTER_CUTS),
        ({"etag": '"one"', "ranges": False}, '"one"', ["", "bytes=1000-", "bytes=2000-"]),
        ({"etag": 'W/"weak"'}, None, ["", "", ""]),
    ],
)
def test_a_cut_file_is_resumed_in_the_same_call_where_the_server_can_prove_it(
    bring: Bring, tmp_path: Path, changes: dict[str, Any], proof: str | None, ranges: list[str]
) -> None:
    with serving(attrs.evolve(Shelf(etag="", cuts=[1000, 2000]), **changes)) as shelf:
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", overwrite=True, options=HERE)

    assert (tmp_path / "fox.mp4").read_bytes() == shelf.body
    assert (shelf.asked_ranges, shelf.seen[1][1].get("if-range")) == (ranges, proof)


def test_an_interrupted_file_is_resumed_by_the_next_call(shelf: Shelf, bring: Bring, tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"
    shelf.cuts = [100_000, 0, 0]
    with pytest.raises(DownloadError, match="100000 bytes are kept, calling again goes on"):
        bring(f"{shelf.url}/fox.mp4?sign=1", target, options=attrs.evolve(HERE, tries=2))
    assert names(tmp_path) == {".fox.mp4.part", ".fox.mp4.part.json"}
    assert "sign" not in (tmp_path / ".fox.mp4.part.json").read_text()

    saved = bring(f"{shelf.url}/fox.mp4?sign=2", target, options=HERE)

    assert (saved.bytes, saved.resumed) == (len(shelf.body), 100_000)
    assert saved.sha256 == hashlib.sha256(shelf.body).hexdigest()
    assert target.read_bytes() == shelf.body
    assert shelf.asked_ranges[-1] == "bytes=100000-"


@pytest.mark.parametrize("changed", [True, False], ids=["changed meanwhile", "another file of the name"])
def test_a_part_of_another_file_is_not_resumed(bring: Bring, shelf: Shelf, tmp_path: Path, *, changed: bool) -> None:
    shelf.cuts = [5000, 0, 0]
    with pytest.raises(DownloadError):
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=attrs.evolve(HERE, tries=2))
    if changed:
        shelf.etag, shelf.body = '"two"', movie(200_000)

    saved = bring(f"{shelf.url}/{'fox' if changed else 'other'}.mp4", tmp_path / "fox.mp4", options=HERE)

    assert saved.path.read_bytes() == shelf.body
    assert (saved.resumed, shelf.asked_ranges[-1]) == (0, "bytes=5000-" if changed else "")


@each(
    "changes, words",
    [
        ({"claimed": 300_010}, "did not come whole"),
        ({"body": b"<!DOCTYPE html><html>" + b"x" * 10}, "sent a file of type html, not mp4; nothing was saved"),
        ({"body": b'{"code": 404}' + b"x" * 3_000_000}, "sent a file of type json, not mp4; nothing was saved"),
        ({"body": b"\x89PNG\r\n\x1a\n" + b"x" * 9_000_000}, "sent a file of type png, not mp4; nothing was saved"),
        ({"body": b""}, "the server sent an empty file"),
        ({"headers": {"Content-Encoding": "br"}}, "sends it as br; only gzip and deflate can be unpacked"),
        ({"headers": {"Content-Encoding": "gzip"}}, "as gzip cannot be unpacked"),
        (
            {"headers": {"Content-Encoding": "gzip"}, "body": gzip.compress(movie(100_000))[:-50_000]},
            "compressed data ends in the middle",
        ),
        ({"told": False, "etag": "", "body": movie(300_000)[:120_000]}, "ends in the middle after 120000 bytes"),
        ({"claimed": 1 << 60}, r"has no room for fox\.mp4 \(1152921504606846976 bytes are missing"),
    ],
)
def test_what_is_not_the_whole_file_is_refused(
    bring: Bring, tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    with serving(Shelf(**changes)) as shelf, pytest.raises(DownloadError, match=words):
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=HERE)

    left = names(tmp_path)
    assert "fox.mp4" not in left
    assert not left or "nothing was saved" not in words
    for name in left:
        (tmp_path / name).unlink()


@each(
    "coding, chunked, end",
    [
        ("gzip", False, b""),
        ("gzip", True, b""),
        ("x-gzip", False, b""),
        ("deflate", True, b""),
        ("deflate", False, b"\0\0"),
        ("raw deflate", True, b""),
    ],
)
def test_what_a_server_compressed_unasked_is_unpacked(
    bring: Bring, tmp_path: Path, *, coding: str, chunked: bool, end: bytes
) -> None:
    film, packer = movie(3_000_000), zlib.compressobj(wbits={"deflate": 15, "raw deflate": -15}.get(coding, 31))
    packed = Shelf(body=packer.compress(film) + packer.flush() + end, chunked=chunked, cuts=[100_000])
    packed.headers = {"Content-Encoding": coding.removeprefix("raw ")}

    with serving(packed) as shelf:
        saved = bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", overwrite=True, options=HERE)

    assert saved.path.read_bytes() == film
    assert (saved.bytes, saved.sha256) == (len(film), hashlib.sha256(film).hexdigest())


def test_a_song_without_a_length_is_asked_for_twice(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    shelf.told, shelf.body, shelf.etag, shelf.cuts = False, b"ID3" + bytes(50_000), "", [20_000]

    saved = bring(f"{shelf.url}/fox.mp3", tmp_path / "fox.mp3", options=HERE)

    assert saved.path.read_bytes() == shelf.body
    # Cut at the first time, which the second did not confirm; then two equal ones.
    assert shelf.methods.count("GET") == 4


@each("seconds, whole", [(10.0, True), (11.9, True), (13.0, False)])
def test_a_song_without_a_length_must_last_as_long_as_was_told(
    shelf: Shelf, tmp_path: Path, seconds: float, *, whole: bool
) -> None:
    shelf.told, shelf.etag, shelf.body = False, "", media.mp3(10)
    target = DownloadTarget(url=f"{shelf.url}/fox.mp3", target=tmp_path / "fox.mp3", kind="audio", seconds=seconds)

    with nullcontext() if whole else pytest.raises(DownloadError, match=r"more than 2 s shorter than 13\.0 s"):
        assert download_all([target], options=HERE)[0].bytes == len(shelf.body)
    assert target.target.exists() is whole
    target.target.unlink(missing_ok=True)
    assert len(shelf.methods) == (1 if whole else HERE.tries + 1)
    shelf.methods.clear()


def test_one_dead_file_does_not_stop_the_others(shelf: Shelf, tmp_path: Path) -> None:
    shelf.missing = {"/1", "/3"}
    orders = [DownloadTarget(url=f"{shelf.url}/{number}", target=tmp_path / f"{number}.mp4") for number in range(5)]

    for go in (download_all, lambda *a, **k: asyncio.run(download_all_async(*a, **k))):
        with pytest.raises(DownloadError, match=r"2 of 5 files failed: 1\.mp4: .*; 3\.mp4: "):
            go([attrs.evolve(order, overwrite=True) for order in orders], options=HERE)
        assert names(tmp_path) == {"0.mp4", "2.mp4", "4.mp4"}


def test_progress_is_told_and_its_failures_stop_nothing(
    bring: Bring, shelf: Shelf, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.body = movie(3 << 20)
    heard: list[DownloadProgress] = []

    def listen(moved: DownloadProgress) -> None:
        heard.append(moved)
        raise RuntimeError("mine")

    bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=attrs.evolve(HERE, on_progress=listen))

    counts = [moved.bytes for moved in heard]
    assert counts == sorted(counts)
    assert heard[-1] == DownloadProgress(path=tmp_path / "fox.mp4", bytes=3 << 20, total=3 << 20)
    assert "on_progress failed" in caplog.text


def test_what_a_listener_leaves_to_a_loop_is_not_awaited_by_a_blocking_download(shelf: Shelf, tmp_path: Path) -> None:
    with closing(asyncio.new_event_loop()) as loop:
        options = attrs.evolve(HERE, on_progress=lambda _: loop.create_future())
        download(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=options)

    assert (tmp_path / "fox.mp4").read_bytes() == shelf.body


def test_a_coroutine_is_awaited_by_the_async_function_and_refused_by_the_other(shelf: Shelf, tmp_path: Path) -> None:
    heard: list[int] = []

    async def listen(moved: DownloadProgress) -> None:
        heard.append(moved.bytes)

    options = attrs.evolve(HERE, on_progress=listen)
    awaited(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=options)

    assert heard[-1] == len(shelf.body)
    with pytest.raises(ConfigurationError, match="coroutine"):
        download(f"{shelf.url}/fox.mp4", tmp_path / "fox2.mp4", options=options)


@drawn(100, suppress_health_check=list(HealthCheck))
@given(
    size=st.integers(40, 200_000),
    cuts=st.lists(st.integers(0, 200_000), max_size=12),
    chunked=st.booleans(),
    asynchronous=st.booleans(),
)
def test_any_row_of_cuts_that_moves_on_ends_with_the_right_bytes(
    shelf: Shelf,
    tmp_path_factory: pytest.TempPathFactory,
    *,
    size: int,
    cuts: list[int],
    chunked: bool,
    asynchronous: bool,
) -> None:
    shelf.body, shelf.cuts, shelf.chunked = movie(size), list(cuts), chunked
    target = tmp_path_factory.mktemp("cuts") / "fox.mp4"
    go: Bring = awaited if asynchronous else download

    # A cut behind the last byte costs two attempts: the second is answered with 416.
    saved = go(f"{shelf.url}/fox.mp4", target, options=attrs.evolve(HERE, tries=2 * len(cuts) + 1))

    assert target.read_bytes() == shelf.body
    assert saved.sha256 == hashlib.sha256(shelf.body).hexdigest()


def test_a_killed_download_leaves_no_file_and_the_next_one_goes_on(shelf: Shelf, tmp_path: Path) -> None:
    shelf.body, shelf.hold = movie(12 << 20), threading.Event()
    target = tmp_path / "fox.mp4"
    with subprocess.Popen(program((f"{shelf.url}/fox.mp4", target))) as killed:
        assert shelf.held.wait(60)
        killed.send_signal(signal.SIGKILL)
        assert killed.wait(60) == -signal.SIGKILL
    shelf.hold.set()
    shelf.hold = None
    kept = (tmp_path / ".fox.mp4.part").stat().st_size

    saved = download(f"{shelf.url}/fox.mp4", target, options=HERE)

    assert saved.resumed == kept
    assert target.read_bytes() == shelf.body
    assert saved.sha256 == hashlib.sha256(shelf.body).hexdigest()
    assert names(tmp_path) == {"fox.mp4"}


@pytest.mark.parametrize("drips", ["head", "body"])
def test_an_answer_that_drips_ends(bring: Bring, shelf: Shelf, tmp_path: Path, drips: str) -> None:
    shelf.drips, shelf.drip = drips, 0.02
    options = attrs.evolve(HERE, timeout=0.3, tries=2)

    with pytest.raises(DownloadError, match="did not come whole: "):
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=options)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other interrupts")
def test_ctrl_c_ends_at_once_and_keeps_the_parts(shelf: Shelf, tmp_path: Path) -> None:
    shelf.body, shelf.hold = movie(12 << 20), threading.Event()
    wanted = [(f"{shelf.url}/{name}.mp4", tmp_path / f"{name}.mp4") for name in ("fox", "hen")]
    command = program(*wanted, options=", on_progress=lambda moved: print(moved.path, flush=True)")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert "fox.mp4" in next(line for line in running.stdout if "fox.mp4" in line)
        running.send_signal(signal.SIGINT)
        # The server would hold the line for half a minute more.
        _, told = running.communicate(timeout=20)
    shelf.hold.set()
    shelf.hold = None

    assert "KeyboardInterrupt" in told
    kept = (tmp_path / ".fox.mp4.part").stat().st_size
    assert download(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=HERE).resumed == kept
    assert (tmp_path / "fox.mp4").read_bytes() == shelf.body


def test_a_download_whose_caller_has_gone_ends_at_once_and_keeps_its_part(shelf: Shelf, tmp_path: Path) -> None:
    # The server holds in the middle of a chunk: the download waits for the rest of it.
    shelf.body, shelf.hold, stop, begun = movie(3 << 20), threading.Event(), threading.Event(), threading.Event()
    options = attrs.evolve(HERE, on_progress=lambda _: begun.set())
    target = DownloadTarget(url=f"{shelf.url}/fox.mp4", target=tmp_path / "fox.mp4")

    with ThreadPoolExecutor(1) as pool:
        bringing = pool.submit(download_all, [target], options=options, stop=stop)
        assert begun.wait(30)
        stop.set()
        with pytest.raises(DownloadError, match="stopped; what came is kept"):
            bringing.result(20)
        shelf.hold.set()

    assert shelf.body.startswith((tmp_path / ".fox.mp4.part").read_bytes())


def test_a_cancelled_download_keeps_its_part_without_a_hole(shelf: Shelf, tmp_path: Path) -> None:
    shelf.body, shelf.hold = movie(8 << 20), threading.Event()
    target = tmp_path / "fox.mp4"

    async def cancel() -> None:
        task = asyncio.create_task(download_async(f"{shelf.url}/fox.mp4", target, options=HERE))
        assert await asyncio.to_thread(shelf.held.wait, 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel())
    part = (tmp_path / ".fox.mp4.part").read_bytes() if (tmp_path / ".fox.mp4.part").exists() else b""
    shelf.hold.set()
    shelf.hold = None

    assert shelf.body.startswith(part)
    assert download(f"{shelf.url}/fox.mp4", target, options=HERE).resumed == len(part)
    assert target.read_bytes() == shelf.body


def test_what_a_ledger_keeps_of_a_file_names_the_url_it_was_asked_for(shelf: Shelf, tmp_path: Path) -> None:
    shelf.moved["/fox.mp4"] = "/elsewhere.mp4?sign=1"

    saved = download(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=HERE)

    kept = {"path": str(tmp_path / "fox.mp4"), "bytes": len(shelf.body), "sha256": saved.sha256}
    assert files_of([saved]) == [{"url": f"{shelf.url}/fox.mp4"} | kept]
