"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .add_instrumental_request import (
        AddInstrumentalRequest as AddInstrumentalRequest,
    )
    from .add_vocals_request import AddVocalsRequest as AddVocalsRequest
    from .aligned_word import AlignedWord as AlignedWord
    from .balance_answer import BalanceAnswer as BalanceAnswer
    from .boost_style_answer import BoostStyleAnswer as BoostStyleAnswer
    from .boost_style_request import BoostStyleRequest as BoostStyleRequest
    from .boosted_style import BoostedStyle as BoostedStyle
    from .conversion import Conversion as Conversion
    from .cover_image_delivery import CoverImageDelivery as CoverImageDelivery
    from .cover_image_request import CoverImageRequest as CoverImageRequest
    from .cover_image_status import CoverImageStatus as CoverImageStatus
    from .cover_image_status_answer import (
        CoverImageStatusAnswer as CoverImageStatusAnswer,
    )
    from .cover_images import CoverImages as CoverImages
    from .delivered_images import DeliveredImages as DeliveredImages
    from .delivered_lyrics import DeliveredLyrics as DeliveredLyrics
    from .delivered_midi import DeliveredMidi as DeliveredMidi
    from .delivered_music import DeliveredMusic as DeliveredMusic
    from .delivered_stem_files import DeliveredStemFiles as DeliveredStemFiles
    from .delivered_stems import DeliveredStems as DeliveredStems
    from .delivered_text import DeliveredText as DeliveredText
    from .delivered_track import DeliveredTrack as DeliveredTrack
    from .delivered_video import DeliveredVideo as DeliveredVideo
    from .delivered_wav import DeliveredWav as DeliveredWav
    from .download_url_answer import DownloadUrlAnswer as DownloadUrlAnswer
    from .download_url_request import DownloadUrlRequest as DownloadUrlRequest
    from .envelope import Envelope as Envelope
    from .extend_request import ExtendRequest as ExtendRequest
    from .generate_request import GenerateRequest as GenerateRequest
    from .job_add_instrumental_input import (
        JobAddInstrumentalInput as JobAddInstrumentalInput,
    )
    from .job_add_vocals_input import JobAddVocalsInput as JobAddVocalsInput
    from .job_boost_style_input import JobBoostStyleInput as JobBoostStyleInput
    from .job_cover_image_input import JobCoverImageInput as JobCoverImageInput
    from .job_delivery import JobDelivery as JobDelivery
    from .job_extend_input import JobExtendInput as JobExtendInput
    from .job_files_result import JobFilesResult as JobFilesResult
    from .job_generate_input import JobGenerateInput as JobGenerateInput
    from .job_input import JobInput as JobInput
    from .job_lyrics_input import JobLyricsInput as JobLyricsInput
    from .job_lyrics_result import JobLyricsResult as JobLyricsResult
    from .job_lyrics_texts import JobLyricsTexts as JobLyricsTexts
    from .job_mashup_input import JobMashupInput as JobMashupInput
    from .job_midi_input import JobMidiInput as JobMidiInput
    from .job_music_result import JobMusicResult as JobMusicResult
    from .job_music_video_input import JobMusicVideoInput as JobMusicVideoInput
    from .job_persona import JobPersona as JobPersona
    from .job_persona_input import JobPersonaInput as JobPersonaInput
    from .job_record import JobRecord as JobRecord
    from .job_recover_audio_input import JobRecoverAudioInput as JobRecoverAudioInput
    from .job_replace_section_input import (
        JobReplaceSectionInput as JobReplaceSectionInput,
    )
    from .job_sounds_input import JobSoundsInput as JobSoundsInput
    from .job_stems_input import JobStemsInput as JobStemsInput
    from .job_timestamped_lyrics_input import (
        JobTimestampedLyricsInput as JobTimestampedLyricsInput,
    )
    from .job_tuning import JobTuning as JobTuning
    from .job_upload_cover_input import JobUploadCoverInput as JobUploadCoverInput
    from .job_upload_extend_input import JobUploadExtendInput as JobUploadExtendInput
    from .job_voice_check_input import JobVoiceCheckInput as JobVoiceCheckInput
    from .job_voice_input import JobVoiceInput as JobVoiceInput
    from .job_voice_phrase_again_input import (
        JobVoicePhraseAgainInput as JobVoicePhraseAgainInput,
    )
    from .job_voice_phrase_input import JobVoicePhraseInput as JobVoicePhraseInput
    from .job_wav_input import JobWavInput as JobWavInput
    from .jobs_create_request import JobsCreateRequest as JobsCreateRequest
    from .jobs_status_answer import JobsStatusAnswer as JobsStatusAnswer
    from .lyrics_delivery import LyricsDelivery as LyricsDelivery
    from .lyrics_request import LyricsRequest as LyricsRequest
    from .lyrics_response import LyricsResponse as LyricsResponse
    from .lyrics_status import LyricsStatus as LyricsStatus
    from .lyrics_status_answer import LyricsStatusAnswer as LyricsStatusAnswer
    from .lyrics_text import LyricsText as LyricsText
    from .mashup_request import MashupRequest as MashupRequest
    from .midi_data import MidiData as MidiData
    from .midi_delivery import MidiDelivery as MidiDelivery
    from .midi_instrument import MidiInstrument as MidiInstrument
    from .midi_note import MidiNote as MidiNote
    from .midi_request import MidiRequest as MidiRequest
    from .midi_status import MidiStatus as MidiStatus
    from .midi_status_answer import MidiStatusAnswer as MidiStatusAnswer
    from .music_delivery import MusicDelivery as MusicDelivery
    from .music_index import MusicIndex as MusicIndex
    from .music_response import MusicResponse as MusicResponse
    from .music_status import MusicStatus as MusicStatus
    from .music_status_answer import MusicStatusAnswer as MusicStatusAnswer
    from .music_video_delivery import MusicVideoDelivery as MusicVideoDelivery
    from .music_video_request import MusicVideoRequest as MusicVideoRequest
    from .music_video_status import MusicVideoStatus as MusicVideoStatus
    from .music_video_status_answer import (
        MusicVideoStatusAnswer as MusicVideoStatusAnswer,
    )
    from .persona import Persona as Persona
    from .persona_answer import PersonaAnswer as PersonaAnswer
    from .persona_made import PersonaMade as PersonaMade
    from .persona_model import PersonaModel as PersonaModel
    from .persona_request import PersonaRequest as PersonaRequest
    from .recover_audio_answer import RecoverAudioAnswer as RecoverAudioAnswer
    from .recover_audio_request import RecoverAudioRequest as RecoverAudioRequest
    from .recover_audio_status_answer import (
        RecoverAudioStatusAnswer as RecoverAudioStatusAnswer,
    )
    from .recovered_track import RecoveredTrack as RecoveredTrack
    from .recovery_delivery import RecoveryDelivery as RecoveryDelivery
    from .refusal import Refusal as Refusal
    from .replace_section_request import ReplaceSectionRequest as ReplaceSectionRequest
    from .singer_skill_level import SingerSkillLevel as SingerSkillLevel
    from .sound_key import SoundKey as SoundKey
    from .sounds_request import SoundsRequest as SoundsRequest
    from .stem_files import StemFiles as StemFiles
    from .stem_name import StemName as StemName
    from .stem_track import StemTrack as StemTrack
    from .stem_type import StemType as StemType
    from .stems_delivery import StemsDelivery as StemsDelivery
    from .stems_request import StemsRequest as StemsRequest
    from .stems_status import StemsStatus as StemsStatus
    from .stems_status_answer import StemsStatusAnswer as StemsStatusAnswer
    from .task_answer import TaskAnswer as TaskAnswer
    from .task_created import TaskCreated as TaskCreated
    from .timestamped_lyrics import TimestampedLyrics as TimestampedLyrics
    from .timestamped_lyrics_answer import (
        TimestampedLyricsAnswer as TimestampedLyricsAnswer,
    )
    from .timestamped_lyrics_request import (
        TimestampedLyricsRequest as TimestampedLyricsRequest,
    )
    from .track import Track as Track
    from .tuning import Tuning as Tuning
    from .upload_answer import UploadAnswer as UploadAnswer
    from .upload_cover_request import UploadCoverRequest as UploadCoverRequest
    from .upload_extend_request import UploadExtendRequest as UploadExtendRequest
    from .upload_file_base_64_request import (
        UploadFileBase64Request as UploadFileBase64Request,
    )
    from .upload_file_stream_request import (
        UploadFileStreamRequest as UploadFileStreamRequest,
    )
    from .upload_file_url_request import UploadFileUrlRequest as UploadFileUrlRequest
    from .uploaded_file import UploadedFile as UploadedFile
    from .video_file import VideoFile as VideoFile
    from .vocal_gender import VocalGender as VocalGender
    from .voice_availability import VoiceAvailability as VoiceAvailability
    from .voice_check_answer import VoiceCheckAnswer as VoiceCheckAnswer
    from .voice_check_request import VoiceCheckRequest as VoiceCheckRequest
    from .voice_delivery import VoiceDelivery as VoiceDelivery
    from .voice_language import VoiceLanguage as VoiceLanguage
    from .voice_phrase_again_request import (
        VoicePhraseAgainRequest as VoicePhraseAgainRequest,
    )
    from .voice_phrase_delivery import VoicePhraseDelivery as VoicePhraseDelivery
    from .voice_phrase_request import VoicePhraseRequest as VoicePhraseRequest
    from .voice_phrase_status import VoicePhraseStatus as VoicePhraseStatus
    from .voice_phrase_status_answer import (
        VoicePhraseStatusAnswer as VoicePhraseStatusAnswer,
    )
    from .voice_request import VoiceRequest as VoiceRequest
    from .voice_status import VoiceStatus as VoiceStatus
    from .voice_status_answer import VoiceStatusAnswer as VoiceStatusAnswer
    from .wav_delivery import WavDelivery as WavDelivery
    from .wav_file import WavFile as WavFile
    from .wav_request import WavRequest as WavRequest
    from .wav_status import WavStatus as WavStatus
    from .wav_status_answer import WavStatusAnswer as WavStatusAnswer

_MODULES = {
    "AddInstrumentalRequest": ".add_instrumental_request",
    "AddVocalsRequest": ".add_vocals_request",
    "AlignedWord": ".aligned_word",
    "BalanceAnswer": ".balance_answer",
    "BoostStyleAnswer": ".boost_style_answer",
    "BoostStyleRequest": ".boost_style_request",
    "BoostedStyle": ".boosted_style",
    "Conversion": ".conversion",
    "CoverImageDelivery": ".cover_image_delivery",
    "CoverImageRequest": ".cover_image_request",
    "CoverImageStatus": ".cover_image_status",
    "CoverImageStatusAnswer": ".cover_image_status_answer",
    "CoverImages": ".cover_images",
    "DeliveredImages": ".delivered_images",
    "DeliveredLyrics": ".delivered_lyrics",
    "DeliveredMidi": ".delivered_midi",
    "DeliveredMusic": ".delivered_music",
    "DeliveredStemFiles": ".delivered_stem_files",
    "DeliveredStems": ".delivered_stems",
    "DeliveredText": ".delivered_text",
    "DeliveredTrack": ".delivered_track",
    "DeliveredVideo": ".delivered_video",
    "DeliveredWav": ".delivered_wav",
    "DownloadUrlAnswer": ".download_url_answer",
    "DownloadUrlRequest": ".download_url_request",
    "Envelope": ".envelope",
    "ExtendRequest": ".extend_request",
    "GenerateRequest": ".generate_request",
    "JobAddInstrumentalInput": ".job_add_instrumental_input",
    "JobAddVocalsInput": ".job_add_vocals_input",
    "JobBoostStyleInput": ".job_boost_style_input",
    "JobCoverImageInput": ".job_cover_image_input",
    "JobDelivery": ".job_delivery",
    "JobExtendInput": ".job_extend_input",
    "JobFilesResult": ".job_files_result",
    "JobGenerateInput": ".job_generate_input",
    "JobInput": ".job_input",
    "JobLyricsInput": ".job_lyrics_input",
    "JobLyricsResult": ".job_lyrics_result",
    "JobLyricsTexts": ".job_lyrics_texts",
    "JobMashupInput": ".job_mashup_input",
    "JobMidiInput": ".job_midi_input",
    "JobMusicResult": ".job_music_result",
    "JobMusicVideoInput": ".job_music_video_input",
    "JobPersona": ".job_persona",
    "JobPersonaInput": ".job_persona_input",
    "JobRecord": ".job_record",
    "JobRecoverAudioInput": ".job_recover_audio_input",
    "JobReplaceSectionInput": ".job_replace_section_input",
    "JobSoundsInput": ".job_sounds_input",
    "JobStemsInput": ".job_stems_input",
    "JobTimestampedLyricsInput": ".job_timestamped_lyrics_input",
    "JobTuning": ".job_tuning",
    "JobUploadCoverInput": ".job_upload_cover_input",
    "JobUploadExtendInput": ".job_upload_extend_input",
    "JobVoiceCheckInput": ".job_voice_check_input",
    "JobVoiceInput": ".job_voice_input",
    "JobVoicePhraseAgainInput": ".job_voice_phrase_again_input",
    "JobVoicePhraseInput": ".job_voice_phrase_input",
    "JobWavInput": ".job_wav_input",
    "JobsCreateRequest": ".jobs_create_request",
    "JobsStatusAnswer": ".jobs_status_answer",
    "LyricsDelivery": ".lyrics_delivery",
    "LyricsRequest": ".lyrics_request",
    "LyricsResponse": ".lyrics_response",
    "LyricsStatus": ".lyrics_status",
    "LyricsStatusAnswer": ".lyrics_status_answer",
    "LyricsText": ".lyrics_text",
    "MashupRequest": ".mashup_request",
    "MidiData": ".midi_data",
    "MidiDelivery": ".midi_delivery",
    "MidiInstrument": ".midi_instrument",
    "MidiNote": ".midi_note",
    "MidiRequest": ".midi_request",
    "MidiStatus": ".midi_status",
    "MidiStatusAnswer": ".midi_status_answer",
    "MusicDelivery": ".music_delivery",
    "MusicIndex": ".music_index",
    "MusicResponse": ".music_response",
    "MusicStatus": ".music_status",
    "MusicStatusAnswer": ".music_status_answer",
    "MusicVideoDelivery": ".music_video_delivery",
    "MusicVideoRequest": ".music_video_request",
    "MusicVideoStatus": ".music_video_status",
    "MusicVideoStatusAnswer": ".music_video_status_answer",
    "Persona": ".persona",
    "PersonaAnswer": ".persona_answer",
    "PersonaMade": ".persona_made",
    "PersonaModel": ".persona_model",
    "PersonaRequest": ".persona_request",
    "RecoverAudioAnswer": ".recover_audio_answer",
    "RecoverAudioRequest": ".recover_audio_request",
    "RecoverAudioStatusAnswer": ".recover_audio_status_answer",
    "RecoveredTrack": ".recovered_track",
    "RecoveryDelivery": ".recovery_delivery",
    "Refusal": ".refusal",
    "ReplaceSectionRequest": ".replace_section_request",
    "SingerSkillLevel": ".singer_skill_level",
    "SoundKey": ".sound_key",
    "SoundsRequest": ".sounds_request",
    "StemFiles": ".stem_files",
    "StemName": ".stem_name",
    "StemTrack": ".stem_track",
    "StemType": ".stem_type",
    "StemsDelivery": ".stems_delivery",
    "StemsRequest": ".stems_request",
    "StemsStatus": ".stems_status",
    "StemsStatusAnswer": ".stems_status_answer",
    "TaskAnswer": ".task_answer",
    "TaskCreated": ".task_created",
    "TimestampedLyrics": ".timestamped_lyrics",
    "TimestampedLyricsAnswer": ".timestamped_lyrics_answer",
    "TimestampedLyricsRequest": ".timestamped_lyrics_request",
    "Track": ".track",
    "Tuning": ".tuning",
    "UploadAnswer": ".upload_answer",
    "UploadCoverRequest": ".upload_cover_request",
    "UploadExtendRequest": ".upload_extend_request",
    "UploadFileBase64Request": ".upload_file_base_64_request",
    "UploadFileStreamRequest": ".upload_file_stream_request",
    "UploadFileUrlRequest": ".upload_file_url_request",
    "UploadedFile": ".uploaded_file",
    "VideoFile": ".video_file",
    "VocalGender": ".vocal_gender",
    "VoiceAvailability": ".voice_availability",
    "VoiceCheckAnswer": ".voice_check_answer",
    "VoiceCheckRequest": ".voice_check_request",
    "VoiceDelivery": ".voice_delivery",
    "VoiceLanguage": ".voice_language",
    "VoicePhraseAgainRequest": ".voice_phrase_again_request",
    "VoicePhraseDelivery": ".voice_phrase_delivery",
    "VoicePhraseRequest": ".voice_phrase_request",
    "VoicePhraseStatus": ".voice_phrase_status",
    "VoicePhraseStatusAnswer": ".voice_phrase_status_answer",
    "VoiceRequest": ".voice_request",
    "VoiceStatus": ".voice_status",
    "VoiceStatusAnswer": ".voice_status_answer",
    "WavDelivery": ".wav_delivery",
    "WavFile": ".wav_file",
    "WavRequest": ".wav_request",
    "WavStatus": ".wav_status",
    "WavStatusAnswer": ".wav_status_answer",
}

__all__ = (
    "AddInstrumentalRequest",
    "AddVocalsRequest",
    "AlignedWord",
    "BalanceAnswer",
    "BoostedStyle",
    "BoostStyleAnswer",
    "BoostStyleRequest",
    "Conversion",
    "CoverImageDelivery",
    "CoverImageRequest",
    "CoverImages",
    "CoverImageStatus",
    "CoverImageStatusAnswer",
    "DeliveredImages",
    "DeliveredLyrics",
    "DeliveredMidi",
    "DeliveredMusic",
    "DeliveredStemFiles",
    "DeliveredStems",
    "DeliveredText",
    "DeliveredTrack",
    "DeliveredVideo",
    "DeliveredWav",
    "DownloadUrlAnswer",
    "DownloadUrlRequest",
    "Envelope",
    "ExtendRequest",
    "GenerateRequest",
    "JobAddInstrumentalInput",
    "JobAddVocalsInput",
    "JobBoostStyleInput",
    "JobCoverImageInput",
    "JobDelivery",
    "JobExtendInput",
    "JobFilesResult",
    "JobGenerateInput",
    "JobInput",
    "JobLyricsInput",
    "JobLyricsResult",
    "JobLyricsTexts",
    "JobMashupInput",
    "JobMidiInput",
    "JobMusicResult",
    "JobMusicVideoInput",
    "JobPersona",
    "JobPersonaInput",
    "JobRecord",
    "JobRecoverAudioInput",
    "JobReplaceSectionInput",
    "JobsCreateRequest",
    "JobSoundsInput",
    "JobsStatusAnswer",
    "JobStemsInput",
    "JobTimestampedLyricsInput",
    "JobTuning",
    "JobUploadCoverInput",
    "JobUploadExtendInput",
    "JobVoiceCheckInput",
    "JobVoiceInput",
    "JobVoicePhraseAgainInput",
    "JobVoicePhraseInput",
    "JobWavInput",
    "LyricsDelivery",
    "LyricsRequest",
    "LyricsResponse",
    "LyricsStatus",
    "LyricsStatusAnswer",
    "LyricsText",
    "MashupRequest",
    "MidiData",
    "MidiDelivery",
    "MidiInstrument",
    "MidiNote",
    "MidiRequest",
    "MidiStatus",
    "MidiStatusAnswer",
    "MusicDelivery",
    "MusicIndex",
    "MusicResponse",
    "MusicStatus",
    "MusicStatusAnswer",
    "MusicVideoDelivery",
    "MusicVideoRequest",
    "MusicVideoStatus",
    "MusicVideoStatusAnswer",
    "Persona",
    "PersonaAnswer",
    "PersonaMade",
    "PersonaModel",
    "PersonaRequest",
    "RecoverAudioAnswer",
    "RecoverAudioRequest",
    "RecoverAudioStatusAnswer",
    "RecoveredTrack",
    "RecoveryDelivery",
    "Refusal",
    "ReplaceSectionRequest",
    "SingerSkillLevel",
    "SoundKey",
    "SoundsRequest",
    "StemFiles",
    "StemName",
    "StemsDelivery",
    "StemsRequest",
    "StemsStatus",
    "StemsStatusAnswer",
    "StemTrack",
    "StemType",
    "TaskAnswer",
    "TaskCreated",
    "TimestampedLyrics",
    "TimestampedLyricsAnswer",
    "TimestampedLyricsRequest",
    "Track",
    "Tuning",
    "UploadAnswer",
    "UploadCoverRequest",
    "UploadedFile",
    "UploadExtendRequest",
    "UploadFileBase64Request",
    "UploadFileStreamRequest",
    "UploadFileUrlRequest",
    "VideoFile",
    "VocalGender",
    "VoiceAvailability",
    "VoiceCheckAnswer",
    "VoiceCheckRequest",
    "VoiceDelivery",
    "VoiceLanguage",
    "VoicePhraseAgainRequest",
    "VoicePhraseDelivery",
    "VoicePhraseRequest",
    "VoicePhraseStatus",
    "VoicePhraseStatusAnswer",
    "VoiceRequest",
    "VoiceStatus",
    "VoiceStatusAnswer",
    "WavDelivery",
    "WavFile",
    "WavRequest",
    "WavStatus",
    "WavStatusAnswer",
)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
    return value
