"""The files of a sandbox: what a link stands for, made only when someone downloads it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from reelscore.sandbox import media
from reelscore.sandbox.values import File

CONTENT_TYPES = {"mp4": "video/mp4", "mp3": "audio/mpeg", "wav": "audio/wav", "png": "image/png"}
KEEP_UPLOADED = 64 * 2**20
"""Bytes of uploads kept to be downloaded again; the oldest go first."""

LONGEST = 3_600
"""Seconds of a file, whatever was asked for."""


class Files:
    """All links that the sandbox has given out. Its own lock: downloads do not wait for the engine.

    What a task made is found again from the link, which names the task (`finders`); uploads are kept here.
    """

    def __init__(self) -> None:
        self.finders: list[Callable[[str], File | None]] = []
        self._lock = threading.Lock()
        self._uploads: OrderedDict[str, tuple[str, bytes, float]] = OrderedDict()

    def keep(self, name: str, data: bytes, *, content_type: str, until: float = float("inf")) -> None:
        """Keep an uploaded file under *name*, *until* some time (Unix seconds of the sandbox clock)."""
        with self._lock:
            self._uploads[name] = content_type, data, until
            while sum(len(data) for _, data, _ in self._uploads.values()) > KEEP_UPLOADED and len(self._uploads) > 1:
                self._uploads.popitem(last=False)

    def read(self, name: str, *, now: float) -> tuple[str, bytes] | None:
        """Return content type and bytes of *name*, or None when there is nothing (yet, or any more)."""
        uploaded = self._uploads.get(name)
        if uploaded is not None:
            return uploaded[:2] if now < uploaded[2] else None
        found = next((file for finder in self.finders if (file := finder(name))), None)
        return (CONTENT_TYPES[found.kind], _made(found)) if found and found.ready_at <= now < found.expires_at else None


def _made(file: File) -> bytes:
    seconds = min(max(file.seconds, 0.1), LONGEST)
    match file.kind:
        case "mp4":
            return media.video(seconds, width=file.width, height=file.height, sound=file.sound, seed=file.seed)
        case "mp3":
            return media.mp3(seconds, seed=file.seed)
        case "wav":
            return media.wav(seconds, seed=file.seed)
        case "png":
            return media.png(file.width, file.height, seed=file.seed)
