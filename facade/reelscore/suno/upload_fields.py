"""Files that stand where a URL belongs: looked at all together, then uploaded, then replaced by their URLs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import attrs

from reelscore.effects import Flow
from reelscore.errors import InvalidRequest
from reelscore.flows.context import ClientContext
from reelscore.flows.submit import call
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.rules.violations import Violation
from reelscore.suno.requests import UploadFile
from reelscore.uploads.media import Media, MediaLimits, check_media, probe
from reelscore.uploads.source import UploadKind, open_source

_MEGABYTE = 1024 * 1024
SONG = MediaLimits(max_seconds=480, source="sunoapi.org docs, Upload and extend (zh), 2025")
STEMS = MediaLimits(max_bytes=20 * _MEGABYTE, source="Kie.ai OpenAPI export, 2026-08-12")
PICTURE = MediaLimits(max_bytes=10 * _MEGABYTE, source="sunoapi.org docs, 2026-10")
FILM = MediaLimits(max_bytes=100 * _MEGABYTE, max_seconds=241, source="sunoapi.org docs, 2026-10")
SOUND = MediaLimits(max_bytes=500 * _MEGABYTE, min_seconds=6, max_seconds=1800, source="sunoapi.org docs, 2026-10")

FIELDS: Mapping[str, tuple[UploadKind, MediaLimits]] = {
    "upload_url": ("audio", SONG),
    "upload_url_list": ("audio", SONG),
    "audio_url": ("audio", STEMS),
    "voice_url": ("audio", MediaLimits()),
    "verify_url": ("audio", MediaLimits()),
    "image_urls": ("image", PICTURE),
    "video_urls": ("video", FILM),
    "audio_urls": ("audio", SOUND),
}
"""Fields that take a file instead of a URL: what it may be."""


@attrs.frozen(kw_only=True)
class Placed:
    """A file in a field of a request, looked at."""

    field: str
    index: int | None
    """Place in a list; None for a field that takes one file."""
    value: Any
    """What the user gave."""
    media: Media


def prepare(request: Request[Any], terms: ClientContext) -> Flow[Request[Any]]:
    """Upload what stands where a URL belongs.

    Yields:
        One ``Send`` per file, none before all files and the request itself were found fit.

    Raises:
        InvalidRequest: a file is missing, of another kind, too large or too long; nothing was sent.
    """
    files = _examined(request)
    if not files:
        return request
    ready = _with_length(request, files)
    if terms.validate == "strict":
        ready.check(terms.host)
    for file in files:
        sent = yield from call(UploadFile(file=file.value), terms)
        ready = _replaced(ready, file, url=sent.url)
    return ready


def _examined(request: Request[Any]) -> tuple[Placed, ...]:
    broken: list[Violation] = []
    files: list[Placed] = []
    for field, index, value in _sources(request):
        kind, limits = FIELDS[field]
        name = field if index is None else f"{field}[{index}]"
        try:
            media = _looked_at(value, kind=kind, field=name)
        except InvalidRequest as error:
            broken += [attrs.evolve(cast("Violation", violation), field=name) for violation in error.violations]
            continue
        broken += [found for found in check_media(media, limits, field=name) if found.severity == "error"]
        files.append(Placed(field=field, index=index, value=value, media=media))
    if broken:
        raise InvalidRequest(broken)
    return tuple(files)


def _looked_at(value: Any, *, kind: UploadKind, field: str) -> Media:
    upload = open_source(value, kind=kind, field=field)
    try:
        return probe(upload)
    finally:
        upload.close()


def _sources(request: Request[Any]) -> Iterator[tuple[str, int | None, Any]]:
    for field in fields_of(type(request)):
        value = getattr(request, field.name) if field.name in FIELDS else None
        if isinstance(value, (list, tuple)):
            yield from ((field.name, index, item) for index, item in enumerate(value) if _is_file(item))
        elif _is_file(value):
            yield field.name, None, value


def _is_file(value: Any) -> bool:
    return value is not None and not (isinstance(value, str) and ("://" in value or not value))


def _with_length(request: Request[Any], files: tuple[Placed, ...]) -> Request[Any]:
    """Let rules know how long the upload is."""
    seconds = next((file.media.seconds for file in files if file.field == "upload_url"), None)
    if seconds is None or getattr(request, "source_seconds", 0.0) is not None:
        return request
    known: dict[str, Any] = {"source_seconds": seconds}
    return attrs.evolve(request, **known)


def _replaced(request: Request[Any], file: Placed, *, url: str) -> Request[Any]:
    value: Any = url
    if file.index is not None:
        items = list(getattr(request, file.field))
        items[file.index] = url
        value = tuple(items)
    changes: dict[str, Any] = {file.field: value}
    return attrs.evolve(request, **changes)
