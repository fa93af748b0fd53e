from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info

from .lyric_timestamp import LyricTimestamp
from .picture_reference import PictureReference


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class MusicVideoRequest(JsonObject):
    """Music video request."""

    operation: ClassVar[str] = "music_video"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "kit 2026-09-20"
    sample: ClassVar[Mapping[str, Any]] = {
        "mv_agent_type": "vibe_mv_v3_custom",
        "audio_media_id": 405833376854443,
        "aspect_ratio": "16:9",
        "quality": "720p",
    }

    mv_agent_type: Literal["vibe_mv_v3_custom", "vibe_mv"] | str = attrs.field(metadata=field_info("which agent"))
    audio_media_id: Media = attrs.field(
        metadata=field_info("an audio: its media id, or a path, bytes, file or URL to upload", media="audio")
    )
    aspect_ratio: Literal["16:9", "9:16", "1:1", "4:3", "3:4"] | str = attrs.field(
        metadata=field_info("shape of the video", enum=True)
    )
    quality: Literal["720p", "1080p"] | str = attrs.field(
        metadata=field_info("1080p costs half as much again", enum=True)
    )
    music_style: (
        Literal[
            "pop",
            "rock",
            "hiphop",
            "r&b",
            "jazz",
            "reggae",
            "country",
            "folk",
            "electronic",
            "classical",
            "soul",
            "funk",
            "metal",
            "ambient",
            "others",
        ]
        | str
        | None
    ) = attrs.field(default=None, metadata=field_info("such as pop, folk, ambient"))
    mv_style: (
        Literal[
            "custom",
            "cinematic",
            "lo-fi",
            "dreamscape",
            "woolen felt",
            "candy",
            "vintage",
            "voxel",
            "retro game",
            "claymation",
            "woodland tale",
            "impressionism",
            "decadence",
            "futuristic",
            "chromatic clash",
            "holiday",
        ]
        | str
        | None
    ) = attrs.field(default=None, metadata=field_info("such as cinematic, vintage; Custom needs a picture"))
    img_references: Sequence[PictureReference] | None = attrs.field(
        default=None, metadata=field_info("one picture", maxItems=1)
    )
    style_img_references: Sequence[PictureReference] | None = attrs.field(
        default=None, metadata=field_info("one picture of the style", maxItems=1)
    )
    caption_switch: bool | None = attrs.field(default=None, metadata=field_info("show the words"))
    lip_sync_switch: bool | None = attrs.field(default=None, metadata=field_info("let the figure sing"))
    instrumental_switch: bool | None = attrs.field(default=None, metadata=field_info("there are no words"))
    seed: int | None = attrs.field(
        default=None, metadata=field_info("0 to 2147483647; random when left out", minimum=0, maximum=2147483647)
    )
    lyric_text: str | None = attrs.field(
        default=None, metadata=field_info("fewer than 5,000 characters", maxLength=4999)
    )
    lyric_timestamp: LyricTimestamp | None = attrs.field(default=None, metadata=field_info("when each word is sung"))
