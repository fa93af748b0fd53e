"""Requests that make a video from words, an image, a template or two frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs

from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import (
    PREFIX,
    Camera,
    Model,
    Motion,
    Quality,
    Ratio,
    Style,
    Thinking,
    VideoRequest,
)
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True)
class Made(VideoRequest):
    """What every request that makes a video has."""

    price: ClassVar[Any] = prices.video

    prompt: str = attrs.field(metadata=field_info("what to show; limits depend on operation and host"))
    model: Model = attrs.field(metadata=field_info("newer models cost more per second and can do more"))
    duration: int = attrs.field(
        metadata=field_info("seconds: 5 or 8 up to v5; 5, 8 or 10 on v5.5 and v5.6; 1 to 15 on v6 and c1")
    )
    quality: Quality = attrs.field(metadata=field_info("360p is the Turbo tier"))
    seed: int | None = attrs.field(default=None, metadata=field_info("0 to 2147483647; random when left out"))
    motion_mode: Motion | None = attrs.field(
        default=None, metadata=field_info("fast: up to v4.5, 5 s, below 1080p, at twice the price")
    )
    template_id: int | None = attrs.field(
        default=None, metadata=field_info("an effect activated in the console; 0 means none")
    )
    generate_audio_switch: bool | None = attrs.field(
        default=None, metadata=field_info("with sound: v5.5, v5.6, v6, c1")
    )


@attrs.frozen(kw_only=True)
class Sounding(Made):
    """What every request has that can add a sound effect or speech."""

    sound_effect_switch: bool | None = attrs.field(
        default=None,
        metadata=field_info("add a sound effect: v5 and older, or any model with a template (then it is free)"),
    )
    sound_effect_content: str | None = attrs.field(
        default=None, metadata=field_info("what to hear; made from the picture when left out or empty")
    )
    lip_sync_tts_switch: bool | None = attrs.field(
        default=None, metadata=field_info("let it speak: v5 and older", aliases=("lip_sync_switch",))
    )
    lip_sync_tts_content: str | None = attrs.field(
        default=None, metadata=field_info("what is said, about 140 characters; cut at the end of the video")
    )
    lip_sync_tts_speaker_id: str | None = attrs.field(
        default=None, metadata=field_info("id from the list of speakers, or auto")
    )


@attrs.frozen(kw_only=True)
class Clip(Sounding):
    """What text to video and image to video share."""

    camera_movement: Camera | None = attrs.field(default=None, metadata=field_info("v4 and v4.5, without a template"))
    style: Style | None = attrs.field(default=None, metadata=field_info("documented to work with v3.5"))
    generate_multi_clip_switch: bool | None = attrs.field(
        default=None, metadata=field_info("several shots: v5.5 and v6")
    )
    thinking_type: Thinking | None = attrs.field(
        default=None, metadata=field_info("let the vendor improve the prompt: v5.5, v5.6, v6; auto when left out")
    )
    negative_prompt: str | None = attrs.field(
        default=None, metadata=field_info("what not to show; gone from newer pages, still taken")
    )
    webhook_id: str | None = attrs.field(default=None, metadata=field_info("id of a webhook made in the console"))
    water_mark: bool | None = attrs.field(default=None, metadata=field_info("on pages of 2025 only"))


_SAMPLE: Mapping[str, Any] = {"prompt": "a red fox in snow", "model": "v5.5", "duration": 5, "quality": "540p"}


@attrs.frozen(kw_only=True)
class TextToVideo(Clip):
    """Make a video from words."""

    operation: ClassVar[str] = "text_to_video"
    route: ClassVar[str] = f"POST {PREFIX}/video/text/generate"
    sample: ClassVar[Mapping[str, Any]] = {**_SAMPLE, "aspect_ratio": "16:9"}

    aspect_ratio: Ratio = attrs.field(metadata=field_info("2:3, 3:2 and 21:9 came with v6 and c1"))


@attrs.frozen(kw_only=True)
class ImageToVideo(Clip):
    """Make a video from an image; with a template, an effect video.

    Source:
        Image-to-video reference of pixverseai.cn. It lists img_id and img_ids both as required, but its text and
        example exclude each other: exactly one of them, and img_ids only for templates of several images.
    """

    operation: ClassVar[str] = "image_to_video"
    route: ClassVar[str] = f"POST {PREFIX}/video/img/generate"
    sample: ClassVar[Mapping[str, Any]] = {**_SAMPLE, "img_id": 1}

    img_id: Media | None = attrs.field(
        default=None, metadata=field_info("an image: its id, or a path, bytes, file or URL to upload")
    )
    img_ids: Sequence[Media] | None = attrs.field(
        default=None, metadata=field_info("images, for a template that takes several")
    )


@attrs.frozen(kw_only=True)
class TemplateVideo(ImageToVideo):
    """Make an effect video: image to video with a template, under the same rules and prices."""

    operation: ClassVar[str] = "template_video"
    sample: ClassVar[Mapping[str, Any]] = {**ImageToVideo.sample, "template_id": 308621408717184}

    template_id: int = attrs.field(metadata=field_info("an effect activated in the console"))


@attrs.frozen(kw_only=True)
class Transition(Sounding):
    """Make a video between a first and a last frame."""

    operation: ClassVar[str] = "transition"
    route: ClassVar[str] = f"POST {PREFIX}/video/transition/generate"
    sample: ClassVar[Mapping[str, Any]] = {**_SAMPLE, "first_frame_img": 1, "last_frame_img": 2}

    first_frame_img: Media = attrs.field(metadata=field_info("the first image: its id, or what to upload"))
    last_frame_img: Media = attrs.field(metadata=field_info("the last image: its id, or what to upload"))
