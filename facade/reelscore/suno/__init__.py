"""Suno through kie.ai and sunoapi.org: clients, requests and results; names load on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reelscore.suno.client import AsyncSuno, Suno
    from reelscore.suno.file_results import (
        CoverImages,
        DirectLink,
        JobFiles,
        MidiNotes,
        RecoveredAudio,
        RecoveredTrack,
        Stem,
        StemFiles,
        UploadedFile,
        VideoFile,
        WavFile,
    )
    from reelscore.suno.hosts import KIE_AI, KIE_AI_JOBS, SUNOAPI_ORG, SunoHost
    from reelscore.suno.midi import Instrument, Note
    from reelscore.suno.requests import (
        AddInstrumental,
        AddVocals,
        Balance,
        BoostStyle,
        CoverImage,
        DownloadUrl,
        Extend,
        Generate,
        Lyrics,
        Mashup,
        Midi,
        MusicVideo,
        Persona,
        RecoverAudio,
        ReplaceSection,
        Sounds,
        Stems,
        TimestampedLyrics,
        UploadCover,
        UploadExtend,
        UploadFile,
        Voice,
        VoiceCheck,
        VoicePhrase,
        VoicePhraseAgain,
        Wav,
    )
    from reelscore.suno.results import (
        BoostedStyle,
        CreditsLeft,
        LyricsText,
        Phrase,
        SingerPersona,
        SingerVoice,
        Song,
        SongLyrics,
        TimedLyrics,
        Track,
        VoiceAvailability,
        Word,
    )
else:
    _MODULES = {
        "client": "AsyncSuno Suno",
        "file_results": "CoverImages DirectLink JobFiles MidiNotes RecoveredAudio RecoveredTrack Stem StemFiles UploadedFile "
        "VideoFile WavFile",
        "hosts": "KIE_AI KIE_AI_JOBS SUNOAPI_ORG SunoHost",
        "midi": "Instrument Note",
        "requests": "AddInstrumental AddVocals Balance BoostStyle CoverImage DownloadUrl Extend Generate Lyrics Mashup Midi "
        "MusicVideo Persona RecoverAudio ReplaceSection Sounds Stems TimestampedLyrics UploadCover UploadExtend UploadFile "
        "Voice VoiceCheck VoicePhrase VoicePhraseAgain Wav",
        "results": "BoostedStyle CreditsLeft LyricsText Phrase SingerPersona SingerVoice Song SongLyrics TimedLyrics Track "
        "VoiceAvailability Word",
    }
    _NAMES = {name: module for module, names in _MODULES.items() for name in names.split()}

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _NAMES:
            raise AttributeError(f"module 'reelscore.suno' has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"reelscore.suno.{_NAMES[name]}"), name)
        return value


__all__ = [
    "KIE_AI",
    "KIE_AI_JOBS",
    "SUNOAPI_ORG",
    "AddInstrumental",
    "AddVocals",
    "AsyncSuno",
    "Balance",
    "BoostStyle",
    "BoostedStyle",
    "CoverImage",
    "CoverImages",
    "CreditsLeft",
    "DirectLink",
    "DownloadUrl",
    "Extend",
    "Generate",
    "Instrument",
    "JobFiles",
    "Lyrics",
    "LyricsText",
    "Mashup",
    "Midi",
    "MidiNotes",
    "MusicVideo",
    "Note",
    "Persona",
    "Phrase",
    "RecoverAudio",
    "RecoveredAudio",
    "RecoveredTrack",
    "ReplaceSection",
    "SingerPersona",
    "SingerVoice",
    "Song",
    "SongLyrics",
    "Sounds",
    "Stem",
    "StemFiles",
    "Stems",
    "Suno",
    "SunoHost",
    "TimedLyrics",
    "TimestampedLyrics",
    "Track",
    "UploadCover",
    "UploadExtend",
    "UploadFile",
    "UploadedFile",
    "VideoFile",
    "Voice",
    "VoiceAvailability",
    "VoiceCheck",
    "VoicePhrase",
    "VoicePhraseAgain",
    "Wav",
    "WavFile",
    "Word",
]


def __dir__() -> list[str]:
    return sorted(__all__)
