"""A vendor for measurements: PixVerse's envelope on a bare asyncio protocol, so that the client is what is measured.

``python _bench_server.py`` prints its port and ends with its standard input. ``GET /_stats`` tells connections and calls,
``POST /_reset?seconds=2`` zeroes them and sets how long a job runs.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from typing import Any, cast

BLOCK = bytes(range(256)) * 4096  # 1 MiB
ids = itertools.count(1)


class State:
    """Counters and jobs of one server."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.made: dict[int, float] = {}
        self.counts = {"connections": 0, "posts": 0, "looks": 0, "open": 0, "peak": 0}

    def reset(self, seconds: float) -> None:
        """Forget everything but the connections that are open."""
        self.seconds = seconds
        self.made.clear()
        self.counts |= {"connections": 0, "posts": 0, "looks": 0, "peak": self.counts["open"]}

    def submit(self) -> dict[str, Any]:
        """Start a job."""
        self.counts["posts"] += 1
        number = next(ids)
        self.made[number] = time.monotonic()
        return {"video_id": number, "credits": 90}

    def look(self, number: int) -> dict[str, Any]:
        """Tell how a job stands."""
        self.counts["looks"] += 1
        done = time.monotonic() - self.made.get(number, 0.0) >= self.seconds
        return {"id": number, "status": 1 if done else 5, "url": f"/file/{number}.mp4" if done else ""}


class Connection(asyncio.Protocol):
    """One keep-alive connection."""

    state = State()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it."""
        self.transport, self.buffer = cast("asyncio.Transport", transport), b""
        self.sending: set[asyncio.Task[None]] = set()
        self.writable = asyncio.Event()
        self.writable.set()
        counts = self.state.counts
        counts["connections"] += 1
        counts["open"] += 1
        counts["peak"] = max(counts["peak"], counts["open"])

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it out."""
        self.state.counts["open"] -= 1
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
            self.answer(head)

    def answer(self, head: bytes) -> None:
        """Route one request by its first line."""
        method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
        if target.startswith("/file/"):
            self.sending.add(asyncio.ensure_future(self.file(int(target.rpartition("/")[2].split(".")[0]))))
        elif target.startswith("/_reset"):
            self.state.reset(float(target.partition("seconds=")[2] or 0))
            self.send({})
        elif target == "/_stats":
            self.send(self.state.counts)
        elif method == "POST":
            self.send({"ErrCode": 0, "ErrMsg": "success", "Resp": self.state.submit()})
        else:
            number = int(target.rpartition("/")[2])
            self.send({"ErrCode": 0, "ErrMsg": "success", "Resp": self.state.look(number)})

    def send(self, body: dict[str, Any]) -> None:
        """Send JSON."""
        text = json.dumps(body).encode()
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(text)
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


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
