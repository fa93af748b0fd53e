"""Requests that make a video from several pictures, continue one, or let a portrait speak."""

from __future__ import annotations

from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import SECONDS, VideoRequest
from reelscore_wire.pixverse import models as wire


@frozen(kw_only=True)
class MultiTransition(wire.MultiTransitionRequest, VideoRequest):
    """Make a video through 2 to 7 frames."""

    price: ClassVar[Any] = prices.multi_transition


@frozen(kw_only=True)
class Extend(wire.ExtendRequest, VideoRequest):
    """Continue a video."""

    price: ClassVar[Any] = prices.video


@frozen(kw_only=True)
class Fusion(wire.FusionRequest, VideoRequest):
    """Make a video from reference images; the prompt names each as @ref_name and a space."""

    price: ClassVar[Any] = prices.video

    source_seconds: float | None = SECONDS


@frozen(kw_only=True)
class Avatar(wire.AvatarRequest, VideoRequest):
    """Let a portrait speak: an audio, or a speaker and words."""

    price: ClassVar[Any] = prices.unpublished

    source_seconds: float | None = SECONDS
