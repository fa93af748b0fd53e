from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class MediaUpload(JsonObject):
    """Media upload."""

    operation: ClassVar[str] = "upload_media"
    role: ClassVar[CallKind] = CallKind.UPLOAD
    source: ClassVar[str] = "ai-reference 2026-05"
    sample: ClassVar[Mapping[str, Any]] = {"file": "fox.mp4"}

    file: Upload | None = attrs.field(default=None, metadata=field_info("a path, bytes or a binary file", media="file"))
    file_url: str | None = attrs.field(default=None, metadata=field_info("an address that the vendor fetches"))
