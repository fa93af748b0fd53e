from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class UploadExtendRequest(JsonObject):
    """Upload extend request."""

    operation: ClassVar[str] = "upload_extend"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "sunoapi.org docs, Upload and extend (zh) 2025"
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url": "https://example.com/music.mp3",
        "model": "V5",
        "default_param_flag": True,
        "prompt": "Extend the music with more relaxing notes",
        "style": "Classical",
        "title": "Peaceful Piano Extended",
        "continue_at": 60,
        "call_back_url": "https://example.com/callback",
    }

    upload_url: Upload = attrs.field(
        metadata=field_info(
            "public URL of the audio, or a path, bytes or file that is uploaded first", wire="uploadUrl", media="audio"
        )
    )
    model: Literal["V4", "V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5", "V3_5"] | str = attrs.field(
        metadata=field_info("that of the source music")
    )
    default_param_flag: bool | None = attrs.field(
        default=None,
        metadata=field_info(
            "true: own parameters; follows from style, title, continue_at when left out", wire="defaultParamFlag"
        ),
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
    instrumental: bool | None = attrs.field(default=None, metadata=field_info("music without a voice"))
    prompt: str | None = attrs.field(
        default=None, metadata=field_info("exact lyrics, or what the new part should be like", maxLength=5000)
    )
    style: str | None = attrs.field(default=None, metadata=field_info("style of the music, in words", maxLength=1000))
    title: str | None = attrs.field(default=None, metadata=field_info("title of the song", maxLength=100))
    continue_at: float | None = attrs.field(
        default=None,
        metadata=field_info(
            "second of the upload where the new part starts",
            wire="continueAt",
            exclusiveMinimum=0,
            by_host={"kie.ai": {"required": True}},
        ),
    )
    lyrics: str | None = attrs.field(
        default=None, metadata=field_info("lyrics that win over prompt; V6 family", maxLength=5000)
    )
    variety: int | None = attrs.field(
        default=None, metadata=field_info("0 off to 4 most; V6 family", minimum=0, maximum=4)
    )
    negative_tags: str | None = attrs.field(
        default=None, metadata=field_info("styles to keep out", wire="negativeTags")
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
    persona_id: str | None = attrs.field(
        default=None, metadata=field_info("a persona's or a voice's id", wire="personaId")
    )
    persona_model: Literal["style_persona", "voice_persona"] | str | None = attrs.field(
        default=None,
        metadata=field_info("what persona_id is: style_persona or voice_persona", wire="personaModel", enum=True),
    )
