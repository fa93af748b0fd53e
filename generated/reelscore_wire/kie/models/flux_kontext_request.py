from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class FluxKontextRequest(JsonObject):
    """Flux kontext request."""

    operation: ClassVar[str] = "flux_kontext"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai OpenAPI export, Generate or Edit Image 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "A serene mountain landscape at sunset",
        "model": "flux-kontext-pro",
        "aspect_ratio": "16:9",
        "safety_tolerance": 2,
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("what to show or change, in English"))
    input_image: Upload | None = attrs.field(
        default=None, metadata=field_info("picture to edit", wire="inputImage", media="image")
    )
    model: Literal["flux-kontext-pro", "flux-kontext-max"] | str | None = attrs.field(
        default=None, metadata=field_info("flux-kontext-pro when left out")
    )
    aspect_ratio: Literal["21:9", "16:9", "4:3", "1:1", "3:4", "9:16"] | str | None = attrs.field(
        default=None,
        metadata=field_info("16:9 when left out; an edit keeps that of the picture", wire="aspectRatio", enum=True),
    )
    output_format: Literal["jpeg", "png"] | str | None = attrs.field(
        default=None, metadata=field_info("jpeg when left out", wire="outputFormat", enum=True)
    )
    prompt_upsampling: bool | None = attrs.field(
        default=None, metadata=field_info("refine the prompt", wire="promptUpsampling")
    )
    safety_tolerance: int | None = attrs.field(
        default=None,
        metadata=field_info(
            "0 strict to 6 loose, 2 at most for an edit; 2 when left out", wire="safetyTolerance", minimum=0, maximum=6
        ),
    )
    enable_translation: bool | None = attrs.field(
        default=None, metadata=field_info("translate the prompt to English", wire="enableTranslation")
    )
    upload_cn: bool | None = attrs.field(default=None, metadata=field_info("upload through China", wire="uploadCn"))
    watermark: str | None = attrs.field(default=None, metadata=field_info("text on the picture"))
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
