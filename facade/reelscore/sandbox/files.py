"""The files of a sandbox: what a link stands for, made only when someone downloads it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import attrs

from reelscore.sandbox import media
from reelscore.sandbox.values import File

CONTENT_TYPES = {"mp4": "video/mp4", "mp3": "audio/mpeg", "wav": "audio/wav", "png": "image/png"}
KEEP_UPLOADED = 64 * 2**20
"""Bytes of uploads kept to be downloaded again; the oldest go first."""
KEEP_MADE = 32 * 2**20
"""Bytes of made files kept for the next download."""


class Files:
    """All links that the sandbox has given out. Its own lock: downloads do not wait for the engine.

    Most links are found again from the task that they name (`finders`); the others are noted here.
    """

    def __init__(self) -> None:
        self.finders: list[Callable[[str], File | None]] = []
        self._lock = threading.Lock()
        self._files: dict[str, File] = {}
        self._names: dict[str, list[str]] = {}
        self._uploads: OrderedDict[str, tuple[str, bytes, float]] = OrderedDict()
        self._made: OrderedDict[File, bytes] = OrderedDict()

    def add(self, name: str, file: File) -> str:
        """Note the link *name* (a path below ``/media/``) for *file*."""
        with self._lock:
            self._files[name] = file
            self._names.setdefault(file.owner, []).append(name)
        return name

    def keep(self, name: str, data: bytes, *, content_type: str, until: float = float("inf")) -> None:
        """Keep an uploaded file under *name*, *until* some time (Unix seconds of the sandbox clock)."""
        with self._lock:
            self._uploads[name] = content_type, data, until
            while sum(len(data) for _, data, _ in self._uploads.values()) > KEEP_UPLOADED and len(self._uploads) > 1:
                self._uploads.popitem(last=False)

    def drop(self, owner: str) -> None:
        with self._lock:
            for name in self._names.pop(owner, ()):
                self._files.pop(name, None)

    def read(self, name: str, *, now: float) -> tuple[str, bytes] | None:
        """Return content type and bytes of *name*, or None when there is nothing (yet, or any more)."""
        uploaded = self._uploads.get(name)
        if uploaded is not None:
            return uploaded[:2] if now < uploaded[2] else None
        found = self._files.get(name) or next((file for finder in self.finders if (file := finder(name))), None)
        if found is None or not found.ready_at <= now < found.expires_at:
            return None
        return CONTENT_TYPES[found.kind], self._make(attrs.evolve(found, owner="", ready_at=0, expires_at=0))

    def _make(self, look: File) -> bytes:
        with self._lock:
            if look in self._made:
                self._made.move_to_end(look)
                return self._made[look]
        data = _render(look)
        with self._lock:
            self._made[look] = data
            while sum(map(len, self._made.values())) > KEEP_MADE and len(self._made) > 1:
                self._made.popitem(last=False)
        return data


def _render(file: File) -> bytes:
    match file.kind:
        case "mp4":
            return media.video(file.seconds, width=file.width, height=file.height, sound=file.sound, seed=file.seed)
        case "mp3":
            return media.mp3(file.seconds, seed=file.seed)
        case "wav":
            return media.wav(file.seconds, seed=file.seed)
        case "png":
            return media.png(file.width, file.height, seed=file.seed)
