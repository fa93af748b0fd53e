"""Requests that make a video from several pictures, continue one, or let a portrait speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs

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
from reelscore.rules.schema import Media, field_info


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
        metadata=field_info("2 frames 1 to 8 s apart, or 3 to 7 frames 1 to 5 s apart")
    )
    model: Model = attrs.field(metadata=field_info("v3.5 to v5"))
    quality: Quality = attrs.field(metadata=field_info("360p is the Turbo tier"))
    motion_mode: Motion | None = attrs.field(default=None, metadata=field_info("fast costs double"))
    seed: int | None = attrs.field(default=None, metadata=field_info("0 to 2147483647; random when left out"))


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

    prompt: str = attrs.field(metadata=field_info("what happens next, at most 2,048 characters"))
    model: Model = attrs.field(metadata=field_info("v3.5 to v5.5, v6; neither v5.6 nor c1"))
    duration: int = attrs.field(metadata=field_info("seconds to add: 5 or 8; 10 on v5.5; 1 to 15 on v6"))
    quality: Quality = attrs.field(metadata=field_info("360p is the Turbo tier"))
    seed: int | None = attrs.field(default=None, metadata=field_info("0 to 2147483647; random when left out"))
    motion_mode: Motion | None = attrs.field(default=None, metadata=field_info("fast: up to v4.5, at twice the price"))
    style: Style | None = attrs.field(default=None, metadata=field_info("documented to work with v3.5"))
    generate_audio_switch: bool | None = attrs.field(default=None, metadata=field_info("with sound: v6"))
    template_id: int | None = attrs.field(default=None, metadata=field_info("in an older guide only; 0 means none"))
    img_id: Media | None = attrs.field(default=None, metadata=field_info("in an older guide only"))
    negative_prompt: str | None = attrs.field(default=None, metadata=field_info("in an older guide only"))
    water_mark: bool | None = attrs.field(default=None, metadata=field_info("a field of pixverseai.cn"))


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
        metadata=field_info("3 on v4.5 and v5, 7 on newer models, 10 with reference_mode omni")
    )
    prompt: str = attrs.field(metadata=field_info("names the references: @fox runs"))
    model: Model = attrs.field(metadata=field_info("v4.5 and newer"))
    duration: int = attrs.field(metadata=field_info("seconds, as the model allows; 0 with video_references"))
    quality: Quality = attrs.field(metadata=field_info("360p is the Turbo tier"))
    aspect_ratio: Ratio = attrs.field(metadata=field_info("2:3, 3:2 and 21:9 came with v6 and c1"))
    generate_audio_switch: bool | None = attrs.field(default=None, metadata=field_info("with sound: v5.6, v6, c1"))
    seed: int | None = attrs.field(default=None, metadata=field_info("0 to 2147483647; random when left out"))
    reference_mode: Literal["omni"] | str | None = attrs.field(
        default=None, metadata=field_info("omni: images and videos together, v6 only")
    )
    video_references: Sequence[VideoReference] | None = attrs.field(
        default=None, metadata=field_info("videos to follow, with reference_mode omni; they cost double")
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

    img_id: Media = attrs.field(metadata=field_info("a portrait: its id, or a path, bytes, file or URL to upload"))
    quality: Quality = attrs.field(metadata=field_info("an integrator offers 720p and 1080p"))
    audio_media_id: Media | None = attrs.field(
        default=None, metadata=field_info("an audio: its media id, or what to upload")
    )
    lip_sync_tts_speaker_id: str | None = attrs.field(
        default=None, metadata=field_info("id from the list of speakers, or auto")
    )
    lip_sync_tts_content: str | None = attrs.field(
        default=None, metadata=field_info("what is said, 30 to 200 characters")
    )
    prompt: str | None = attrs.field(default=None, metadata=field_info("how it moves"))
    model: str | None = attrs.field(default=None, metadata=field_info("no list is published"))
    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)
