"""The files of a sandbox: what a link stands for, made only when someone downloads it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from reelscore.sandbox import media

if TYPE_CHECKING:
    from collections.abc import Callable

FileKind: TypeAlias = Literal["mp4", "mp3", "wav", "png", "mid"]
CONTENT_TYPES = {"mp4": "video/mp4", "mp3": "audio/mpeg", "wav": "audio/wav", "png": "image/png", "mid": "audio/midi"}
KEEP_UPLOADED = 64 * 2**20
"""Bytes of uploads kept to be downloaded again; the oldest go first."""
KEEP_MADE = 32 * 2**20
"""Bytes of made files kept for the next download."""


@attrs.frozen(kw_only=True)
class File:
    """What a link stands for."""

    kind: FileKind
    owner: str
    """Task or upload that it belongs to."""
    seconds: float = 0
    width: int = 0
    height: int = 0
    sound: bool = True
    seed: int = 0
    ready_at: float = 0
    """Unix seconds of the sandbox clock from which the link answers."""
    expires_at: float = float("inf")


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
        """Give out the link *name* (a path below ``/media/``) for *file*."""
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

    def find(self, name: str) -> File | None:
        """Return what *name* stands for, unless it is an upload or unknown."""
        found = self._files.get(name)
        return found or next((file for finder in self.finders if (file := finder(name))), None)

    def items(self) -> list[tuple[str, File]]:
        """List all links."""
        with self._lock:
            return list(self._files.items())

    def drop(self, owner: str) -> None:
        """Forget the links of *owner*."""
        with self._lock:
            for name in self._names.pop(owner, ()):
                self._files.pop(name, None)

    def read(self, name: str, *, now: float) -> tuple[str, bytes] | None:
        """Return content type and bytes of *name*, or None when there is nothing (yet, or any more)."""
        uploaded = self._uploads.get(name)
        if uploaded is not None:
            return uploaded[:2] if now < uploaded[2] else None
        file = self.find(name)
        if file is None or not file.ready_at <= now < file.expires_at:
            return None
        return CONTENT_TYPES[file.kind], self._make(file)

    def _make(self, file: File) -> bytes:
        look = attrs.evolve(file, owner="", ready_at=0, expires_at=0)
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
        case "mid":
            return media.midi(file.seconds, seed=file.seed)
