from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class Image4ODownloadUrlRequest(JsonObject):
    """Image4o download url request."""

    operation: ClassVar[str] = "image_4o_download_url"
    role: ClassVar[CallKind] = CallKind.READ
    source: ClassVar[str] = "Kie.ai OpenAPI export, Get Direct Download URL 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "ee603959debb48d198c4a6d1c717eba6",
        "url": "https://tempfile.aiquickdraw.com/v/a.png",
    }

    task_id: str = attrs.field(metadata=field_info("the picture's task", wire="taskId"))
    url: str = attrs.field(metadata=field_info("URL of a result of that task"))
