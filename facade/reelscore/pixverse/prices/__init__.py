"""What each operation costs, in credits; plans and money are in ``plans``."""

from __future__ import annotations

from reelscore.pixverse.prices.other import (
    free,
    lip_sync,
    mask_selection,
    mimic,
    modify,
    multi_transition,
    music_video,
    restyle,
    sound_effect,
    sound_effect_credits,
    speech_credits,
    swap,
    unpublished,
    upscale,
)
from reelscore.pixverse.prices.video import video

__all__ = [
    "free",
    "lip_sync",
    "mask_selection",
    "mimic",
    "modify",
    "multi_transition",
    "music_video",
    "restyle",
    "sound_effect",
    "sound_effect_credits",
    "speech_credits",
    "swap",
    "unpublished",
    "upscale",
    "video",
]
