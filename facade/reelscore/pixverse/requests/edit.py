"""Requests that change a video."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs

from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import PREFIX, SECONDS, Answered, EditQuality, EditRequest
from reelscore.pixverse.results import Masks
from reelscore.rules.schema import Media, field_info

_MADE: Mapping[str, Any] = {"source_video_id": 1}


@attrs.frozen(kw_only=True)
class LipSync(EditRequest):
    """Let a video speak: an audio, or a speaker and words."""

    operation: ClassVar[str] = "lip_sync"
    route: ClassVar[str] = f"POST {PREFIX}/video/lip_sync/generate"
    price: ClassVar[Any] = prices.lip_sync
    sample: ClassVar[Mapping[str, Any]] = {
        **_MADE,
        "lip_sync_tts_speaker_id": "auto",
        "lip_sync_tts_content": "Hello, this is Harry.",
    }

    source_video_id: int | None = attrs.field(
        default=None, metadata=field_info("id of a video made by this API", aliases=("source_media_id",))
    )
    audio_media_id: Media | None = attrs.field(
        default=None, metadata=field_info("an audio: its media id, or a path, bytes, file or URL to upload")
    )
    lip_sync_tts_speaker_id: str | None = attrs.field(
        default=None, metadata=field_info("id from the list of speakers, or auto")
    )
    lip_sync_tts_content: str | None = attrs.field(
        default=None, metadata=field_info("what is said, at most 200 characters")
    )
    source_seconds: float | None = attrs.field(
        default=None, metadata=field_info("length of the audio in seconds, for the price; it is not sent", local=True)
    )


@attrs.frozen(kw_only=True)
class SoundEffect(EditRequest):
    """Add sound effects or background music to a video.

    Source:
        Sound-effect guide of pixverseai.cn, 2025-08-06.
    """

    operation: ClassVar[str] = "sound_effect"
    route: ClassVar[str] = f"POST {PREFIX}/video/sound_effect/generate"
    price: ClassVar[Any] = prices.sound_effect
    sample: ClassVar[Mapping[str, Any]] = _MADE

    original_sound_switch: bool | None = attrs.field(
        default=None, metadata=field_info("keep the original sound; false when left out")
    )
    sound_effect_content: str | None = attrs.field(
        default=None, metadata=field_info("what to hear; made from the picture when left out", aliases=("prompt",))
    )
    model: str | None = attrs.field(default=None, metadata=field_info("reserved by the vendor; leave it out"))
    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)


@attrs.frozen(kw_only=True)
class Restyle(EditRequest):
    """Redraw a video in another style: a preset, or words. The video has at most 16 s."""

    operation: ClassVar[str] = "restyle"
    route: ClassVar[str] = f"POST {PREFIX}/video/restyle/generate"
    price: ClassVar[Any] = prices.restyle
    sample: ClassVar[Mapping[str, Any]] = {**_MADE, "restyle_id": 1}

    restyle_id: int | None = attrs.field(default=None, metadata=field_info("id from the list of presets"))
    restyle_prompt: str | None = attrs.field(default=None, metadata=field_info("the style in words"))
    seed: int | None = attrs.field(default=None, metadata=field_info("0 to 2147483647; random when left out"))
    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)


@attrs.frozen(kw_only=True)
class MaskSelection(Answered[Masks]):
    """Find the parts of a frame that can be swapped; 2 credits, answered at once."""

    operation: ClassVar[str] = "mask_selection"
    route: ClassVar[str] = f"POST {PREFIX}/video/mask/selection"
    result: ClassVar[type] = Masks
    price: ClassVar[Any] = prices.mask_selection
    sample: ClassVar[Mapping[str, Any]] = _MADE

    source_video_id: int | None = attrs.field(default=None, metadata=field_info("id of a video made by this API"))
    video_media_id: Media | None = attrs.field(
        default=None, metadata=field_info("an uploaded video in h.264 or h.265: its media id, or what to upload")
    )
    keyframe_id: int | None = attrs.field(
        default=None, metadata=field_info("number of the frame, from 1; 1 when left out")
    )


@attrs.frozen(kw_only=True)
class Swap(EditRequest):
    """Swap a part of a video for an image; video, keyframe and mask come from one mask selection."""

    operation: ClassVar[str] = "swap"
    route: ClassVar[str] = f"POST {PREFIX}/video/swap/generate"
    price: ClassVar[Any] = prices.swap
    sample: ClassVar[Mapping[str, Any]] = {**_MADE, "keyframe_id": 1, "mask_id": "0", "img_id": 1, "quality": "540p"}

    keyframe_id: int = attrs.field(metadata=field_info("from the mask selection"))
    mask_id: str = attrs.field(metadata=field_info("from the mask selection"))
    img_id: Media = attrs.field(metadata=field_info("what to put in: an image id, or what to upload"))
    quality: EditQuality = attrs.field(metadata=field_info("at most 720p"))
    original_sound_switch: bool | None = attrs.field(default=None, metadata=field_info("keep the original sound"))
    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)


@attrs.frozen(kw_only=True)
class Mimic(EditRequest):
    """Move the subject of an image like the person in a video."""

    operation: ClassVar[str] = "mimic"
    route: ClassVar[str] = f"POST {PREFIX}/video/mimic/generate"
    price: ClassVar[Any] = prices.mimic
    sample: ClassVar[Mapping[str, Any]] = {**_MADE, "img_id": 1, "quality": "540p"}

    img_id: Media = attrs.field(metadata=field_info("an image with a clear subject: its id, or what to upload"))
    quality: EditQuality = attrs.field(metadata=field_info("at most 720p"))
    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)


@attrs.frozen(kw_only=True)
class Modify(EditRequest):
    """Edit a video by words; @selection0 names a mask, @img0 an image."""

    operation: ClassVar[str] = "modify"
    route: ClassVar[str] = f"POST {PREFIX}/video/modify/generate"
    price: ClassVar[Any] = prices.modify
    sample: ClassVar[Mapping[str, Any]] = {**_MADE, "prompt": "Change the sky to a sunset.", "quality": "540p"}

    prompt: str = attrs.field(metadata=field_info("at most 5,000 characters"))
    quality: EditQuality = attrs.field(metadata=field_info("at most 720p"))
    img_ids: Sequence[Media] | None = attrs.field(
        default=None, metadata=field_info("up to 3 images: ids, or what to upload")
    )
    mask_ids: Sequence[str] | None = attrs.field(
        default=None, metadata=field_info("up to 3 masks from mask selections")
    )
    mask_urls: Sequence[str] | None = attrs.field(default=None, metadata=field_info("up to 3 addresses of masks"))
    keyframe_ids: int | Sequence[int] | None = attrs.field(
        default=None, metadata=field_info("the frame of the masks; one client sends a list")
    )
    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)


@attrs.frozen(kw_only=True)
class Upscale(EditRequest):
    """Upscale a video of at most 30 s."""

    operation: ClassVar[str] = "upscale"
    route: ClassVar[str] = f"POST {PREFIX}/video/upscale/generate"
    price: ClassVar[Any] = prices.upscale
    sample: ClassVar[Mapping[str, Any]] = _MADE

    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)
