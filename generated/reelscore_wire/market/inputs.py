"""The Market of Kie, compiled from specs/market. Do not edit: `scripts/regenerate` makes it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required, TypeAlias, TypedDict

from reelscore.rules.schema import Upload

__all__ = [
    "AiMusicApiGenerateInput",
    "BytedanceSeedance2Input",
    "Flux2ProImageToImageInput",
    "GoogleNanoBananaEditInput",
    "GptImage2TextToImageInput",
    "GrokImagineImageToVideoInput",
    "GrokImagineTextToVideoInput",
    "Hailuo23ImageToVideoProInput",
    "InfinitalkFromAudioInput",
    "Kling26ImageToVideoInput",
    "Kling30VideoInput",
    "KlingV25TurboImageToVideoProInput",
    "KnownInput",
    "KnownModel",
    "NanoBanana2Input",
    "NanoBananaProInput",
    "RecraftRemoveBackgroundInput",
    "Seedream45TextToImageInput",
    "TopazImageUpscaleInput",
    "Veo31Input",
    "Wan26ImageToVideoInput",
    "ZImageInput",
]

KnownModel: TypeAlias = Literal[
    "4o-image-api",
    "ai-music-api/add-instrumental",
    "ai-music-api/add-vocals",
    "ai-music-api/boost-music-style",
    "ai-music-api/check-voice",
    "ai-music-api/convert-to-wav-format",
    "ai-music-api/cover-generate",
    "ai-music-api/create-music-video",
    "ai-music-api/create-voice",
    "ai-music-api/extend",
    "ai-music-api/generate",
    "ai-music-api/generate-lyrics",
    "ai-music-api/generate-midi-from-audio",
    "ai-music-api/generate-persona",
    "ai-music-api/mashup",
    "ai-music-api/regenerate-phrase",
    "ai-music-api/replace-section",
    "ai-music-api/separate-vocals",
    "ai-music-api/sounds",
    "ai-music-api/suno-recovery-audio",
    "ai-music-api/timeStamped-lyrics",
    "ai-music-api/upload-and-cover-audio",
    "ai-music-api/upload-and-extend-audio",
    "ai-music-api/validation-phrase",
    "bytedance/seedance-1.5-pro",
    "bytedance/seedance-2",
    "bytedance/seedance-2-5",
    "bytedance/seedance-2-fast",
    "bytedance/seedance-2-mini",
    "bytedance/seedream",
    "bytedance/seedream-v4-edit",
    "bytedance/seedream-v4-text-to-image",
    "bytedance/v1-lite-image-to-video",
    "bytedance/v1-lite-text-to-video",
    "bytedance/v1-pro-fast-image-to-video",
    "bytedance/v1-pro-image-to-video",
    "bytedance/v1-pro-text-to-video",
    "elevenlabs/audio-isolation",
    "elevenlabs/text-to-dialogue-v3",
    "elevenlabs/text-to-speech-multilingual-v2",
    "elevenlabs/text-to-speech-turbo-2-5",
    "flux-2/flex-image-to-image",
    "flux-2/flex-text-to-image",
    "flux-2/pro-image-to-image",
    "flux-2/pro-text-to-image",
    "flux1-kontext",
    "gemini-omni-video",
    "google/gemini-2-5-pro-tts",
    "google/gemini-3-1-flash-tts",
    "google/gemini-3-8-flash-lite-tts",
    "google/gemini-3-8-flash-tts",
    "google/gemini-omni-flash-1-1",
    "google/imagen4",
    "google/imagen4-fast",
    "google/imagen4-ultra",
    "google/nano-banana",
    "google/nano-banana-edit",
    "gpt-image-2-5-flare-image-to-image",
    "gpt-image-2-5-flare-text-to-image",
    "gpt-image-2-5-sunburst-image-to-image",
    "gpt-image-2-5-sunburst-text-to-image",
    "gpt-image-2-image-to-image",
    "gpt-image-2-text-to-image",
    "gpt-image/1.5-image-to-image",
    "gpt-image/1.5-text-to-image",
    "grok-imagine-image-2-0/image-edit",
    "grok-imagine-image-2-0/segment-edit",
    "grok-imagine-image-2-0/segment-map",
    "grok-imagine-image-2-0/text-to-image",
    "grok-imagine-video-1-5-preview",
    "grok-imagine/extend",
    "grok-imagine/image-to-image",
    "grok-imagine/image-to-video",
    "grok-imagine/text-to-image",
    "grok-imagine/text-to-video",
    "grok-imagine/upscale",
    "hailuo/02-image-to-video-pro",
    "hailuo/02-image-to-video-standard",
    "hailuo/02-text-to-video-pro",
    "hailuo/02-text-to-video-standard",
    "hailuo/2-3-image-to-video-pro",
    "hailuo/2-3-image-to-video-standard",
    "happyhorse-1-1/image-to-video",
    "happyhorse-1-1/reference-to-video",
    "happyhorse-1-1/text-to-video",
    "happyhorse/image-to-video",
    "happyhorse/reference-to-video",
    "happyhorse/text-to-video",
    "happyhorse/video-edit",
    "ideogram/character",
    "ideogram/character-edit",
    "ideogram/character-remix",
    "ideogram/v3-edit",
    "ideogram/v3-remix",
    "ideogram/v3-text-to-image",
    "infinitalk/from-audio",
    "kling-2.6/image-to-video",
    "kling-2.6/motion-control",
    "kling-2.6/text-to-video",
    "kling-3.0-omni/image-to-video",
    "kling-3.0-omni/reference-to-video",
    "kling-3.0-omni/text-to-video",
    "kling-3.0-omni/transformation",
    "kling-3.0/motion-control",
    "kling-3.0/video",
    "kling/ai-avatar-pro",
    "kling/ai-avatar-standard",
    "kling/v2-1-master-image-to-video",
    "kling/v2-1-master-text-to-video",
    "kling/v2-1-pro",
    "kling/v2-1-standard",
    "kling/v2-5-turbo-image-to-video-pro",
    "kling/v2-5-turbo-text-to-video-pro",
    "kling/v3-turbo-image-to-video",
    "kling/v3-turbo-text-to-video",
    "minimax-h3/image-to-video",
    "minimax-h3/reference-to-video",
    "minimax-h3/text-to-video",
    "nano-banana-2",
    "nano-banana-2-1",
    "nano-banana-2-lite",
    "nano-banana-pro",
    "omnihuman-1-5",
    "omnihuman-1-5/human-identification",
    "omnihuman-1-5/subject-detection",
    "pixverse-v6/extend",
    "pixverse-v6/image-to-video",
    "pixverse-v6/reference-to-video",
    "pixverse-v6/text-to-video",
    "pixverse-v6/transition",
    "qwen/image-edit",
    "qwen/image-to-image",
    "qwen/text-to-image",
    "qwen2-1/image-to-image",
    "qwen2-1/text-to-image",
    "qwen2/image-edit",
    "qwen2/text-to-image",
    "qwen3/image-to-image",
    "qwen3/pro-image-to-image",
    "qwen3/pro-text-to-image",
    "qwen3/text-to-image",
    "recraft/crisp-upscale",
    "recraft/remove-background",
    "runway",
    "runway/extend-ai-video",
    "runway/gen4-aleph",
    "seedream/4.5-edit",
    "seedream/4.5-text-to-image",
    "seedream/5-flash-image-to-image",
    "seedream/5-flash-layer-decomposition",
    "seedream/5-flash-text-to-image",
    "seedream/5-lite-image-to-image",
    "seedream/5-lite-text-to-image",
    "seedream/5-pro-image-to-image",
    "seedream/5-pro-layer-decomposition",
    "seedream/5-pro-text-to-image",
    "topaz/image-upscale",
    "topaz/video-upscale",
    "veo-3-1",
    "veo/extend",
    "veo/get-1080p-video",
    "veo/get-4k-video",
    "volcengine/video-to-video-lip-sync",
    "wan/2-2-a14b-image-to-video-turbo",
    "wan/2-2-a14b-speech-to-video-turbo",
    "wan/2-2-a14b-text-to-video-turbo",
    "wan/2-2-animate-move",
    "wan/2-2-animate-replace",
    "wan/2-5-image-to-video",
    "wan/2-5-text-to-video",
    "wan/2-6-flash-image-to-video",
    "wan/2-6-flash-video-to-video",
    "wan/2-6-image-to-video",
    "wan/2-6-text-to-video",
    "wan/2-6-video-to-video",
    "wan/2-7-image",
    "wan/2-7-image-pro",
    "wan/2-7-image-to-video",
    "wan/2-7-r2v",
    "wan/2-7-text-to-video",
    "wan/2-7-videoedit",
    "wan/3-0-video",
    "wan/3-0-video-prime",
    "z-image",
]
"""Models that the vendor listed on 2026-10-07."""


class NanoBananaProInput(TypedDict, total=False):
    """The input of nano-banana-pro: Google Nano Banana Pro."""

    prompt: Required[str]
    """what to make or change"""
    image_input: Sequence[Upload]
    """reference picture URLs"""
    aspect_ratio: Literal["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "auto"] | str
    """output shape"""
    resolution: Literal["1K", "2K", "4K"] | str
    """output size class"""
    output_format: Literal["png", "jpg"] | str
    """file format"""


class NanoBanana2Input(TypedDict, total=False):
    """The input of nano-banana-2: Google Nano Banana 2."""

    prompt: Required[str]
    """what to make or change"""
    image_input: Sequence[Upload]
    """reference picture URLs"""
    aspect_ratio: (
        Literal[
            "1:1", "2:3", "3:2", "1:4", "4:1", "3:4", "4:3", "4:5", "5:4", "1:8", "8:1", "9:16", "16:9", "21:9", "auto"
        ]
        | str
    )
    """output shape"""
    resolution: Literal["1K", "2K", "4K"] | str
    """output size class"""
    output_format: Literal["png", "jpg"] | str
    """file format"""


class GoogleNanoBananaEditInput(TypedDict, total=False):
    """The input of google/nano-banana-edit: Google Nano Banana Edit."""

    prompt: Required[str]
    """what to make or change"""
    image_urls: Required[Sequence[Upload]]
    """picture URLs"""
    output_format: Literal["png", "jpeg"] | str
    """file format"""
    aspect_ratio: Literal["1:1", "9:16", "16:9", "3:4", "4:3", "3:2", "2:3", "5:4", "4:5", "21:9", "auto"] | str
    """output shape"""
    image_size: Literal["1:1", "9:16", "16:9", "3:4", "4:3", "3:2", "2:3", "5:4", "4:5", "21:9", "auto"] | str
    """old name of aspect_ratio"""


class ZImageInput(TypedDict, total=False):
    """The input of z-image: Z-Image."""

    prompt: Required[str]
    """what to make or change"""
    aspect_ratio: Required[Literal["1:1", "4:3", "3:4", "16:9", "9:16"] | str]
    """output shape"""
    nsfw_checker: bool
    """turn Kie content filter on; documented default off"""


class GrokImagineTextToVideoInput(TypedDict, total=False):
    """The input of grok-imagine/text-to-video: Grok Imagine Text to Video."""

    prompt: Required[str]
    """what to make or change"""
    aspect_ratio: Literal["2:3", "3:2", "1:1", "16:9", "9:16"] | str
    """output shape"""
    mode: Literal["fun", "normal", "spicy"] | str
    """quality or behaviour mode"""
    duration: float
    """output length in seconds"""
    resolution: Literal["480p", "720p", "1080p"] | str
    """output size class"""
    nsfw_checker: bool
    """turn Kie content filter on; documented default off"""


class GrokImagineImageToVideoInput(TypedDict, total=False):
    """The input of grok-imagine/image-to-video: Grok Imagine Image to Video."""

    image_urls: Sequence[Upload]
    """picture URLs"""
    task_id: str
    """id of an earlier Kie task"""
    index: int
    """which picture of the earlier task"""
    prompt: str
    """what to make or change"""
    mode: Literal["fun", "normal", "spicy"] | str
    """quality or behaviour mode"""
    duration: str
    """output length in seconds"""
    resolution: Literal["480p", "720p", "1080p"] | str
    """output size class"""
    aspect_ratio: Literal["2:3", "3:2", "1:1", "16:9", "9:16"] | str
    """output shape"""
    nsfw_checker: bool
    """turn Kie content filter on; documented default off"""


class KlingV25TurboImageToVideoProInput(TypedDict, total=False):
    """The input of kling/v2-5-turbo-image-to-video-pro: Kling V2.5 Turbo Image to Video Pro."""

    prompt: Required[str]
    """what to make or change"""
    image_url: Required[Upload]
    """source picture URL"""
    tail_image_url: Upload
    """last frame picture"""
    duration: Required[Literal["5", "10"] | str]
    """output length in seconds"""
    negative_prompt: str
    """what to avoid"""
    cfg_scale: float
    """how closely to follow the prompt"""


class Kling30VideoInput(TypedDict, total=False):
    """The input of kling-3.0/video: Kling 3.0."""

    prompt: Required[str]
    """what to make or change"""
    image_urls: Sequence[Upload]
    """picture URLs"""
    sound: Required[bool]
    """make sound too"""
    duration: Required[Literal["3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"] | str]
    """output length in seconds"""
    aspect_ratio: Required[Literal["16:9", "9:16", "1:1"] | str]
    """output shape"""
    mode: Required[Literal["std", "pro", "4K"] | str]
    """quality or behaviour mode"""
    multi_shots: Required[bool]
    """several shots in one clip"""
    multi_prompt: Sequence[Mapping[str, Any]]
    """one prompt and length per shot"""
    kling_elements: Sequence[Mapping[str, Any]]
    """named subjects used as @name in the prompt"""


class Kling26ImageToVideoInput(TypedDict, total=False):
    """The input of kling-2.6/image-to-video: Kling 2.6 Image to Video."""

    prompt: Required[str]
    """what to make or change"""
    image_urls: Required[Sequence[Upload]]
    """picture URLs"""
    sound: Required[bool]
    """make sound too"""
    duration: Required[Literal["5", "10"] | str]
    """output length in seconds"""


class Flux2ProImageToImageInput(TypedDict, total=False):
    """The input of flux-2/pro-image-to-image: Flux-2 Pro Image to Image."""

    input_urls: Required[Sequence[Upload]]
    """source picture URLs"""
    prompt: Required[str]
    """what to make or change"""
    aspect_ratio: Required[Literal["1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3", "auto"] | str]
    """output shape"""
    resolution: Required[Literal["1K", "2K"] | str]
    """output size class"""
    nsfw_checker: bool
    """turn Kie content filter on; documented default off"""


class Seedream45TextToImageInput(TypedDict, total=False):
    """The input of seedream/4.5-text-to-image: Seedream4.5 Text to Image."""

    prompt: Required[str]
    """what to make or change"""
    aspect_ratio: Required[Literal["1:1", "4:3", "3:4", "16:9", "9:16", "2:3", "3:2", "21:9"] | str]
    """output shape"""
    quality: Required[Literal["basic", "high"] | str]
    """quality class"""
    nsfw_checker: bool
    """turn Kie content filter on; documented default off"""


class GptImage2TextToImageInput(TypedDict, total=False):
    """The input of gpt-image-2-text-to-image: GPT Image-2 Text to Image."""

    prompt: Required[str]
    """what to make or change"""
    aspect_ratio: (
        Literal[
            "auto",
            "1:1",
            "3:2",
            "2:3",
            "4:3",
            "3:4",
            "5:4",
            "4:5",
            "16:9",
            "9:16",
            "2:1",
            "1:2",
            "3:1",
            "1:3",
            "21:9",
            "9:21",
        ]
        | str
    )
    """output shape"""
    resolution: Literal["1K", "2K", "4K"] | str
    """output size class"""
    background: Literal["transparent", "opaque", "auto"] | str
    """background kind"""


class TopazImageUpscaleInput(TypedDict, total=False):
    """The input of topaz/image-upscale: Topaz Image Upscale."""

    image_url: Required[Upload]
    """source picture URL"""
    upscale_factor: Required[Literal["1", "2", "4"] | str]
    """scale, as a string"""


class RecraftRemoveBackgroundInput(TypedDict, total=False):
    """The input of recraft/remove-background: Recraft Remove Background."""

    image: Required[Upload]
    """source picture URL"""


class InfinitalkFromAudioInput(TypedDict, total=False):
    """The input of infinitalk/from-audio: Infinitalk From Audio."""

    image_url: Required[Upload]
    """source picture URL"""
    audio_url: Required[Upload]
    """source audio URL"""
    prompt: Required[str]
    """how the speaker acts"""
    resolution: Literal["480p", "720p"] | str
    """output size class"""
    seed: float
    """repeatability seed"""


class Hailuo23ImageToVideoProInput(TypedDict, total=False):
    """The input of hailuo/2-3-image-to-video-pro: Hailuo 2.3 Pro Image to Video."""

    prompt: Required[str]
    """what to make or change"""
    image_url: Required[Upload]
    """source picture URL"""
    duration: Required[Literal["6", "10"] | str]
    """output length in seconds"""
    resolution: Required[Literal["768P", "1080P"] | str]
    """output size class"""
    nsfw_checker: bool
    """turn Kie content filter on; documented default off"""


class BytedanceSeedance2Input(TypedDict, total=False):
    """The input of bytedance/seedance-2: Bytedance Seedance 2.0."""

    resolution: Literal["480p", "720p", "1080p", "4k"] | str
    """output size class"""
    duration: int
    """output length in seconds"""
    generate_audio: bool
    """make sound too"""
    return_last_frame: bool
    """also return the last frame"""
    web_search: bool
    """let the model search the web"""
    aspect_ratio: Literal["1:1", "4:3", "3:4", "16:9", "9:16", "21:9", "adaptive"] | str
    """output shape"""
    prompt: str
    """what to make or change"""
    reference_image_urls: Sequence[Upload]
    """reference picture URLs"""
    reference_audio_urls: Sequence[Upload]
    """reference audio URLs"""
    first_frame_url: Upload
    """first frame picture"""
    last_frame_url: Upload
    """last frame picture"""
    reference_video_urls: Sequence[Upload]
    """reference video URLs"""
    nsfw_checker: bool
    """turn Kie content filter on; documented default off"""


class Wan26ImageToVideoInput(TypedDict, total=False):
    """The input of wan/2-6-image-to-video: Wan 2.6 Image to Video."""

    prompt: Required[str]
    """what to make or change"""
    image_urls: Required[Sequence[Upload]]
    """picture URLs"""
    duration: Literal["5", "10", "15"] | str
    """output length in seconds"""
    resolution: Literal["720p", "1080p"] | str
    """output size class"""
    multi_shots: bool
    """several shots in one clip"""
    nsfw_checker: bool
    """turn Kie content filter on; documented default off"""


class Veo31Input(TypedDict, total=False):
    """The input of veo-3-1: Veo 3.1."""

    prompt: Required[str]
    """what to make or change"""
    image_urls: Sequence[Upload]
    """picture URLs"""
    generation_type: Literal["TEXT_2_VIDEO", "FIRST_AND_LAST_FRAMES_2_VIDEO", "REFERENCE_2_VIDEO"] | str
    """how pictures are used"""
    aspect_ratio: Literal["16:9", "9:16", "Auto"] | str
    """output shape"""
    resolution: Literal["720p", "1080p", "4k"] | str
    """output size class"""
    duration: int
    """output length in seconds"""
    enable_translation: bool
    """translate the prompt to English"""
    watermark: str
    """watermark switch or text"""
    enable_fallback: bool
    """old fallback switch"""


class AiMusicApiGenerateInput(TypedDict, total=False):
    """The input of ai-music-api/generate: Suno generate."""

    custom_mode: Required[bool]
    """detailed mode"""
    instrumental: Required[bool]
    """no singing"""
    model: Required[Literal["V4", "V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5", "V6", "V6_WILD", "V6_MINI"] | str]
    """Suno version"""
    prompt: str
    """idea in simple mode, lyrics in custom mode"""
    lyrics: str
    """lyrics"""
    style: str
    """style choice or text"""
    title: str
    """song title"""
    negative_tags: str
    """styles to avoid"""
    persona_id: str
    """persona or voice id"""
    persona_model: Literal["style_persona", "voice_persona"] | str
    """kind of that id"""
    vocal_gender: Literal["m", "f"] | str
    """voice gender hint"""
    style_weight: float
    """weight of the style"""
    weirdness_constraint: float
    """how experimental"""
    audio_weight: float
    """weight of the audio"""
    variety: float
    """spread of results"""
    duration: float
    """output length in seconds"""
    image_urls: Sequence[Upload]
    """picture references (simple mode)"""
    video_urls: Sequence[Upload]
    """video reference (simple mode)"""
    audio_urls: Sequence[Upload]
    """audio references (simple mode)"""


KnownInput: TypeAlias = (
    NanoBananaProInput
    | NanoBanana2Input
    | GoogleNanoBananaEditInput
    | ZImageInput
    | GrokImagineTextToVideoInput
    | GrokImagineImageToVideoInput
    | KlingV25TurboImageToVideoProInput
    | Kling30VideoInput
    | Kling26ImageToVideoInput
    | Flux2ProImageToImageInput
    | Seedream45TextToImageInput
    | GptImage2TextToImageInput
    | TopazImageUpscaleInput
    | RecraftRemoveBackgroundInput
    | InfinitalkFromAudioInput
    | Hailuo23ImageToVideoProInput
    | BytedanceSeedance2Input
    | Wan26ImageToVideoInput
    | Veo31Input
    | AiMusicApiGenerateInput
)
