from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class UploadedMedia(Answer):
    """Uploaded media."""

    media_id: Any = None
    media_type: Any = None
    """video or audio"""
    url: Any = None
