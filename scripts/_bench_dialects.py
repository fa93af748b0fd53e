"""What the measured vendor answers, without a socket: PixVerse's envelope for us, and for each peer the routes it knows.

The answers are of the vendors' shapes, with only so much in them as the libraries read.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any, NamedTuple

Body = dict[str, Any]
_MOMENT = "2026-01-01T00:00:00.000Z"


class Job(NamedTuple):
    """How a job stands, for whoever asks."""

    number: int
    done: bool
    url: str
    """Of the finished file."""
    path: str
    """That was asked for."""
    base: str
    """Of this server."""


class State:
    """Counters and jobs of one server."""

    def __init__(self) -> None:
        self.base = ""
        self.seconds = 0.0
        self.era = 0
        self.made: dict[int, float] = {}
        self.counts: dict[str, int] = {}
        self._numbers = itertools.count(1)
        self.reset()

    def reset(self, seconds: float | None = None) -> None:
        """Count from nothing, and let jobs run for so many seconds, or as long as before."""
        self.seconds = self.seconds if seconds is None else seconds
        self.era += 1
        self.made.clear()
        self.counts = dict.fromkeys(("connections", "open", "peak", "posts", "looks", "unknown"), 0)

    def heard(self, era: int) -> int:
        """Count the connection that a call came on, unless it is of this era; give the present one."""
        if era != self.era:
            self.counts["connections"] += 1
            self.counts["open"] += 1
            self.counts["peak"] = max(self.counts["peak"], self.counts["open"])
        return self.era

    def lost(self, era: int) -> None:
        """Count out a connection that calls of an era came on."""
        self.counts["open"] -= era == self.era

    def answer(self, method: str, path: str) -> Body | None:
        """Answer a call; None where nobody's route is meant."""
        for route in ROUTES:
            if route.method == method and path.startswith(route.path):
                return route.body(self._submitted(path) if method == "POST" else self._looked_at(path))
        self.counts["unknown"] += 1
        return None

    def _submitted(self, path: str) -> Job:
        self.counts["posts"] += 1
        number = next(self._numbers)
        self.made[number] = time.monotonic()
        return self._job(number, path, done=False)

    def _looked_at(self, path: str) -> Job:
        self.counts["looks"] += 1
        number = next((int(piece) for piece in path.split("/") if piece.isdecimal()), 0)
        return self._job(number, path, done=time.monotonic() - self.made.get(number, 0.0) >= self.seconds)

    def _job(self, number: int, path: str, *, done: bool) -> Job:
        return Job(number, done, url=f"{self.base}/file/1.mp4", path=path, base=self.base)


class Route(NamedTuple):
    """What is answered to one kind of call."""

    method: str
    path: str
    """That a path begins with."""
    body: Callable[[Job], Body]


def file_size(path: str) -> int | None:
    """Give the MiB of the file that a path means: ours is ``/file/SIZE.mp4``, openai's ``/v1/videos/SIZE/content``."""
    if path.startswith("/file/"):
        return int(path.removeprefix("/file/").partition(".")[0])
    return int(path.split("/")[-2]) if path.endswith("/content") else None


def _pixverse_made(job: Job) -> Body:
    return {"ErrCode": 0, "ErrMsg": "success", "Resp": {"video_id": job.number, "credits": 90}}


def _pixverse_look(job: Job) -> Body:
    look = {"id": job.number, "status": 1 if job.done else 5, "url": job.url if job.done else ""}
    return {"ErrCode": 0, "ErrMsg": "success", "Resp": look}


def _replicate(job: Job) -> Body:
    told: Body = {
        "id": str(job.number),
        "model": "bench/video",
        "version": "v1",
        "input": {"prompt": "x"},
        "created_at": _MOMENT,
    }
    told |= {"status": "succeeded" if job.done else "starting", "output": job.url if job.done else None, "error": None}
    return told | {"urls": {"get": f"{job.base}/v1/predictions/{job.number}", "cancel": ""}, "logs": "", "metrics": {}}


def _fal_made(job: Job) -> Body:
    base = f"{job.base}/fal/video/requests/{job.number}"
    urls = {"response_url": base, "status_url": f"{base}/status", "cancel_url": f"{base}/cancel"}
    return {
        "status": "IN_QUEUE",
        "request_id": str(job.number),
        "queue_position": 0,
        "logs": None,
        "metrics": {},
        **urls,
    }


def _fal_look(job: Job) -> Body:
    if not job.path.endswith("/status"):
        return {"video": {"url": job.url, "content_type": "video/mp4"}, "seed": 1}
    return {"status": "COMPLETED" if job.done else "IN_PROGRESS", "logs": None, "metrics": {}}


def _runway_made(job: Job) -> Body:
    return {"id": str(job.number)}


def _runway_look(job: Job) -> Body:
    rest: Body = {"output": [job.url]} if job.done else {"progress": 0.4}
    return {"id": str(job.number), "createdAt": _MOMENT, "status": "SUCCEEDED" if job.done else "RUNNING", **rest}


def _luma(job: Job) -> Body:
    told: Body = {"id": str(job.number), "generation_type": "video", "created_at": _MOMENT, "model": "ray-2"}
    asked = {"generation_type": "video", "prompt": "x", "model": "ray-2"}
    assets = {"video": job.url} if job.done else None
    return told | {"state": "completed" if job.done else "dreaming", "assets": assets, "request": asked}


def _openai(job: Job) -> Body:
    told: Body = {"id": str(job.number), "object": "video", "created_at": 1760000000, "model": "sora-2", "prompt": "x"}
    told |= {"status": "completed" if job.done else "in_progress", "progress": 100 if job.done else 40}
    return told | {"seconds": "4", "size": "720x1280", "error": None}


ROUTES = (
    Route("POST", "/openapi/v2/", _pixverse_made),
    Route("GET", "/openapi/v2/video/result/", _pixverse_look),
    Route("POST", "/v1/predictions", _replicate),
    Route("GET", "/v1/predictions/", _replicate),
    Route("POST", "/fal/", _fal_made),
    Route("GET", "/fal/", _fal_look),
    Route("POST", "/v1/text_to_video", _runway_made),
    Route("GET", "/v1/tasks/", _runway_look),
    Route("POST", "/dream-machine/v1/generations", _luma),
    Route("GET", "/dream-machine/v1/generations/", _luma),
    Route("POST", "/v1/videos", _openai),
    Route("GET", "/v1/videos/", _openai),
)
