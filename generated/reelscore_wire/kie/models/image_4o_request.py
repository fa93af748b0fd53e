from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class Image4ORequest(JsonObject):
    """Image4o request."""

    operation: ClassVar[str] = "image_4o"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai OpenAPI export, Generate 4o Image 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "A beautiful sunset over the mountains",
        "size": "1:1",
        "files_url": ["https://example.com/image1.png"],
        "call_back_url": "https://example.com/callback",
    }

    size: Literal["1:1", "3:2", "2:3"] | str = attrs.field(
        metadata=field_info("aspect ratio: 1:1, 3:2 or 2:3", enum=True)
    )
    prompt: str | None = attrs.field(
        default=None, metadata=field_info("what to show; needed unless there are pictures")
    )
    files_url: Sequence[Upload] | None = attrs.field(
        default=None, metadata=field_info("up to 5 pictures to edit", wire="filesUrl", media="image", maxItems=5)
    )
    file_url: Upload | None = attrs.field(
        default=None, metadata=field_info("deprecated: use files_url", wire="fileUrl", media="image")
    )
    mask_url: Upload | None = attrs.field(
        default=None,
        metadata=field_info(
            "black is redrawn, white kept; for one picture (on pages until 2026-04)", wire="maskUrl", media="image"
        ),
    )
    n_variants: Literal[1, 2, 4] | int | None = attrs.field(
        default=None, metadata=field_info("how many: 1, 2 or 4 (on pages until 2026-04)", wire="nVariants", enum=True)
    )
    is_enhance: bool | None = attrs.field(
        default=None, metadata=field_info("refine the prompt (on pages until 2026-04)", wire="isEnhance")
    )
    upload_cn: bool | None = attrs.field(
        default=None, metadata=field_info("upload through China (on pages until 2026-04)", wire="uploadCn")
    )
    enable_fallback: bool | None = attrs.field(
        default=None,
        metadata=field_info("another model where 4o fails (on pages until 2026-04)", wire="enableFallback"),
    )
    fallback_model: Literal["GPT_IMAGE_1", "FLUX_MAX"] | str | None = attrs.field(
        default=None,
        metadata=field_info(
            "which other model; with enable_fallback only (on pages until 2026-04)", wire="fallbackModel", enum=True
        ),
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
