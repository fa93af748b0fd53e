"""Requests that change a video."""

from __future__ import annotations

from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import SECONDS, Answered, VideoRequest
from reelscore.pixverse.results import Masks
from reelscore_wire.pixverse import models as wire


@frozen(kw_only=True)
class LipSync(wire.LipSyncRequest, VideoRequest):
    """Let a video speak: an audio, or a speaker and words."""

    price: ClassVar[Any] = prices.lip_sync

    source_seconds: float | None = SECONDS


@frozen(kw_only=True)
class SoundEffect(wire.SoundEffectRequest, VideoRequest):
    """Add sound effects or background music to a video.

    Source:
        Sound-effect guide of pixverseai.cn, 2025-08-06.
    """

    price: ClassVar[Any] = prices.sound_effect

    source_seconds: float | None = SECONDS


@frozen(kw_only=True)
class Restyle(wire.RestyleRequest, VideoRequest):
    """Redraw a video in another style: a preset, or words. The video has at most 16 s."""

    price: ClassVar[Any] = prices.restyle

    source_seconds: float | None = SECONDS


@frozen(kw_only=True)
class MaskSelection(wire.MaskSelectionRequest, Answered[Masks]):
    """Find the parts of a frame that can be swapped; 2 credits, answered at once."""

    price: ClassVar[Any] = prices.mask_selection


@frozen(kw_only=True)
class Swap(wire.SwapRequest, VideoRequest):
    """Swap a part of a video for an image; video, keyframe and mask come from one mask selection."""

    price: ClassVar[Any] = prices.swap

    source_seconds: float | None = SECONDS


@frozen(kw_only=True)
class Mimic(wire.MimicRequest, VideoRequest):
    """Move the subject of an image like the person in a video."""

    price: ClassVar[Any] = prices.per_second

    source_seconds: float | None = SECONDS


@frozen(kw_only=True)
class Modify(wire.ModifyRequest, VideoRequest):
    """Edit a video by words; @selection0 names a mask, @img0 an image."""

    price: ClassVar[Any] = prices.modify

    source_seconds: float | None = SECONDS


@frozen(kw_only=True)
class Upscale(wire.UpscaleRequest, VideoRequest):
    """Upscale a video of at most 30 s."""

    price: ClassVar[Any] = prices.per_second

    source_seconds: float | None = SECONDS
