"""The requests of PixVerse, one class per operation, and the parts of their lists; a class is made when it is named."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_MODULES = {
    "reelscore.pixverse.requests.video": "ImageToVideo TemplateVideo TextToVideo Transition",
    "reelscore.pixverse.requests.compose": "Avatar Extend Fusion MultiTransition",
    "reelscore.pixverse.requests.edit": "LipSync MaskSelection Mimic Modify Restyle SoundEffect Swap Upscale",
    "reelscore.pixverse.requests.agents": "MusicVideo RealEstate Recreate",
    "reelscore.pixverse.requests.account": "Balance CreateVoice DeleteVoice ImageTemplate Restyles Speakers Templates TtsSpeakers UploadImage UploadMedia Usage VerifyAudio",
    "reelscore_wire.pixverse.models": "ImageReference Keyframe LyricTimestamp LyricWord PictureReference VideoReference",
}
_PLACES = {name: module for module, names in _MODULES.items() for name in names.split()}

if TYPE_CHECKING:
    from reelscore.pixverse.requests.account import Balance as Balance
    from reelscore.pixverse.requests.account import CreateVoice as CreateVoice
    from reelscore.pixverse.requests.account import DeleteVoice as DeleteVoice
    from reelscore.pixverse.requests.account import ImageTemplate as ImageTemplate
    from reelscore.pixverse.requests.account import Restyles as Restyles
    from reelscore.pixverse.requests.account import Speakers as Speakers
    from reelscore.pixverse.requests.account import Templates as Templates
    from reelscore.pixverse.requests.account import TtsSpeakers as TtsSpeakers
    from reelscore.pixverse.requests.account import UploadImage as UploadImage
    from reelscore.pixverse.requests.account import UploadMedia as UploadMedia
    from reelscore.pixverse.requests.account import Usage as Usage
    from reelscore.pixverse.requests.account import VerifyAudio as VerifyAudio
    from reelscore.pixverse.requests.agents import MusicVideo as MusicVideo
    from reelscore.pixverse.requests.agents import RealEstate as RealEstate
    from reelscore.pixverse.requests.agents import Recreate as Recreate
    from reelscore.pixverse.requests.compose import Avatar as Avatar
    from reelscore.pixverse.requests.compose import Extend as Extend
    from reelscore.pixverse.requests.compose import Fusion as Fusion
    from reelscore.pixverse.requests.compose import MultiTransition as MultiTransition
    from reelscore.pixverse.requests.edit import LipSync as LipSync
    from reelscore.pixverse.requests.edit import MaskSelection as MaskSelection
    from reelscore.pixverse.requests.edit import Mimic as Mimic
    from reelscore.pixverse.requests.edit import Modify as Modify
    from reelscore.pixverse.requests.edit import Restyle as Restyle
    from reelscore.pixverse.requests.edit import SoundEffect as SoundEffect
    from reelscore.pixverse.requests.edit import Swap as Swap
    from reelscore.pixverse.requests.edit import Upscale as Upscale
    from reelscore.pixverse.requests.video import ImageToVideo as ImageToVideo
    from reelscore.pixverse.requests.video import TemplateVideo as TemplateVideo
    from reelscore.pixverse.requests.video import TextToVideo as TextToVideo
    from reelscore.pixverse.requests.video import Transition as Transition
    from reelscore.requests.request import Request
    from reelscore_wire.pixverse.models import ImageReference as ImageReference
    from reelscore_wire.pixverse.models import Keyframe as Keyframe
    from reelscore_wire.pixverse.models import LyricTimestamp as LyricTimestamp
    from reelscore_wire.pixverse.models import LyricWord as LyricWord
    from reelscore_wire.pixverse.models import PictureReference as PictureReference
    from reelscore_wire.pixverse.models import VideoReference as VideoReference

    REQUESTS: tuple[type[Request[Any]], ...]
    """Every request class."""
else:

    def __getattr__(name: str) -> Any:
        if name == "REQUESTS":
            found = tuple(__getattr__(one) for one, module in _PLACES.items() if module.startswith("reelscore."))
        elif name in _PLACES:
            found = getattr(import_module(_PLACES[name]), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found
        return found


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
