"""Requests that make a video from pictures, templates, other videos, a portrait or music."""

from __future__ import annotations

from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.pixverse import prices
from reelscore.pixverse.requests.video import Clip
from reelscore.pixverse.requests.words import SECONDS, VideoRequest
from reelscore_wire.pixverse import models as wire


@frozen(kw_only=True)
class ImageToVideo(wire.ImageToVideoRequest, Clip):
    """Make a video from an image; with a template, an effect video.

    Source:
        Image-to-video reference of pixverseai.cn. It lists img_id and img_ids both as required, but its text and
        example exclude each other: exactly one of them, and img_ids only for templates of several images.
    """


@frozen(kw_only=True)
class TemplateVideo(wire.TemplateVideoRequest, Clip):
    """Make an effect video: image to video with a template, under the same rules and prices."""


@frozen(kw_only=True)
class Transition(wire.TransitionRequest, Clip):
    """Make a video between a first and a last frame."""


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
