"""Every request of PixVerse, by operation; rules and prices are in their own packages."""

from __future__ import annotations

from typing import Any

from reelscore.pixverse.requests.account import (
    Balance,
    CreateVoice,
    DeleteVoice,
    ImageTemplate,
    Restyles,
    Speakers,
    Templates,
    TtsSpeakers,
    UploadImage,
    UploadMedia,
    Usage,
    VerifyAudio,
)
from reelscore.pixverse.requests.agents import MusicVideo, RealEstate, Recreate
from reelscore.pixverse.requests.compose import Avatar, Extend, Fusion, MultiTransition
from reelscore.pixverse.requests.edit import (
    LipSync,
    MaskSelection,
    Mimic,
    Modify,
    Restyle,
    SoundEffect,
    Swap,
    Upscale,
)
from reelscore.pixverse.requests.video import ImageToVideo, TemplateVideo, TextToVideo, Transition
from reelscore.pixverse.requests.words import (
    ImageReference,
    Keyframe,
    LyricTimestamp,
    LyricWord,
    PictureReference,
    VideoReference,
)
from reelscore.requests.request import Request

REQUESTS: tuple[type[Request[Any]], ...] = (
    *(TextToVideo, ImageToVideo, TemplateVideo, Transition, MultiTransition, Extend, Fusion, Avatar),
    *(LipSync, SoundEffect, Restyle, MaskSelection, Swap, Mimic, Modify, Upscale, Recreate, RealEstate, MusicVideo),
    *(ImageTemplate, Balance, Usage, UploadImage, UploadMedia, TtsSpeakers, Speakers, CreateVoice, DeleteVoice),
    *(Restyles, Templates, VerifyAudio),
)

__all__ = [
    "REQUESTS",
    "Avatar",
    "Balance",
    "CreateVoice",
    "DeleteVoice",
    "Extend",
    "Fusion",
    "ImageReference",
    "ImageTemplate",
    "ImageToVideo",
    "Keyframe",
    "LipSync",
    "LyricTimestamp",
    "LyricWord",
    "MaskSelection",
    "Mimic",
    "Modify",
    "MultiTransition",
    "MusicVideo",
    "PictureReference",
    "RealEstate",
    "Recreate",
    "Restyle",
    "Restyles",
    "SoundEffect",
    "Speakers",
    "Swap",
    "TemplateVideo",
    "Templates",
    "TextToVideo",
    "Transition",
    "TtsSpeakers",
    "UploadImage",
    "UploadMedia",
    "Upscale",
    "Usage",
    "VerifyAudio",
    "VideoReference",
]
