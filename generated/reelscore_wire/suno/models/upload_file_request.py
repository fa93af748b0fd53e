from __future__ import annotations

from typing import ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class UploadFileRequest(JsonObject):
    """Upload file request."""

    operation: ClassVar[str] = "upload_file"
    role: ClassVar[CallKind] = CallKind.UPLOAD
    source: ClassVar[str] = "Kie.ai OpenAPI export, File Stream Upload 2026-08-12"

    file: Upload | None = attrs.field(default=None, metadata=field_info("path, bytes or binary file", media="file"))
    upload_path: str | None = attrs.field(
        default=None, metadata=field_info("folder without slashes at its ends", wire="uploadPath")
    )
    file_name: str | None = attrs.field(
        default=None, metadata=field_info("the same name overwrites; random when left out", wire="fileName")
    )
    base64_data: str | None = attrs.field(
        default=None, metadata=field_info("Base64 text or a data URL; up to 10 MB advised", wire="base64Data")
    )
    file_url: str | None = attrs.field(
        default=None, metadata=field_info("http(s) URL that the vendor fetches within 30 s", wire="fileUrl")
    )
