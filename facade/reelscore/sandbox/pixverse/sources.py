"""Take images, videos and sounds, as files or as links, and find those that a request names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from reelscore.sandbox.calls import Call
from reelscore.sandbox.pixverse.results import link
from reelscore.sandbox.pixverse.words import accept
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
    part, url = _one_of(call, "image", link="image_url")
    found = _from_file(part, "image_format") if part else _from_link(call, url, refusal="image_path")
    if part is not None and part.size >= MOST_IMAGE_BYTES:
        raise Refusal("image_large")
    if found.media_type != "image":
        raise Refusal("image_format")
    _check_declared(part, found, kind="image_format")
    if max(found.width, found.height) > MOST_IMAGE_SIDE:
        raise Refusal("image_large")
    if MODERATED_NAME in (part.name if part else url):
        raise Refusal("image_moderated")
    identity = _remember(call, "images", found, name=part.name if part else url)
    return accept({"img_id": identity, "img_url": _kept(call, part, url=url, found=found)})


def upload_media(call: Call) -> Answer:
    """Answer ``POST /media/upload``: ``file`` or ``file_url``, a video or a sound."""
    part, url = _one_of(call, "file", link="file_url")
    found = _from_file(part, "invalid") if part else _from_link(call, url, refusal="invalid")
    if found.media_type == "image":
        raise Refusal("invalid", "the file is neither video nor audio")
    _check_declared(part, found)
    if found.bytes > MOST_MEDIA_BYTES:
        raise Refusal("invalid", "the file is too large")
    identity = _remember(call, "media", found, name=part.name if part else url)
    url = _kept(call, part, url=url, found=found)
    return accept({"media_id": identity, "media_type": found.media_type, "url": url})


def _remember(call: Call, kind: str, found: Probe, *, name: str) -> int:
    """Make the id of an upload, and note what its name asks of the operations that will use it."""
    identity = call.engine.new_number()
    call.owned(kind)[str(identity)] = attrs.asdict(found)
    for word, refusal in STEERING_NAMES.items():
        if word in name:
            call.owned("marked")[str(identity)] = refusal
    return identity


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


def _from_link(call: Call, url: str, *, refusal: str) -> Probe:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or "unreachable" in url:
        raise Refusal(refusal, f"cannot read {url}")
    found = own_file(call, url) or probe_link(url)
    if found is None:
        raise Refusal(refusal, f"{url} is of no known type")
    return found


def _check_declared(part: Upload | None, found: Probe, *, kind: str = "invalid") -> None:
    declared = part.content_type.split(";")[0].strip() if part else ""
    if declared and declared != "application/octet-stream" and declared.split("/")[0] != found.media_type:
        raise Refusal(kind, f"the file is {found.content_type}, not {declared}")


def _kept(call: Call, part: Upload | None, *, url: str, found: Probe) -> str:
    if part is None:
        return url
    name = f"upload/{call.engine.new_uuid()}.{found.content_type.rsplit('/', 1)[-1].removeprefix('x-')}"
    if len(part.data) == part.size:
        call.engine.files.keep(name, part.data, content_type=found.content_type)
    return link(call.origin, name)


def find_sources(call: Call) -> Sources:
    """Look up everything that the request names.

    Raises:
        Refusal: an id that this account never made, or a media that does not suit the operation.
    """
    images = [_image(call, identity) for identity in image_ids(call.fields)]
    video = _video(call)
    audio = _audio(call)
    shown = video or next((image for image in images if image.width), None)
    return Sources(
        video_seconds=video.seconds if video else 0,
        audio_seconds=audio.seconds if audio else 0,
        width=shown.width if shown else 0,
        height=shown.height if shown else 0,
    )


def image_ids(body: Mapping[str, Any]) -> Iterator[int]:
    for name in ("img_id", "first_frame_img", "last_frame_img"):
        if body.get(name) is not None:
            yield body[name]
    yield from body.get("img_ids") or ()
    for name in ("multi_transition", "image_references", "img_references", "style_img_references"):
        items = body.get(name) or ()
        yield from (item["img_id"] for item in items if isinstance(item, dict) and isinstance(item.get("img_id"), int))


def _image(call: Call, identity: int) -> Probe:
    return _look_up(call, "images", identity, assumed="image", refusal=Refusal("image_id", str(identity)))


def _look_up(call: Call, kind: str, identity: int, *, assumed: MediaType, refusal: Refusal) -> Probe:
    kept = call.owned(kind).get(str(identity))
    if kept is not None:
        return Probe(**kept)
    if call.is_strict:
        raise refusal
    return ASSUMED[assumed]


def _video(call: Call) -> Probe | None:
    body = call.fields
    items = body.get("video_references") or ()
    references = [item for item in items if isinstance(item, dict) and item.get("video_id") is not None]
    identity = body.get("source_video_id") if not references else references[0]["video_id"]
    if identity is not None:
        return _made_video(call, identity)
    if body.get("video_references"):
        return ASSUMED["video"]
    if body.get("video_media_id") is None:
        return None
    video = _media(call, "video_media_id", kind="video")
    _suits(call.operation, video)
    return video


def _made_video(call: Call, identity: int) -> Probe:
    task = call.find_task(identity)
    if task is not None and task.stage(call.now) == "succeeded" and "seconds" in task.facts:
        video = task.facts
        return attrs.evolve(ASSUMED["video"], seconds=video["seconds"], width=video["width"], height=video["height"])
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


def _suits(operation: str, video: Probe) -> None:
    if video.seconds > MOST_SECONDS.get(operation, 30) + 0.5:
        raise Refusal("invalid", f"the video is longer than {MOST_SECONDS.get(operation, 30):g} s")
    if video.bytes > MOST_BYTES.get(operation, 50 * 2**20):
        raise Refusal("invalid", "the video is too large")
    if max(video.width, video.height) > MOST_SIDE:
        raise Refusal("invalid", f"the video is larger than {MOST_SIDE} px")


def _audio(call: Call) -> Probe | None:
    if call.fields.get("audio_media_id") is None:
        return None
    audio = _media(call, "audio_media_id", kind="audio")
    if call.operation == "music_video":
        _suits_music_video(call, audio)
    return audio


def _suits_music_video(call: Call, audio: Probe) -> None:
    if call.is_strict and not SONG[0] <= audio.seconds <= SONG[1] + 0.5:
        raise Refusal("invalid", "the audio must have 10 to 360 s")
    if audio.bytes > 15 * 2**20:
        raise Refusal("invalid", "the audio is larger than 15 MB")
    if call.is_strict and str(call.fields["audio_media_id"]) not in call.owned("verified"):
        raise Refusal("verify")
