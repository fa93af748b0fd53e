"""The requests of Suno, one class per operation; a class is made when it is named."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_MODULES = {
    "reelscore.suno.requests.account": "Balance DownloadUrl UploadFile",
    "reelscore.suno.requests.files": "Wav Stems Midi MusicVideo CoverImage RecoverAudio",
    "reelscore.suno.requests.parts": "AddInstrumental AddVocals ReplaceSection Mashup Sounds",
    "reelscore.suno.requests.songs": "Generate Extend UploadCover UploadExtend",
    "reelscore.suno.requests.voices": "VoicePhrase VoicePhraseAgain Voice VoiceCheck",
    "reelscore.suno.requests.words": "Lyrics TimestampedLyrics BoostStyle Persona",
}
_PLACES = {name: module for module, names in _MODULES.items() for name in names.split()}

if TYPE_CHECKING:
    from reelscore.requests.request import Request
    from reelscore.suno.requests.account import Balance as Balance
    from reelscore.suno.requests.account import DownloadUrl as DownloadUrl
    from reelscore.suno.requests.account import UploadFile as UploadFile
    from reelscore.suno.requests.files import CoverImage as CoverImage
    from reelscore.suno.requests.files import Midi as Midi
    from reelscore.suno.requests.files import MusicVideo as MusicVideo
    from reelscore.suno.requests.files import RecoverAudio as RecoverAudio
    from reelscore.suno.requests.files import Stems as Stems
    from reelscore.suno.requests.files import Wav as Wav
    from reelscore.suno.requests.parts import AddInstrumental as AddInstrumental
    from reelscore.suno.requests.parts import AddVocals as AddVocals
    from reelscore.suno.requests.parts import Mashup as Mashup
    from reelscore.suno.requests.parts import ReplaceSection as ReplaceSection
    from reelscore.suno.requests.parts import Sounds as Sounds
    from reelscore.suno.requests.songs import Extend as Extend
    from reelscore.suno.requests.songs import Generate as Generate
    from reelscore.suno.requests.songs import UploadCover as UploadCover
    from reelscore.suno.requests.songs import UploadExtend as UploadExtend
    from reelscore.suno.requests.voices import Voice as Voice
    from reelscore.suno.requests.voices import VoiceCheck as VoiceCheck
    from reelscore.suno.requests.voices import VoicePhrase as VoicePhrase
    from reelscore.suno.requests.voices import VoicePhraseAgain as VoicePhraseAgain
    from reelscore.suno.requests.words import BoostStyle as BoostStyle
    from reelscore.suno.requests.words import Lyrics as Lyrics
    from reelscore.suno.requests.words import Persona as Persona
    from reelscore.suno.requests.words import TimestampedLyrics as TimestampedLyrics

    REQUESTS: tuple[type[Request[Any]], ...]
    """Every request class."""
else:

    def __getattr__(name: str) -> Any:
        if name == "REQUESTS":
            found = tuple(__getattr__(one) for one in _PLACES)
        elif name in _PLACES:
            found = getattr(import_module(_PLACES[name]), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found
        return found


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
