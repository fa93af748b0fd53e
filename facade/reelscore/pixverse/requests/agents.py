"""Requests that start an agent: recreation, real estate, music video; seen on pixverse.ai."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs

from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import (
    PREFIX,
    AgentRatio,
    LyricTimestamp,
    PictureReference,
    VideoReference,
    VideoRequest,
)
from reelscore.pixverse.rules.words import REAL_ESTATE_AGENT, RECREATE_AGENT
from reelscore.rules.schema import Media, field_info

_AGENT = f"POST {PREFIX}/video/agent/generate"


@attrs.frozen(kw_only=True)
class Recreate(VideoRequest):
    """Recreate a viral video with pictures of one's own."""

    operation: ClassVar[str] = "recreate"
    route: ClassVar[str] = _AGENT
    price: ClassVar[Any] = prices.unpublished
    sample: ClassVar[Mapping[str, Any]] = {
        "agent_id": RECREATE_AGENT,
        "prompt": "Recreate the pacing.",
        "quality": "720p",
        "aspect_ratio": "9:16",
        "img_references": [{"img_id": 1}],
        "video_references": [{"video_id": 2}],
    }

    agent_id: str = attrs.field(default=RECREATE_AGENT, metadata=field_info("the agent; it is always the same"))
    prompt: str = attrs.field(metadata=field_info("what to keep and what to change, at most 5,000 characters"))
    quality: Literal["720p", "1080p"] | str | None = attrs.field(default=None, metadata=field_info("720p or 1080p"))
    aspect_ratio: AgentRatio | None = attrs.field(default=None, metadata=field_info("shape of the video"))
    img_references: Sequence[PictureReference] = attrs.field(metadata=field_info("1 to 5 pictures"))
    video_references: Sequence[VideoReference] = attrs.field(
        metadata=field_info("exactly one video: mp4, mov, webm; 100 MB; 2 to 30 s; 640 to 1920 px a side")
    )


@attrs.frozen(kw_only=True)
class RealEstate(VideoRequest):
    """Make a tour of a house: from the address of its page alone, or from words and pictures."""

    operation: ClassVar[str] = "real_estate"
    route: ClassVar[str] = _AGENT
    price: ClassVar[Any] = prices.unpublished
    sample: ClassVar[Mapping[str, Any]] = {
        "agent_id": REAL_ESTATE_AGENT,
        "model": "pro",
        "prompt": "A calm tour.",
        "img_references": [{"img_id": 1}, {"img_id": 2}, {"img_id": 3}, {"img_id": 4}, {"img_id": 5}],
    }

    agent_id: str = attrs.field(default=REAL_ESTATE_AGENT, metadata=field_info("the agent; it is always the same"))
    model: Literal["pro", "fast"] | str = attrs.field(metadata=field_info("pro has modes, 21:9 and 480p"))
    product_url: str | None = attrs.field(
        default=None, metadata=field_info("address of the house's page; it stands alone")
    )
    prompt: str | None = attrs.field(default=None, metadata=field_info("the house in words, at most 5,000 characters"))
    img_references: Sequence[PictureReference] | None = attrs.field(
        default=None, metadata=field_info("5 to 20 pictures on fast, 5 to 60 on pro")
    )
    mode: Literal["property_tour", "ad_house_tour"] | str | None = attrs.field(
        default=None, metadata=field_info("pro only")
    )
    language_code: Literal["en-US", "zh-CN", "auto"] | str | None = attrs.field(
        default=None, metadata=field_info("not with ad_house_tour")
    )
    avatar_presence_level: Literal["none", "low", "medium", "high"] | str | None = attrs.field(
        default=None, metadata=field_info("how much a presenter is seen")
    )
    duration: int | None = attrs.field(default=None, metadata=field_info("15 or 30 s, ad_house_tour only"))
    video_style: Literal["cozy", "pov"] | str | None = attrs.field(
        default=None, metadata=field_info("ad_house_tour only")
    )
    aspect_ratio: AgentRatio | None = attrs.field(default=None, metadata=field_info("21:9 on pro"))
    quality: Literal["480p", "720p", "1080p"] | str | None = attrs.field(
        default=None, metadata=field_info("480p on pro")
    )


@attrs.frozen(kw_only=True)
class MusicVideo(VideoRequest):
    """Make a music video from an uploaded audio of 10 to 360 s that ``verify_audio`` has passed."""

    operation: ClassVar[str] = "music_video"
    route: ClassVar[str] = f"POST {PREFIX}/video/music_mv_agent/generate"
    price: ClassVar[Any] = prices.music_video
    sample: ClassVar[Mapping[str, Any]] = {
        "mv_agent_type": "vibe_mv_v3_custom",
        "audio_media_id": 405833376854443,
        "aspect_ratio": "16:9",
        "quality": "720p",
    }

    mv_agent_type: Literal["vibe_mv_v3_custom", "vibe_mv"] | str = attrs.field(metadata=field_info("which agent"))
    audio_media_id: Media = attrs.field(
        metadata=field_info("an audio: its media id, or a path, bytes, file or URL to upload")
    )
    aspect_ratio: Literal["16:9", "9:16", "1:1", "4:3", "3:4"] | str = attrs.field(
        metadata=field_info("shape of the video")
    )
    quality: Literal["720p", "1080p"] | str = attrs.field(metadata=field_info("1080p costs half as much again"))
    music_style: str | None = attrs.field(default=None, metadata=field_info("such as pop, folk, ambient"))
    mv_style: str | None = attrs.field(
        default=None, metadata=field_info("such as cinematic, vintage; Custom needs a picture")
    )
    img_references: Sequence[PictureReference] | None = attrs.field(default=None, metadata=field_info("one picture"))
    style_img_references: Sequence[PictureReference] | None = attrs.field(
        default=None, metadata=field_info("one picture of the style")
    )
    caption_switch: bool | None = attrs.field(default=None, metadata=field_info("show the words"))
    lip_sync_switch: bool | None = attrs.field(default=None, metadata=field_info("let the figure sing"))
    instrumental_switch: bool | None = attrs.field(default=None, metadata=field_info("there are no words"))
    seed: int | None = attrs.field(default=None, metadata=field_info("0 to 2147483647; random when left out"))
    lyric_text: str | None = attrs.field(default=None, metadata=field_info("fewer than 5,000 characters"))
    lyric_timestamp: LyricTimestamp | None = attrs.field(default=None, metadata=field_info("when each word is sung"))
    source_seconds: float | None = attrs.field(
        default=None, metadata=field_info("length of the audio in seconds, for the price; it is not sent", local=True)
    )
