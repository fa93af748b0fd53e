"""Each operation as a method, one line each, shared by both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reelscore.client.descriptor import LazyRequests, operation, paginated

if TYPE_CHECKING:
    from reelscore.pixverse import requests
else:
    requests = LazyRequests("reelscore.pixverse.requests")


class Operations:
    """Operations of a PixVerse client."""

    vendor: ClassVar[str] = "pixverse"

    text_to_video = operation(requests.TextToVideo)
    image_to_video = operation(requests.ImageToVideo)
    template_video = operation(requests.TemplateVideo)
    transition = operation(requests.Transition)
    multi_transition = operation(requests.MultiTransition)
    extend = operation(requests.Extend)
    fusion = operation(requests.Fusion)
    avatar = operation(requests.Avatar)
    lip_sync = operation(requests.LipSync)
    sound_effect = operation(requests.SoundEffect)
    restyle = operation(requests.Restyle)
    mask_selection = operation(requests.MaskSelection)
    swap = operation(requests.Swap)
    mimic = operation(requests.Mimic)
    modify = operation(requests.Modify)
    upscale = operation(requests.Upscale)
    recreate = operation(requests.Recreate)
    real_estate = operation(requests.RealEstate)
    music_video = operation(requests.MusicVideo)
    image_template = operation(requests.ImageTemplate)
    balance = operation(requests.Balance)
    usage = operation(requests.Usage)
    upload_image = operation(requests.UploadImage)
    upload_media = operation(requests.UploadMedia)
    tts_speakers = operation(requests.TtsSpeakers)
    speakers = operation(requests.Speakers)
    create_voice = operation(requests.CreateVoice)
    delete_voice = operation(requests.DeleteVoice)
    restyles = operation(requests.Restyles)
    templates = operation(requests.Templates)
    verify_audio = operation(requests.VerifyAudio)

    all_usage = paginated(requests.Usage)
    all_tts_speakers = paginated(requests.TtsSpeakers)
    all_speakers = paginated(requests.Speakers)
    all_restyles = paginated(requests.Restyles)
    all_templates = paginated(requests.Templates)
