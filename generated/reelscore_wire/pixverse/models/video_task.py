from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class VideoTask(Answer):
    """A started video. The charge stands in credits or credit, where at all."""

    video_id: Any = None
    credits: Any = None
    credit: Any = None
