"""Requests that make a video from words."""

from __future__ import annotations

from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import VideoRequest
from reelscore_wire.pixverse import models as wire


@frozen(kw_only=True)
class Clip(VideoRequest):
    """A request whose price follows from model, quality and duration."""

    price: ClassVar[Any] = prices.video


@frozen(kw_only=True)
class TextToVideo(wire.TextToVideoRequest, Clip):
    """Make a video from words."""
