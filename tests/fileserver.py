"""A small threaded server of one file, with the faults of real ones; for the tests of downloads and uploads."""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from reelscore.downloads.fetch import download_all, download_all_async
from reelscore.downloads.http import DownloadOptions
from reelscore.downloads.partfile import DownloadedFile
from reelscore.downloads.targets import DownloadTarget
from reelscore.results import AssetKind
from tests.rawserver import Asked, RawServer, read_request

Bring: TypeAlias = Callable[..., DownloadedFile]
HERE = DownloadOptions(loopback=True, pause=0.0, user_agent="reelscore/test")
MP4_HEAD = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
MP4_LEAST = 40


def movie(size: int) -> bytes:
    """The boxes of an mp4 of at least 40 bytes; its content differs everywhere."""
    blocks = (hashlib.sha256(number.to_bytes(8)).digest() for number in range(size // 32 + 1))
    content = b"".join(blocks)[: size - MP4_LEAST]
    return MP4_HEAD + (len(content) + 8).to_bytes(4) + b"mdat" + content + b"\x00\x00\x00\x08moov"


@attrs.define(kw_only=True)
class Shelf:
    """What the server gives and how it misbehaves; tests change it while it runs."""

    body: bytes = attrs.field(default=movie(300_000), repr=False)
    etag: str = '"one"'
    modified: str = ""
    ranges: bool = True
    claimed: int | None = None
    """Content-Length that is told instead of the true one."""
    chunked: bool = False
    told: bool = True
    """Whether a length is told; without it the end of the connection is the end of the file."""
    drip: float = 0.0
    """Seconds between the bytes of a head or body that drips."""
    drips: str = ""
    """"head" or "body"."""
    cuts: list[int] = attrs.Factory(list[int])
    """Bytes after which one answer each is cut; the answers after these are whole."""
    statuses: list[int] = attrs.Factory(list[int])
    """Statuses of the next answers, without a file."""
    headers: dict[str, str] = attrs.Factory(dict[str, str])
    moved: dict[str, str] = attrs.Factory(dict[str, str])
    """Path → Location."""
    missing: set[str] = attrs.Factory(set[str])
    hold: threading.Event | None = None
    """Set by the test to let the server go on after the first half of the body."""
    held: threading.Event = attrs.Factory(threading.Event)
    """Set by the server when it holds."""
    drop: threading.Event = attrs.Factory(threading.Event)
    """Set when the server ends, so that nothing drips any longer."""
    seen: list[tuple[str, dict[str, str]]] = attrs.Factory(list[tuple[str, dict[str, str]]])
    methods: list[str] = attrs.Factory(list[str])
    url: str = ""

    @property
    def asked_ranges(self) -> list[str]:
        return [headers.get("range", "") for _, headers in self.seen]


class FileServer(RawServer):
    """Serves a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        super().__init__()

    def close(self) -> None:
        """Stop, and drip no longer."""
        self.shelf.drop.set()
        super().close()

    def converse(self, line: socket.socket) -> None:
        """Answer the requests of one connection."""
        with line.makefile("rb") as packets:
            while (asked := read_request(packets)) and self._reply(line, asked):
                pass

    def _reply(self, line: socket.socket, asked: Asked) -> bool:
        """Answer one request; False when the connection ends with it."""
        shelf, (method, _, whole) = self.shelf, asked.line.partition(" ")
        shelf.methods.append(method)
        shelf.seen.append((whole, dict(asked.headers)))
        path = whole.partition("?")[0]
        if path in shelf.moved:
            _head(line, 302, {"Content-Length": "0", "Location": shelf.moved[path]})
        elif shelf.drips == "head":
            return self._drip(line, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 10_000)
        elif shelf.statuses:
            _head(line, shelf.statuses.pop(0), {"Content-Length": "0"} | shelf.headers)
        elif path in shelf.missing:
            _head(line, 404, {"Content-Length": "0"})
        else:
            return self._file(line, asked, method=method)
        return True

    def _file(self, line: socket.socket, asked: Asked, *, method: str) -> bool:
        shelf, start = self.shelf, self._start(asked)
        size, body = len(shelf.body), shelf.body[start or 0 :]
        if start is not None and start >= size:
            _head(line, 416, {"Content-Length": "0", "Content-Range": f"bytes */{size}"})
            return True
        told = {"Content-Length": str(len(body) if shelf.claimed is None else shelf.claimed)} if shelf.told else {}
        headers = {
            "Date": "Sun, 01 Nov 2026 00:00:00 GMT",
            "Content-Range": "" if start is None else f"bytes {start}-{size - 1}/{size}",
            "ETag": shelf.etag,
            "Last-Modified": shelf.modified,
            **({"Transfer-Encoding": "chunked"} if shelf.chunked else told),
        }
        _head(
            line,
            200 if start is None else 206,
            {name: value for name, value in headers.items() if value} | shelf.headers,
        )
        if shelf.drips == "body":
            return self._drip(line, body)
        if method == "GET" and not self._send(line, body):
            return False
        return shelf.told or shelf.chunked

    def _start(self, asked: Asked) -> int | None:
        found = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
        same = asked.headers.get("if-range") in {self.shelf.etag, self.shelf.modified} - {""}
        return int(found[1]) if found and same and self.shelf.ranges else None

    def _send(self, line: socket.socket, body: bytes) -> bool:
        shelf = self.shelf
        if shelf.hold is not None:
            line.sendall(self._framed(body[: len(body) // 2]))
            shelf.held.set()
            shelf.hold.wait(30)
            body = body[len(body) // 2 :]
        cut = shelf.cuts.pop(0) if shelf.cuts else None
        line.sendall(self._framed(body[:cut]) + (b"0\r\n\r\n" if shelf.chunked and cut is None else b""))
        return cut is None and shelf.claimed is None

    def _drip(self, line: socket.socket, data: bytes) -> bool:
        for number in data:
            line.sendall(bytes([number]))
            if self.shelf.drop.wait(self.shelf.drip):
                break
        return False

    def _framed(self, data: bytes) -> bytes:
        # An empty chunk would end the answer, not cut it.
        return b"%x\r\n%b\r\n" % (len(data), data) if self.shelf.chunked and data else data


def _head(line: socket.socket, status: int, headers: Mapping[str, str]) -> None:
    rows = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items())]
    line.sendall("\r\n".join(rows).encode("latin-1") + b"\r\n\r\n")


@contextmanager
def serving(shelf: Shelf | None = None) -> Generator[Shelf]:
    """Serve a shelf on a free port of the loopback address."""
    server = FileServer(shelf or Shelf())
    server.shelf.url = server.url
    try:
        yield server.shelf
    finally:
        server.close()


def download(
    url: str, to: Path, *, kind: AssetKind | None = None, overwrite: bool = False, **options: Any
) -> DownloadedFile:
    """Download one file."""
    return download_all([DownloadTarget(url=url, target=to, kind=kind, overwrite=overwrite)], **options)[0]


async def download_async(
    url: str, to: Path, *, kind: AssetKind | None = None, overwrite: bool = False, **options: Any
) -> DownloadedFile:
    """Do the same in a task."""
    target = DownloadTarget(url=url, target=to, kind=kind, overwrite=overwrite)
    return (await download_all_async([target], **options))[0]


def awaited(url: str, to: Path, **options: Any) -> DownloadedFile:
    """Download on an event loop of its own."""
    return asyncio.run(download_async(url, to, **options))


def names(folder: Path) -> set[str]:
    """the names of all files of a folder, hidden ones too."""
    return {path.name for path in folder.iterdir()}


def program(*targets: tuple[str, Path], before: str = "", options: str = "", more: str = "") -> list[str]:
    """the command of a process that downloads from URLs to paths, and prints how much was there before."""
    code = f"""
from pathlib import Path
from reelscore.downloads.fetch import download_all
from reelscore.downloads.http import DownloadOptions
from reelscore.downloads.targets import DownloadTarget
{before}
targets = [DownloadTarget(url=url, target=Path(to)) for url, to in {[(url, str(to)) for url, to in targets]!r}]
for saved in download_all(targets, options=DownloadOptions(loopback=True{options}){more}):
    print(saved.resumed)
"""
    return [sys.executable, "-c", code]
