"""The requests of Suno, one class per operation; rules, prices and routes are tables elsewhere."""

from __future__ import annotations

from typing import Any

from reelscore.requests.request import Request
from reelscore.suno.requests.account import Balance, DownloadUrl, UploadFile
from reelscore.suno.requests.files import CoverImage, Midi, MusicVideo, RecoverAudio, Stems, Wav
from reelscore.suno.requests.parts import AddInstrumental, AddVocals, Mashup, ReplaceSection, Sounds
from reelscore.suno.requests.songs import Extend, Generate, UploadCover, UploadExtend
from reelscore.suno.requests.voices import Voice, VoiceCheck, VoicePhrase, VoicePhraseAgain
from reelscore.suno.requests.words import BoostStyle, Lyrics, Persona, TimestampedLyrics

REQUESTS: tuple[type[Request[Any]], ...] = (
    Generate,
    Extend,
    UploadCover,
    UploadExtend,
    AddInstrumental,
    AddVocals,
    ReplaceSection,
    Mashup,
    Sounds,
    Persona,
    TimestampedLyrics,
    BoostStyle,
    CoverImage,
    Lyrics,
    Wav,
    Stems,
    Midi,
    MusicVideo,
    VoicePhrase,
    VoicePhraseAgain,
    Voice,
    VoiceCheck,
    RecoverAudio,
    Balance,
    DownloadUrl,
    UploadFile,
)

__all__ = [
    "REQUESTS",
    "AddInstrumental",
    "AddVocals",
    "Balance",
    "BoostStyle",
    "CoverImage",
    "DownloadUrl",
    "Extend",
    "Generate",
    "Lyrics",
    "Mashup",
    "Midi",
    "MusicVideo",
    "Persona",
    "RecoverAudio",
    "ReplaceSection",
    "Sounds",
    "Stems",
    "TimestampedLyrics",
    "UploadCover",
    "UploadExtend",
    "UploadFile",
    "Voice",
    "VoiceCheck",
    "VoicePhrase",
    "VoicePhraseAgain",
    "Wav",
]
