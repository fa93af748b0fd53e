"""Requests that make a video from several pictures, continue one, or let a portrait speak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from reelscore._attrs import frozen
from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import SECONDS, VideoRequest
from reelscore_wire.pixverse import models as wire


@frozen(kw_only=True)
class MultiTransition(wire.MultiTransitionRequest, VideoRequest):
    """Make a video through 2 to 7 frames."""

    price: ClassVar[Any] = prices.multi_transition
    sample: ClassVar[Mapping[str, Any]] = {
        "multi_transition": [{"img_id": 1, "duration": 5}, {"img_id": 2}],
        "model": "v5",
        "quality": "540p",
    }


@frozen(kw_only=True)
class Extend(wire.ExtendRequest, VideoRequest):
    """Continue a video."""

    price: ClassVar[Any] = prices.video
    sample: ClassVar[Mapping[str, Any]] = {
        "source_video_id": 1,
        "prompt": "it runs",
        "model": "v5",
        "duration": 5,
        "quality": "540p",
    }


@frozen(kw_only=True)
class Fusion(wire.FusionRequest, VideoRequest):
    """Make a video from reference images; the prompt names each as @ref_name and a space."""

    price: ClassVar[Any] = prices.video
    sample: ClassVar[Mapping[str, Any]] = {
        "image_references": [{"img_id": 1, "type": "subject", "ref_name": "fox"}],
        "prompt": "@fox runs",
        "model": "v5.5",
        "duration": 5,
        "quality": "540p",
        "aspect_ratio": "16:9",
    }

    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)


@frozen(kw_only=True)
class Avatar(wire.AvatarRequest, VideoRequest):
    """Let a portrait speak: an audio, or a speaker and words."""

    price: ClassVar[Any] = prices.unpublished
    sample: ClassVar[Mapping[str, Any]] = {
        "img_id": 1,
        "quality": "720p",
        "lip_sync_tts_speaker_id": "auto",
        "lip_sync_tts_content": "Here is the latest update.",
    }

    source_seconds: float | None = attrs.field(default=None, metadata=SECONDS)
