"""Take images, videos and sounds, as files or as links, and find those that a request names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from reelscore.sandbox.calls import Call
from reelscore.sandbox.pixverse.refusals import accept
from reelscore.sandbox.pixverse.results import link
from reelscore.sandbox.probe import ASSUMED, MediaType, Probe, own_file, probe, probe_link
from reelscore.sandbox.values import Answer, Refusal, Upload

MOST_IMAGE_BYTES: Final = 20 * 2**20
MOST_IMAGE_SIDE: Final = 10_000
MOST_MEDIA_BYTES: Final = 100 * 2**20
"""50 MB is the documented rule, 100 MB that of mimic and modify: the upload takes the larger."""
MODERATED_NAME: Final = "sandbox-moderate"
"""A file or link with this in its name is refused by moderation."""
STEERING_NAMES: Final = {"sandbox-no-subject": "mimic_image", "sandbox-no-person": "mimic_video"}
"""A file or link with this in its name is refused by mimic: 701002 for an image, 701003 for a video."""
MOST_SECONDS = {"restyle": 16.0}
"""Longest source video; 30 s elsewhere. Source: docs.platform.pixverse.ai."""
MOST_BYTES = {"mimic": 100 * 2**20, "modify": 100 * 2**20}
"""Largest uploaded video; 50 MB elsewhere."""
SONG = (10.0, 360.0)
"""Shortest and longest song of a music video, in seconds. Source: docs.platform.pixverse.ai."""
MOST_SONG_BYTES: Final = 15 * 2**20
MOST_SIDE = 1920
"""Pixels of an uploaded video's longer side."""


@attrs.frozen(kw_only=True)
class Sources:
    """What a request works on."""

    video_seconds: float = 0
    audio_seconds: float = 0
    width: int = 0
    height: int = 0
    """Of the source video, or else of the first image; 0 when there is none."""


def upload_image(call: Call) -> Answer:
    """Answer ``POST /image/upload``: ``image`` (file) or ``image_url``."""
    part, name, found = _given(call, "image", link="image_url", refusals=("image_format", "image_path"))
    if part is not None and part.size >= MOST_IMAGE_BYTES:
        raise Refusal("image_large")
    if found.media_type != "image":
        raise Refusal("image_format")
    _check_declared(part, found, kind="image_format")
    if max(found.width, found.height) > MOST_IMAGE_SIDE:
        raise Refusal("image_large")
    if MODERATED_NAME in name:
        raise Refusal("image_moderated")
    identity, url = _remember(call, "images", found, part=part, name=name)
    return accept({"img_id": identity, "img_url": url})


def upload_media(call: Call) -> Answer:
    """Answer ``POST /media/upload``: ``file`` or ``file_url``, a video or a sound."""
    part, name, found = _given(call, "file", link="file_url", refusals=("invalid", "invalid"))
    if found.media_type == "image":
        raise Refusal("invalid", "the file is neither video nor audio")
    _check_declared(part, found, kind="invalid")
    if found.bytes > MOST_MEDIA_BYTES:
        raise Refusal("invalid", "the file is too large")
    identity, url = _remember(call, "media", found, part=part, name=name)
    return accept({"media_id": identity, "media_type": found.media_type, "url": url})


def _given(call: Call, file: str, *, link: str, refusals: tuple[str, str]) -> tuple[Upload | None, str, Probe]:
    """Return the file, or None for a link; its name or the link; and what it is.

    Raises:
        Refusal: both or neither are given, or what is given cannot be read: by file and by link in another way.
    """
    part, url = call.fields.get(file), str(call.fields.get(link) or "")
    if (part is None) == (not url):
        raise Refusal("missing" if part is None else "invalid", f"give {file} or {link}, one of the two")
    if isinstance(part, Upload):
        found = probe(part.data)
        if found is None:
            raise Refusal(refusals[0], "the file is of no known type")
        return part, part.name, attrs.evolve(found, bytes=part.size)
    if part is not None:
        raise Refusal("type", f"{file} must be a file")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or "unreachable" in url:
        raise Refusal(refusals[1], f"cannot read {url}")
    found = own_file(call, url) or probe_link(url)
    if found is None:
        raise Refusal(refusals[1], f"{url} is of no known type")
    return None, url, found


def _check_declared(part: Upload | None, found: Probe, *, kind: str) -> None:
    declared = part.content_type.split(";")[0].strip() if part else ""
    if declared and declared != "application/octet-stream" and declared.split("/")[0] != found.media_type:
        raise Refusal(kind, f"the file is {found.content_type}, not {declared}")


def _remember(call: Call, kind: str, found: Probe, *, part: Upload | None, name: str) -> tuple[int, str]:
    """Return id and link of an upload, and note what its name asks of the operations that will use it."""
    identity = call.engine.new_number()
    call.owned(kind)[str(identity)] = attrs.asdict(found)
    for word, refusal in STEERING_NAMES.items():
        if word in name:
            call.owned("marked")[str(identity)] = refusal
    if part is None:
        return identity, name
    path = f"upload/{call.engine.new_uuid()}.{found.content_type.rsplit('/', 1)[-1].removeprefix('x-')}"
    if len(part.data) == part.size:
        call.engine.files.keep(path, part.data, content_type=found.content_type)
    return identity, link(call.origin, path)


def find_sources(call: Call) -> Sources:
    """Look up everything that the request names.

    Raises:
        Refusal: an id that this account never made, or a media that does not suit the operation.
    """
    images = [
        _look_up(call, "images", identity, assumed="image", refusal=Refusal("image_id", str(identity)))
        for identity in image_ids(call.fields)
    ]
    video, audio = _video(call), _audio(call)
    shown = video or next((image for image in images if image.width), None)
    return Sources(
        video_seconds=video.seconds if video else 0,
        audio_seconds=audio.seconds if audio else 0,
        width=shown.width if shown else 0,
        height=shown.height if shown else 0,
    )


def image_ids(body: Mapping[str, Any]) -> Iterator[int]:
    names = ("img_id", "first_frame_img", "last_frame_img")
    yield from (body[name] for name in names if body.get(name) is not None)
    yield from body.get("img_ids") or ()
    for name in ("multi_transition", "image_references", "img_references", "style_img_references"):
        yield from (item["img_id"] for item in body.get(name) or () if isinstance(item.get("img_id"), int))


def _look_up(call: Call, kind: str, identity: int, *, assumed: MediaType, refusal: Refusal) -> Probe:
    kept = call.owned(kind).get(str(identity))
    if kept is not None:
        return Probe(**kept)
    if call.is_strict:
        raise refusal
    return ASSUMED[assumed]


def _video(call: Call) -> Probe | None:
    body, references = call.fields, call.fields.get("video_references") or ()
    named = next((item["video_id"] for item in references if item.get("video_id") is not None), None)
    identity = body.get("source_video_id") if named is None else named
    if identity is not None:
        return _made_video(call, identity)
    if references:
        return ASSUMED["video"]
    if body.get("video_media_id") is None:
        return None
    video, longest = _media(call, "video_media_id", kind="video"), MOST_SECONDS.get(call.operation, 30)
    if video.seconds > longest + 0.5:
        raise Refusal("invalid", f"the video is longer than {longest:g} s")
    if video.bytes > MOST_BYTES.get(call.operation, 50 * 2**20):
        raise Refusal("invalid", "the video is too large")
    if max(video.width, video.height) > MOST_SIDE:
        raise Refusal("invalid", f"the video is larger than {MOST_SIDE} px")
    return video


def _made_video(call: Call, identity: int) -> Probe:
    task = call.find_task(identity)
    if task is not None and task.stage(call.now) == "succeeded" and task.facts.get("seconds"):
        shown = {name: task.facts[name] for name in ("seconds", "width", "height")}
        return attrs.evolve(ASSUMED["video"], **shown)
    if task is None and not call.is_strict:
        return ASSUMED["video"]
    raise Refusal("invalid", f"no matching source_video_id {identity}")


def _media(call: Call, field: str, *, kind: MediaType) -> Probe:
    identity = call.fields[field]
    refusal = Refusal("invalid", f"no matching {field} {identity}")
    media = _look_up(call, "media", identity, assumed=kind, refusal=refusal)
    if media.media_type != kind:
        raise Refusal("invalid", f"{field} {identity} is not {'a video' if kind == 'video' else 'an audio'}")
    return media


def _audio(call: Call) -> Probe | None:
    identity = call.fields.get("audio_media_id")
    if identity is None:
        return None
    audio = _media(call, "audio_media_id", kind="audio")
    if call.operation == "music_video":
        if call.is_strict and not SONG[0] <= audio.seconds <= SONG[1] + 0.5:
            raise Refusal("invalid", "the audio must have 10 to 360 s")
        if audio.bytes > MOST_SONG_BYTES:
            raise Refusal("invalid", "the audio is larger than 15 MB")
        if call.is_strict and str(identity) not in call.owned("verified"):
            raise Refusal("verify")
    return audio
