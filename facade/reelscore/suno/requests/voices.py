"""Custom singing voices, in four steps: a phrase, another phrase, the voice, and whether it can be used."""

from __future__ import annotations

from typing import ClassVar

from reelscore._attrs import frozen
from reelscore.suno import results
from reelscore.suno.requests.base import SunoDirect, SunoTask
from reelscore_wire.suno import models as wire


@frozen(kw_only=True)
class VoicePhrase(wire.VoicePhraseRequest, SunoTask[results.Phrase]):
    """Hand in a recording of a voice and get a phrase to sing, valid for about 150 s."""


@frozen(kw_only=True)
class VoicePhraseAgain(wire.VoicePhraseAgainRequest, SunoTask[results.Phrase]):
    """Get another phrase for the same recording."""

    starts_from: ClassVar[str] = "phrase"


@frozen(kw_only=True)
class Voice(wire.VoiceRequest, SunoTask[results.SingerVoice]):
    """Make a voice of a recording of the phrase; once per phrase."""

    starts_from: ClassVar[str] = "phrase"


@frozen(kw_only=True)
class VoiceCheck(wire.VoiceCheckRequest, SunoDirect[results.VoiceAvailability]):
    """Ask whether a voice can be used."""

    starts_from: ClassVar[str] = "voice"
