"""Which fields of PixVerse's requests take a file instead of an id, and what it may be."""

from __future__ import annotations

from typing import Any

import attrs

from reelscore.flows.files import MEGABYTE, FileField, FileInRequest, FileUploads
from reelscore.pixverse.requests import UploadImage, UploadMedia
from reelscore.requests.request import Request
from reelscore.uploads.media import MediaLimits
from reelscore.vendors.coercion import integer

_VIDEOS = ("mp4", "mov", "webm")
_SOUNDS = ("mp3", "wav", "m4a", "aac")
_PAGE = "upload pages of both hosts"
_IMAGE = MediaLimits(
    formats=("jpg", "jpeg", "png", "webp"),
    max_bytes=20 * MEGABYTE - 1,
    max_side=10000,
    source="page of image uploads; clients of 2026",
    code=500030,
)
_VIDEO = MediaLimits(
    formats=_VIDEOS, max_bytes=50 * MEGABYTE, max_side=1920, max_seconds=30, source=f"sound-effect guide; {_PAGE}"
)
_SOUND = MediaLimits(formats=_SOUNDS, max_bytes=50 * MEGABYTE, max_seconds=30, source=_PAGE)
_MUSIC = MediaLimits(
    formats=_SOUNDS, max_bytes=15 * MEGABYTE, min_seconds=10, max_seconds=360, source="a client of 2026-09-20"
)
_LARGE = attrs.evolve(_VIDEO, max_bytes=100 * MEGABYTE, source="mimic guide; an integrator on modify")
_ANY = MediaLimits(
    formats=(*_VIDEOS, *_SOUNDS),
    max_bytes=100 * MEGABYTE,
    max_side=1920,
    max_seconds=360,
    source="the loosest of all operations: mimic takes 100 MB, music videos 360 s",
)
_WITHOUT_WEBM = {"lip_sync", "sound_effect", "extend", "restyle", "swap", "mimic", "modify", "upscale"}

_image = FileField(kind="image", limits=_IMAGE)
FIELDS = {
    **dict.fromkeys(("img_id", "img_ids", "first_frame_img", "last_frame_img"), _image),
    "video_media_id": FileField(
        kind="video",
        limits=_VIDEO,
        operations={
            "mimic": _LARGE,
            "modify": _LARGE,
            "restyle": attrs.evolve(_VIDEO, max_seconds=16, source="restyle page"),
            "mask_selection": attrs.evolve(_VIDEO, codecs=("h264", "h265"), source="page of mask selection"),
            "recreate": attrs.evolve(_LARGE, min_seconds=2, min_side=640, source="a client of 2026-09-20"),
        },
        doubted={"webm": frozenset(_WITHOUT_WEBM)},
    ),
    "audio_media_id": FileField(
        kind="audio", limits=_SOUND, operations={"music_video": _MUSIC, "verify_audio": _MUSIC}
    ),
    "image": attrs.evolve(_image, is_uploaded=False),
    "file": FileField(kind="media", limits=_ANY, is_uploaded=False),
}


def _as_sent(value: Any) -> int | None:
    """Return an id as a number; digits in a text are one."""
    return integer(value) if isinstance(value, (int, str)) else None


def _upload(file: FileInRequest) -> Request[Any]:
    """Make the upload of a file, or of a URL that the vendor fetches itself."""
    is_url = isinstance(file.value, str) and "://" in file.value
    if file.kind == "image":
        return UploadImage(image_url=file.value) if is_url else UploadImage(image=file.value)
    return UploadMedia(file_url=file.value) if is_url else UploadMedia(file=file.value)


UPLOADS = FileUploads(fields=FIELDS, as_sent=_as_sent, request=_upload, result=lambda uploaded: uploaded.id)
