"""Files that tasks deliver: what a link stands for, made when someone downloads it from bundled samples.

A sample is set to any length and size that a result may name. A film keeps its 16 pictures however long it lasts, and
is decoded at 1280 x 720 pixels whatever size it states. The samples are quiet tones and a moving block; `seed` changes
the title, so that no two tasks deliver the same bytes.
"""

from __future__ import annotations

import io
import math
import re
import struct
import threading
import wave
import zlib
from collections import OrderedDict
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files

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
        return (CONTENT_TYPES[found.kind], _made(found)) if found and now < found.expires_at else None


def _made(file: File) -> bytes:
    seconds = min(max(file.seconds, 0.1), LONGEST)
    match file.kind:
        case "mp4":
            return video(seconds, width=file.width, height=file.height, sound=file.sound, seed=file.seed)
        case "mp3":
            return mp3(seconds, seed=file.seed)
        case "wav":
            return wav(seconds, seed=file.seed)
        case "png":
            return png(file.width, file.height, seed=file.seed)


TICKS = 24_000
"""Units of time per second in the bundled films."""
FRAME_SECONDS = 0.024
FRAME_BYTES = 24
"""One frame of the bundled MP3: MPEG-2 layer III, 24 kHz, 8 kbit/s; any four in a row begin where four others end.

The sample's first frame is silent, twice as long, and names how many frames and bytes follow it.
"""
WAV_RATE = 8_000


def video(seconds: float, *, width: int, height: int, sound: bool, seed: int = 0) -> bytes:
    """Make an MP4 file (H.264, and AAC if *sound*) whose headers state these seconds and pixels; about 8 KB."""
    ticks = max(1, round(seconds * TICKS))
    film = bytearray(_sample("film.mp4" if sound else "silent.mp4"))
    for box in re.finditer(rb"mvhd|mdhd|tkhd|stts|avc1|sandbox \d{10}", film[: film.index(b"mdat")]):
        at = box.start()
        match box.group()[:4]:  # offsets count from the box's name: ISO/IEC 14496-12
            case b"mvhd" | b"mdhd":
                struct.pack_into(">I", film, at + 20, ticks)
            case b"tkhd":
                struct.pack_into(">I", film, at + 24, ticks)
                if any(film[at + 80 : at + 88]):  # a track of sound has no sides
                    struct.pack_into(">2I", film, at + 80, width << 16, height << 16)
            case b"stts":  # all samples but the last are equally long
                (count,) = struct.unpack_from(">I", film, at + 12)
                each = ticks // (count + 1)
                struct.pack_into(">4I", film, at + 12, count, each, 1, ticks - count * each)
            case b"avc1" if not any(film[at + 4 : at + 10]):  # and not the brand of that name
                struct.pack_into(">2H", film, at + 28, width, height)
            case b"sand":
                film[at + 8 : at + 18] = b"%010d" % seed
            case _:
                pass
    return bytes(film)


def mp3(seconds: float, *, seed: int = 0) -> bytes:
    """Make an MP3 file of whole frames of 24 ms that cover *seconds*; 1 KB for each."""
    count = max(1, math.ceil(round(seconds / FRAME_SECONDS, 6)))
    sample = _sample("tone.mp3")
    info, frames = bytearray(sample[: 2 * FRAME_BYTES]), sample[2 * FRAME_BYTES :]
    struct.pack_into(">2I", info, info.index(b"Info") + 8, count, len(info) + count * FRAME_BYTES)
    text = b"\0reelscore sandbox %010d" % seed
    title = b"TIT2" + struct.pack(">IH", len(text), 0) + text
    tag = b"ID3\x03\0\0" + struct.pack(">I", len(title)) + title  # shorter than 128, so one byte of seven bits
    return tag + info + (frames * (count * FRAME_BYTES // len(frames) + 1))[: count * FRAME_BYTES]


def wav(seconds: float, *, seed: int = 0) -> bytes:
    """Make a WAV file, one channel of 16 bits at 8 kHz; 16 KB for each second."""
    count, hertz = max(1, round(seconds * WAV_RATE)), 220 + seed % 256
    turns = (round(4_000 * math.sin(2 * math.pi * hertz * place / WAV_RATE)) for place in range(WAV_RATE))
    second = struct.pack(f"<{WAV_RATE}h", *turns)
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((1, 2, WAV_RATE, count, "NONE", ""))
        file.writeframes((second * (count // WAV_RATE + 1))[: 2 * count])
    return target.getvalue()


@lru_cache(maxsize=32)
def png(width: int, height: int, *, seed: int = 0) -> bytes:
    """Make a PNG picture of one grey, with a title; a few KB."""
    row = b"\0" + bytes([64 + seed % 128]) * width
    chunks = {
        b"IHDR": struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0),
        b"tEXt": b"Title\0reelscore sandbox %d" % seed,
        b"IDAT": zlib.compress(row * height, 9),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )


def frame_size(quality: str, aspect_ratio: str) -> tuple[int, int]:
    """Return width and height in pixels, both even: the short side is the number in *quality*.

    >>> frame_size("720p", "16:9"), frame_size("540p", "3:4"), frame_size("1080p", "21:9")
    ((1280, 720), (540, 720), (2520, 1080))
    """
    across, down = map(int, aspect_ratio.split(":"))
    unit = int(quality.removesuffix("p")) / min(across, down)
    return 2 * round(across * unit / 2), 2 * round(down * unit / 2)


@cache
def _sample(name: str) -> bytes:
    return files("reelscore.sandbox").joinpath("data", name).read_bytes()
