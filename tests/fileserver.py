"""A small threaded server of one file, with the faults of real ones; for the tests of downloads and uploads."""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from reelscore.downloads import DownloadedFile, DownloadOptions, download_async

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


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    shelf: Shelf

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        shelf = self.shelf
        shelf.methods.append(self.command)
        shelf.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        path = self.path.partition("?")[0]
        if path in shelf.moved:
            self._bare(302, {"Location": shelf.moved[path]})
        elif shelf.drips == "head":
            self._drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 10_000)
        elif shelf.statuses:
            self._bare(shelf.statuses.pop(0), shelf.headers)
        elif path in shelf.missing:
            self._bare(404, {})
        else:
            self._file(shelf)

    def _bare(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": "0"} | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _file(self, shelf: Shelf) -> None:
        start = self._start(shelf)
        if start is not None and start >= len(shelf.body):
            self._bare(416, {"Content-Range": f"bytes */{len(shelf.body)}"})
            return
        body = shelf.body[start or 0 :]
        self.send_response(200 if start is None else 206)
        if start is not None:
            self.send_header("Content-Range", f"bytes {start}-{len(shelf.body) - 1}/{len(shelf.body)}")
        if shelf.etag:
            self.send_header("ETag", shelf.etag)
        if shelf.modified:
            self.send_header("Last-Modified", shelf.modified)
        if shelf.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif not shelf.told:
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(body) if shelf.claimed is None else shelf.claimed))
        for name, value in shelf.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if shelf.drips == "body":
            self._drip(body)
        elif self.command == "GET":
            self._send(shelf, body)

    def _start(self, shelf: Shelf) -> int | None:
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range") in {shelf.etag, shelf.modified} - {""}
        return int(asked[1]) if asked and same and shelf.ranges else None

    def _send(self, shelf: Shelf, body: bytes) -> None:
        if shelf.hold is not None:
            self.wfile.write(self._framed(body[: len(body) // 2]))
            shelf.held.set()
            shelf.hold.wait(30)
            body = body[len(body) // 2 :]
        cut = shelf.cuts.pop(0) if shelf.cuts else None
        with suppress(OSError):
            self.wfile.write(self._framed(body[:cut]))
            if shelf.chunked and cut is None:
                self.wfile.write(b"0\r\n\r\n")
        if cut is not None or shelf.claimed is not None:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    def _drip(self, data: bytes) -> None:
        self.close_connection = True
        with suppress(OSError):
            for number in data:
                self.wfile.write(bytes([number]))
                if self.shelf.drop.wait(self.shelf.drip):
                    return

    def _framed(self, data: bytes) -> bytes:
        # An empty chunk would end the answer, not cut it.
        return b"%x\r\n%b\r\n" % (len(data), data) if self.shelf.chunked and data else data

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the standard library's
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        return


@contextmanager
def serving(shelf: Shelf | None = None) -> Generator[Shelf]:
    """Serve a shelf on a free port of the loopback address."""
    shelf = shelf or Shelf()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"shelf": shelf}))
    shelf.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield shelf
    finally:
        shelf.drop.set()
        server.shutdown()
        server.server_close()
        thread.join()


def awaited(url: str, to: Path, **options: Any) -> DownloadedFile:
    """Download on an event loop of its own."""
    return asyncio.run(download_async(url, to, **options))


def names(folder: Path) -> set[str]:
    """the names of all files of a folder, hidden ones too."""
    return {path.name for path in folder.iterdir()}


def program(shelf: Shelf, target: Path, *, before: str = "") -> list[str]:
    """the command of a process that downloads."""
    code = (
        f"{before}\n"
        "from reelscore.downloads import DownloadOptions, download\n"
        f"print(download({f'{shelf.url}/fox.mp4'!r}, {str(target)!r}, options=DownloadOptions(loopback=True)).resumed)\n"
    )
    return [sys.executable, "-c", code]
