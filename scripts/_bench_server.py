"""A vendor for measurements on bare asyncio streams: PixVerse's routes for reelscore, and those of each peer.

``python _bench_server.py`` prints its port and ends with its standard input. ``GET /_stats`` returns counts of
connections and calls, ``GET /_reset?seconds=2`` zeroes them and sets how long a job runs; both are not counted.
Answers have the vendors' shapes with the fields that the libraries read.
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
from typing import Any, NamedTuple, cast

Body = dict[str, Any]
MOMENT = "2026-01-01T00:00:00.000Z"
BLOCK = bytes(range(256)) * 4096  # 1 MiB


class Job(NamedTuple):
    number: int
    done: bool
    path: str
    """The path of the call that is answered."""
    base: str
    """Address of this server."""

    @property
    def url(self) -> str:
        return f"{self.base}/file/1.mp4"


def _pixverse(job: Job) -> Body:
    made = {"video_id": job.number, "credits": 90}
    look = {"id": job.number, "status": 1 if job.done else 5, "url": job.url if job.done else ""}
    return {"ErrCode": 0, "ErrMsg": "success", "Resp": look if "/result/" in job.path else made}


def _replicate(job: Job) -> Body:
    told: Body = {"id": str(job.number), "model": "bench/video", "version": "v1", "input": {"prompt": "x"}}
    told |= {"status": "succeeded" if job.done else "starting", "output": job.url if job.done else None, "error": None}
    urls = {"get": f"{job.base}/v1/predictions/{job.number}", "cancel": ""}
    return {**told, "created_at": MOMENT, "urls": urls, "logs": "", "metrics": {}}


def _fal(job: Job) -> Body:
    base = f"{job.base}/fal/video/requests/{job.number}"
    if job.path.endswith("/status"):
        return {"status": "COMPLETED" if job.done else "IN_PROGRESS", "logs": None, "metrics": {}}
    if "/requests/" in job.path:
        return {"video": {"url": job.url, "content_type": "video/mp4"}, "seed": 1}
    urls = {"response_url": base, "status_url": f"{base}/status", "cancel_url": f"{base}/cancel"}
    told: Body = {"status": "IN_QUEUE", "request_id": str(job.number), "queue_position": 0}
    return {**told, "logs": None, "metrics": {}, **urls}


def _runway(job: Job) -> Body:
    rest: Body = {"output": [job.url]} if job.done else {"progress": 0.4}
    return {"id": str(job.number), "createdAt": MOMENT, "status": "SUCCEEDED" if job.done else "RUNNING", **rest}


def _luma(job: Job) -> Body:
    asked = {"generation_type": "video", "prompt": "x", "model": "ray-2"}
    told: Body = {"id": str(job.number), "generation_type": "video", "created_at": MOMENT, "model": "ray-2"}
    assets = {"video": job.url} if job.done else None
    return {**told, "state": "completed" if job.done else "dreaming", "assets": assets, "request": asked}


def _openai(job: Job) -> Body:
    told: Body = {"id": str(job.number), "object": "video", "created_at": 1760000000, "model": "sora-2", "prompt": "x"}
    told |= {"status": "completed" if job.done else "in_progress", "progress": 100 if job.done else 40}
    return {**told, "seconds": "4", "size": "720x1280", "error": None}


ROUTES = {
    "/openapi/v2/": _pixverse,
    "/v1/predictions": _replicate,
    "/fal/": _fal,
    "/v1/text_to_video": _runway,
    "/v1/tasks/": _runway,
    "/dream-machine/v1/generations": _luma,
    "/v1/videos": _openai,
}


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
        """Return the body of an answer; None for an unknown route."""
        body = next((body for start, body in ROUTES.items() if path.startswith(start)), None)
        if body is None or method not in {"GET", "POST"}:
            self.counts["unknown"] += 1
            return None
        self.counts["posts" if method == "POST" else "looks"] += 1
        if method == "POST":
            number = next(self.numbers)
            self.made[number] = time.monotonic()
        else:
            number = next((int(piece) for piece in path.split("/") if piece.isdecimal()), 0)
        done = method == "GET" and time.monotonic() - self.made.get(number, 0.0) >= self.seconds
        return body(Job(number, done, path, self.base))


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
                _send(writer, STATE.counts if path.startswith("/_") else STATE.answer(method, path))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        STATE.counts["open"] -= era == STATE.era
    finally:
        writer.close()


def _send(writer: asyncio.StreamWriter, body: Body | None) -> None:
    """Send JSON, or 404 for None."""
    text, status = json.dumps(body or {}).encode(), b"404 Not Found" if body is None else b"200 OK"
    head = b"HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % (status, len(text))
    writer.write(head + text)


async def _send_file(writer: asyncio.StreamWriter, megabytes: int) -> None:
    """Send so many MiB: a whole mp4 of two boxes."""
    size = megabytes * len(BLOCK)
    head = b'HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\ncontent-length: %d\r\netag: "x"\r\n\r\n' % size
    boxes = b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42" + b"\x00\x00\x00\x01mdat"
    boxes += (size - 24).to_bytes(8, "big")
    writer.write(head + boxes + BLOCK[len(boxes) :])
    for _ in range(megabytes - 1):
        await writer.drain()
        writer.write(BLOCK)


def control(port: int, path: str) -> dict[str, Any]:
    """Read the vendor's counts, or reset them."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return cast("dict[str, Any]", json.loads(answer.read()))


def open_many_files() -> None:
    """Raise the limit of open files: some peers open a connection for each job."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _serve() -> None:
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=4096)
    port = server.sockets[0].getsockname()[1]
    STATE.base = f"http://127.0.0.1:{port}"
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    open_many_files()
    asyncio.run(_serve())
