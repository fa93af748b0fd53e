"""The models, by name; each loads on first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .add_instrumental_request import AddInstrumentalRequest as AddInstrumentalRequest
    from .add_vocals_request import AddVocalsRequest as AddVocalsRequest
    from .aligned_word import AlignedWord as AlignedWord
    from .balance_request import BalanceRequest as BalanceRequest
    from .boost_style_request import BoostStyleRequest as BoostStyleRequest
    from .boosted_style import BoostedStyle as BoostedStyle
    from .cover_image_request import CoverImageRequest as CoverImageRequest
    from .cover_image_status import CoverImageStatus as CoverImageStatus
    from .cover_images import CoverImages as CoverImages
    from .delivered_lyrics import DeliveredLyrics as DeliveredLyrics
    from .delivered_midi import DeliveredMidi as DeliveredMidi
    from .delivered_music import DeliveredMusic as DeliveredMusic
    from .delivered_stem_files import DeliveredStemFiles as DeliveredStemFiles
    from .delivered_stems import DeliveredStems as DeliveredStems
    from .delivered_text import DeliveredText as DeliveredText
    from .delivered_track import DeliveredTrack as DeliveredTrack
    from .download_url_request import DownloadUrlRequest as DownloadUrlRequest
    from .extend_request import ExtendRequest as ExtendRequest
    from .generate_request import GenerateRequest as GenerateRequest
    from .job_files_result import JobFilesResult as JobFilesResult
    from .job_lyrics_result import JobLyricsResult as JobLyricsResult
    from .job_lyrics_texts import JobLyricsTexts as JobLyricsTexts
    from .job_music_result import JobMusicResult as JobMusicResult
    from .job_record import JobRecord as JobRecord
    from .lyrics_request import LyricsRequest as LyricsRequest
    from .lyrics_response import LyricsResponse as LyricsResponse
    from .lyrics_status import LyricsStatus as LyricsStatus
    from .lyrics_text import LyricsText as LyricsText
    from .mashup_request import MashupRequest as MashupRequest
    from .midi_data import MidiData as MidiData
    from .midi_instrument import MidiInstrument as MidiInstrument
    from .midi_note import MidiNote as MidiNote
    from .midi_request import MidiRequest as MidiRequest
    from .midi_status import MidiStatus as MidiStatus
    from .music_response import MusicResponse as MusicResponse
    from .music_status import MusicStatus as MusicStatus
    from .music_video_request import MusicVideoRequest as MusicVideoRequest
    from .music_video_status import MusicVideoStatus as MusicVideoStatus
    from .persona_made import PersonaMade as PersonaMade
    from .persona_request import PersonaRequest as PersonaRequest
    from .recover_audio_request import RecoverAudioRequest as RecoverAudioRequest
    from .recover_audio_status_answer import RecoverAudioStatusAnswer as RecoverAudioStatusAnswer
    from .recovered_track import RecoveredTrack as RecoveredTrack
    from .replace_section_request import ReplaceSectionRequest as ReplaceSectionRequest
    from .sounds_request import SoundsRequest as SoundsRequest
    from .stem_files import StemFiles as StemFiles
    from .stem_track import StemTrack as StemTrack
    from .stems_request import StemsRequest as StemsRequest
    from .stems_status import StemsStatus as StemsStatus
    from .timestamped_lyrics import TimestampedLyrics as TimestampedLyrics
    from .timestamped_lyrics_request import TimestampedLyricsRequest as TimestampedLyricsRequest
    from .track import Track as Track
    from .upload_cover_request import UploadCoverRequest as UploadCoverRequest
    from .upload_extend_request import UploadExtendRequest as UploadExtendRequest
    from .upload_file_request import UploadFileRequest as UploadFileRequest
    from .uploaded_file import UploadedFile as UploadedFile
    from .video_file import VideoFile as VideoFile
    from .voice_availability import VoiceAvailability as VoiceAvailability
    from .voice_check_request import VoiceCheckRequest as VoiceCheckRequest
    from .voice_phrase_again_request import VoicePhraseAgainRequest as VoicePhraseAgainRequest
    from .voice_phrase_request import VoicePhraseRequest as VoicePhraseRequest
    from .voice_phrase_status import VoicePhraseStatus as VoicePhraseStatus
    from .voice_request import VoiceRequest as VoiceRequest
    from .voice_status import VoiceStatus as VoiceStatus
    from .wav_file import WavFile as WavFile
    from .wav_request import WavRequest as WavRequest
    from .wav_status import WavStatus as WavStatus

_MODULES = {
    "AddInstrumentalRequest": ".add_instrumental_request",
    "AddVocalsRequest": ".add_vocals_request",
    "AlignedWord": ".aligned_word",
    "BalanceRequest": ".balance_request",
    "BoostStyleRequest": ".boost_style_request",
    "BoostedStyle": ".boosted_style",
    "CoverImageRequest": ".cover_image_request",
    "CoverImageStatus": ".cover_image_status",
    "CoverImages": ".cover_images",
    "DeliveredLyrics": ".delivered_lyrics",
    "DeliveredMidi": ".delivered_midi",
    "DeliveredMusic": ".delivered_music",
    "DeliveredStemFiles": ".delivered_stem_files",
    "DeliveredStems": ".delivered_stems",
    "DeliveredText": ".delivered_text",
    "DeliveredTrack": ".delivered_track",
    "DownloadUrlRequest": ".download_url_request",
    "ExtendRequest": ".extend_request",
    "GenerateRequest": ".generate_request",
    "JobFilesResult": ".job_files_result",
    "JobLyricsResult": ".job_lyrics_result",
    "JobLyricsTexts": ".job_lyrics_texts",
    "JobMusicResult": ".job_music_result",
    "JobRecord": ".job_record",
    "LyricsRequest": ".lyrics_request",
    "LyricsResponse": ".lyrics_response",
    "LyricsStatus": ".lyrics_status",
    "LyricsText": ".lyrics_text",
    "MashupRequest": ".mashup_request",
    "MidiData": ".midi_data",
    "MidiInstrument": ".midi_instrument",
    "MidiNote": ".midi_note",
    "MidiRequest": ".midi_request",
    "MidiStatus": ".midi_status",
    "MusicResponse": ".music_response",
    "MusicStatus": ".music_status",
    "MusicVideoRequest": ".music_video_request",
    "MusicVideoStatus": ".music_video_status",
    "PersonaMade": ".persona_made",
    "PersonaRequest": ".persona_request",
    "RecoverAudioRequest": ".recover_audio_request",
    "RecoverAudioStatusAnswer": ".recover_audio_status_answer",
    "RecoveredTrack": ".recovered_track",
    "ReplaceSectionRequest": ".replace_section_request",
    "SoundsRequest": ".sounds_request",
    "StemFiles": ".stem_files",
    "StemTrack": ".stem_track",
    "StemsRequest": ".stems_request",
    "StemsStatus": ".stems_status",
    "TimestampedLyrics": ".timestamped_lyrics",
    "TimestampedLyricsRequest": ".timestamped_lyrics_request",
    "Track": ".track",
    "UploadCoverRequest": ".upload_cover_request",
    "UploadExtendRequest": ".upload_extend_request",
    "UploadFileRequest": ".upload_file_request",
    "UploadedFile": ".uploaded_file",
    "VideoFile": ".video_file",
    "VoiceAvailability": ".voice_availability",
    "VoiceCheckRequest": ".voice_check_request",
    "VoicePhraseAgainRequest": ".voice_phrase_again_request",
    "VoicePhraseRequest": ".voice_phrase_request",
    "VoicePhraseStatus": ".voice_phrase_status",
    "VoiceRequest": ".voice_request",
    "VoiceStatus": ".voice_status",
    "WavFile": ".wav_file",
    "WavRequest": ".wav_request",
    "WavStatus": ".wav_status",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
    return value
