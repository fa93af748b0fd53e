"""Take images, videos and sounds, as files or as links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import attrs

from reelscore.sandbox.calls import Refusal, Upload
from reelscore.sandbox.pixverse.words import accept
from reelscore.sandbox.probe import Probe, probe, probe_link

if TYPE_CHECKING:
    from reelscore.sandbox.calls import Answer, Call

MOST_IMAGE_BYTES = 20 * 2**20
MOST_IMAGE_SIDE = 10_000
MOST_MEDIA_BYTES = 100 * 2**20
"""50 MB is the documented rule, 100 MB that of mimic and modify: the upload takes the larger."""
IMAGE_TYPES = frozenset({"image/jpeg", "image/jpg", "image/png", "image/webp"})
MODERATED_NAME = "sandbox-moderate"
"""A file or link with this in its name is refused by moderation."""
STEERING_NAMES = {"sandbox-no-subject": "mimic_image", "sandbox-no-person": "mimic_video"}
"""A file or link with this in its name is refused by mimic: 701002 for an image, 701003 for a video."""


def upload_image(call: Call) -> Answer:
    """Answer ``POST /image/upload``: ``image`` (file) or ``image_url``."""
    part, link = _one_of(call, "image", link="image_url")
    found = _from_file(part, "image_format") if part else _from_link(call, link, refusal="image_path")
    if part is not None and part.size >= MOST_IMAGE_BYTES:
        raise Refusal("image_large")
    _check_image(found, part)
    if MODERATED_NAME in (part.name if part else link):
        raise Refusal("image_moderated")
    identity = call.engine.new_number()
    _mark(call, identity, name=part.name if part else link)
    call.engine.owned(call.owner, "images")[str(identity)] = attrs.asdict(found)
    return accept({"img_id": identity, "img_url": _keep(call, part, link=link, found=found)})


def upload_media(call: Call) -> Answer:
    """Answer ``POST /media/upload``: ``file`` or ``file_url``, a video or a sound."""
    part, link = _one_of(call, "file", link="file_url")
    found = _from_file(part, "invalid") if part else _from_link(call, link, refusal="invalid")
    if found.media_type == "image":
        raise Refusal("invalid", "the file is neither video nor audio")
    _check_declared(part, found)
    if (part.size if part else found.bytes) > MOST_MEDIA_BYTES:
        raise Refusal("invalid", "the file is too large")
    identity = call.engine.new_number()
    _mark(call, identity, name=part.name if part else link)
    call.engine.owned(call.owner, "media")[str(identity)] = attrs.asdict(found)
    return accept(
        {"media_id": identity, "media_type": found.media_type, "url": _keep(call, part, link=link, found=found)}
    )


def _mark(call: Call, identity: int, *, name: str) -> None:
    """Note what the name of a file asks of the operations that will use it."""
    kind = next((kind for word, kind in STEERING_NAMES.items() if word in name), None)
    if kind is not None:
        call.engine.owned(call.owner, "marked")[str(identity)] = kind


def _one_of(call: Call, file: str, *, link: str) -> tuple[Upload | None, str]:
    part, url = call.fields.get(file), call.fields.get(link)
    if (part is None) == (not url):
        raise Refusal("missing" if part is None else "invalid", f"give {file} or {link}, one of the two")
    if part is not None and not isinstance(part, Upload):
        raise Refusal("type", f"{file} must be a file")
    return part, str(url or "")


def _from_file(part: Upload, refusal: str) -> Probe:
    found = probe(part.data)
    if found is None:
        raise Refusal(refusal, "the file is of no known type")
    return attrs.evolve(found, bytes=part.size)


def _from_link(call: Call, link: str, *, refusal: str) -> Probe:
    parts = urlsplit(link)
    if parts.scheme not in {"http", "https"} or not parts.netloc or "unreachable" in link:
        raise Refusal(refusal, f"cannot read {link}")
    name = unquote(parts.path).removeprefix("/media/")
    mine = call.engine.files.read(name, now=call.engine.now()) if parts.path.startswith("/media/") else None
    found = probe(mine[1]) if mine else probe_link(link)
    if found is None:
        raise Refusal(refusal, f"{link} is of no known type")
    return found


def _check_image(found: Probe, part: Upload | None) -> None:
    if found.media_type != "image":
        raise Refusal("image_format")
    _check_declared(part, found, kind="image_format")
    if max(found.width, found.height) > MOST_IMAGE_SIDE:
        raise Refusal("image_large")


def _check_declared(part: Upload | None, found: Probe, *, kind: str = "invalid") -> None:
    declared = part.content_type.split(";")[0].strip() if part else ""
    if declared and declared != "application/octet-stream" and declared.split("/")[0] != found.media_type:
        raise Refusal(kind, f"the file is {found.content_type}, not {declared}")


def _keep(call: Call, part: Upload | None, *, link: str, found: Probe) -> Any:
    if part is None:
        return link
    name = f"upload/{call.engine.new_uuid()}.{found.content_type.rsplit('/', 1)[-1].removeprefix('x-')}"
    if len(part.data) == part.size:
        call.engine.files.keep(name, part.data, content_type=found.content_type)
    return f"{call.origin}/media/{name.replace('/', '%2F')}"
