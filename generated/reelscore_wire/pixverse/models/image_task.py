from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class ImageTask(Answer):
    """Image task."""

    image_id: Any = None
    credits: Any = None
    credit: Any = None
