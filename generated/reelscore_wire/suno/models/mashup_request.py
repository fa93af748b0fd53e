from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class MashupRequest(JsonObject):
    """Mashup request."""

    operation: ClassVar[str] = "mashup"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai docs, Generate Mashup Music 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url_list": ["https://example.com/audio1.mp3", "https://example.com/audio2.mp3"],
        "prompt": "[Verse] A calm piano",
        "style": "Jazz",
        "title": "Relaxing Piano",
        "model": "V5",
        "custom_mode": True,
        "instrumental": False,
        "call_back_url": "https://example.com/callback",
    }

    upload_url_list: Sequence[Upload] = attrs.field(
        metadata=field_info(
            "two songs: URLs, or files that are uploaded first",
            wire="uploadUrlList",
            media="audio",
            minItems=2,
            maxItems=2,
        )
    )
    model: Literal["V4", "V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5", "V6", "V6_WILD", "V6_MINI"] | str = attrs.field(
        metadata=field_info("model that makes the music")
    )
    custom_mode: bool | None = attrs.field(
        default=None, metadata=field_info("follows from style and title when left out", wire="customMode")
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
    prompt: str | None = attrs.field(
        default=None, metadata=field_info("lyrics in custom mode, otherwise the idea", maxLength=5000)
    )
    style: str | None = attrs.field(default=None, metadata=field_info("style of the music, in words", maxLength=1000))
    title: str | None = attrs.field(
        default=None, metadata=field_info("title of the song", maxLength=100, by_host={"kie.ai": {"maxLength": 80}})
    )
    instrumental: bool | None = attrs.field(default=None, metadata=field_info("music without a voice"))
    negative_tags: str | None = attrs.field(
        default=None, metadata=field_info("styles to keep out", wire="negativeTags")
    )
    duration: int | None = attrs.field(
        default=None,
        metadata=field_info(
            "length of the song in seconds; V5_5 and the V6 family in custom mode", minimum=10, maximum=360
        ),
    )
    lyrics: str | None = attrs.field(
        default=None,
        metadata=field_info("lyrics that win over prompt; V6 family", maxLength=5000, hosts=["sunoapi.org"]),
    )
    variety: int | None = attrs.field(
        default=None, metadata=field_info("0 off to 4 most; V6 family", minimum=0, maximum=4, hosts=["sunoapi.org"])
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
    vocal_gender: Literal["m", "f"] | str | None = attrs.field(
        default=None, metadata=field_info("likely voice, m or f", wire="vocalGender", enum=True)
    )
    style_weight: float | None = attrs.field(
        default=None,
        metadata=field_info("0 to 1 in steps of 0.01", wire="styleWeight", minimum=0, maximum=1, multipleOf=0.01),
    )
    weirdness_constraint: float | None = attrs.field(
        default=None,
        metadata=field_info(
            "0 to 1 in steps of 0.01", wire="weirdnessConstraint", minimum=0, maximum=1, multipleOf=0.01
        ),
    )
    audio_weight: float | None = attrs.field(
        default=None,
        metadata=field_info("0 to 1 in steps of 0.01", wire="audioWeight", minimum=0, maximum=1, multipleOf=0.01),
    )
