"""The models, by name; each loads on first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .audio_verification_request import AudioVerificationRequest as AudioVerificationRequest
    from .avatar_request import AvatarRequest as AvatarRequest
    from .balance_request import BalanceRequest as BalanceRequest
    from .create_voice_request import CreateVoiceRequest as CreateVoiceRequest
    from .delete_voice_request import DeleteVoiceRequest as DeleteVoiceRequest
    from .extend_request import ExtendRequest as ExtendRequest
    from .fusion_request import FusionRequest as FusionRequest
    from .image_reference import ImageReference as ImageReference
    from .image_template_request import ImageTemplateRequest as ImageTemplateRequest
    from .image_to_video_request import ImageToVideoRequest as ImageToVideoRequest
    from .image_upload import ImageUpload as ImageUpload
    from .keyframe import Keyframe as Keyframe
    from .lip_sync_request import LipSyncRequest as LipSyncRequest
    from .lyric_timestamp import LyricTimestamp as LyricTimestamp
    from .lyric_word import LyricWord as LyricWord
    from .mask_selection_request import MaskSelectionRequest as MaskSelectionRequest
    from .media_upload import MediaUpload as MediaUpload
    from .mimic_request import MimicRequest as MimicRequest
    from .modify_request import ModifyRequest as ModifyRequest
    from .multi_transition_request import MultiTransitionRequest as MultiTransitionRequest
    from .music_video_request import MusicVideoRequest as MusicVideoRequest
    from .picture_reference import PictureReference as PictureReference
    from .real_estate_request import RealEstateRequest as RealEstateRequest
    from .recreate_request import RecreateRequest as RecreateRequest
    from .restyle_request import RestyleRequest as RestyleRequest
    from .restyles_request import RestylesRequest as RestylesRequest
    from .sound_effect_request import SoundEffectRequest as SoundEffectRequest
    from .speakers_request import SpeakersRequest as SpeakersRequest
    from .swap_request import SwapRequest as SwapRequest
    from .template_video_request import TemplateVideoRequest as TemplateVideoRequest
    from .templates_request import TemplatesRequest as TemplatesRequest
    from .text_to_video_request import TextToVideoRequest as TextToVideoRequest
    from .transition_request import TransitionRequest as TransitionRequest
    from .tts_speakers_request import TtsSpeakersRequest as TtsSpeakersRequest
    from .upscale_request import UpscaleRequest as UpscaleRequest
    from .usage_request import UsageRequest as UsageRequest
    from .video_reference import VideoReference as VideoReference

_MODULES = {
    "AudioVerificationRequest": ".audio_verification_request",
    "AvatarRequest": ".avatar_request",
    "BalanceRequest": ".balance_request",
    "CreateVoiceRequest": ".create_voice_request",
    "DeleteVoiceRequest": ".delete_voice_request",
    "ExtendRequest": ".extend_request",
    "FusionRequest": ".fusion_request",
    "ImageReference": ".image_reference",
    "ImageTemplateRequest": ".image_template_request",
    "ImageToVideoRequest": ".image_to_video_request",
    "ImageUpload": ".image_upload",
    "Keyframe": ".keyframe",
    "LipSyncRequest": ".lip_sync_request",
    "LyricTimestamp": ".lyric_timestamp",
    "LyricWord": ".lyric_word",
    "MaskSelectionRequest": ".mask_selection_request",
    "MediaUpload": ".media_upload",
    "MimicRequest": ".mimic_request",
    "ModifyRequest": ".modify_request",
    "MultiTransitionRequest": ".multi_transition_request",
    "MusicVideoRequest": ".music_video_request",
    "PictureReference": ".picture_reference",
    "RealEstateRequest": ".real_estate_request",
    "RecreateRequest": ".recreate_request",
    "RestyleRequest": ".restyle_request",
    "RestylesRequest": ".restyles_request",
    "SoundEffectRequest": ".sound_effect_request",
    "SpeakersRequest": ".speakers_request",
    "SwapRequest": ".swap_request",
    "TemplateVideoRequest": ".template_video_request",
    "TemplatesRequest": ".templates_request",
    "TextToVideoRequest": ".text_to_video_request",
    "TransitionRequest": ".transition_request",
    "TtsSpeakersRequest": ".tts_speakers_request",
    "UpscaleRequest": ".upscale_request",
    "UsageRequest": ".usage_request",
    "VideoReference": ".video_reference",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
    return value
