"""Custom singing voices, in four steps: a phrase, another phrase, the voice, and whether it can be used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.suno import results
from reelscore.suno.requests.base import SunoDirect, SunoTask
from reelscore_wire.suno import models as wire


@frozen(kw_only=True)
class VoicePhrase(wire.VoicePhraseRequest, SunoTask[results.Phrase]):
    """Hand in a recording of a voice and get a phrase to sing, valid for about 150 s."""

    result: ClassVar[Any] = results.Phrase
    sample: ClassVar[Mapping[str, Any]] = {
        "voice_url": "https://example.com/voice.mp3",
        "vocal_start_s": 0,
        "vocal_end_s": 20,
        "call_back_url": "https://example.com/callback",
    }


@frozen(kw_only=True)
class VoicePhraseAgain(wire.VoicePhraseAgainRequest, SunoTask[results.Phrase]):
    """Get another phrase for the same recording."""

    result: ClassVar[Any] = results.Phrase
    starts_from: ClassVar[str] = "phrase"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "call_back_url": "https://example.com/callback"}


@frozen(kw_only=True)
class Voice(wire.VoiceRequest, SunoTask[results.SingerVoice]):
    """Make a voice of a recording of the phrase; once per phrase."""

    result: ClassVar[Any] = results.SingerVoice
    starts_from: ClassVar[str] = "phrase"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "verify_url": "https://example.com/phrase.mp3",
        "call_back_url": "https://example.com/callback",
    }


@frozen(kw_only=True)
class VoiceCheck(wire.VoiceCheckRequest, SunoDirect[results.VoiceAvailability]):
    """Ask whether a voice can be used."""

    result: ClassVar[Any] = results.VoiceAvailability
    starts_from: ClassVar[str] = "voice"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e"}
