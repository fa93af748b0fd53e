"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agent_aspect_ratio import AgentAspectRatio as AgentAspectRatio
    from .agent_image_reference import AgentImageReference as AgentImageReference
    from .agent_quality import AgentQuality as AgentQuality
    from .aspect_ratio import AspectRatio as AspectRatio
    from .audio_verification_request import (
        AudioVerificationRequest as AudioVerificationRequest,
    )
    from .avatar_presence import AvatarPresence as AvatarPresence
    from .avatar_request import AvatarRequest as AvatarRequest
    from .balance import Balance as Balance
    from .balance_answer import BalanceAnswer as BalanceAnswer
    from .camera_movement import CameraMovement as CameraMovement
    from .create_voice_request import CreateVoiceRequest as CreateVoiceRequest
    from .creation_type import CreationType as CreationType
    from .credits_status import CreditsStatus as CreditsStatus
    from .customer_paths import CustomerPaths as CustomerPaths
    from .done import Done as Done
    from .done_answer import DoneAnswer as DoneAnswer
    from .edit_quality import EditQuality as EditQuality
    from .envelope import Envelope as Envelope
    from .extend_request import ExtendRequest as ExtendRequest
    from .fusion_request import FusionRequest as FusionRequest
    from .high_quality import HighQuality as HighQuality
    from .image_reference import ImageReference as ImageReference
    from .image_result import ImageResult as ImageResult
    from .image_result_answer import ImageResultAnswer as ImageResultAnswer
    from .image_task import ImageTask as ImageTask
    from .image_task_answer import ImageTaskAnswer as ImageTaskAnswer
    from .image_template_request import ImageTemplateRequest as ImageTemplateRequest
    from .image_to_video_request import ImageToVideoRequest as ImageToVideoRequest
    from .image_upload import ImageUpload as ImageUpload
    from .image_upload_answer import ImageUploadAnswer as ImageUploadAnswer
    from .inline_sound import InlineSound as InlineSound
    from .keyframe import Keyframe as Keyframe
    from .language_code import LanguageCode as LanguageCode
    from .lip_sync_request import LipSyncRequest as LipSyncRequest
    from .lower_case_refusal import LowerCaseRefusal as LowerCaseRefusal
    from .lyric_timestamp import LyricTimestamp as LyricTimestamp
    from .lyric_word import LyricWord as LyricWord
    from .mask import Mask as Mask
    from .mask_selection import MaskSelection as MaskSelection
    from .mask_selection_request import MaskSelectionRequest as MaskSelectionRequest
    from .masks_answer import MasksAnswer as MasksAnswer
    from .media_upload import MediaUpload as MediaUpload
    from .media_upload_answer import MediaUploadAnswer as MediaUploadAnswer
    from .mimic_request import MimicRequest as MimicRequest
    from .modify_request import ModifyRequest as ModifyRequest
    from .motion_mode import MotionMode as MotionMode
    from .multi_transition_request import (
        MultiTransitionRequest as MultiTransitionRequest,
    )
    from .music_video_aspect_ratio import MusicVideoAspectRatio as MusicVideoAspectRatio
    from .music_video_request import MusicVideoRequest as MusicVideoRequest
    from .page_size import PageSize as PageSize
    from .quality import Quality as Quality
    from .real_estate_agent import RealEstateAgent as RealEstateAgent
    from .real_estate_duration import RealEstateDuration as RealEstateDuration
    from .real_estate_mode import RealEstateMode as RealEstateMode
    from .real_estate_model import RealEstateModel as RealEstateModel
    from .real_estate_request import RealEstateRequest as RealEstateRequest
    from .real_estate_style import RealEstateStyle as RealEstateStyle
    from .recreate_agent import RecreateAgent as RecreateAgent
    from .recreate_request import RecreateRequest as RecreateRequest
    from .reference_type import ReferenceType as ReferenceType
    from .refusal import Refusal as Refusal
    from .restyle import Restyle as Restyle
    from .restyle_page import RestylePage as RestylePage
    from .restyle_request import RestyleRequest as RestyleRequest
    from .restyles_answer import RestylesAnswer as RestylesAnswer
    from .sound_effect_request import SoundEffectRequest as SoundEffectRequest
    from .source_video import SourceVideo as SourceVideo
    from .speaker import Speaker as Speaker
    from .speaker_page import SpeakerPage as SpeakerPage
    from .speaker_type import SpeakerType as SpeakerType
    from .speakers_answer import SpeakersAnswer as SpeakersAnswer
    from .speech import Speech as Speech
    from .style import Style as Style
    from .swap_request import SwapRequest as SwapRequest
    from .template import Template as Template
    from .template_page import TemplatePage as TemplatePage
    from .template_type import TemplateType as TemplateType
    from .templates_answer import TemplatesAnswer as TemplatesAnswer
    from .text_to_video_request import TextToVideoRequest as TextToVideoRequest
    from .thinking_type import ThinkingType as ThinkingType
    from .transition_request import TransitionRequest as TransitionRequest
    from .uploaded_image import UploadedImage as UploadedImage
    from .uploaded_media import UploadedMedia as UploadedMedia
    from .upscale_request import UpscaleRequest as UpscaleRequest
    from .usage_answer import UsageAnswer as UsageAnswer
    from .usage_item import UsageItem as UsageItem
    from .usage_page import UsagePage as UsagePage
    from .usage_request import UsageRequest as UsageRequest
    from .video_reference import VideoReference as VideoReference
    from .video_result import VideoResult as VideoResult
    from .video_result_answer import VideoResultAnswer as VideoResultAnswer
    from .video_task import VideoTask as VideoTask
    from .video_task_answer import VideoTaskAnswer as VideoTaskAnswer
    from .voice import Voice as Voice
    from .voice_answer import VoiceAnswer as VoiceAnswer
    from .webhook_delivery import WebhookDelivery as WebhookDelivery

_MODULES = {
    "AgentAspectRatio": ".agent_aspect_ratio",
    "AgentImageReference": ".agent_image_reference",
    "AgentQuality": ".agent_quality",
    "AspectRatio": ".aspect_ratio",
    "AudioVerificationRequest": ".audio_verification_request",
    "AvatarPresence": ".avatar_presence",
    "AvatarRequest": ".avatar_request",
    "Balance": ".balance",
    "BalanceAnswer": ".balance_answer",
    "CameraMovement": ".camera_movement",
    "CreateVoiceRequest": ".create_voice_request",
    "CreationType": ".creation_type",
    "CreditsStatus": ".credits_status",
    "CustomerPaths": ".customer_paths",
    "Done": ".done",
    "DoneAnswer": ".done_answer",
    "EditQuality": ".edit_quality",
    "Envelope": ".envelope",
    "ExtendRequest": ".extend_request",
    "FusionRequest": ".fusion_request",
    "HighQuality": ".high_quality",
    "ImageReference": ".image_reference",
    "ImageResult": ".image_result",
    "ImageResultAnswer": ".image_result_answer",
    "ImageTask": ".image_task",
    "ImageTaskAnswer": ".image_task_answer",
    "ImageTemplateRequest": ".image_template_request",
    "ImageToVideoRequest": ".image_to_video_request",
    "ImageUpload": ".image_upload",
    "ImageUploadAnswer": ".image_upload_answer",
    "InlineSound": ".inline_sound",
    "Keyframe": ".keyframe",
    "LanguageCode": ".language_code",
    "LipSyncRequest": ".lip_sync_request",
    "LowerCaseRefusal": ".lower_case_refusal",
    "LyricTimestamp": ".lyric_timestamp",
    "LyricWord": ".lyric_word",
    "Mask": ".mask",
    "MaskSelection": ".mask_selection",
    "MaskSelectionRequest": ".mask_selection_request",
    "MasksAnswer": ".masks_answer",
    "MediaUpload": ".media_upload",
    "MediaUploadAnswer": ".media_upload_answer",
    "MimicRequest": ".mimic_request",
    "ModifyRequest": ".modify_request",
    "MotionMode": ".motion_mode",
    "MultiTransitionRequest": ".multi_transition_request",
    "MusicVideoAspectRatio": ".music_video_aspect_ratio",
    "MusicVideoRequest": ".music_video_request",
    "PageSize": ".page_size",
    "Quality": ".quality",
    "RealEstateAgent": ".real_estate_agent",
    "RealEstateDuration": ".real_estate_duration",
    "RealEstateMode": ".real_estate_mode",
    "RealEstateModel": ".real_estate_model",
    "RealEstateRequest": ".real_estate_request",
    "RealEstateStyle": ".real_estate_style",
    "RecreateAgent": ".recreate_agent",
    "RecreateRequest": ".recreate_request",
    "ReferenceType": ".reference_type",
    "Refusal": ".refusal",
    "Restyle": ".restyle",
    "RestylePage": ".restyle_page",
    "RestyleRequest": ".restyle_request",
    "RestylesAnswer": ".restyles_answer",
    "SoundEffectRequest": ".sound_effect_request",
    "SourceVideo": ".source_video",
    "Speaker": ".speaker",
    "SpeakerPage": ".speaker_page",
    "SpeakerType": ".speaker_type",
    "SpeakersAnswer": ".speakers_answer",
    "Speech": ".speech",
    "Style": ".style",
    "SwapRequest": ".swap_request",
    "Template": ".template",
    "TemplatePage": ".template_page",
    "TemplateType": ".template_type",
    "TemplatesAnswer": ".templates_answer",
    "TextToVideoRequest": ".text_to_video_request",
    "ThinkingType": ".thinking_type",
    "TransitionRequest": ".transition_request",
    "UploadedImage": ".uploaded_image",
    "UploadedMedia": ".uploaded_media",
    "UpscaleRequest": ".upscale_request",
    "UsageAnswer": ".usage_answer",
    "UsageItem": ".usage_item",
    "UsagePage": ".usage_page",
    "UsageRequest": ".usage_request",
    "VideoReference": ".video_reference",
    "VideoResult": ".video_result",
    "VideoResultAnswer": ".video_result_answer",
    "VideoTask": ".video_task",
    "VideoTaskAnswer": ".video_task_answer",
    "Voice": ".voice",
    "VoiceAnswer": ".voice_answer",
    "WebhookDelivery": ".webhook_delivery",
}

__all__ = (
    "AgentAspectRatio",
    "AgentImageReference",
    "AgentQuality",
    "AspectRatio",
    "AudioVerificationRequest",
    "AvatarPresence",
    "AvatarRequest",
    "Balance",
    "BalanceAnswer",
    "CameraMovement",
    "CreateVoiceRequest",
    "CreationType",
    "CreditsStatus",
    "CustomerPaths",
    "Done",
    "DoneAnswer",
    "EditQuality",
    "Envelope",
    "ExtendRequest",
    "FusionRequest",
    "HighQuality",
    "ImageReference",
    "ImageResult",
    "ImageResultAnswer",
    "ImageTask",
    "ImageTaskAnswer",
    "ImageTemplateRequest",
    "ImageToVideoRequest",
    "ImageUpload",
    "ImageUploadAnswer",
    "InlineSound",
    "Keyframe",
    "LanguageCode",
    "LipSyncRequest",
    "LowerCaseRefusal",
    "LyricTimestamp",
    "LyricWord",
    "Mask",
    "MasksAnswer",
    "MaskSelection",
    "MaskSelectionRequest",
    "MediaUpload",
    "MediaUploadAnswer",
    "MimicRequest",
    "ModifyRequest",
    "MotionMode",
    "MultiTransitionRequest",
    "MusicVideoAspectRatio",
    "MusicVideoRequest",
    "PageSize",
    "Quality",
    "RealEstateAgent",
    "RealEstateDuration",
    "RealEstateMode",
    "RealEstateModel",
    "RealEstateRequest",
    "RealEstateStyle",
    "RecreateAgent",
    "RecreateRequest",
    "ReferenceType",
    "Refusal",
    "Restyle",
    "RestylePage",
    "RestyleRequest",
    "RestylesAnswer",
    "SoundEffectRequest",
    "SourceVideo",
    "Speaker",
    "SpeakerPage",
    "SpeakersAnswer",
    "SpeakerType",
    "Speech",
    "Style",
    "SwapRequest",
    "Template",
    "TemplatePage",
    "TemplatesAnswer",
    "TemplateType",
    "TextToVideoRequest",
    "ThinkingType",
    "TransitionRequest",
    "UploadedImage",
    "UploadedMedia",
    "UpscaleRequest",
    "UsageAnswer",
    "UsageItem",
    "UsagePage",
    "UsageRequest",
    "VideoReference",
    "VideoResult",
    "VideoResultAnswer",
    "VideoTask",
    "VideoTaskAnswer",
    "Voice",
    "VoiceAnswer",
    "WebhookDelivery",
)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
    return value
