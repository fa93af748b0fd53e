"""A vendor for measurements on bare asyncio streams: PixVerse's routes for reelscore, and those of each peer.

``python _bench_server.py`` prints its address and ends with its standard input. ``GET /_stats`` returns counts of
connections and calls, ``GET /_reset?seconds=2`` zeroes them and sets how long a job runs; both are not counted.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import resource
import sys
import time
import urllib.request
from typing import Any, cast

Body = dict[str, Any]
MOMENT = "2026-01-01T00:00:00.000Z"
BLOCK = bytes(range(256)) * 4096  # 1 MiB
ROUTES = {
    "/openapi/v2/": (5, 1),
    "/v1/predictions": ("starting", "succeeded"),
    "/fal/": ("IN_PROGRESS", "COMPLETED"),
    "/v1/text_to_video": ("RUNNING", "SUCCEEDED"),
    "/v1/tasks/": ("RUNNING", "SUCCEEDED"),
    "/dream-machine/v1/generations": ("dreaming", "completed"),
    "/v1/videos": ("in_progress", "completed"),
}
"""What paths begin with: PixVerse, replicate, fal, Runway twice, Luma, OpenAI; and their words for a job's state."""


def told(number: int, path: str, *, state: object, is_done: bool) -> Body:
    """Answer of a job what any of the libraries reads; PixVerse has an envelope of its own."""
    url = f"{STATE.base}/file/1.mp4" if is_done else ""
    if path.startswith("/openapi/"):
        job = {"id": number, "video_id": number, "credits": 90, "status": state, "url": url}
        return {"ErrCode": 0, "ErrMsg": "success", "Resp": job}
    ours, fal = f"{STATE.base}/v1/predictions/{number}", f"{STATE.base}/fal/video/requests/{number}"
    return {
        "id": str(number), "request_id": str(number), "status": state, "state": state, "error": None, "progress": 40,
        "output": [url], "assets": {"video": url}, "video": {"url": url}, "urls": {"get": ours, "cancel": ""},
        "response_url": fal, "status_url": f"{fal}/status", "cancel_url": f"{fal}/cancel", "queue_position": 0,
        "created_at": MOMENT, "createdAt": MOMENT, "model": "v1", "version": "v1", "input": {"prompt": "x"},
        "logs": None, "metrics": {}, "prompt": "x", "object": "video", "seconds": "4", "size": "720x1280",
    }  # fmt: skip


class State:
    """Counters and jobs of one server."""

    def __init__(self) -> None:
        self.base, self.seconds, self.era = "", 0.0, 0
        self.made: dict[int, float] = {}
        self.counts: dict[str, int] = {}
        self.numbers = itertools.count(1)
        self.reset()

    def reset(self, seconds: float | None = None) -> None:
        self.seconds = self.seconds if seconds is None else seconds
        self.era += 1  # connections of an earlier era are not counted out
        self.made.clear()
        self.counts = dict.fromkeys(("connections", "open", "peak", "posts", "looks", "unknown"), 0)

    def connected(self, era: int) -> int:
        """Count a connection at its first call since the last reset; return the present era."""
        if era != self.era:
            self.counts["connections"] += 1
            self.counts["open"] += 1
            self.counts["peak"] = max(self.counts["peak"], self.counts["open"])
        return self.era

    def answer(self, method: str, path: str) -> Body | None:
        """Start a job, or look at one; None on a route that no vendor has."""
        words = next((words for start, words in ROUTES.items() if path.startswith(start)), None)
        if words is None or method not in {"GET", "POST"}:
            self.counts["unknown"] += 1
            return None
        self.counts["posts" if method == "POST" else "looks"] += 1
        if method == "POST":
            number = next(self.numbers)
            self.made[number] = time.monotonic()
        else:
            number = next((int(piece) for piece in path.split("/") if piece.isdecimal()), 0)
        is_done = method == "GET" and time.monotonic() - self.made.get(number, 0.0) >= self.seconds
        return told(number, path, state=words[is_done], is_done=is_done)


STATE = State()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the calls of one connection until its client closes it."""
    era = 0
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
            await reader.readexactly(int(length[1]) if length else 0)
            method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
            path, _, query = target.partition("?")
            if path == "/_reset":
                STATE.reset(float(query.partition("=")[2]) if query else None)
            era = era if path in {"/_reset", "/_stats"} else STATE.connected(era)
            if path.startswith("/file/"):
                await _send_file(writer, int(path.removeprefix("/file/").partition(".")[0]))
            else:
                body = STATE.counts if path.startswith("/_") else STATE.answer(method, path)
                text, status = json.dumps(body or {}).encode(), b"404 Not Found" if body is None else b"200 OK"
                writer.write(_head(status, b"application/json", len(text)) + text)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        STATE.counts["open"] -= era == STATE.era
    finally:
        writer.close()


def _head(status: bytes, kind: bytes, length: int) -> bytes:
    return b"HTTP/1.1 %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n" % (status, kind, length)


async def _send_file(writer: asyncio.StreamWriter, megabytes: int) -> None:
    """Send so many MiB: a whole mp4 of two boxes."""
    size = megabytes * len(BLOCK)
    boxes = b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42" + b"\x00\x00\x00\x01mdat"
    boxes += (size - 24).to_bytes(8, "big")
    writer.write(_head(b"200 OK", b"video/mp4", size) + boxes + BLOCK[len(boxes) :])
    for _ in range(megabytes - 1):
        await writer.drain()
        writer.write(BLOCK)


def control(base: str, path: str) -> dict[str, Any]:
    """Read the vendor's counts, or reset them."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(base + path, timeout=10) as answer:
        return cast("dict[str, Any]", json.loads(answer.read()))


def open_many_files() -> None:
    """Raise the limit of open files: some peers open a connection for each job."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _serve() -> None:
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=4096)
    port = server.sockets[0].getsockname()[1]
    STATE.base = f"http://127.0.0.1:{port}"
    print(STATE.base, flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    open_many_files()
    asyncio.run(_serve())
