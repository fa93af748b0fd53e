"""The models, by name; each loads on first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .add_instrumental_request import AddInstrumentalRequest as AddInstrumentalRequest
    from .add_vocals_request import AddVocalsRequest as AddVocalsRequest
    from .balance_request import BalanceRequest as BalanceRequest
    from .boost_style_request import BoostStyleRequest as BoostStyleRequest
    from .cover_image_request import CoverImageRequest as CoverImageRequest
    from .download_url_request import DownloadUrlRequest as DownloadUrlRequest
    from .extend_request import ExtendRequest as ExtendRequest
    from .generate_request import GenerateRequest as GenerateRequest
    from .lyrics_request import LyricsRequest as LyricsRequest
    from .mashup_request import MashupRequest as MashupRequest
    from .midi_request import MidiRequest as MidiRequest
    from .music_video_request import MusicVideoRequest as MusicVideoRequest
    from .persona_request import PersonaRequest as PersonaRequest
    from .recover_audio_request import RecoverAudioRequest as RecoverAudioRequest
    from .replace_section_request import ReplaceSectionRequest as ReplaceSectionRequest
    from .sounds_request import SoundsRequest as SoundsRequest
    from .stems_request import StemsRequest as StemsRequest
    from .timestamped_lyrics_request import TimestampedLyricsRequest as TimestampedLyricsRequest
    from .upload_cover_request import UploadCoverRequest as UploadCoverRequest
    from .upload_extend_request import UploadExtendRequest as UploadExtendRequest
    from .upload_file_request import UploadFileRequest as UploadFileRequest
    from .voice_check_request import VoiceCheckRequest as VoiceCheckRequest
    from .voice_phrase_again_request import VoicePhraseAgainRequest as VoicePhraseAgainRequest
    from .voice_phrase_request import VoicePhraseRequest as VoicePhraseRequest
    from .voice_request import VoiceRequest as VoiceRequest
    from .wav_request import WavRequest as WavRequest

_MODULES = {
    "AddInstrumentalRequest": ".add_instrumental_request",
    "AddVocalsRequest": ".add_vocals_request",
    "BalanceRequest": ".balance_request",
    "BoostStyleRequest": ".boost_style_request",
    "CoverImageRequest": ".cover_image_request",
    "DownloadUrlRequest": ".download_url_request",
    "ExtendRequest": ".extend_request",
    "GenerateRequest": ".generate_request",
    "LyricsRequest": ".lyrics_request",
    "MashupRequest": ".mashup_request",
    "MidiRequest": ".midi_request",
    "MusicVideoRequest": ".music_video_request",
    "PersonaRequest": ".persona_request",
    "RecoverAudioRequest": ".recover_audio_request",
    "ReplaceSectionRequest": ".replace_section_request",
    "SoundsRequest": ".sounds_request",
    "StemsRequest": ".stems_request",
    "TimestampedLyricsRequest": ".timestamped_lyrics_request",
    "UploadCoverRequest": ".upload_cover_request",
    "UploadExtendRequest": ".upload_extend_request",
    "UploadFileRequest": ".upload_file_request",
    "VoiceCheckRequest": ".voice_check_request",
    "VoicePhraseAgainRequest": ".voice_phrase_again_request",
    "VoicePhraseRequest": ".voice_phrase_request",
    "VoiceRequest": ".voice_request",
    "WavRequest": ".wav_request",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
    return value
