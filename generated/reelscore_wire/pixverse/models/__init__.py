"""The models, by name; each loads on first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agent_video_body import AgentVideoBody as AgentVideoBody
    from .audio_verification_request import AudioVerificationRequest as AudioVerificationRequest
    from .avatar_body import AvatarBody as AvatarBody
    from .avatar_request import AvatarRequest as AvatarRequest
    from .balance import Balance as Balance
    from .balance_request import BalanceRequest as BalanceRequest
    from .create_voice_body import CreateVoiceBody as CreateVoiceBody
    from .create_voice_request import CreateVoiceRequest as CreateVoiceRequest
    from .customer_paths import CustomerPaths as CustomerPaths
    from .delete_voice_request import DeleteVoiceRequest as DeleteVoiceRequest
    from .done import Done as Done
    from .extend_body import ExtendBody as ExtendBody
    from .extend_request import ExtendRequest as ExtendRequest
    from .fusion_body import FusionBody as FusionBody
    from .fusion_request import FusionRequest as FusionRequest
    from .image_reference import ImageReference as ImageReference
    from .image_result import ImageResult as ImageResult
    from .image_task import ImageTask as ImageTask
    from .image_template_body import ImageTemplateBody as ImageTemplateBody
    from .image_template_request import ImageTemplateRequest as ImageTemplateRequest
    from .image_to_video_body import ImageToVideoBody as ImageToVideoBody
    from .image_to_video_request import ImageToVideoRequest as ImageToVideoRequest
    from .image_upload import ImageUpload as ImageUpload
    from .keyframe import Keyframe as Keyframe
    from .lip_sync_body import LipSyncBody as LipSyncBody
    from .lip_sync_request import LipSyncRequest as LipSyncRequest
    from .lyric_timestamp import LyricTimestamp as LyricTimestamp
    from .lyric_word import LyricWord as LyricWord
    from .mask import Mask as Mask
    from .mask_selection import MaskSelection as MaskSelection
    from .mask_selection_body import MaskSelectionBody as MaskSelectionBody
    from .mask_selection_request import MaskSelectionRequest as MaskSelectionRequest
    from .media_upload import MediaUpload as MediaUpload
    from .mimic_body import MimicBody as MimicBody
    from .mimic_request import MimicRequest as MimicRequest
    from .modify_body import ModifyBody as ModifyBody
    from .modify_request import ModifyRequest as ModifyRequest
    from .multi_transition_body import MultiTransitionBody as MultiTransitionBody
    from .multi_transition_request import MultiTransitionRequest as MultiTransitionRequest
    from .music_video_body import MusicVideoBody as MusicVideoBody
    from .music_video_request import MusicVideoRequest as MusicVideoRequest
    from .picture_reference import PictureReference as PictureReference
    from .real_estate_request import RealEstateRequest as RealEstateRequest
    from .recreate_request import RecreateRequest as RecreateRequest
    from .restyle import Restyle as Restyle
    from .restyle_body import RestyleBody as RestyleBody
    from .restyle_request import RestyleRequest as RestyleRequest
    from .restyles_request import RestylesRequest as RestylesRequest
    from .sound_effect_body import SoundEffectBody as SoundEffectBody
    from .sound_effect_request import SoundEffectRequest as SoundEffectRequest
    from .speaker import Speaker as Speaker
    from .speaker_page import SpeakerPage as SpeakerPage
    from .speakers_request import SpeakersRequest as SpeakersRequest
    from .swap_body import SwapBody as SwapBody
    from .swap_request import SwapRequest as SwapRequest
    from .template import Template as Template
    from .template_page import TemplatePage as TemplatePage
    from .template_video_request import TemplateVideoRequest as TemplateVideoRequest
    from .templates_request import TemplatesRequest as TemplatesRequest
    from .text_to_video_body import TextToVideoBody as TextToVideoBody
    from .text_to_video_request import TextToVideoRequest as TextToVideoRequest
    from .transition_body import TransitionBody as TransitionBody
    from .transition_request import TransitionRequest as TransitionRequest
    from .tts_speakers_request import TtsSpeakersRequest as TtsSpeakersRequest
    from .upload_image_body import UploadImageBody as UploadImageBody
    from .upload_media_body import UploadMediaBody as UploadMediaBody
    from .uploaded_image import UploadedImage as UploadedImage
    from .uploaded_media import UploadedMedia as UploadedMedia
    from .upscale_body import UpscaleBody as UpscaleBody
    from .upscale_request import UpscaleRequest as UpscaleRequest
    from .usage_body import UsageBody as UsageBody
    from .usage_page import UsagePage as UsagePage
    from .usage_request import UsageRequest as UsageRequest
    from .verify_audio_body import VerifyAudioBody as VerifyAudioBody
    from .video_reference import VideoReference as VideoReference
    from .video_result import VideoResult as VideoResult
    from .video_task import VideoTask as VideoTask
    from .voice import Voice as Voice

_MODULES = {
    "AgentVideoBody": ".agent_video_body",
    "AudioVerificationRequest": ".audio_verification_request",
    "AvatarBody": ".avatar_body",
    "AvatarRequest": ".avatar_request",
    "Balance": ".balance",
    "BalanceRequest": ".balance_request",
    "CreateVoiceBody": ".create_voice_body",
    "CreateVoiceRequest": ".create_voice_request",
    "CustomerPaths": ".customer_paths",
    "DeleteVoiceRequest": ".delete_voice_request",
    "Done": ".done",
    "ExtendBody": ".extend_body",
    "ExtendRequest": ".extend_request",
    "FusionBody": ".fusion_body",
    "FusionRequest": ".fusion_request",
    "ImageReference": ".image_reference",
    "ImageResult": ".image_result",
    "ImageTask": ".image_task",
    "ImageTemplateBody": ".image_template_body",
    "ImageTemplateRequest": ".image_template_request",
    "ImageToVideoBody": ".image_to_video_body",
    "ImageToVideoRequest": ".image_to_video_request",
    "ImageUpload": ".image_upload",
    "Keyframe": ".keyframe",
    "LipSyncBody": ".lip_sync_body",
    "LipSyncRequest": ".lip_sync_request",
    "LyricTimestamp": ".lyric_timestamp",
    "LyricWord": ".lyric_word",
    "Mask": ".mask",
    "MaskSelection": ".mask_selection",
    "MaskSelectionBody": ".mask_selection_body",
    "MaskSelectionRequest": ".mask_selection_request",
    "MediaUpload": ".media_upload",
    "MimicBody": ".mimic_body",
    "MimicRequest": ".mimic_request",
    "ModifyBody": ".modify_body",
    "ModifyRequest": ".modify_request",
    "MultiTransitionBody": ".multi_transition_body",
    "MultiTransitionRequest": ".multi_transition_request",
    "MusicVideoBody": ".music_video_body",
    "MusicVideoRequest": ".music_video_request",
    "PictureReference": ".picture_reference",
    "RealEstateRequest": ".real_estate_request",
    "RecreateRequest": ".recreate_request",
    "Restyle": ".restyle",
    "RestyleBody": ".restyle_body",
    "RestyleRequest": ".restyle_request",
    "RestylesRequest": ".restyles_request",
    "SoundEffectBody": ".sound_effect_body",
    "SoundEffectRequest": ".sound_effect_request",
    "Speaker": ".speaker",
    "SpeakerPage": ".speaker_page",
    "SpeakersRequest": ".speakers_request",
    "SwapBody": ".swap_body",
    "SwapRequest": ".swap_request",
    "Template": ".template",
    "TemplatePage": ".template_page",
    "TemplateVideoRequest": ".template_video_request",
    "TemplatesRequest": ".templates_request",
    "TextToVideoBody": ".text_to_video_body",
    "TextToVideoRequest": ".text_to_video_request",
    "TransitionBody": ".transition_body",
    "TransitionRequest": ".transition_request",
    "TtsSpeakersRequest": ".tts_speakers_request",
    "UploadImageBody": ".upload_image_body",
    "UploadMediaBody": ".upload_media_body",
    "UploadedImage": ".uploaded_image",
    "UploadedMedia": ".uploaded_media",
    "UpscaleBody": ".upscale_body",
    "UpscaleRequest": ".upscale_request",
    "UsageBody": ".usage_body",
    "UsagePage": ".usage_page",
    "UsageRequest": ".usage_request",
    "VerifyAudioBody": ".verify_audio_body",
    "VideoReference": ".video_reference",
    "VideoResult": ".video_result",
    "VideoTask": ".video_task",
    "Voice": ".voice",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
    return value
