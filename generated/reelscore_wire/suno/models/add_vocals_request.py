from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class AddVocalsRequest(JsonObject):
    """Add vocals request."""

    operation: ClassVar[str] = "add_vocals"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai docs, Add Vocals to Music 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url": "https://example.com/music.mp3",
        "prompt": "A calm and relaxing piano track.",
        "title": "Relaxing Piano",
        "style": "Jazz",
        "negative_tags": "heavy metal, strong drum beats",
        "call_back_url": "https://example.com/callback",
    }

    upload_url: Upload = attrs.field(
        metadata=field_info(
            "public URL of the audio, or a path, bytes or file that is uploaded first", wire="uploadUrl", media="audio"
        )
    )
    title: str = attrs.field(metadata=field_info("title of the song"))
    negative_tags: str = attrs.field(
        metadata=field_info("styles to keep out", wire="negativeTags", by_host={"kie.ai": {"maxLength": 200}})
    )
    style: str = attrs.field(
        metadata=field_info("style of the music, in words", by_host={"kie.ai": {"maxLength": 1000}})
    )
    prompt: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "what the voice should do", by_host={"kie.ai": {"required": True}, "sunoapi.org": {"required": True}}
        ),
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
    model: Literal["V4_5PLUS", "V5", "V5_5", "V6", "V6_WILD", "V6_MINI"] | str | None = attrs.field(
        default=None, metadata=field_info("V4_5PLUS when left out; V6 on the newest pages")
    )
    lyrics: str | None = attrs.field(
        default=None,
        metadata=field_info("lyrics that win over prompt; V6 family", maxLength=5000, hosts=["sunoapi.org"]),
    )
    variety: int | None = attrs.field(
        default=None, metadata=field_info("0 off to 4 most; V6 family", minimum=0, maximum=4, hosts=["sunoapi.org"])
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
