"""A vendor for measurements on a bare asyncio protocol, so that the client is what is measured; see _bench_dialects.py.

``python _bench_server.py`` prints its port and ends with its standard input. ``GET /_stats`` tells connections and calls,
``GET /_reset?seconds=2`` zeroes them and sets how long a job runs; who asks these is not counted.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import urllib.request
from typing import Any, cast

from _bench_dialects import State, file_size

BLOCK = bytes(range(256)) * 4096  # 1 MiB


class Connection(asyncio.Protocol):
    """One keep-alive connection."""

    state = State()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with nothing read; it counts from its first call."""
        self.transport, self.buffer, self.era = cast("asyncio.Transport", transport), b"", 0
        self.sending: set[asyncio.Task[None]] = set()
        self.writable = asyncio.Event()
        self.writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it out."""
        self.state.lost(self.era)
        self.writable.set()

    def pause_writing(self) -> None:
        """Wait for the reader."""
        self.writable.clear()

    def resume_writing(self) -> None:
        """Go on."""
        self.writable.set()

    def data_received(self, data: bytes) -> None:
        """Answer every whole request in the buffer."""
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            length = _length(head)
            if len(self.buffer) < end + 4 + length:
                return
            self.buffer = self.buffer[end + 4 + length :]
            method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
            self.answer(method, target)

    def answer(self, method: str, target: str) -> None:
        """Route one request."""
        if target.startswith("/_reset"):
            seconds = target.partition("seconds=")[2]
            self.state.reset(float(seconds) if seconds else None)
            self.send({})
        elif target == "/_stats":
            self.send(self.state.counts)
        else:
            self.serve(method, target.partition("?")[0])

    def serve(self, method: str, path: str) -> None:
        """Answer a measured client."""
        self.era = self.state.heard(self.era)
        size = file_size(path)
        if size is None:
            self.send(self.state.answer(method, path))
        else:
            task = asyncio.ensure_future(self.file(size))
            self.sending.add(task)
            task.add_done_callback(self.sending.discard)

    def send(self, body: dict[str, Any] | None) -> None:
        """Send JSON, or say that there is no such route."""
        text, status = json.dumps(body or {}).encode(), b"404 Not Found" if body is None else b"200 OK"
        head = b"HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % (status, len(text))
        self.transport.write(head + text)

    async def file(self, megabytes: int) -> None:
        """Send so many MiB that begin like an mp4."""
        size = megabytes * len(BLOCK)
        head = b'HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\ncontent-length: %d\r\netag: "x"\r\n\r\n' % size
        self.transport.write(head + b"\x00\x00\x00\x18ftypisom" + BLOCK[12:])
        for _ in range(megabytes - 1):
            await self.writable.wait()
            if self.transport.is_closing():
                return
            self.transport.write(BLOCK)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def control(port: int, path: str) -> dict[str, Any]:
    """Ask the vendor about itself, or tell it to forget."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        told: dict[str, Any] = json.loads(answer.read())
    return told


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=4096)
    port = server.sockets[0].getsockname()[1]
    Connection.state.base = f"http://127.0.0.1:{port}"
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # some peers open a connection for each job
    asyncio.run(_serve())
