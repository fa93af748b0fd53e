"""Requests that make a video from several pictures, continue one, or let a portrait speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs

from reelscore.fields import Media, about
from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import (
    PREFIX,
    SECONDS,
    EditRequest,
    ImageReference,
    Keyframe,
    Model,
    Motion,
    Quality,
    Ratio,
    Style,
    VideoReference,
    VideoRequest,
)


@attrs.frozen(kw_only=True)
class MultiTransition(VideoRequest):
    """Make a video through 2 to 7 frames."""

    operation: ClassVar[str] = "multi_transition"
    route: ClassVar[str] = f"POST {PREFIX}/video/multi_transition/generate"
    price: ClassVar[Any] = prices.multi_transition
    sample: ClassVar[Mapping[str, Any]] = {
        "multi_transition": [{"img_id": 1, "duration": 5}, {"img_id": 2}],
        "model": "v5",
        "quality": "540p",
    }

    multi_transition: Sequence[Keyframe] = attrs.field(
        metadata=about("2 frames 1 to 8 s apart, or 3 to 7 frames 1 to 5 s apart")
    )
    model: Model = attrs.field(metadata=about("v3.5 to v5"))
    quality: Quality = attrs.field(metadata=about("360p is the Turbo tier"))
    motion_mode: Motion | None = attrs.field(default=None, metadata=about("fast costs double"))
    seed: int | None = attrs.field(default=None, metadata=about("0 to 2147483647; random when left out"))


@attrs.frozen(kw_only=True)
class Extend(EditRequest):
    """Continue a video."""

    operation: ClassVar[str] = "extend"
    route: ClassVar[str] = f"POST {PREFIX}/video/extend/generate"
    price: ClassVar[Any] = prices.video
    sample: ClassVar[Mapping[str, Any]] = {
        "source_video_id": 1,
        "prompt": "it runs",
        "model": "v5",
        "duration": 5,
        "quality": "540p",
    }

    prompt: str = attrs.field(metadata=about("what happens next, at most 2,048 characters"))
    model: Model = attrs.field(metadata=about("v3.5 to v5.5, v6; neither v5.6 nor c1"))
    duration: int = attrs.field(metadata=about("seconds to add: 5 or 8; 10 on v5.5; 1 to 15 on v6"))
    quality: Quality = attrs.field(metadata=about("360p is the Turbo tier"))
    seed: int | None = attrs.field(default=None, metadata=about("0 to 2147483647; random when left out"))
    motion_mode: Motion | None = attrs.field(default=None, metadata=about("fast: up to v4.5, at twice the price"))
    style: Style | None = attrs.field(default=None, metadata=about("documented to work with v3.5"))
    generate_audio_switch: bool | None = attrs.field(default=None, metadata=about("with sound: v6"))
    template_id: int | None = attrs.field(default=None, metadata=about("in an older guide only; 0 means none"))
    img_id: Media | None = attrs.field(default=None, metadata=about("in an older guide only"))
    negative_prompt: str | None = attrs.field(default=None, metadata=about("in an older guide only"))
    water_mark: bool | None = attrs.field(default=None, metadata=about("a field of pixverseai.cn"))


@attrs.frozen(kw_only=True)
class Fusion(VideoRequest):
    """Make a video from reference images; the prompt names each as @ref_name and a space."""

    operation: ClassVar[str] = "fusion"
    route: ClassVar[str] = f"POST {PREFIX}/video/fusion/generate"
    price: ClassVar[Any] = prices.video
    sample: ClassVar[Mapping[str, Any]] = {
        "image_references": [{"img_id": 1, "type": "subject", "ref_name": "fox"}],
        "prompt": "@fox runs",
        "model": "v5.5",
        "duration": 5,
        "quality": "540p",
        "aspect_ratio": "16:9",
    }

    image_references: Sequence[ImageReference] = attrs.field(
        metadata=about("3 on v4.5 and v5, 7 on newer models, 10 with reference_mode omni")
    )
    prompt: str = attrs.field(metadata=about("names the references: @fox runs"))
    model: Model = attrs.field(metadata=about("v4.5 and newer"))
    duration: int = attrs.field(metadata=about("seconds, as the model allows; 0 with video_references"))
    quality: Quality = attrs.field(metadata=about("360p is the Turbo tier"))
    aspect_ratio: Ratio = attrs.field(metadata=about("2:3, 3:2 and 21:9 came with v6 and c1"))
    generate_audio_switch: bool | None = attrs.field(default=None, metadata=about("with sound: v5.6, v6, c1"))
    seed: int | None = attrs.field(default=None, metadata=about("0 to 2147483647; random when left out"))
    reference_mode: Literal["omni"] | str | None = attrs.field(
        default=None, metadata=about("omni: images and videos together, v6 only")
    )
    video_references: Sequence[VideoReference] | None = attrs.field(
        default=None, metadata=about("videos to follow, with reference_mode omni; they cost double")
    )
    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)


@attrs.frozen(kw_only=True)
class Avatar(VideoRequest):
    """Let a portrait speak: an audio, or a speaker and words."""

    operation: ClassVar[str] = "avatar"
    route: ClassVar[str] = f"POST {PREFIX}/video/avatar/generate"
    price: ClassVar[Any] = prices.unpublished
    sample: ClassVar[Mapping[str, Any]] = {
        "img_id": 1,
        "quality": "720p",
        "lip_sync_tts_speaker_id": "auto",
        "lip_sync_tts_content": "Here is the latest update.",
    }

    img_id: Media = attrs.field(metadata=about("a portrait: its id, or a path, bytes, file or URL to upload"))
    quality: Quality = attrs.field(metadata=about("an integrator offers 720p and 1080p"))
    audio_media_id: Media | None = attrs.field(
        default=None, metadata=about("an audio: its media id, or what to upload")
    )
    lip_sync_tts_speaker_id: str | None = attrs.field(
        default=None, metadata=about("id from the list of speakers, or auto")
    )
    lip_sync_tts_content: str | None = attrs.field(default=None, metadata=about("what is said, 30 to 200 characters"))
    prompt: str | None = attrs.field(default=None, metadata=about("how it moves"))
    model: str | None = attrs.field(default=None, metadata=about("no list is published"))
    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)
