"""Which fields of Suno's requests take a file instead of a URL, and what it may be."""

from __future__ import annotations

from typing import Any

from reelscore.flows.files import MEGABYTE, FileField, FileInRequest, FileUploads
from reelscore.kie import account
from reelscore.requests.request import Request
from reelscore.suno.requests import UploadFile
from reelscore.uploads.media import MediaLimits

_DOCS = "sunoapi.org docs, 2026-10"
_SONG = MediaLimits(max_seconds=480, source="sunoapi.org docs, Upload and extend (zh), 2025")
_STEMS = MediaLimits(max_bytes=20 * MEGABYTE, source="Kie.ai OpenAPI export, 2026-08-12")
_FILM = MediaLimits(max_bytes=100 * MEGABYTE, max_seconds=241, source=_DOCS)
_SOUND = MediaLimits(max_bytes=500 * MEGABYTE, min_seconds=6, max_seconds=1800, source=_DOCS)
FIELDS = {
    "upload_url": FileField(kind="audio", limits=_SONG, length="source_seconds"),
    "upload_url_list": FileField(kind="audio", limits=_SONG),
    "audio_url": FileField(kind="audio", limits=_STEMS),
    "voice_url": FileField(kind="audio"),
    "verify_url": FileField(kind="audio"),
    "image_urls": FileField(kind="image", limits=MediaLimits(max_bytes=10 * MEGABYTE, source=_DOCS)),
    "video_urls": FileField(kind="video", limits=_FILM),
    "audio_urls": FileField(kind="audio", limits=_SOUND),
}


def _upload(file: FileInRequest) -> Request[Any]:
    return UploadFile(file=file.value)


UPLOADS = FileUploads(fields=FIELDS, as_sent=account.as_sent, request=_upload, result=lambda uploaded: uploaded.url)
