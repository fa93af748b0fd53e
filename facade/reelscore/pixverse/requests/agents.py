"""Requests that start an agent: recreation, real estate, music video; seen on pixverse.ai."""

from __future__ import annotations

from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import SECONDS, VideoRequest
from reelscore_wire.pixverse import models as wire


@frozen(kw_only=True)
class Recreate(wire.RecreateRequest, VideoRequest):
    """Recreate a viral video with pictures of one's own."""

    price: ClassVar[Any] = prices.unpublished


@frozen(kw_only=True)
class RealEstate(wire.RealEstateRequest, VideoRequest):
    """Make a tour of a house: from the address of its page alone, or from words and pictures."""

    price: ClassVar[Any] = prices.unpublished


@frozen(kw_only=True)
class MusicVideo(wire.MusicVideoRequest, VideoRequest):
    """Make a music video from an uploaded audio of 10 to 360 s that ``verify_audio`` has passed."""

    price: ClassVar[Any] = prices.music_video

    source_seconds: float | None = SECONDS
