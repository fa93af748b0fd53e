from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class VoiceRequest(JsonObject):
    """Voice request."""

    operation: ClassVar[str] = "voice"
    role: ClassVar[CallKind] = CallKind.WRITE
    source: ClassVar[str] = "Kie.ai OpenAPI export 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "verify_url": "https://example.com/phrase.mp3",
        "call_back_url": "https://example.com/callback",
    }

    task_id: str = attrs.field(metadata=field_info("task of the phrase", wire="taskId"))
    verify_url: Upload = attrs.field(
        metadata=field_info("recording of the phrase, sung: URL, path, bytes or file", wire="verifyUrl", media="audio")
    )
    voice_name: str | None = attrs.field(default=None, metadata=field_info("name of the voice", wire="voiceName"))
    description: str | None = attrs.field(default=None, metadata=field_info("what it is like"))
    style: str | None = attrs.field(default=None, metadata=field_info("style of the music, in words"))
    singer_skill_level: Literal["beginner", "intermediate", "advanced", "professional"] | str | None = attrs.field(
        default=None, metadata=field_info("beginner when left out", wire="singerSkillLevel", enum=True)
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
