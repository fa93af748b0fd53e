"""Which fields of a request name a file instead of an id, what the file may be, and how its id takes its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeAlias, TypeVar

import attrs

from reelscore.requests.request import JsonObject, Request
from reelscore.rules.schema import Field, media_fields
from reelscore.uploads.media import MediaLimits

P = TypeVar("P", bound=JsonObject)
Place: TypeAlias = tuple[str | int, ...]
"""Where a value stands: ``("image_references", 0, "img_id")``."""

_MEGABYTE = 1024 * 1024
_IMAGES = ("jpg", "jpeg", "png", "webp")
_VIDEOS = ("mp4", "mov", "webm")
_SOUNDS = ("mp3", "wav", "m4a", "aac")

IMAGE = MediaLimits(
    formats=_IMAGES, max_bytes=20 * _MEGABYTE - 1, max_side=10000, source="M upload image; R; K", code=500030
)
VIDEO = MediaLimits(
    formats=_VIDEOS, max_bytes=50 * _MEGABYTE, max_side=1920, max_seconds=30, source="S0; M upload media"
)
SOUND = MediaLimits(formats=_SOUNDS, max_bytes=50 * _MEGABYTE, max_seconds=30, source="M upload media")
UPLOADED = MediaLimits(
    formats=(*_VIDEOS, *_SOUNDS), max_bytes=100 * _MEGABYTE, max_side=1920, max_seconds=360, source="the loosest of all"
)
"""What an upload may be when nobody says what for: mimic takes 100 MB, music videos 360 s."""
_LARGE = attrs.evolve(VIDEO, max_bytes=100 * _MEGABYTE, source="M mimic guide; an integrator on modify")

VIDEO_LIMITS = {
    "mimic": _LARGE,
    "modify": _LARGE,
    "restyle": attrs.evolve(VIDEO, max_seconds=16, source="M restyle"),
    "mask_selection": attrs.evolve(VIDEO, codecs=("h264", "h265"), source="M mask selection"),
    "recreate": attrs.evolve(_LARGE, min_seconds=2, min_side=640, source="K"),
}
"""Where an operation takes more or less than an upload as such."""
_MUSIC = MediaLimits(formats=_SOUNDS, max_bytes=15 * _MEGABYTE, min_seconds=10, max_seconds=360, source="K music video")
SOUND_LIMITS = {"music_video": _MUSIC, "verify_audio": _MUSIC}

_AS: dict[str, Literal["image", "video", "audio"]] = {
    "img_id": "image",
    "img_ids": "image",
    "first_frame_img": "image",
    "last_frame_img": "image",
    "video_media_id": "video",
    "audio_media_id": "audio",
}


@attrs.frozen(kw_only=True)
class Wanted:
    """A file that is to be uploaded before the request can be sent."""

    place: Place
    value: Any
    kind: Literal["image", "video", "audio"]
    limits: MediaLimits

    @property
    def field(self) -> str:
        """The place as rules write it: ``image_references[0].img_id``."""
        return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.place).lstrip(".")

    @property
    def operation(self) -> str:
        """The upload that takes it."""
        return "upload_image" if self.kind == "image" else "upload_media"

    @property
    def fields(self) -> dict[str, Any]:
        """Fields of that upload."""
        names = ("image", "image_url") if self.kind == "image" else ("file", "file_url")
        is_url = isinstance(self.value, str) and "://" in self.value
        return {names[is_url]: self.value}


def wanted(request: Request[Any]) -> tuple[Wanted, ...]:
    """List the files that a request names, in the order of its fields; empty where all are ids."""
    return tuple(_wanted(request, request.operation, place=()))


def _wanted(part: JsonObject, operation: str, *, place: Place) -> Iterator[Wanted]:
    for field in media_fields(type(part)):
        value = getattr(part, field.name)
        if field.name in _AS and value is not None:
            yield from _files(value, field, operation=operation, place=(*place, field.name))
        elif isinstance(value, (list, tuple)):
            for index, entry in enumerate(value):
                if isinstance(entry, JsonObject):
                    yield from _wanted(entry, operation, place=(*place, field.name, index))


def _files(value: Any, field: Field, *, operation: str, place: Place) -> Iterator[Wanted]:
    if isinstance(value, (list, tuple)):
        for index, entry in enumerate(value):
            yield from _files(entry, field, operation=operation, place=(*place, index))
    elif not isinstance(value, int):
        kind = _AS[field.name]
        yield Wanted(place=place, value=value, kind=kind, limits=limits_of(operation, kind))


def limits_of(operation: str, kind: str) -> MediaLimits:
    """Tell what a file may be for an operation."""
    if kind == "image":
        return IMAGE
    return VIDEO_LIMITS.get(operation, VIDEO) if kind == "video" else SOUND_LIMITS.get(operation, SOUND)


def placed(part: P, place: Place, *, value: int) -> P:
    """Give a request with an id where a file stood."""
    name, rest = str(place[0]), place[1:]
    return attrs.evolve(part, **{name: _within(getattr(part, name), rest, value=value)})


def _within(held: Any, place: Place, *, value: int) -> Any:
    if not place:
        return value
    if isinstance(held, JsonObject):
        return placed(held, place, value=value)
    items: Sequence[Any] = held
    index, rest = int(place[0]), place[1:]
    return tuple(_within(item, rest, value=value) if number == index else item for number, item in enumerate(items))
