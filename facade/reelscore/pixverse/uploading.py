"""Files of a request, looked at and uploaded before the request itself leaves: a flow; limits are in ``placing``."""

from __future__ import annotations

import logging
from typing import Any

import attrs

from reelscore.effects import CallKind, Flow
from reelscore.errors import InvalidRequest
from reelscore.flows import submit as flows
from reelscore.flows.context import ClientContext
from reelscore.pixverse import requests
from reelscore.pixverse import upload_fields as placing
from reelscore.pixverse.upload_fields import Wanted
from reelscore.requests.request import Request
from reelscore.rules.violations import Violation
from reelscore.uploads.media import MediaLimits, check_media, probe
from reelscore.uploads.source import UploadKind, open_source

logger = logging.getLogger("reelscore.pixverse")
_DOUBTED = frozenset({"lip_sync", "sound_effect", "extend", "restyle", "swap", "mimic", "modify", "upscale"})


def prepare(request: Request[Any], terms: ClientContext) -> Flow[Request[Any]]:
    """Upload what a request names by file, and give the request with ids.

    Args:
        request: its rules have passed.
        terms: of the client.

    Yields:
        One ``Send`` per file; the same file is sent once.

    Raises:
        InvalidRequest: a file is missing, damaged or outside the limits; no byte went out.
    """
    wanted = placing.wanted(request)
    refuse_broken(file_violations(request) if terms.validate != "off" else ())
    known: list[tuple[Wanted, int]] = []
    for want in wanted:
        found = next((number for other, number in known if _same(other, want)), None)
        number = (yield from _uploaded(want, terms)) if found is None else found
        known.append((want, number))
        request = placing.placed(request, want.place, value=number)
    return request


def _same(one: Wanted, other: Wanted) -> bool:
    return one.operation == other.operation and (one.value is other.value or bool(one.value == other.value))


def _uploaded(want: Wanted, terms: ClientContext) -> Flow[int]:
    request = (requests.UploadImage if want.kind == "image" else requests.UploadMedia)(**want.fields)
    call = terms.host.call(request, trace_id=terms.new_id())
    accepted = yield from flows.read(call, want.operation, terms=terms, role=CallKind.UPLOAD)
    number: int = terms.host.result(want.operation, accepted.data).id
    return number


def refuse_broken(found: tuple[Violation, ...]) -> None:
    """Raise InvalidRequest for errors, log warnings."""
    broken = [violation for violation in found if violation.severity == "error"]
    if broken:
        raise InvalidRequest(broken)
    for violation in found:
        logger.warning("%s", violation.message)


def file_violations(request: Request[Any]) -> tuple[Violation, ...]:
    """Say all that is wrong with the files of a request; reads their headers, sends nothing."""
    found = [violation for want in placing.wanted(request) for violation in _of_wanted(want, request.operation)]
    image, media = getattr(request, "image", None), getattr(request, "file", None)
    if request.operation == "upload_image" and image is not None:
        found += examined(image, "image", field="image", limits=placing.IMAGE)
    if request.operation == "upload_media" and media is not None:
        found += examined(media, "media", field="file", limits=placing.UPLOADED)
    return tuple(found)


def _of_wanted(want: Wanted, operation: str) -> tuple[Violation, ...]:
    doubts_webm = want.kind == "video" and operation in _DOUBTED
    return examined(want.value, want.kind, field=want.field, limits=want.limits, doubts_webm=doubts_webm)


def examined(
    value: Any, kind: UploadKind, *, field: str, limits: MediaLimits, doubts_webm: bool = False
) -> tuple[Violation, ...]:
    """Hold one file against limits; webm is a warning where guides name mp4 and mov only."""
    try:
        upload = open_source(value, kind=kind, field=field)
        try:
            media = probe(upload)
        finally:
            upload.close()
    except InvalidRequest as error:
        return tuple(attrs.evolve(violation, field=field) for violation in error.violations)
    found = check_media(media, limits, field=field)
    return (*found, _webm(field)) if doubts_webm and media.format == "webm" else found


def _webm(field: str) -> Violation:
    return Violation(
        rule="media.webm",
        field=field,
        given="webm",
        allowed="mp4, mov",
        message=f"{field}: guides name mp4 and mov, the page of uploads takes webm too",
        severity="warning",
        source="S0 against M upload media",
    )
