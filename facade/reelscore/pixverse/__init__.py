"""PixVerse: clients, requests, results and hosts; names load on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

_MODULES = {
    "reelscore.pixverse.clients": ("AsyncPixVerse", "PixVerse"),
    "reelscore.pixverse.hosts": ("PIXVERSEAI_CN", "PIXVERSE_AI", "PixVerseHost"),
    "reelscore.pixverse.results": (
        *("AccountBalance", "Done", "Image", "Mask", "Masks", "RestylePreset", "RestylesPage", "Speaker"),
        *("SpeakersPage", "Template", "TemplatesPage", "UploadedImage", "UploadedMedia", "UsageItem", "UsagePage"),
        *("Video", "Voice"),
    ),
    "reelscore.pixverse.requests": (
        *("Avatar", "Balance", "CreateVoice", "DeleteVoice", "Extend", "Fusion", "ImageReference", "ImageTemplate"),
        *("ImageToVideo", "Keyframe", "LipSync", "LyricTimestamp", "LyricWord", "MaskSelection", "Mimic", "Modify"),
        *("MultiTransition", "MusicVideo", "PictureReference", "RealEstate", "Recreate", "Restyle", "Restyles"),
        *("SoundEffect", "Speakers", "Swap", "TemplateVideo", "Templates", "TextToVideo", "Transition"),
        *("TtsSpeakers", "UploadImage", "UploadMedia", "Upscale", "Usage", "VerifyAudio", "VideoReference"),
    ),
}
_PLACES = {name: module for module, names in _MODULES.items() for name in names}

if TYPE_CHECKING:
    from reelscore.pixverse.clients import AsyncPixVerse, PixVerse
    from reelscore.pixverse.hosts import PIXVERSE_AI, PIXVERSEAI_CN, PixVerseHost
    from reelscore.pixverse.requests import (
        Avatar,
        Balance,
        CreateVoice,
        DeleteVoice,
        Extend,
        Fusion,
        ImageReference,
        ImageTemplate,
        ImageToVideo,
        Keyframe,
        LipSync,
        LyricTimestamp,
        LyricWord,
        MaskSelection,
        Mimic,
        Modify,
        MultiTransition,
        MusicVideo,
        PictureReference,
        RealEstate,
        Recreate,
        Restyle,
        Restyles,
        SoundEffect,
        Speakers,
        Swap,
        Templates,
        TemplateVideo,
        TextToVideo,
        Transition,
        TtsSpeakers,
        UploadImage,
        UploadMedia,
        Upscale,
        Usage,
        VerifyAudio,
        VideoReference,
    )
    from reelscore.pixverse.results import (
        AccountBalance,
        Done,
        Image,
        Mask,
        Masks,
        RestylePreset,
        RestylesPage,
        Speaker,
        SpeakersPage,
        Template,
        TemplatesPage,
        UploadedImage,
        UploadedMedia,
        UsageItem,
        UsagePage,
        Video,
        Voice,
    )
else:

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _PLACES:
            raise AttributeError(f"module 'reelscore.pixverse' has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_PLACES[name]), name)
        return value


__all__ = [
    "PIXVERSEAI_CN",
    "PIXVERSE_AI",
    "AccountBalance",
    "AsyncPixVerse",
    "Avatar",
    "Balance",
    "CreateVoice",
    "DeleteVoice",
    "Done",
    "Extend",
    "Fusion",
    "Image",
    "ImageReference",
    "ImageTemplate",
    "ImageToVideo",
    "Keyframe",
    "LipSync",
    "LyricTimestamp",
    "LyricWord",
    "Mask",
    "MaskSelection",
    "Masks",
    "Mimic",
    "Modify",
    "MultiTransition",
    "MusicVideo",
    "PictureReference",
    "PixVerse",
    "PixVerseHost",
    "RealEstate",
    "Recreate",
    "Restyle",
    "RestylePreset",
    "Restyles",
    "RestylesPage",
    "SoundEffect",
    "Speaker",
    "Speakers",
    "SpeakersPage",
    "Swap",
    "Template",
    "TemplateVideo",
    "Templates",
    "TemplatesPage",
    "TextToVideo",
    "Transition",
    "TtsSpeakers",
    "UploadImage",
    "UploadMedia",
    "UploadedImage",
    "UploadedMedia",
    "Upscale",
    "Usage",
    "UsageItem",
    "UsagePage",
    "VerifyAudio",
    "Video",
    "VideoReference",
    "Voice",
]


def __dir__() -> list[str]:
    return sorted(_PLACES)
