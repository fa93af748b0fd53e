from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class UploadedFile(Answer):
    """The reference's fields and the quickstart's; only downloadUrl is in both."""

    file_name: Any = attrs.field(default=None, metadata=inner("fileName"))
    file_path: Any = attrs.field(default=None, metadata=inner("filePath"))
    download_url: Any = attrs.field(default=None, metadata=inner("downloadUrl"))
    file_size: Any = attrs.field(default=None, metadata=inner("fileSize"))
    mime_type: Any = attrs.field(default=None, metadata=inner("mimeType"))
    uploaded_at: Any = attrs.field(default=None, metadata=inner("uploadedAt"))
    """Text, ISO text or epoch milliseconds."""
    file_id: Any = attrs.field(default=None, metadata=inner("fileId"))
    original_name: Any = attrs.field(default=None, metadata=inner("originalName"))
    upload_path: Any = attrs.field(default=None, metadata=inner("uploadPath"))
    file_url: Any = attrs.field(default=None, metadata=inner("fileUrl"))
    upload_time: Any = attrs.field(default=None, metadata=inner("uploadTime"))
    """Text, ISO text or epoch milliseconds."""
    expires_at: Any = attrs.field(default=None, metadata=inner("expiresAt"))
    """Text, ISO text or epoch milliseconds."""
