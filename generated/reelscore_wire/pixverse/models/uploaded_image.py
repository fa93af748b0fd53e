from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class UploadedImage(Answer):
    """Uploaded image."""

    img_id: Any = None
    """uint64 in the reference"""
    img_url: Any = None
    url: Any = None
    """Key printed by a guide for img_url"""
