from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class DownloadUrlRequest(JsonObject):
    """Download url request."""

    operation: ClassVar[str] = "download_url"
    role: ClassVar[CallKind] = CallKind.READ
    source: ClassVar[str] = "Kie.ai OpenAPI export, Get Download URL for Generated Files 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {"url": "https://tempfile.aiquickdraw.com/path/to/image.jpg"}

    url: str = attrs.field(metadata=field_info("URL of a result of kie.ai"))
