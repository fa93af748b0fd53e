from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class VideoFile(Answer):
    """Video file."""

    video_url: Any = attrs.field(default=None, metadata=inner("videoUrl"))
