"""Find the images, uploads and videos that a request names, and refuse what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from reelscore.sandbox.calls import Refusal
from reelscore.sandbox.probe import ASSUMED, Probe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reelscore.sandbox.calls import Call

MOST_SECONDS = {"restyle": 16.0}
"""Longest source video; 30 s elsewhere. Source: pixverse.md §3.10, §10."""
MOST_BYTES = {"mimic": 100 * 2**20, "modify": 100 * 2**20}
"""Largest uploaded video; 50 MB elsewhere."""
SONG = (10.0, 360.0)
"""Shortest and longest song of a music video, in seconds. Source: pixverse.md §3.17."""
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
    """Yield every image id of a request."""
    for name in ("img_id", "first_frame_img", "last_frame_img"):
        if body.get(name) is not None:
            yield body[name]
    yield from body.get("img_ids") or ()
    for name in ("multi_transition", "image_references", "img_references", "style_img_references"):
        items = body.get(name) or ()
        yield from (item["img_id"] for item in items if isinstance(item, dict) and isinstance(item.get("img_id"), int))


def _image(call: Call, identity: int) -> Probe:
    return _look_up(
        call, "images", identity=identity, assumed="image", refusal=lambda: Refusal("image_id", str(identity))
    )


def _look_up(call: Call, shelf: str, *, identity: int, assumed: Any, refusal: Callable[[], Refusal]) -> Probe:
    kept = call.engine.owned(call.owner, shelf).get(str(identity))
    if kept is not None:
        return Probe(**kept)
    if call.engine.settings.strict_references:
        raise refusal()
    return ASSUMED[assumed]


def _video(call: Call) -> Probe | None:
    body = call.fields
    references = [
        item
        for item in body.get("video_references") or ()
        if isinstance(item, dict) and item.get("video_id") is not None
    ]
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
    task = call.engine.find(call.host, str(identity), key=call.owner.key)
    if task is not None and task.stage(call.engine.now()) == "succeeded" and "seconds" in task.facts:
        video = task.facts
        return Probe(
            media_type="video",
            content_type="video/mp4",
            seconds=video["seconds"],
            width=video["width"],
            height=video["height"],
        )
    if task is None and not call.engine.settings.strict_references:
        return ASSUMED["video"]
    raise Refusal("invalid", f"no matching source_video_id {identity}")


def _media(call: Call, field: str, *, kind: str) -> Probe:
    identity = call.fields[field]
    refusal = Refusal("invalid", f"no matching {field} {identity}")
    media = _look_up(call, "media", identity=identity, assumed=kind, refusal=lambda: refusal)
    if media.media_type != kind:
        raise Refusal(
            "invalid",
            f"{field} {identity} is not a {kind}" if kind == "video" else f"{field} {identity} is not an audio",
        )
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
    if call.engine.settings.strict_references and not SONG[0] <= audio.seconds <= SONG[1] + 0.5:
        raise Refusal("invalid", "the audio must have 10 to 360 s")
    if audio.bytes > 15 * 2**20:
        raise Refusal("invalid", "the audio is larger than 15 MB")
    verified = call.engine.owned(call.owner, "verified")
    if call.engine.settings.strict_references and str(call.fields["audio_media_id"]) not in verified:
        raise Refusal("verify")
