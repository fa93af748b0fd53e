"""Make a video file: a few coloured bands, a block walking across, and a quiet tone."""

import struct
from functools import lru_cache

from reelscore.sandbox.media import _aac, _h264
from reelscore.sandbox.media._boxes import TICKS, Track, box, full_box, movie, sample_count
from reelscore.sandbox.media._parameters import checked_seconds, checked_size, digest, title

PICTURES_PER_SECOND = 8


def video(seconds: float, *, width: int, height: int, sound: bool, seed: int = 0) -> bytes:
    """Make an MP4 file: H.264 at 8 pictures per second, and AAC if it has sound.

    About 10 KB for 8 s of 720p. It can be played while it loads.

    Args:
        seconds: length, above 0, at most 3600; exact to 1/24000 s.
        width: pixels, even, 2 to 4096.
        height: pixels, even, 2 to 4096.
        sound: whether it has a sound track, one channel at 24 kHz, as long as the pictures.
        seed: another one gives other colours, another tone and another title.

    Raises:
        ValueError: the length or a side is outside of that.
    """
    width, height = checked_size(width, height)
    ticks = max(1, round(checked_seconds(seconds) * TICKS))
    return _made(ticks, (width, height), sound=sound, seed=seed)


@lru_cache(maxsize=64)
def _made(ticks: int, size: tuple[int, int], *, sound: bool, seed: int) -> bytes:
    tracks = [_picture_track(ticks, _h264.Picture(*size, digest(seed)))]
    if sound:
        tracks.append(_sound_track(ticks, pitch=digest(seed)[-1]))
    return movie(tracks, title=title(seed))


def _picture_track(ticks: int, picture: _h264.Picture) -> Track:
    ticks_each = TICKS // PICTURES_PER_SECOND
    count = sample_count(ticks, ticks_each)
    return Track(
        handler=b"vide",
        samples=tuple(_h264.pictures(picture, count)),
        ticks_each=ticks_each,
        ticks=ticks,
        entry=_picture_entry(picture),
        header=full_box(b"vmhd", 1, bytes(8)),
        size=(picture.width, picture.height),
        keys=tuple(range(1, count + 1, _h264.PICTURES_PER_KEY)),
    )


def _sound_track(ticks: int, *, pitch: int) -> Track:
    # one tick is one sample of sound: RATE and TICKS are equal
    count = sample_count(ticks, _aac.FRAME)
    return Track(
        handler=b"soun",
        samples=tuple(_aac.frames(count, pitch=pitch)),
        ticks_each=_aac.FRAME,
        ticks=ticks,
        entry=_sound_entry(),
        header=full_box(b"smhd", 0, bytes(4)),
    )


def _picture_entry(picture: _h264.Picture) -> bytes:
    # ISO/IEC 14496-15, 5.3.3: lengths of four bytes, one set of each kind
    sequence, pictures = _h264.parameter_sets(picture)
    head = b"\x01" + sequence[1:4] + b"\xff\xe1"
    parts = struct.pack(">H", len(sequence)), sequence, b"\x01", struct.pack(">H", len(pictures))
    configuration = box(b"avcC", head, *parts, pictures)
    dots_per_inch = 72 << 16
    size = struct.pack(">2H2I4xH32x2H", picture.width, picture.height,
                       dots_per_inch, dots_per_inch, 1, 24, 0xFFFF)  # fmt: skip
    return box(b"avc1", struct.pack(">6xH16x", 1), size, configuration)


def _sound_entry() -> bytes:
    # ISO/IEC 14496-1, 7.2.6: descriptors within descriptors, each with its kind and length
    config = _descriptor(5, _aac.CONFIG)
    rates = struct.pack(">2I", 2000, 2000)
    decoder = _descriptor(4, b"\x40\x15", bytes(3), rates, config)
    stream = _descriptor(3, struct.pack(">HB", 1, 0), decoder, _descriptor(6, b"\x02"))
    format_ = struct.pack(">6xH8x2H4xI", 1, 1, 16, _aac.RATE << 16)
    return box(b"mp4a", format_, full_box(b"esds", 0, stream))


def _descriptor(kind: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return bytes((kind, len(content))) + content
