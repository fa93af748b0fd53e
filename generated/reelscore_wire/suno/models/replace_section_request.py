from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class ReplaceSectionRequest(JsonObject):
    """Replace section request."""

    operation: ClassVar[str] = "replace_section"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai docs, Replace Music Section 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "2fac9f72",
        "audio_id": "e231-8cadc7dc",
        "prompt": "A calm and relaxing piano track.",
        "tags": "Jazz",
        "title": "Relaxing Piano",
        "infill_start_s": 10.5,
        "infill_end_s": 20.75,
        "full_lyrics": "[Verse 1]\nOriginal lyrics here",
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("lyrics of the new section"))
    tags: str = attrs.field(metadata=field_info("style of the music, in words"))
    title: str = attrs.field(metadata=field_info("title of the song"))
    infill_start_s: float = attrs.field(
        metadata=field_info("second where the section starts", wire="infillStartS", minimum=0, multipleOf=0.01)
    )
    infill_end_s: float = attrs.field(
        metadata=field_info("second where it ends, 6 to 60 s later", wire="infillEndS", minimum=0, multipleOf=0.01)
    )
    full_lyrics: str = attrs.field(metadata=field_info("lyrics of the whole song after the change", wire="fullLyrics"))
    task_id: str | None = attrs.field(default=None, metadata=field_info("task of the track", wire="taskId"))
    audio_id: str | None = attrs.field(default=None, metadata=field_info("the track", wire="audioId"))
    upload_url: Upload | None = attrs.field(
        default=None,
        metadata=field_info(
            "public URL of the audio, or a path, bytes or file that is uploaded first", wire="uploadUrl", media="audio"
        ),
    )
    model: Literal["V4", "V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5", "V6", "V6_WILD", "V6_MINI"] | str | None = (
        attrs.field(default=None, metadata=field_info("with upload_url only"))
    )
    negative_tags: str | None = attrs.field(
        default=None, metadata=field_info("styles to keep out", wire="negativeTags")
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
    lyrics: str | None = attrs.field(
        default=None,
        metadata=field_info("lyrics that win over prompt; V6 family", maxLength=5000, hosts=["sunoapi.org"]),
    )
    variety: int | None = attrs.field(
        default=None, metadata=field_info("0 off to 4 most; V6 family", minimum=0, maximum=4, hosts=["sunoapi.org"])
    )
    vocal_gender: Literal["m", "f"] | str | None = attrs.field(
        default=None, metadata=field_info("likely voice, m or f", wire="vocalGender", enum=True, hosts=["sunoapi.org"])
    )
    style_weight: float | None = attrs.field(
        default=None,
        metadata=field_info(
            "0 to 1 in steps of 0.01", wire="styleWeight", minimum=0, maximum=1, multipleOf=0.01, hosts=["sunoapi.org"]
        ),
    )
    weirdness_constraint: float | None = attrs.field(
        default=None,
        metadata=field_info(
            "0 to 1 in steps of 0.01",
            wire="weirdnessConstraint",
            minimum=0,
            maximum=1,
            multipleOf=0.01,
            hosts=["sunoapi.org"],
        ),
    )
    audio_weight: float | None = attrs.field(
        default=None,
        metadata=field_info(
            "0 to 1 in steps of 0.01", wire="audioWeight", minimum=0, maximum=1, multipleOf=0.01, hosts=["sunoapi.org"]
        ),
    )
    persona_id: str | None = attrs.field(
        default=None, metadata=field_info("a persona's or a voice's id", wire="personaId", hosts=["sunoapi.org"])
    )
    persona_model: Literal["style_persona", "voice_persona"] | str | None = attrs.field(
        default=None,
        metadata=field_info(
            "what persona_id is: style_persona or voice_persona", wire="personaModel", enum=True, hosts=["sunoapi.org"]
        ),
    )
