"""Requests that start an agent: recreation, real estate, music video; seen on pixverse.ai."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from reelscore._attrs import frozen
from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import VideoRequest
from reelscore.pixverse.rules.words import REAL_ESTATE_AGENT, RECREATE_AGENT
from reelscore.rules.schema import field_info
from reelscore_wire.pixverse import models as wire


@frozen(kw_only=True)
class Recreate(wire.RecreateRequest, VideoRequest):
    """Recreate a viral video with pictures of one's own."""

    price: ClassVar[Any] = prices.unpublished
    sample: ClassVar[Mapping[str, Any]] = {
        "agent_id": RECREATE_AGENT,
        "prompt": "Recreate the pacing.",
        "quality": "720p",
        "aspect_ratio": "9:16",
        "img_references": [{"img_id": 1}],
        "video_references": [{"video_id": 2}],
    }


@frozen(kw_only=True)
class RealEstate(wire.RealEstateRequest, VideoRequest):
    """Make a tour of a house: from the address of its page alone, or from words and pictures."""

    price: ClassVar[Any] = prices.unpublished
    sample: ClassVar[Mapping[str, Any]] = {
        "agent_id": REAL_ESTATE_AGENT,
        "model": "pro",
        "prompt": "A calm tour.",
        "img_references": [{"img_id": 1}, {"img_id": 2}, {"img_id": 3}, {"img_id": 4}, {"img_id": 5}],
    }


@frozen(kw_only=True)
class MusicVideo(wire.MusicVideoRequest, VideoRequest):
    """Make a music video from an uploaded audio of 10 to 360 s that ``verify_audio`` has passed."""

    price: ClassVar[Any] = prices.music_video
    sample: ClassVar[Mapping[str, Any]] = {
        "mv_agent_type": "vibe_mv_v3_custom",
        "audio_media_id": 405833376854443,
        "aspect_ratio": "16:9",
        "quality": "720p",
    }

    source_seconds: float | None = attrs.field(
        default=None, metadata=field_info("length of the audio in seconds, for the price; it is not sent", local=True)
    )
