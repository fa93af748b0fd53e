"""What the two drivers of downloads send, watch and leave behind."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import httpx
import pytest

from reelscore.downloads import (
    download,
    download_async,
    streams,
)
from reelscore.errors import DownloadError
from tests.fileserver import HERE, Shelf, movie


def test_only_what_is_needed_is_sent_and_no_header_of_the_client(shelf: Shelf, tmp_path: Path) -> None:
    with httpx.Client(headers={"API-KEY": "secret"}, auth=("user", "secret"), cookies={"key": "secret"}) as client:
        download(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", manner=HERE, http_client=client)

    sent = shelf.seen[0][1]
    assert set(sent) == {"host", "accept", "accept-encoding", "user-agent"}
    assert sent["user-agent"] == "reelscore/test"


def test_a_cancelled_download_keeps_its_part_without_a_hole(shelf: Shelf, tmp_path: Path) -> None:
    shelf.body, shelf.hold = movie(8 << 20), threading.Event()
    target = tmp_path / "fox.mp4"

    async def cancel() -> None:
        task = asyncio.create_task(download_async(f"{shelf.url}/fox.mp4", target, manner=HERE))
        assert await asyncio.to_thread(shelf.held.wait, 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel())
    part = (tmp_path / ".fox.mp4.part").read_bytes() if (tmp_path / ".fox.mp4.part").exists() else b""
    shelf.hold.set()
    shelf.hold = None

    assert shelf.body.startswith(part)
    assert download(f"{shelf.url}/fox.mp4", target, manner=HERE).resumed == len(part)
    assert target.read_bytes() == shelf.body


def test_a_name_that_resolves_differently_when_it_is_connected_to_is_refused(shelf: Shelf) -> None:
    request = httpx.Request("GET", f"{shelf.url}/fox.mp4")
    request.extensions["trace"] = streams._Watch(request, loopback=False).see

    with httpx.Client() as client, pytest.raises(DownloadError, match="private network or of this machine"):
        client.send(request)

    assert shelf.seen == []


def test_a_name_that_resolves_differently_is_refused_on_the_event_loop_too(shelf: Shelf) -> None:
    async def send() -> None:
        request = httpx.Request("GET", f"{shelf.url}/fox.mp4")
        request.extensions["trace"] = streams._Watch(request, loopback=False).see_async
        async with httpx.AsyncClient() as client:
            await client.send(request)

    with pytest.raises(DownloadError, match="private network or of this machine"):
        asyncio.run(send())

    assert shelf.seen == []
