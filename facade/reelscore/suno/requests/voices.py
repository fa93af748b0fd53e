"""Custom singing voices, in four steps: a phrase, another phrase, the voice, and whether it can be used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from reelscore.effects import CallKind
from reelscore.rules.schema import Upload, field_info
from reelscore.suno import results
from reelscore.suno.literals import Language, SkillLevel
from reelscore.suno.requests import base
from reelscore.suno.requests.base import SunoDirect, SunoTask, on_both
from reelscore.vendors.host import Kind


@attrs.frozen(kw_only=True)
class VoicePhrase(SunoTask[results.Phrase]):
    """Hand in a recording of a voice and get a phrase to sing, valid for about 150 s."""

    operation: ClassVar[str] = "voice_phrase"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/voice/validate")
    role: ClassVar[CallKind] = CallKind.WRITE
    family: ClassVar[str] = "voice_phrase"
    result: ClassVar[Any] = results.Phrase
    sample: ClassVar[Mapping[str, Any]] = {
        "voice_url": "https://example.com/voice.mp3",
        "vocal_start_s": 0,
        "vocal_end_s": 20,
        "call_back_url": "https://example.com/callback",
    }

    voice_url: Upload = attrs.field(metadata=base.UPLOAD)
    vocal_start_s: int = attrs.field(metadata=field_info("second where the voice starts"))
    vocal_end_s: int = attrs.field(metadata=field_info("second where it ends, after its start"))
    language: Language | None = attrs.field(default=None, metadata=field_info("language of the phrase"))
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class VoicePhraseAgain(SunoTask[results.Phrase]):
    """Get another phrase for the same recording."""

    operation: ClassVar[str] = "voice_phrase_again"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/voice/regenerate")
    role: ClassVar[CallKind] = CallKind.WRITE
    family: ClassVar[str] = "voice_phrase"
    result: ClassVar[Any] = results.Phrase
    starts_from: ClassVar[str] = "phrase"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e", "call_back_url": "https://example.com/callback"}

    task_id: str = attrs.field(metadata=field_info("task of the first phrase"))
    call_back_url: str | None = attrs.field(default=None, metadata={**base.CALLBACK, "wire": "calBackUrl"})


@attrs.frozen(kw_only=True)
class Voice(SunoTask[results.SingerVoice]):
    """Make a voice of a recording of the phrase; once per phrase."""

    operation: ClassVar[str] = "voice"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/voice/generate")
    role: ClassVar[CallKind] = CallKind.WRITE
    family: ClassVar[str] = "voice"
    result: ClassVar[Any] = results.SingerVoice
    starts_from: ClassVar[str] = "phrase"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "verify_url": "https://example.com/phrase.mp3",
        "call_back_url": "https://example.com/callback",
    }

    task_id: str = attrs.field(metadata=field_info("task of the phrase"))
    verify_url: Upload = attrs.field(metadata=field_info("recording of the phrase, sung: URL, path, bytes or file"))
    voice_name: str | None = attrs.field(default=None, metadata=field_info("name of the voice"))
    description: str | None = attrs.field(default=None, metadata=field_info("what it is like"))
    style: str | None = attrs.field(default=None, metadata=base.STYLE)
    singer_skill_level: SkillLevel | None = attrs.field(default=None, metadata=field_info("beginner when left out"))
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class VoiceCheck(SunoDirect[results.VoiceAvailability]):
    """Ask whether a voice can be used."""

    operation: ClassVar[str] = "voice_check"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/voice/check-voice")
    kind: ClassVar[Kind] = "read"
    role: ClassVar[CallKind] = CallKind.READ
    family: ClassVar[str] = "voice_check"
    result: ClassVar[Any] = results.VoiceAvailability
    starts_from: ClassVar[str] = "voice"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e"}

    task_id: str = attrs.field(metadata=field_info("task of the voice", wire="task_id"))
